import { z } from 'zod'
import { compare, parseDecimal, readings } from './decimal.ts'

export const QUESTION_KINDS = ['single', 'multiple', 'numeric', 'short'] as const
export type QuestionKind = (typeof QUESTION_KINDS)[number]

const Choice = z.object({ id: z.string(), text: z.string(), correct: z.boolean(), feedback: z.string() })
const decimalText = z.string().refine((text) => parseDecimal(text) !== undefined)

/** What a question is graded by. Ranges are exact decimal texts, both ends included. */
export const QuestionBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('single'), choices: z.array(Choice).min(2) }),
  z.object({ kind: z.literal('multiple'), choices: z.array(Choice).min(2) }),
  z.object({ kind: z.literal('numeric'), ranges: z.array(z.object({ low: decimalText, high: decimalText })).min(1) }),
  z.object({ kind: z.literal('short'), answers: z.array(z.string().min(1)).min(1) }),
])
export type QuestionBody = z.output<typeof QuestionBody>

export type Question = {
  title: string
  stem: string
  body: QuestionBody
  feedback: string
  points: number
}

/** Share of the points earned, exact. */
export type Share = { readonly top: number; readonly bottom: number }
const NONE: Share = { top: 0, bottom: 1 }
const ALL: Share = { top: 1, bottom: 1 }

/**
 * Single, numeric and short: all or nothing. Multiple: (right choices − wrong choices) / right choices there are, never
 * below zero, so that ticking everything earns nothing.
 */
export function grade(body: QuestionBody, response: readonly string[]): Share {
  switch (body.kind) {
    case 'single':
      return response.length === 1 && body.choices.some((choice) => choice.correct && choice.id === response[0])
        ? ALL
        : NONE
    case 'multiple': {
      const chosen = new Set(response)
      const known = body.choices.filter((choice) => chosen.has(choice.id))
      const right = known.filter((choice) => choice.correct).length
      return {
        top: Math.max(0, right - (known.length - right)),
        bottom: body.choices.filter((choice) => choice.correct).length,
      }
    }
    case 'numeric': {
      const inside = readings(response[0] ?? '').some((value) =>
        body.ranges.some(
          ({ low, high }) => compare(parseDecimal(low)!, value) <= 0 && compare(value, parseDecimal(high)!) <= 0,
        ),
      )
      return inside ? ALL : NONE
    }
    case 'short': {
      const given = normalize(response[0] ?? '')
      return given !== '' && body.answers.some((answer) => normalize(answer) === given) ? ALL : NONE
    }
  }
}

/** Same letters, whatever the case, width, spacing, quotes or closing punctuation. */
export function normalize(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[‘’`´]/g, "'")
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/[‐‑‒–—]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/[.!?;,\s]+$/, '')
    .toLocaleLowerCase('id')
}

export type Score = { readonly score: string; readonly max: number; readonly passed: boolean }

/** Sum of points × share as an exact fraction, rounded once to four decimals; passing is decided before rounding. */
export function total(items: readonly { points: number; share: Share }[], passPercent: number): Score {
  let [top, bottom] = [0n, 1n]
  for (const { points, share } of items) {
    top = top * BigInt(share.bottom) + BigInt(points * share.top) * bottom
    bottom *= BigInt(share.bottom)
  }
  const max = items.reduce((sum, item) => sum + item.points, 0)
  const rounded = (2n * top * 10_000n + bottom) / (2n * bottom)
  const digits = rounded.toString().padStart(5, '0')
  return {
    score: `${digits.slice(0, -4)}.${digits.slice(-4)}`,
    max,
    passed: max > 0 && top * 100n >= BigInt(passPercent) * BigInt(max) * bottom,
  }
}

/** Names the choices a, b, c … aa. */
export function choiceId(index: number): string {
  return index < 26 ? String.fromCharCode(97 + index) : choiceId(Math.floor(index / 26) - 1) + choiceId(index % 26)
}
