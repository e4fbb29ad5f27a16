import { sql } from 'kysely'
import { systemScope } from '../../platform/access.ts'
import { recordAudit } from '../../platform/audit.ts'
import type { NewDay } from '../../platform/slice.ts'
import { publishDraft } from './acts.ts'

type Planned = {
  questionnaire_id: string
  number: number
  begins_on: string
  planned_by: string | null
  source: string
  verified: boolean
}

/** Versions that were planned for a day: whoever opens the questionnaire on that day is asked in their words. */
export const versionDay: NewDay = {
  due: async (db, institution, until) => (await listPlanned(db, institution, until)).map((one) => one.begins_on),
  async begin(db, { institution, day, now }) {
    const scope = systemScope('questionnaire.manage', 'publishes what was planned for this day', institution, [])
    for (const { questionnaire_id, number, planned_by, source, verified } of await listPlanned(db, institution, day)) {
      await publishDraft(db, scope, now, questionnaire_id, { source, verified })
      await recordAudit(db, [
        {
          institution,
          at: now,
          account: planned_by,
          action: 'questionnaire.published',
          requestId: 'day',
          subject: `questionnaire:${questionnaire_id}`,
          detail: { version: number, source, verified, from: day },
        },
      ])
    }
  },
}

async function listPlanned(db: Parameters<NewDay['due']>[0], institution: string, until: string): Promise<Planned[]> {
  const { rows } = await sql<Planned>`
    select questionnaire_id, number, begins_on, planned_by, source, verified from questionnaires.version
    where institution_id = ${institution} and state = 'draft' and begins_on <= ${until}
    order by begins_on, questionnaire_id`.execute(db)
  return rows
}
