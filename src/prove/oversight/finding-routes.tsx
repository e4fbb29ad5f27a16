import { z } from 'zod'
import { listUnits } from '../../core/organization/index.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { findFile, sendFile } from '../../platform/files.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState, idParam } from '../../platform/http/input.ts'
import { command, query } from '../../platform/http/route.ts'
import { rowsAndEnd, sheetFile } from '../../platform/sheets.ts'
import { takeStep } from './acts.ts'
import { findFinding, listFindingsOf, listRegister, listSteps, lockFinding } from './finding-queries.ts'
import { FindingPage, RegisterPage } from './finding-views.tsx'
import { messages } from './messages.ts'
import { AtId, FINDING_PARTS, FINDING_STATES, MAX_FILE_BYTES, UnitStep, Verification } from './model.ts'
import { lockForTeam, setActivity } from './queries.ts'
import { type Examine, keep, type Raw, type Read, type Reply, todayOf, withSize } from './routes.tsx'
import { listTeamConflicts } from './team-queries.ts'

const SAMPLE = (state: string) => ({
  id: `select id from oversight.finding where state = '${state}' order by id limit 1`,
})
const SAMPLE_FILE = {
  id: 'select finding_id as id from oversight.finding_step where file_id is not null order by finding_id, number limit 1',
  number:
    'select number::text from oversight.finding_step where file_id is not null order by finding_id, number limit 1',
}
const Filter = z.object({
  keadaan: z.enum(FINDING_STATES).optional().catch(undefined),
  unit: idParam().optional().catch(undefined),
  terlambat: z
    .string()
    .optional()
    .transform((value) => value === 'ya'),
})

type Any = Pick<Read | Examine | Reply, 'db' | 'scope' | 'also' | 'now' | 'institution'>

async function findingPage(context: Any, id: string, form: FormState) {
  const { db, scope, also } = context
  const row = await findFinding(db, scope, id)
  if (!row) throw new NotFound('finding')
  const examine = also('oversight.examine')
  const team = await listTeamConflicts(db, scope, row.team_id, row.unit_id, todayOf(context))
  const free = team.some((member) => member.account_id === scope.account && member.conflict === null)
  const may = {
    reply: also('oversight.reply')?.units.includes(row.unit_id) ?? false,
    verify: free && (examine?.units.includes(row.unit_id) ?? false),
  }
  return { page: <FindingPage row={row} steps={await listSteps(db, scope, [id])} may={may} form={form} /> }
}

const again = (context: Reply, raw: Raw, form: FormState) =>
  findingPage(context, String(raw['id']), withSize(context, form))
const verifyAgain = (context: Examine, raw: Raw, form: FormState) => findingPage(context, String(raw['id']), form)

async function answer(context: Reply, input: z.output<typeof UnitStep>, step: 'reply' | 'evidence', notice: string) {
  const { db, scope, now, t } = context
  const { id, text, link, file } = input
  const row = await lockFinding(db, scope, id)
  if (!row) throw new NotFound('finding')
  const stored = await keep(context, `oversight:${id}`, file)
  const number = await takeStep(db, scope, now, row, { step, text, link, file: stored }, todayOf(context))
  if (!number) throw new Refusal(409, t(messages).wrongState)
  return {
    redirect: `/pengawasan/temuan/${id}#perjalanan`,
    notice,
    audit: { subject: `finding:${id}`, detail: { step, number } },
  }
}

