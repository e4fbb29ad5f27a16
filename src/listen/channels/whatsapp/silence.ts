import { z } from 'zod'
import { job } from '../../../platform/jobs.ts'
import { intakeScope } from '../scopes.ts'
import { talk } from './messages.ts'
import { listSilentDialogs } from './queries.ts'
import { fileCase } from './receive.ts'

const SILENCE_MS = 30 * 60_000

/** Whoever does not answer the two questions has reported all the same: the careful answers are taken. */
export const silenceJob = job({
  name: 'channels.whatsapp_silence',
  payload: z.object({}),
  schedule: '*/5 * * * *',
  async handle({ db, institution, now }) {
    const scope = await intakeScope(db, institution)
    for (const contact of await listSilentDialogs(db, scope, new Date(now.getTime() - SILENCE_MS)))
      if (contact.dialog) await fileCase(db, scope, now, contact, contact.dialog, 'anonymous', talk.filedBySilence)
  },
})
