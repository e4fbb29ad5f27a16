import type { Permission, Scope } from '../../platform/access.ts'
import { Forbidden, NotFound, Refusal } from '../../platform/http/errors.ts'
import type { FormState } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { formatDate, localDate } from '../../platform/i18n.ts'
import { vocabularies } from '../../platform/registry.ts'
import type { Vocabulary } from '../../platform/slice.ts'
import { type DatedTerm, forgetWords, wordsOn } from '../../platform/words.ts'
import { messages } from './messages.ts'
import { ListInput, NewTermInput, SetInput, slugOf, TermAddress, TermInput } from './model.ts'
import { insertTerm, listChanges, lockTerms, type NewTerm, readTerms } from './queries.ts'
import { AddPage, TermPage, VocabularyPage } from './views.tsx'

/** What other lists say beside the words of one: every theme, none of them. */
const RESERVED = new Set(['all', 'lain'])
const sampleSet = { set: `select 'theme'` }
const sampleTerm = { ...sampleSet, slug: `select 'kecepatan'` }

function getVocabulary(set: string): Vocabulary {
  const found = vocabularies().find((one) => one.set === set)
  if (!found) throw new NotFound('vocabulary')
  return found
}

/** Who may change this list: whoever holds the permission of its subject, otherwise who keeps the words. */
function keeperOf(context: Context<'vocabulary.read'>, { may = 'vocabulary.manage' }: Vocabulary): Scope<Permission> {
  const scope = context.also(may)
  if (!scope) throw new Forbidden(may)
  return scope
}

/** The newest row of the word, whatever its date. */
function newestOf(rows: readonly DatedTerm[], set: string, slug: string): DatedTerm {
  const found = wordsOn(rows, '9999-12-31').find(set, slug)
  if (!found) throw new NotFound('term')
  return found
}

async function termPage(context: Context<'vocabulary.read'>, set: string, slug: string, form?: FormState) {
  const { db, scope, now, institution } = context
  const rows = await readTerms(db, scope)
  const newest = newestOf(rows, set, slug)
  const today = localDate(now, institution.timeZone)
  return {
    page: (
      <TermPage
        vocabulary={getVocabulary(set)}
        term={wordsOn(rows, today).find(set, slug) ?? newest}
        newest={newest}
        changes={await listChanges(db, scope, set, slug)}
        today={today}
        form={form}
      />
    ),
  }
}

async function addPage(context: Context<'vocabulary.read'>, set: string, form?: FormState) {
  const { db, scope, now, institution } = context
  const vocabulary = getVocabulary(set)
  keeperOf(context, vocabulary)
  if (!vocabulary.open) throw new NotFound('vocabulary')
  const last = wordsOn(await readTerms(db, scope), '9999-12-31')
    .list(set)
    .at(-1)
  const today = localDate(now, institution.timeZone)
  return {
    page: <AddPage vocabulary={vocabulary} position={(last?.position ?? 0) + 10} today={today} form={form} />,
  }
}

type Written = Omit<NewTerm, 'note_id' | 'note_en'> & { note_id?: string | undefined; note_en?: string | undefined }

/** What holds for a change and for a word that is added. */
async function setTerm(
  context: Context<'vocabulary.read'>,
  { note_id = '', note_en = '', ...term }: Written,
  rows: readonly DatedTerm[],
) {
  const { db, now, institution, t } = context
  const text = t(messages)
  const vocabulary = getVocabulary(term.set)
  const scope = keeperOf(context, vocabulary)
  if (term.valid_from < localDate(now, institution.timeZone)) throw new Refusal(422, '', { valid_from: text.tooEarly })
  const others = wordsOn(rows, term.valid_from)
    .list(term.set)
    .filter((other) => other.slug !== term.slug)
  const same = (label: string) => label.trim().toLowerCase() === term.label_id.toLowerCase()
  if (others.some((other) => other.offered && same(other.label.id)))
    throw new Refusal(422, '', { label_id: text.taken })
  const { traits } = vocabulary
  if (term.traits.some((trait) => !traits?.of.some(({ slug }) => slug === trait)))
    throw new Refusal(422, '', { traits: text.strangeTrait })
  if (traits?.one && term.traits.length !== 1) throw new Refusal(422, '', { traits: text.chooseTrait })
  if (!term.offered && (vocabulary.whole || vocabulary.kept.includes(term.slug)))
    throw new Refusal(422, '', { offered: text.kept })
  if (!term.offered && !others.some((other) => other.offered)) throw new Refusal(422, '', { offered: text.last })
  await insertTerm(db, scope, now, { ...term, note_id, note_en })
  forgetWords(institution.id)
  const { set, slug, label_id, valid_from, offered, source, verified } = term
  return {
    redirect: `/istilah/${set}/kata/${slug}`,
    notice: text.saved(label_id, formatDate(valid_from, context.language)),
    audit: {
      subject: `vocabulary:${set}/${slug}`,
      detail: {
        label: label_id,
        from: valid_from,
        offered,
        source,
        verified,
        ...(traits ? { traits: term.traits } : {}),
      },
    },
  }
}

export const routes = [
  query({
    path: '/istilah',
    access: 'vocabulary.read',
    input: ListInput,
    async handle({ db, scope, institution, now }, { pada, cari, daftar }) {
      const today = localDate(now, institution.timeZone)
      const rows = await readTerms(db, scope)
      return {
        page: (
          <VocabularyPage
            vocabularies={vocabularies()}
            words={wordsOn(rows, pada ?? today)}
            planned={rows.filter((row) => row.from > today)}
            date={pada ?? today}
            today={today}
            wanted={cari}
            open={daftar}
          />
        ),
      }
    },
  }),

  query({
    path: '/istilah/:set/tambah',
    access: 'vocabulary.read',
    input: SetInput,
    sample: sampleSet,
    handle: (context, { set }) => addPage(context, set),
  }),

  command({
    path: '/istilah/:set/tambah',
    access: 'vocabulary.read',
    audit: 'vocabulary.term_added',
    input: NewTermInput,
    sample: sampleSet,
    invalid: (context, raw, form) => addPage(context, String(raw['set']), form),
    async handle(context, term) {
      const text = context.t(messages)
      if (!getVocabulary(term.set).open) throw new NotFound('vocabulary')
      const named = slugOf(term.label_id)
      const slug = RESERVED.has(named) ? `${term.set}_${named}` : named
      if (slug === '') throw new Refusal(422, '', { label_id: text.noLetters })
      const rows = await lockTerms(context.db, keeperOf(context, getVocabulary(term.set)))
      if (rows.some((row) => row.set === term.set && row.slug === slug))
        throw new Refusal(422, '', { label_id: text.taken })
      return setTerm(context, { ...term, slug, offered: true }, rows)
    },
  }),

  query({
    path: '/istilah/:set/kata/:slug',
    access: 'vocabulary.read',
    input: TermAddress,
    sample: sampleTerm,
    handle: (context, { set, slug }) => termPage(context, set, slug),
  }),

  command({
    path: '/istilah/:set/kata/:slug',
    access: 'vocabulary.read',
    audit: 'vocabulary.term_changed',
    input: TermInput,
    sample: sampleTerm,
    invalid: (context, raw, form) => termPage(context, String(raw['set']), String(raw['slug']), form),
    async handle(context, term) {
      const rows = await lockTerms(context.db, keeperOf(context, getVocabulary(term.set)))
      context.requireSeen(seenOf(newestOf(rows, term.set, term.slug)))
      return setTerm(context, term, rows)
    },
  }),
]
