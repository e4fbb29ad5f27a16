import { z } from 'zod'
import { beneath } from '../../core/organization/index.ts'
import { listBudgeted, targetProblems } from '../../develop/programs/index.ts'
import { requireUnit } from '../../platform/access.ts'
import { storeUpload } from '../../platform/files.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam, type Upload } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { addEntries, addIndicators, decideEntries, type NewEntry, retireIndicator } from './acts.ts'
import { entryMessages } from './entry-messages.ts'
import { EntryForm, SpendingForm, TargetForm, targetDefaults, VerifyPage } from './entry-views.tsx'
import { messages } from './messages.ts'
import { EntryInput, EVIDENCE_BYTES, RefuseInput, SpendingInput, TargetInput, TemplateInput } from './model.ts'
import { findEntry, findIndicator, listEntries, listTemplates, listTree } from './queries.ts'
import { UNIT_SAMPLE } from './routes.tsx'

type Manage = Context<'performance.manage'>
const Id = z.object({ id: idParam() })
const INDICATOR_SAMPLE = {
  id: `select i.id from performance.indicator i join performance.template t on t.code = i.template_code
    where t.recorded and i.retired_at is null order by i.id limit 1`,
}
const PROGRAM_SAMPLE = {
  unit: 'select unit_id from performance.measurement where program_id is not null order by id limit 1',
  program: 'select program_id from performance.measurement where program_id is not null order by id limit 1',
}

async function unitOf(ctx: Manage, id: string) {
  requireUnit(ctx.scope, id)
  const unit = (await listTree(ctx.db, ctx.scope)).find((one) => one.id === id)
  if (!unit) throw new NotFound('unit')
  return unit
}

async function targetPage(ctx: Manage, raw: Readonly<Record<string, unknown>>, form?: FormState) {
  const unit = await unitOf(ctx, idParam().catch('').parse(raw['unit']))
  const template = (await listTemplates(ctx.db, ctx.scope)).find((one) => one.code === raw['template'])
  // Each target belongs to an indicator: it is chosen on the card.
  if (!template) return { redirect: `/kinerja/${unit.id}`, notice: ctx.t(entryMessages).target.chooseFirst }
  const name = ctx.t(messages).templates[template.code]
  const values = targetDefaults(template.code, name, template.source.slice(0, 200))
  return { page: <TargetForm unit={unit} template={template} form={form ?? { ...ctx.form, values }} /> }
}

async function indicatorOf(ctx: Manage, raw: Readonly<Record<string, unknown>>) {
  const parsed = Id.safeParse(raw)
  const indicator = parsed.success ? await findIndicator(ctx.db, ctx.scope, parsed.data.id) : undefined
  if (!indicator || indicator.retired_at) throw new NotFound('indicator')
  const template = (await listTemplates(ctx.db, ctx.scope)).find((one) => one.code === indicator.template_code)
  return { indicator, unit: await unitOf(ctx, indicator.unit_id), recorded: template?.recorded === true }
}

async function entryPage(ctx: Manage, raw: Readonly<Record<string, unknown>>, form: FormState) {
  const { indicator, unit } = await indicatorOf(ctx, raw)
  return { page: <EntryForm unit={unit} indicator={indicator} form={form} /> }
}

async function programOf(ctx: Manage, raw: Readonly<Record<string, unknown>>) {
  const parsed = z.object({ unit: idParam(), program: idParam() }).safeParse(raw)
  if (!parsed.success) throw new NotFound('program')
  const unit = await unitOf(ctx, parsed.data.unit)
  const reach = [...beneath(await listTree(ctx.db, ctx.scope), unit.id)]
  const program = (await listBudgeted(ctx.db, ctx.scope, reach)).find((one) => one.id === parsed.data.program)
  if (!program) throw new NotFound('program')
  return { unit, program }
}

async function spendingPage(ctx: Manage, raw: Readonly<Record<string, unknown>>, form: FormState) {
  return { page: <SpendingForm {...(await programOf(ctx, raw))} form={form} /> }
}

