import type { Privacy } from '../../complaints/index.ts'

export type PlaceChoice = { unit_id: string; service_id: string | null; label: string }

/** What was said before there is a case: the report itself, then two short questions. */
export type Dialog = {
  step: 'about' | 'choose' | 'privacy'
  words: readonly string[]
  key: string
  choices?: readonly PlaceChoice[] | undefined
  place?: PlaceChoice | undefined
}

export type Turn =
  | { dialog: Dialog; say: 'askAbout' | 'askChoice' | 'askPrivacy' | 'askPrivacyAgain' | 'nothing' }
  | { file: Dialog; privacy: Privacy }

const PRIVACY: Readonly<Record<string, Privacy>> = { '1': 'anonymous', '2': 'open', '3': 'secret' }
const MOST_CHOICES = 5

export function beginDialog(body: string, key: string): Dialog {
  return { step: 'about', words: body === '' ? [] : [body], key }
}

/** What was written before the last message and comes after it answers no question: it is the beginning of the story. */
export function lateWords(dialog: Dialog, body: string): Dialog {
  const words = body.trim()
  return words === '' ? dialog : { ...dialog, words: [words, ...dialog.words].slice(0, 30) }
}

/** The next turn after somebody wrote; `places` is everything a report can be about. */
export function nextTurn(dialog: Dialog, body: string, places: readonly PlaceChoice[]): Turn {
  const answer = body.trim()
  if (dialog.words.length === 0 && answer !== '') return { dialog: { ...dialog, words: [answer] }, say: 'askAbout' }
  switch (dialog.step) {
    case 'about':
      return aboutTurn(dialog, answer, places)
    case 'choose': {
      const chosen = dialog.choices?.[Number(answer) - 1]
      if (/^\d$/.test(answer)) return { dialog: toPrivacy(dialog, chosen), say: 'askPrivacy' }
      return aboutTurn(dialog, answer, places)
    }
    case 'privacy': {
      const privacy = PRIVACY[answer.replaceAll(/\D/g, '')] ?? privacyWord(answer)
      if (privacy && answer.length <= 20) return { file: dialog, privacy }
      const more = answer === '' ? dialog : { ...dialog, words: [...dialog.words, answer].slice(-30) }
      return { dialog: more, say: answer.length <= 3 ? 'askPrivacyAgain' : 'nothing' }
    }
  }
}

function aboutTurn(dialog: Dialog, answer: string, places: readonly PlaceChoice[]): Turn {
  if (answer === '') return { dialog, say: 'nothing' }
  if (/^(0|tidak tahu|gak tahu|ga tau|tdk tahu)$/i.test(answer))
    return { dialog: toPrivacy(dialog, undefined), say: 'askPrivacy' }
  // Whole sentences are more of the story, not the name of an office.
  if (answer.split(/\s+/).length > 8)
    return { dialog: { ...dialog, words: [...dialog.words, answer].slice(-30) }, say: 'nothing' }
  const found = matchPlaces(answer, places)
  if (found.length === 0)
    return { dialog: toPrivacy({ ...dialog, words: [...dialog.words, answer] }, undefined), say: 'askPrivacy' }
  if (found.length === 1) return { dialog: toPrivacy(dialog, found[0]), say: 'askPrivacy' }
  return { dialog: { ...dialog, step: 'choose', choices: found }, say: 'askChoice' }
}

function toPrivacy(dialog: Dialog, place: PlaceChoice | undefined): Dialog {
  return { step: 'privacy', words: dialog.words, key: dialog.key, place }
}

function privacyWord(answer: string): Privacy | undefined {
  if (/^anonim/i.test(answer)) return 'anonymous'
  if (/^terbuka/i.test(answer)) return 'open'
  return /^rahasia/i.test(answer) ? 'secret' : undefined
}

/** Places whose name has the most of the words, at most five; words of two letters say nothing. */
export function matchPlaces(answer: string, places: readonly PlaceChoice[]): PlaceChoice[] {
  const words = [...new Set(answer.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])].filter((word) => !COMMON.has(word))
  if (words.length === 0) return []
  const scored = places
    .map((place) => {
      const name = place.label.toLowerCase()
      return { place, score: words.filter((word) => name.includes(word)).length }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.place.label.length - b.place.label.length)
  const best = scored[0]?.score
  return scored
    .filter(({ score }) => score === best)
    .slice(0, MOST_CHOICES)
    .map(({ place }) => place)
}

const COMMON = new Set(['yang', 'dan', 'dinas', 'kantor', 'layanan', 'tentang', 'untuk', 'bagian', 'pelayanan'])
