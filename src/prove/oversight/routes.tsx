import { z } from 'zod'
import { listUnits } from '../../core/organization/index.ts'
import { findSignal, listOpenSignals } from '../../diagnose/signals/index.ts'
import type { Scope } from '../../platform/access.ts'
import { findFile, sendFile, storeUpload, tooLarge } from '../../platform/files.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState, idParam, type Upload } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { wordsOf } from '../../platform/words.ts'
import { ActivityPage, checkSeen, ReportPage } from './activity-views.tsx'
import { reportActivity, startActivity } from './acts.ts'
import { listFindingsOf, listRegister, listSteps } from './finding-queries.ts'
import { messages } from './messages.ts'
import { AtId, CheckInput, KINDS, MAX_FILE_BYTES, MOST_FINDINGS, NewActivity, NewFinding, Report } from './model.ts'
import * as rows from './queries.ts'
import { listTeamConflicts, listTeams } from './team-queries.ts'
import { ListPage, PlanPage, type PlanStart } from './views.tsx'

export type Read = Context<'oversight.read'>
export type Examine = Context<'oversight.examine'>
export type Reply = Context<'oversight.reply'>
export type Manage = Context<'oversight.manage'>
export type Raw = Readonly<Record<string, unknown>>
type Any = Pick<Read | Examine | Reply | Manage, 'db' | 'scope' | 'also' | 'now' | 'institution' | 't'>

const SAMPLE = { id: `select id from oversight.activity where state = 'reported' order by planned_on, id limit 1` }
const SAMPLE_RUNNING = { id: `select id from oversight.activity where state = 'running' order by id limit 1` }
const SAMPLE_FILE = {
  id: 'select activity_id as id from oversight.check_item where file_id is not null order by activity_id limit 1',
  key: 'select key from oversight.check_item where file_id is not null order by activity_id limit 1',
}

export const todayOf = ({ now, institution }: Pick<Any, 'now' | 'institution'>) => localDate(now, institution.timeZone)

export function withSize<C extends { language: 'id' | 'en' }>(context: C, form: FormState): FormState {
  if (form.errors['file'] !== '') return form
  return { ...form, errors: { ...form.errors, file: tooLarge(MAX_FILE_BYTES, context.language) } }
}

export async function keep(
  context: Examine | Reply | Manage,
  owner: string,
  file: Upload | undefined,
): Promise<string | null> {
  if (!file) return null
  const options = { owner, kinds: ['image', 'document'] as const, maxBytes: MAX_FILE_BYTES }
  return (await storeUpload(context, 'file', file, options)).id
}

/** Plans and what is under way are for who examines or plans; everybody else reads what was reported. */
function sightOf({ also }: Pick<Any, 'also'>): { sight: rows.Sight; inside: Scope | undefined } {
  const inside = also('oversight.examine') ?? also('oversight.manage')
  return { sight: inside ? 'inside' : 'reported', inside }
}

async function findSeen(context: Any, id: string) {
  const { sight, inside } = sightOf(context)
  const today = todayOf(context)
  const row =
    (inside && (await rows.findActivity(context.db, inside, today, sight, id))) ??
    (await rows.findActivity(context.db, context.scope, today, 'reported', id))
  if (!row) throw new NotFound('activity')
  return row
}

async function activityPage(context: Any, id: string, form: FormState) {
  const { db, scope, also } = context
  const row = await findSeen(context, id)
  const examine = also('oversight.examine')
  const reach = examine?.units.includes(row.unit_id) ?? false
  const examines = reach && row.mine && row.conflict === null
  const checks = row.state === 'planned' ? [] : await rows.listChecks(db, scope, id)
  return {
    page: (
      <ActivityPage
        row={row}
        checks={checks}
        findings={await listFindingsOf(db, scope, id)}
        members={await listTeamConflicts(db, scope, row.team_id, row.unit_id, todayOf(context))}
        examines={examines}
        form={form}
      />
    ),
  }
}

async function planPage(context: Manage, start: PlanStart, form: FormState) {
  const { db, scope, also } = context
  const signalScope = also('signal.read')
  const signals = signalScope ? await listOpenSignals(db, signalScope) : []
  const indicators = await rows.listIndicators(db, scope)
  const today = todayOf(context)
  const teams = (await listTeams(db, scope)).filter((team) => !team.ends_on || team.ends_on >= today)
  const units = (await listUnits(db, scope)).filter((unit) => unit.active_to === null)
  return { page: <PlanPage choices={{ units, teams, signals, indicators }} start={start} form={form} /> }
}

