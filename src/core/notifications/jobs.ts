import { z } from 'zod'
import { systemScope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { enqueue, job } from '../../platform/jobs.ts'
import { getMailer, isMailAddress } from '../../platform/mail.ts'
import { digestLetter, messageLetter } from './letters.tsx'
import { unsubscribeToken } from './model.ts'
import {
  findLetter,
  findRefusalFor,
  getInstitution,
  type InstitutionRow,
  listDigestAccounts,
  listDigestMessages,
  setMailed,
} from './outbox.ts'
import { findSecret, insertSecret } from './queries.ts'
import { threadOf } from './threads.ts'

const DIGEST_SIZE = 50

/** One message, one letter. A repeat after a failure sends nothing twice unless the mail server itself kept silent. */
export const mailJob = job({
  name: 'notifications.mail',
  payload: z.object({ message: z.uuid() }),
  async handle({ db, institution, now, log }, { message }) {
    const scope = systemScope('self', 'delivers mail for the institution', institution, [])
    const row = await findLetter(db, scope, message)
    if (!row || row.mailed_at || !row.address || !isMailAddress(row.address)) return
    if (!row.account_id && (await findRefusalFor(db, scope, row.address, row.kind))) return
    const tenant = await getInstitution(db, scope)
    const links = await linksFor(db, scope, tenant, row.required ? undefined : { path: 'berhenti-surel', id: row.id })
    // The place of a letter in a conversation is kept with its address.
    const told = { kind: row.kind, key: row.key, address: row.address }
    const thread = row.guarded ? undefined : await threadOf(db, scope, now, told)
    await getMailer().send({ ...messageLetter(tenant, row, row.address, links, thread), guarded: row.guarded }, now)
    await setMailed(db, scope, [row.id], now)
    log.info({ message: row.id }, 'mail sent')
  },
})

/** One letter for everything that waits for one person. */
export const digestLetterJob = job({
  name: 'notifications.digest_letter',
  payload: z.object({ account: z.uuid() }),
  async handle({ db, institution, now }, { account }) {
    const scope = systemScope('self', 'delivers mail for the institution', institution, [])
    const rows = await listDigestMessages(db, scope, account, DIGEST_SIZE)
    const first = rows[0]
    if (!first?.address || !isMailAddress(first.address)) return
    const tenant = await getInstitution(db, scope)
    const links = await linksFor(db, scope, tenant, { path: 'berhenti-ringkasan', id: account })
    await getMailer().send(digestLetter(tenant, rows, first.address, links, now), now)
    const ids = rows.map((row) => row.id)
    await setMailed(db, scope, ids, now)
    if (rows.length === DIGEST_SIZE) await enqueue(db, institution, digestLetterJob, { account })
  },
})

/** Six in the morning in western Indonesia. */
export const digestJob = job({
  name: 'notifications.digest',
  payload: z.object({}),
  schedule: '0 23 * * *',
  async handle({ db, institution }) {
    const scope = systemScope('self', 'delivers mail for the institution', institution, [])
    for (const { account_id } of await listDigestAccounts(db, scope))
      if (account_id)
        await enqueue(db, institution, digestLetterJob, { account: account_id }, { key: `digest:${account_id}` })
  },
})

async function linksFor(
  db: Db,
  scope: Parameters<typeof findSecret>[1],
  tenant: InstitutionRow,
  refusable: { path: 'berhenti-surel' | 'berhenti-ringkasan'; id: string } | undefined,
): Promise<{ base: string; unsubscribe: string | undefined }> {
  const base = tenant.hostname ? `https://${tenant.hostname}` : getMailer().baseUrl
  if (!refusable) return { base, unsubscribe: undefined }
  await insertSecret(db, scope)
  const secret = (await findSecret(db, scope))!
  return {
    base,
    unsubscribe: `${base}/i/${tenant.slug}/${refusable.path}/${refusable.id}/${unsubscribeToken(secret, refusable.id)}`,
  }
}
