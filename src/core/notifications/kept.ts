import { z } from 'zod'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { enqueue, job } from '../../platform/jobs.ts'
import { getMailer } from '../../platform/mail.ts'

/** Without a mail server a letter lies as a file, which goes after the commit of what forgets it, and only with it. */
export async function forgetKept(db: Db, scope: Scope, about: string): Promise<void> {
  if (getMailer().kept) await enqueue(db, scope.institution, forgetKeptJob, { about })
}

export const forgetKeptJob = job({
  name: 'notifications.forget_kept',
  payload: z.object({ about: z.string().min(1) }),
  async handle({ institution }, { about }) {
    await getMailer().kept?.forget(institution, about)
  },
})