/** Keeps the entry and its file; a month or day that has not come cannot have been measured. */
async function record(ctx: Manage, entry: NewEntry, file: Upload | undefined): Promise<string> {
  const text = ctx.t(entryMessages).values
  const today = localDate(ctx.now, ctx.institution.timeZone)
  const fields: Record<string, string> = {}
  if (entry.month > today.slice(0, 7)) fields['month'] = text.future
  if (entry.measured_on > today) fields['measured_on'] = text.measuredFuture
  if (Object.keys(fields).length > 0) throw new Refusal(422, '', fields)
  const [id = ''] = await addEntries(ctx.db, ctx.scope, ctx.now, [entry])
  if (file)
    await storeUpload(ctx, 'evidence', file, {
      owner: `performance:${id}`,
      kinds: ['document', 'image'],
      maxBytes: EVIDENCE_BYTES,
    })
  return id
}

async function verifyPage(ctx: Context<'performance.verify'>, form: FormState, refused?: string) {
  const rows = await listEntries(ctx.db, ctx.scope, { units: ctx.scope.units, waiting: true })
  const units = new Map((await listTree(ctx.db, ctx.scope)).map((unit) => [unit.id, unit.name]))
  const programs = new Map((await listBudgeted(ctx.db, ctx.scope, ctx.scope.units)).map((one) => [one.id, one.title]))
  const text = ctx.t(entryMessages).verify
  const named = await Promise.all(
    rows.map(async (row) => {
      const indicator = row.indicator_id ? await findIndicator(ctx.db, ctx.scope, row.indicator_id) : undefined
      const program = row.program_id ? `${text.spending}: ${programs.get(row.program_id) ?? ''}` : ''
      return { ...row, unit: units.get(row.unit_id) ?? '', subject: indicator?.name ?? program }
    }),
  )
  return { page: <VerifyPage rows={named} account={ctx.scope.account} form={form} refused={refused} /> }
}

async function decide(ctx: Context<'performance.verify'>, id: string, reason: string | null) {
  const text = ctx.t(entryMessages).verify
  const entry = await findEntry(ctx.db, ctx.scope, id, true)
  if (!entry) throw new NotFound('measurement')
  if (entry.state !== 0) throw new Refusal(409, text.decided)
  // Who enters does not verify: neither to accept nor to refuse.
  if (entry.entered_by !== null && entry.entered_by === ctx.scope.account) throw new Refusal(409, text.own)
  await decideEntries(ctx.db, ctx.scope, ctx.now, { ids: [id], by: ctx.scope.account, reason })
  return {
    redirect: '/kinerja/verifikasi',
    notice: reason === null ? text.accepted : text.refused,
    audit: { subject: `measurement:${id}`, detail: { month: entry.month, value: entry.value, reason } },
  }
}