/** Where the reason for an activity can be read and what it is called, when it came from elsewhere in the loop. */
async function basisOf(
  context: Manage,
  input: z.output<typeof NewActivity>,
): Promise<{ link: string; named: string | undefined }> {
  const { db, also, t, institution, language } = context
  if (input.basis === 'signal' && input.signal) {
    const scope = also('signal.read')
    const signal = scope && (await findSignal(db, scope, input.signal))
    if (!signal || signal.unit_id !== input.unit) throw new Refusal(422, '', { signal: t(messages).signalUnknown })
    return { link: `/sinyal/${signal.id}`, named: undefined }
  }
  if (input.basis === 'indicator') {
    const known = (await rows.listIndicators(db, context.scope)).find((one) => one.id === input.indicator)
    if (!known || known.unit_id !== input.unit) throw new Refusal(422, '', { indicator: t(messages).indicatorUnknown })
    return { link: `/kinerja/${known.unit_id}`, named: known.name }
  }
  const theme = wordsOf(institution.id).find('theme', input.theme)
  if (input.basis === 'theme' && theme) return { link: `/pengaduan?unit=${input.unit}`, named: theme.label[language] }
  return { link: '', named: undefined }
}

async function lockIn(context: Examine, id: string, state: rows.ActivityRow['state']) {
  const { db, scope, t } = context
  const row = await rows.lockForTeam(db, scope, todayOf(context), id)
  if (!row) {
    await findSeen(context, id)
    throw new Refusal(409, t(messages).notTeam)
  }
  if (row.state !== state) throw new Refusal(409, t(messages).wrongState)
  return row
}

const again = (context: Examine, raw: Raw, form: FormState) =>
  activityPage(context, String(raw['id']), withSize(context, form))

