import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { requireUnit } from '../../platform/access.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { createQuestionnaire, setOpening, setRule } from './acts.ts'
import { emptyDefinition } from './edits.ts'
import { readDefinition } from './exchange.ts'
import { insertDraft } from './intake-queries.ts'
import { messages } from './messages.ts'
import { AtId, ImportInput, MAX_IMPORT_BYTES, NewQuestionnaire, OpeningInput, openness, RuleInput } from './model.ts'
import { OverviewPage, openingSeen } from './overview-views.tsx'
import { problemsOf } from './problems.ts'
import {
  countResponses,
  findOwned,
  findQuestionnaire,
  findShownVersion,
  getRule,
  listQuestionnaires,
  listRules,
  listVersions,
} from './queries.ts'
import { TEMPLATE_DEFINITIONS } from './templates.ts'
import { CreatePage, InterviewPage, ListPage, PreviewPage, PrintPage, RulesPage } from './views.tsx'

type Read = Context<'questionnaire.read'>
type Manage = Context<'questionnaire.manage'>
export const SAMPLE = {
  id: `select id from questionnaires.questionnaire where instrument = 'own' order by slug limit 1`,
}
const SAMPLE_INTERVIEW = {
  id: `select questionnaire_id from questionnaires.version where definition ->> 'audience' = 'interviewer' and state = 'published' limit 1`,
}

/** The questionnaire and what is shown of it: the published version, otherwise the newest. */
export async function requireShown(context: Pick<Read, 'db' | 'scope'>, id: string) {
  const row = await findQuestionnaire(context.db, context.scope, id)
  const versions = row ? await listVersions(context.db, context.scope, id) : []
  const shown = versions.find((one) => one.state === 'published') ?? versions[0]
  if (!row || !shown) throw new NotFound('questionnaire')
  return { row, versions, shown, draft: versions.find((one) => one.state === 'draft') }
}

export async function requireOwned(context: Pick<Manage, 'db' | 'scope'>, id: string) {
  const row = await findOwned(context.db, context.scope, id)
  if (!row) throw new NotFound('questionnaire')
  const versions = await listVersions(context.db, context.scope, id)
  return { row, versions, draft: versions.find((one) => one.state === 'draft') }
}

async function overview(context: Omit<Read, 'actor'>, id: string, form: FormState) {
  const { db, scope, now, institution, also } = context
  const found = await requireShown(context, id)
  const manage = also('questionnaire.manage')
  return {
    page: (
      <OverviewPage
        {...found}
        problems={found.draft ? problemsOf(found.draft.definition, found.row.instrument) : []}
        responses={await countResponses(db, scope, id)}
        today={localDate(now, institution.timeZone)}
        may={{
          manage: manage?.units.includes(found.row.unit_id) ?? false,
          enter: also('questionnaire.enter') !== undefined,
        }}
        form={form}
      />
    ),
  }
}

/** A refused change shows the page it was made on; an editor who may not read sees the builder instead. */
export async function overviewAgain(context: Manage, raw: Readonly<Record<string, unknown>>, form: FormState) {
  const scope = context.also('questionnaire.read')
  const id = String(raw['id'])
  if (!scope) {
    await requireOwned(context, id)
    return { redirect: `/kuesioner/${id}/susun`, notice: form.errors['_form'] ?? Object.values(form.errors)[0] ?? '' }
  }
  return overview({ ...context, scope }, id, form)
}

async function createPage(context: Manage, form: FormState, importForm?: FormState) {
  const units = context.tree.named.filter((unit) => context.scope.units.includes(unit.id))
  return { page: <CreatePage units={units} form={form} importForm={importForm} /> }
}

