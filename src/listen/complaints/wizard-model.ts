import { z } from 'zod'
import { bilingual, wholeNumber } from '../../platform/http/input.ts'
import type { Theme } from '../services/index.ts'
import type { DraftData } from './drafts.ts'
import { KINDS } from './model.ts'

export const KindInput = z.object({
  kind: z.enum(KINDS, { error: bilingual('Pilih apa yang ingin Anda sampaikan.', 'Choose what you want to tell us.') }),
})

export const ASKED = ['no', 'official', 'more'] as const
export type Asked = (typeof ASKED)[number]

export const PaymentInput = z.object({
  asked: z.enum(ASKED, { error: bilingual('Pilih salah satu.', 'Choose one.') }),
  amount: z.preprocess(
    (typed) => (typeof typed === 'string' && typed.trim() !== '' ? typed.replace(/^\s*Rp\.?\s*/i, '') : undefined),
    wholeNumber(1, 100_000_000_000).optional(),
  ),
})

/** A service costs something or is free of charge; see the vocabulary `payment`. */
export type PaymentQuestion = 'paid' | 'free'

/** Money asked beyond the tariff is a matter of integrity, and any other report about payment one of cost. */
export function themeOf(asked: Asked): Theme | undefined {
  return asked === 'more' ? 'integritas' : asked === 'official' ? 'biaya' : undefined
}

export const PAGES = ['jenis', 'layanan', 'biaya', 'cerita', 'tempat', 'foto', 'kerahasiaan', 'periksa'] as const
export type Page = (typeof PAGES)[number]

/** The questions of this report, in order: what is not to the point is not asked. */
export function pagesOf(data: DraftData): Page[] {
  const light = data.kind === 'praise' || data.kind === 'question'
  return PAGES.filter((page) => (page === 'biaya' ? data.payment && !light : page !== 'tempat' || !light))
}

export function stepOf(data: DraftData, page: Page): { number: number; of: number } {
  const pages = pagesOf(data)
  return { number: pages.indexOf(page) + 1, of: pages.length }
}

/** After an answer that was changed on the last page, the way leads back there. */
export function pageAfter(data: DraftData, page: Page): Page {
  const pages = pagesOf(data)
  return data.privacy ? 'periksa' : (pages[pages.indexOf(page) + 1] ?? 'periksa')
}

export function pageBefore(data: DraftData, page: Page): Page | undefined {
  const pages = pagesOf(data)
  return pages[pages.indexOf(page) - 1]
}