export const activityRoutes = [
  query({
    path: '/pengawasan',
    access: 'oversight.read',
    input: z.object({ jenis: z.enum(KINDS).optional().catch(undefined) }),
    async handle(context, { jenis }) {
      const { db, scope, also, now } = context
      const { sight, inside } = sightOf(context)
      const all = await rows.listActivities(db, inside ?? scope, todayOf(context), sight)
      const findings = await listRegister(db, scope, {})
      const open = findings.filter((row) => row.state !== 'done')
      const late = open.filter((row) => row.state !== 'submitted' && row.due_at !== null && row.due_at < now)
      const board = {
        open: open.length,
        late: late.length,
        done: findings.length - open.length,
        running: all.filter((row) => row.state === 'running').length,
      }
      const may = {
        manage: also('oversight.manage') !== undefined,
        examine: also('oversight.examine') !== undefined,
        rules: also('oversight.rules') !== undefined,
      }
      return { page: <ListPage rows={all} kind={jenis} board={board} may={may} /> }
    },
  }),

  query({
    path: '/pengawasan/baru',
    access: 'oversight.manage',
    input: z.object({
      unit: idParam().optional().catch(undefined),
      tema: z.string().max(40).optional().catch(undefined),
      sinyal: idParam().optional().catch(undefined),
      indikator: idParam().optional().catch(undefined),
    }),
    handle(context, { unit, tema, sinyal, indikator }) {
      const basis = sinyal ? 'signal' : indikator ? 'indicator' : tema ? 'theme' : undefined
      return planPage(context, { unit, theme: tema, signal: sinyal, indicator: indikator, basis }, emptyForm)
    },
  }),

  command({
    path: '/pengawasan/baru',
    access: 'oversight.manage',
    audit: 'oversight.planned',
    input: NewActivity,
    invalid: (context, _raw, form) => planPage(context, {}, form),
    async handle(context, input) {
      const { db, scope, now, t } = context
      const text = t(messages)
      const { unit, team, signal: _signal, theme: _theme, indicator: _indicator, ...plan } = input
      if (!scope.units.includes(unit)) throw new Refusal(422, '', { unit: text.unitUnknown })
      const found = (await listTeams(db, scope)).find((one) => one.id === team)
      if (!found) throw new Refusal(422, '', { team: text.teamUnknown })
      if (found.ends_on && found.ends_on < plan.planned_on) throw new Refusal(422, '', { team: text.teamEnded })
      const members = await listTeamConflicts(db, scope, team, unit, todayOf(context))
      if (!members.some((member) => member.conflict === null)) throw new Refusal(422, '', { team: text.noFreeMember })
      const { link, named } = await basisOf(context, input)
      const basis_text = named ? `${named}: ${plan.basis_text}` : plan.basis_text
      const row = { ...plan, basis_text, basis_link: link, unit_id: unit, team_id: team }
      const id = await rows.insertActivity(db, scope, now, row)
      return {
        redirect: `/pengawasan/${id}`,
        notice: text.saved,
        audit: { subject: `oversight:${id}`, detail: { kind: input.kind, unit, team } },
      }
    },
  }),

  query({
    path: '/pengawasan/:id',
    access: 'oversight.read',
    input: AtId,
    sample: SAMPLE,
    handle: (context, { id }) => activityPage(context, id, emptyForm),
  }),

  command({
    path: '/pengawasan/:id/mulai',
    access: 'oversight.examine',
    audit: 'oversight.started',
    input: AtId,
    sample: { id: `select id from oversight.activity where state = 'planned' order by id limit 1` },
    invalid: again,
    async handle(context, { id }) {
      const { db, scope, t } = context
      const row = await lockIn(context, id, 'planned')
      await startActivity(db, scope, row, todayOf(context))
      return {
        redirect: `/pengawasan/${id}`,
        notice: t(messages).started,
        audit: { subject: `oversight:${id}`, detail: { unit: row.unit_id } },
      }
    },
  }),

  command({
    path: '/pengawasan/:id/periksa',
    access: 'oversight.examine',
    audit: 'oversight.checked',
    input: CheckInput,
    sample: SAMPLE_RUNNING,
    maxUploadBytes: MAX_FILE_BYTES,
    invalid: again,
    async handle(context, { id, key, answer, note, link, file }) {
      const { db, scope, now, t } = context
      await lockIn(context, id, 'running')
      const known = (await rows.listChecks(db, scope, id)).find((check) => check.key === key)
      if (!known) throw new NotFound('check')
      context.requireSeen(checkSeen(known))
      const stored = await keep(context, `oversight:${id}`, file)
      await rows.answerCheck(db, scope, now, id, key, { answer, note, link, file: stored })
      return {
        redirect: `/pengawasan/${id}#daftar-periksa`,
        notice: t(messages).answered,
        audit: { subject: `oversight:${id}`, detail: { key, answer } },
      }
    },
  }),

  command({
    path: '/pengawasan/:id/temuan',
    access: 'oversight.examine',
    audit: 'oversight.found',
    input: NewFinding,
    sample: SAMPLE_RUNNING,
    invalid: again,
    async handle(context, { id, ...parts }) {
      const { db, scope, now, t } = context
      const text = t(messages)
      const row = await lockIn(context, id, 'running')
      if (row.findings >= MOST_FINDINGS) throw new Refusal(409, text.full)
      const finding = await rows.insertFinding(db, scope, now, row, parts)
      return {
        redirect: `/pengawasan/${id}#temuan`,
        notice: text.findingAdded,
        audit: { subject: `oversight:${id}`, detail: { finding: finding.id, number: finding.number } },
      }
    },
  }),

  command({
    path: '/pengawasan/:id/laporkan',
    access: 'oversight.examine',
    audit: 'oversight.reported',
    input: Report,
    sample: SAMPLE_RUNNING,
    invalid: again,
    async handle(context, { id, conclusion }) {
      const { db, scope, now, t } = context
      const text = t(messages)
      const row = await lockIn(context, id, 'running')
      const open = (await rows.listChecks(db, scope, id)).filter((check) => check.answer === null).length
      if (open > 0) throw new Refusal(409, text.openChecks(String(open)))
      await reportActivity(db, scope, now, row, conclusion)
      return {
        redirect: `/pengawasan/${id}`,
        notice: text.reported,
        audit: { subject: `oversight:${id}`, detail: { findings: row.findings } },
      }
    },
  }),

  query({
    path: '/pengawasan/:id/laporan',
    access: 'oversight.read',
    input: AtId,
    sample: SAMPLE,
    async handle(context, { id }) {
      const { db, scope } = context
      const row = await findSeen(context, id)
      if (!row.reported_at) throw new NotFound('report')
      const findings = await listFindingsOf(db, scope, id)
      const team = (await listTeams(db, scope)).find((one) => one.id === row.team_id)
      return {
        page: (
          <ReportPage
            row={row}
            checks={await rows.listChecks(db, scope, id)}
            findings={findings}
            steps={
              await listSteps(
                db,
                scope,
                findings.map((finding) => finding.id),
              )
            }
            members={await listTeamConflicts(db, scope, row.team_id, row.unit_id, todayOf(context))}
            decree={team?.decree_number ?? ''}
          />
        ),
      }
    },
  }),

  query({
    path: '/pengawasan/:id/bukti/:key',
    access: 'oversight.read',
    input: z.object({ id: idParam(), key: z.string().max(40) }),
    sample: SAMPLE_FILE,
    async handle(context, { id, key }) {
      const { db, scope } = context
      await findSeen(context, id)
      const check = (await rows.listChecks(db, scope, id)).find((one) => one.key === key)
      const file = check?.file_id ? await findFile(db, scope, check.file_id) : undefined
      if (!file) throw new NotFound('evidence')
      return sendFile(scope, file)
    },
  }),
]
