import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { formatRupiah, type Language } from '../../platform/i18n.ts'
import { wordsOf } from '../../platform/words.ts'
import { type ServicePromise, servicePromise, type Theme } from '../services/index.ts'
import { type Asked, type PaymentQuestion, themeOf } from './wizard-model.ts'

/** The official tariff of the service a report is about; undefined when it is about something else. */
export async function tariffOf(db: Db, scope: Scope, about: string, now: Date): Promise<ServicePromise | undefined> {
  const [kind, id] = about.split(':')
  return kind === 'service' && id ? servicePromise(db, scope, id, now) : undefined
}

/** Which question about payment is asked of a service, as the institution has it today; undefined: none. */
export function paymentQuestion(institution: string, promise: ServicePromise | undefined): PaymentQuestion | undefined {
  if (!promise) return undefined
  const question = questionOf(promise.free || promise.tariff.length === 0)
  return wordsOf(institution).find('payment', question)?.offered ? question : undefined
}

function questionOf(free: boolean): PaymentQuestion {
  return free ? 'free' : 'paid'
}

/** One line for each item of the tariff; none when it is free of charge. */
export function tariffLines({ tariff, free }: ServicePromise, language: Language): string[] {
  if (free) return []
  return tariff.map(({ label, amount }) => [label, formatRupiah(amount, language)].filter(Boolean).join(': '))
}

export async function insertPayment(
  db: Db,
  scope: Scope,
  complaintId: string,
  payment: { asked: Asked; amount: number | undefined; official: string },
): Promise<void> {
  const amount = payment.asked === 'no' ? null : (payment.amount ?? null)
  await sql`
    insert into complaints.payment (institution_id, complaint_id, asked, amount, official)
    values (${scope.institution}, ${complaintId}, ${payment.asked}, ${amount}, ${payment.official})`.execute(db)
}

/** What stands in place of a tariff where there is none. */
export const FREE = 'Gratis'

export type Payment = {
  asked: Asked
  amount: string | null
  official: string
  theme: Theme | undefined
  question: PaymentQuestion
}

/** What the reporter said about payment, with the theme it speaks for. The caller has checked the complaint. */
export async function findPayment(db: Db, scope: Scope, complaintId: string): Promise<Payment | undefined> {
  const { rows } = await sql<Omit<Payment, 'theme' | 'question'>>`
    select asked, amount::text, official from complaints.payment
    where institution_id = ${scope.institution} and complaint_id = ${complaintId}`.execute(db)
  const [row] = rows
  return row && { ...row, theme: themeOf(row.asked), question: questionOf(row.official === FREE) }
}