export const routes = [
  query({
    path: '/kuesioner',
    access: 'questionnaire.read',
    input: z.object({}),
    async handle({ db, scope, also }) {
      const rows = await listQuestionnaires(db, scope)
      return {
        page: (
          <ListPage
            rows={rows}
            mayManage={also('questionnaire.manage') !== undefined}
            mayRules={also('questionnaire.rules') !== undefined}
          />
        ),
      }
    },
  }),

  query({
    path: '/kuesioner/baru',
    access: 'questionnaire.manage',
    input: z.object({}),
    handle: (context) => createPage(context, emptyForm),
  }),

  command({
    path: '/kuesioner/baru',
    access: 'questionnaire.manage',
    audit: 'questionnaire.created',
    input: NewQuestionnaire,
    invalid: (context, _raw, form) => createPage(context, form),
    async handle({ db, scope, now, t }, { template, title, unit }) {
      const text = t(messages)
      if (!scope.units.includes(unit)) throw new Refusal(422, '', { unit: text.unitUnknown })
      const plain = template === '' ? emptyDefinition(title ?? '', text.newSection) : TEMPLATE_DEFINITIONS[template]
      const definition = title ? { ...plain, title: { id: title } } : plain
      const instrument = template === 'short_survey' ? 'short_survey' : 'own'
      const id = await createQuestionnaire(db, scope, now, { unit, definition, instrument })
      if (!id) throw new Refusal(409, text.shortExists, { template: text.shortExists })
      return {
        redirect: `/kuesioner/${id}/susun`,
        audit: { subject: `questionnaire:${id}`, detail: { template, unit } },
      }
    },
  }),

  command({
    path: '/kuesioner/impor',
    access: 'questionnaire.manage',
    audit: 'questionnaire.imported',
    input: ImportInput,
    maxUploadBytes: MAX_IMPORT_BYTES,
    invalid: (context, _raw, form) => createPage(context, emptyForm, form),
    async handle({ db, scope, now, t, language }, { unit, file }) {
      const text = t(messages)
      if (!scope.units.includes(unit)) throw new Refusal(422, '', { unit: text.unitUnknown })
      const read = readDefinition(await readFile(file!.path, 'utf8'), text, language)
      if ('problem' in read) throw new Refusal(422, read.problem, { file: read.problem })
      const id = await createQuestionnaire(db, scope, now, { unit, definition: read.definition, instrument: 'own' })
      return { redirect: `/kuesioner/${id}/susun`, audit: { subject: `questionnaire:${id}`, detail: { unit } } }
    },
  }),

  query({
    path: '/kuesioner/aturan',
    access: 'questionnaire.rules',
    input: z.object({}),
    async handle({ db, scope, form }) {
      return { page: <RulesPage rules={await listRules(db, scope)} form={form} /> }
    },
  }),

  command({
    path: '/kuesioner/aturan',
    access: 'questionnaire.rules',
    audit: 'questionnaire.rule_set',
    input: RuleInput,
    invalid: async ({ db, scope }, _raw, form) => ({
      page: <RulesPage rules={await listRules(db, scope)} form={form} />,
    }),
    async handle({ db, scope, now, t }, input) {
      await setRule(db, scope, now, input)
      return {
        redirect: '/kuesioner/aturan',
        notice: t(messages).ruleSaved,
        audit: { subject: `questionnaire-rule:${input.code}`, detail: { value: input.value, from: input.valid_from } },
      }
    },
  }),

  query({
    path: '/kuesioner/:id',
    access: 'questionnaire.read',
    input: AtId,
    sample: SAMPLE,
    handle: (context, { id }) => overview(context, id, emptyForm),
  }),

  query({
    path: '/kuesioner/:id/pratinjau',
    access: 'questionnaire.read',
    input: AtId,
    sample: SAMPLE,
    async handle(context, { id }) {
      const { row, shown, draft } = await requireShown(context, id)
      return { page: <PreviewPage row={row} version={draft ?? shown} /> }
    },
  }),

  query({
    path: '/kuesioner/:id/cetak',
    access: 'questionnaire.read',
    input: AtId,
    sample: SAMPLE,
    async handle(context, { id }) {
      const { row, shown } = await requireShown(context, id)
      return { page: <PrintPage row={row} version={shown} /> }
    },
  }),

  query({
    path: '/kuesioner/:id/unduh',
    access: 'questionnaire.read',
    input: AtId.extend({ versi: z.coerce.number().optional().catch(undefined) }),
    sample: SAMPLE,
    async handle(context, { id, versi }) {
      const { row, versions, shown } = await requireShown(context, id)
      const version = versions.find((one) => one.number === versi) ?? shown
      const name = `${context.t(messages).fileName}-${row.slug}-v${version.number}.json`
      const body = `${JSON.stringify(version.definition, null, 2)}\n`
      return { file: { name, type: 'application/json', body } }
    },
  }),

  command({
    path: '/kuesioner/:id/jadwal',
    access: 'questionnaire.manage',
    audit: 'questionnaire.opening_set',
    input: AtId.and(OpeningInput),
    invalid: overviewAgain,
    async handle(context, { id, ...input }) {
      const { row } = await requireOwned(context, id)
      context.requireSeen(openingSeen(row))
      await setOpening(context.db, context.scope, id, input)
      return {
        redirect: `/kuesioner/${id}`,
        notice: context.t(messages).saved,
        audit: {
          subject: `questionnaire:${id}`,
          detail: { opens: input.opens_on ?? null, closes: input.closes_on ?? null, public: input.results_public },
        },
      }
    },
  }),

  query({
    path: '/kuesioner/:id/wawancara',
    access: 'questionnaire.enter',
    input: AtId,
    sample: SAMPLE_INTERVIEW,
    handle: (context, { id }) => interviewPage(context, id, emptyForm),
  }),

  command({
    path: '/kuesioner/:id/wawancara',
    access: 'questionnaire.enter',
    audit: 'questionnaire.interview_begun',
    input: AtId.extend({ unit: idParam() }),
    sample: SAMPLE_INTERVIEW,
    invalid: (context, raw, form) => interviewPage(context, String(raw['id']), form),
    async handle(context, { id, unit }) {
      const { db, scope, now, institution } = context
      const { version } = await requireInterview(context, id)
      requireUnit(scope, unit)
      const { value: days } = await getRule(db, scope, 'draft_days', localDate(now, institution.timeZone))
      const content = { answers: {}, channel: 'interview' as const, unit, account: scope.account ?? undefined }
      const code = await insertDraft(db, scope, now, { questionnaire: id, version: version.number, days, content })
      return {
        redirect: `/i/${institution.slug}/isian/${code}`,
        audit: { subject: `questionnaire:${id}`, detail: { unit } },
      }
    },
  }),
]

async function requireInterview(context: Context<'questionnaire.enter'>, id: string) {
  const { db, scope, now, institution, t } = context
  const row = await findQuestionnaire(db, scope, id)
  const version = row && (await findShownVersion(db, scope, id))
  if (!row || version?.definition.audience !== 'interviewer') throw new NotFound('interview guide')
  if (openness(version, row, localDate(now, institution.timeZone)) !== 'open')
    throw new Refusal(410, t(messages).interviewNotOpen)
  return { row, version }
}

async function interviewPage(context: Context<'questionnaire.enter'>, id: string, form: FormState) {
  const { row, version } = await requireInterview(context, id)
  const units = context.tree.named.filter((unit) => context.scope.units.includes(unit.id))
  return { page: <InterviewPage row={row} version={version} units={units} form={form} /> }
}
