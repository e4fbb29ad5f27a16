import type { z } from 'zod'
import { checkbox, type Upload, uploaded } from '../../platform/http/input.ts'
import { MAX_REQUIREMENTS } from './content.ts'

export const MAX_REQUEST_FILE = 5_000_000
export const MAX_REQUEST_BYTES = 30_000_000

export const PROCESS_OUTCOMES = ['completed', 'rejected', 'incomplete', 'withdrawn'] as const
export type ProcessOutcome = (typeof PROCESS_OUTCOMES)[number]

const numbers = Array.from({ length: MAX_REQUIREMENTS }, (_, index) => index)

/** A field for every requirement a standard can have; which of them count, the standard in force says. */
export const answerFields: Record<
  `file_${number}` | `tick_${number}`,
  z.ZodType<Upload | boolean | undefined>
> = Object.fromEntries(
  numbers.flatMap((index) => [
    [`file_${index}`, uploaded().optional()],
    [`tick_${index}`, checkbox()],
  ]),
)