export const entryRoutes = [
  query({
    path: '/kinerja/:unit/target/:template',
    access: 'performance.manage',
    input: TemplateInput,
    sample: { ...UNIT_SAMPLE, template: `select 'within_day'` },
    handle: (ctx, input) => targetPage(ctx, input),
  }),

  query({
    path: '/kinerja/:unit/target',
    access: 'performance.manage',
    input: z.object({ unit: idParam() }),
    sample: UNIT_SAMPLE,
    handle: (ctx, input) => targetPage(ctx, input),
  }),

  command({
    path: '/kinerja/:unit/target',
    access: 'performance.manage',
    audit: 'performance.target_set',
    input: TargetInput,
    invalid: targetPage,
    async handle(ctx, { level: _level, ...plan }) {
      await unitOf(ctx, plan.unit)
      const template = (await listTemplates(ctx.db, ctx.scope)).find((one) => one.code === plan.template)
      if (!template) throw new NotFound('template')
      const today = localDate(ctx.now, ctx.institution.timeZone)
      const fields = targetProblems({ ...plan, level: 'result' }, today, ctx.language)
      if (Object.keys(fields).length > 0) throw new Refusal(422, '', fields)
      const [id = ''] = await addIndicators(ctx.db, ctx.scope, ctx.now, [{ ...plan, recorded: template.recorded }])
      return {
        redirect: `/kinerja/${plan.unit}/rincian/${template.recorded ? id : template.code}`,
        notice: ctx.t(entryMessages).target.saved,
        audit: {
          subject: `indicator:${id}`,
          detail: { unit: plan.unit, template: plan.template, target: plan.target, due: plan.dueOn },
        },
      }
    },
  }),

  command({
    path: '/kinerja/indikator/:id/hentikan',
    access: 'performance.manage',
    audit: 'performance.indicator_retired',
    input: Id,
    sample: INDICATOR_SAMPLE,
    async handle(ctx, input) {
      const { indicator } = await indicatorOf(ctx, input)
      await retireIndicator(ctx.db, ctx.scope, ctx.now, indicator.id)
      return {
        redirect: `/kinerja/${indicator.unit_id}`,
        notice: ctx.t(messages).retired,
        audit: { subject: `indicator:${indicator.id}`, detail: { name: indicator.name } },
      }
    },
  }),

  query({
    path: '/kinerja/indikator/:id/nilai',
    access: 'performance.manage',
    input: Id,
    sample: INDICATOR_SAMPLE,
    handle: (ctx, input) => entryPage(ctx, input, ctx.form),
  }),

  command({
    path: '/kinerja/indikator/:id/nilai',
    access: 'performance.manage',
    audit: 'performance.value_recorded',
    input: EntryInput,
    sample: INDICATOR_SAMPLE,
    maxUploadBytes: EVIDENCE_BYTES,
    invalid: entryPage,
    async handle(ctx, { id, evidence, ...entry }) {
      const { indicator, recorded } = await indicatorOf(ctx, { id })
      if (!recorded) throw new Refusal(409, ctx.t(entryMessages).values.notRecorded)
      const row = {
        ...entry,
        unit_id: indicator.unit_id,
        indicator_id: id,
        program_id: null,
        entered_by: ctx.scope.account,
      }
      const made = await record(ctx, row, evidence)
      return {
        redirect: `/kinerja/${indicator.unit_id}/rincian/${id}`,
        notice: ctx.t(entryMessages).values.saved,
        audit: { subject: `measurement:${made}`, detail: { indicator: id, month: entry.month, value: entry.value } },
      }
    },
  }),

  query({
    path: '/kinerja/:unit/anggaran/:program',
    access: 'performance.manage',
    input: z.object({ unit: idParam(), program: idParam() }),
    sample: PROGRAM_SAMPLE,
    handle: (ctx, input) => spendingPage(ctx, input, ctx.form),
  }),

  command({
    path: '/kinerja/:unit/anggaran/:program',
    access: 'performance.manage',
    audit: 'performance.spending_recorded',
    input: SpendingInput,
    sample: PROGRAM_SAMPLE,
    maxUploadBytes: EVIDENCE_BYTES,
    invalid: spendingPage,
    async handle(ctx, { unit, program, evidence, ...entry }) {
      await programOf(ctx, { unit, program })
      const row = { ...entry, unit_id: unit, indicator_id: null, program_id: program, entered_by: ctx.scope.account }
      const made = await record(ctx, row, evidence)
      return {
        redirect: `/kinerja/${unit}/rincian/budget`,
        notice: ctx.t(entryMessages).values.saved,
        audit: { subject: `measurement:${made}`, detail: { program, month: entry.month, value: entry.value } },
      }
    },
  }),

  query({
    path: '/kinerja/verifikasi',
    access: 'performance.verify',
    input: z.object({}),
    handle: (ctx) => verifyPage(ctx, ctx.form),
  }),

  command({
    path: '/kinerja/nilai/:id/sahkan',
    access: 'performance.verify',
    audit: 'performance.value_verified',
    input: Id,
    sample: { id: 'select id from performance.measurement where state = 0 order by id limit 1' },
    handle: (ctx, { id }) => decide(ctx, id, null),
  }),

  command({
    path: '/kinerja/nilai/:id/tolak',
    access: 'performance.verify',
    audit: 'performance.value_refused',
    input: RefuseInput,
    sample: { id: 'select id from performance.measurement where state = 0 order by id limit 1' },
    invalid: (ctx, raw, form) => verifyPage(ctx, form, String(raw['id'])),
    handle: (ctx, { id, reason }) => decide(ctx, id, reason),
  }),
]