export const findingRoutes = [
  query({
    path: '/pengawasan/temuan',
    access: 'oversight.read',
    input: Filter,
    async handle({ db, scope, now }, { keadaan, unit, terlambat }) {
      const found = await listRegister(db, scope, { state: keadaan, unit, late: terlambat ? now : undefined })
      const filter = { state: keadaan, unit, late: terlambat }
      return { page: <RegisterPage rows={found} units={await listUnits(db, scope)} filter={filter} /> }
    },
  }),

  query({
    path: '/pengawasan/temuan/unduh',
    access: 'oversight.read',
    input: Filter.extend({ bentuk: z.enum(['csv', 'xlsx']).catch('xlsx').default('xlsx') }),
    async handle(context, { keadaan, unit, terlambat, bentuk }) {
      const { db, scope, now, t, institution } = context
      const text = t(messages)
      const found = await listRegister(db, scope, { state: keadaan, unit, late: terlambat ? now : undefined })
      const day = (at: Date | null) => (at ? todayOf({ now: at, institution }) : null)
      const header = [
        text.unitShort,
        text.kind,
        text.title,
        text.findings,
        ...FINDING_PARTS.map((part) => text.parts[part]),
        text.state,
        text.reportedAt,
        text.due,
        text.closedAt,
      ]
      return sheetFile(
        bentuk,
        'temuan-pengawasan',
        header,
        rowsAndEnd(
          found.map((row) => [
            row.unit_name,
            text.kinds[row.kind],
            row.activity,
            row.number,
            ...FINDING_PARTS.map((part) => row[part]),
            text.findingStates[row.state],
            day(row.reported_at),
            day(row.due_at),
            day(row.done_at),
          ]),
          MOST_LISTED,
          context.language,
        ),
      )
    },
  }),

  query({
    path: '/pengawasan/temuan/:id',
    access: 'oversight.read',
    input: AtId,
    sample: SAMPLE('answered'),
    handle: (context, { id }) => findingPage(context, id, emptyForm),
  }),

  command({
    path: '/pengawasan/temuan/:id/tanggapan',
    access: 'oversight.reply',
    audit: 'oversight.replied',
    input: UnitStep,
    sample: SAMPLE('open'),
    maxUploadBytes: MAX_FILE_BYTES,
    invalid: again,
    handle: (context, input) => answer(context, input, 'reply', context.t(messages).replied),
  }),

  command({
    path: '/pengawasan/temuan/:id/tindak-lanjut',
    access: 'oversight.reply',
    audit: 'oversight.followed_up',
    input: UnitStep,
    sample: SAMPLE('answered'),
    maxUploadBytes: MAX_FILE_BYTES,
    invalid: again,
    handle: (context, input) => answer(context, input, 'evidence', context.t(messages).submitted),
  }),

  command({
    path: '/pengawasan/temuan/:id/verifikasi',
    access: 'oversight.examine',
    audit: 'oversight.verified',
    input: Verification,
    sample: SAMPLE('submitted'),
    invalid: verifyAgain,
    async handle(context, { id, decision, text: reason }) {
      const { db, scope, now, t } = context
      const text = t(messages)
      const today = todayOf(context)
      const row = await lockFinding(db, scope, id)
      if (!row) throw new NotFound('finding')
      const activity = await lockForTeam(db, scope, today, row.activity_id)
      if (!activity) throw new Refusal(409, text.notTeam)
      const number = await takeStep(db, scope, now, row, { step: decision, text: reason, link: '', file: null }, today)
      if (!number) throw new Refusal(409, text.wrongState)
      const all = await listFindingsOf(db, scope, row.activity_id)
      const closed = all.every((finding) => finding.state === 'done')
      if (closed) await setActivity(db, scope, row.activity_id, { state: 'closed', closed_at: now })
      return {
        redirect: `/pengawasan/temuan/${id}#perjalanan`,
        notice: text.verifiedNow,
        audit: { subject: `finding:${id}`, detail: { decision, number, closed } },
      }
    },
  }),

  query({
    path: '/pengawasan/temuan/:id/bukti/:number',
    access: 'oversight.read',
    input: z.object({ id: idParam(), number: z.coerce.number().int().catch(0) }),
    sample: SAMPLE_FILE,
    async handle({ db, scope }, { id, number }) {
      if (!(await findFinding(db, scope, id))) throw new NotFound('finding')
      const step = (await listSteps(db, scope, [id])).find((one) => one.number === number)
      const file = step?.file_id ? await findFile(db, scope, step.file_id) : undefined
      if (!file) throw new NotFound('evidence')
      return sendFile(scope, file)
    },
  }),
]
