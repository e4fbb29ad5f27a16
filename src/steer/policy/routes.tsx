import { z } from 'zod'
import { listUnits } from '../../core/organization/index.ts'
import { requireUnit } from '../../platform/access.ts'
import { listDatedNumbers, listNumberChanges, putDatedNumber } from '../../platform/dated-rules.ts'
import { findFile, sendFile, storeUpload, tooLarge } from '../../platform/files.ts'
import { NotFound } from '../../platform/http/errors.ts'
import { emptyForm, type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { refusePast } from '../../platform/http/rule-input.ts'
import { formatDate, localDate } from '../../platform/i18n.ts'
import { applyPolicy, decideEvaluation, openEvaluation, openOne } from './acts.ts'
import { messages } from './messages.ts'
import {
  Application,
  AtId,
  MAX_FILE_BYTES,
  NewDecision,
  NewMeasure,
  NewRule,
  PolicyInput,
  type RuleKey,
} from './model.ts'
import { PublicListPage, PublicPolicyPage } from './public-views.tsx'
import {
  findPolicy,
  findPublicPolicy,
  insertMeasure,
  insertPolicy,
  listEvaluations,
  listMeasures,
  listPolicies,
  listPublicPolicies,
  lockPolicy,
  RULES,
  setFile,
  setPolicy,
} from './queries.ts'
import { EditPage, ListPage, PolicyPage, policySeen, RulesPage } from './views.tsx'

const ANY = { id: 'select id from policy.policy order by id limit 1' }
const PUBLIC = { id: "select id from policy.policy where state <> 'draft' order by id limit 1" }
const WITH_FILE = {
  id: "select id from policy.policy where file_id is not null and state <> 'draft' order by id limit 1",
}

function todayOf({ now, institution }: Pick<Context<'policy.read'>, 'now' | 'institution'>): string {
  return localDate(now, institution.timeZone)
}

type Staff = Context<'policy.read' | 'policy.manage' | 'policy.decide'>

async function policyPage(context: Staff, id: string, form: FormState = emptyForm) {
  const { db, scope, also } = context
  const policy = await findPolicy(db, scope, id)
  if (!policy) throw new NotFound('policy')
  const may = {
    manage: also('policy.manage')?.units.includes(policy.unit_id) ?? false,
    decide: also('policy.decide')?.units.includes(policy.unit_id) ?? false,
  }
  const evaluations = await listEvaluations(db, scope, id)
  const measures = await listMeasures(db, scope, id)
  const props = { policy, evaluations, measures, may, form }
  return { page: <PolicyPage {...props} today={todayOf(context)} /> }
}

async function editPage(context: Context<'policy.manage'>, id: string | undefined, form?: FormState) {
  const { db, scope, language } = context
  const policy = id === undefined ? undefined : await findPolicy(db, scope, id)
  if (id !== undefined && policy?.state !== 'draft') throw new NotFound('policy')
  const units = (await listUnits(db, scope)).filter((unit) => scope.units.includes(unit.id))
  const sized =
    form?.errors['file'] === ''
      ? { ...form, errors: { ...form.errors, file: tooLarge(MAX_FILE_BYTES, language) } }
      : form
  return { page: <EditPage policy={policy} units={units} form={sized} /> }
}

function idOf(raw: Readonly<Record<string, unknown>>): string {
  return idParam().catch('').parse(raw['id'])
}

async function keepFile(context: Context<'policy.manage'>, id: string, file: z.output<typeof PolicyInput>['file']) {
  if (!file) return
  const options = { owner: `policy:${id}`, kinds: ['document'] as const, maxBytes: MAX_FILE_BYTES }
  const stored = await storeUpload(context, 'file', file, options)
  await setFile(context.db, context.scope, id, stored.id)
}

async function rulesPage(context: Context<'policy.rules'>, form: FormState = emptyForm) {
  const today = localDate(context.now, context.institution.timeZone)
  const { db, scope } = context
  const [rules, changes] = [
    await listDatedNumbers<RuleKey>(db, scope, RULES, today),
    await listNumberChanges(db, scope, RULES),
  ]
  return { page: <RulesPage rules={rules} changes={changes} today={today} form={form} /> }
}

export const routes = [
  query({
    path: '/i/:institution/kebijakan',
    access: 'public',
    input: z.object({}),
    handle: async ({ db, scope }) => ({ page: <PublicListPage policies={await listPublicPolicies(db, scope)} /> }),
  }),

  query({
    path: '/i/:institution/kebijakan/:id',
    access: 'public',
    input: AtId,
    sample: PUBLIC,
    async handle({ db, scope }, { id }) {
      const policy = await findPublicPolicy(db, scope, id)
      if (!policy) throw new NotFound('policy')
      const evaluations = await listEvaluations(db, scope, id)
      const measures = await listMeasures(db, scope, id)
      return { page: <PublicPolicyPage policy={policy} evaluations={evaluations} measures={measures} /> }
    },
  }),

  query({
    path: '/i/:institution/kebijakan/:id/naskah',
    access: 'public',
    input: AtId,
    sample: WITH_FILE,
    async handle({ db, scope }, { id }) {
      const policy = await findPublicPolicy(db, scope, id)
      const file = policy?.file_id ? await findFile(db, scope, policy.file_id) : undefined
      if (!file) throw new NotFound('file')
      return sendFile(scope, file)
    },
  }),

  query({
    path: '/kebijakan',
    access: 'policy.read',
    input: z.object({ perlu: z.literal('ya').optional().catch(undefined) }),
    async handle(context, { perlu }) {
      const policies = await listPolicies(context.db, context.scope)
      return { page: <ListPage policies={policies} due={perlu === 'ya'} today={todayOf(context)} /> }
    },
  }),

  query({
    path: '/kebijakan/baru',
    access: 'policy.manage',
    input: z.object({}),
    handle: (context) => editPage(context, undefined),
  }),

  query({
    path: '/kebijakan/aturan',
    access: 'policy.rules',
    input: z.object({}),
    handle: (context) => rulesPage(context),
  }),

  command({
    path: '/kebijakan/aturan',
    access: 'policy.rules',
    audit: 'policy.rule_changed',
    input: NewRule,
    invalid: (context, _raw, form) => rulesPage(context, form),
    async handle(context, rule) {
      const { db, scope, now, t } = context
      refusePast(context, rule.valid_from)
      await putDatedNumber(db, scope, RULES, now, rule)
      return {
        redirect: '/kebijakan/aturan',
        notice: t(messages).saved,
        audit: { subject: `policy-rule:${rule.key}`, detail: rule },
      }
    },
  }),

  command({
    path: '/kebijakan',
    access: 'policy.manage',
    audit: 'policy.drafted',
    input: PolicyInput,
    maxUploadBytes: MAX_FILE_BYTES,
    invalid: (context, _raw, form) => editPage(context, undefined, form),
    async handle(context, { file, ...input }) {
      const { db, scope, now, t } = context
      requireUnit(scope, input.unit)
      const id = await insertPolicy(db, scope, now, input)
      await keepFile(context, id, file)
      return { redirect: `/kebijakan/${id}`, notice: t(messages).saved, audit: { subject: `policy:${id}` } }
    },
  }),

  query({
    path: '/kebijakan/:id',
    access: 'policy.read',
    input: AtId,
    sample: ANY,
    handle: (context, { id }) => policyPage(context, id),
  }),

  query({
    path: '/kebijakan/:id/naskah',
    access: 'policy.read',
    input: AtId,
    sample: WITH_FILE,
    async handle({ db, scope }, { id }) {
      const policy = await findPolicy(db, scope, id)
      const file = policy?.file_id ? await findFile(db, scope, policy.file_id) : undefined
      if (!file) throw new NotFound('file')
      return sendFile(scope, file)
    },
  }),

  query({
    path: '/kebijakan/:id/ubah',
    access: 'policy.manage',
    input: AtId,
    sample: { id: "select id from policy.policy where state = 'draft' order by id limit 1" },
    handle: (context, { id }) => editPage(context, id),
  }),

  command({
    path: '/kebijakan/:id/ubah',
    access: 'policy.manage',
    audit: 'policy.drafted',
    input: PolicyInput.extend({ id: idParam() }),
    maxUploadBytes: MAX_FILE_BYTES,
    invalid: (context, raw, form) => editPage(context, idOf(raw), form),
    async handle(context, { id, file, ...input }) {
      const { db, scope, t } = context
      const policy = await lockPolicy(db, scope, id)
      if (policy?.state !== 'draft') throw new NotFound('policy')
      requireUnit(scope, input.unit)
      context.requireSeen(policySeen(policy))
      await setPolicy(db, scope, id, input)
      await keepFile(context, id, file)
      return { redirect: `/kebijakan/${id}`, notice: t(messages).saved, audit: { subject: `policy:${id}` } }
    },
  }),

  command({
    path: '/kebijakan/:id/terapkan',
    access: 'policy.decide',
    audit: 'policy.applied',
    input: Application,
    invalid: (context, raw, form) => policyPage(context, idOf(raw), form),
    async handle(context, { id, ...given }) {
      const { db, scope, t, language } = context
      const words = t(messages)
      // Whoever decides has read the words that then hold.
      const policy = await lockPolicy(db, scope, id)
      if (policy?.state === 'draft') context.requireSeen(policySeen(policy))
      const next = await applyPolicy(db, scope, words, todayOf(context), id, given)
      return {
        redirect: `/kebijakan/${id}`,
        notice: words.applied(formatDate(next, language)),
        audit: { subject: `policy:${id}`, detail: { ...given, next } },
      }
    },
  }),

  command({
    path: '/kebijakan/:id/evaluasi',
    access: 'policy.manage',
    audit: 'policy.evaluation_opened',
    input: AtId,
    async handle(context, { id }) {
      const { db, scope, now, t } = context
      const words = t(messages)
      const evaluation = await openEvaluation(db, scope, now, words, todayOf(context), id)
      return {
        redirect: `/kebijakan/${id}#evaluasi`,
        notice: words.evaluated,
        audit: { subject: `policy:${id}`, detail: { evaluation } },
      }
    },
  }),

  command({
    path: '/kebijakan/:id/ukuran',
    access: 'policy.manage',
    audit: 'policy.measured',
    input: NewMeasure,
    invalid: (context, raw, form) => policyPage(context, idOf(raw), form),
    async handle({ db, scope, now, t }, { id, before, after, ...measure }) {
      const words = t(messages)
      const open = await openOne(db, scope, words, id)
      const row = { ...measure, kind: 'other' as const, before_count: null, after_count: null }
      await insertMeasure(db, scope, now, open.id, { ...row, before_value: before, after_value: after })
      return {
        redirect: `/kebijakan/${id}#evaluasi`,
        notice: words.saved,
        audit: { subject: `policy:${id}`, detail: { label: measure.label, before, after } },
      }
    },
  }),

  command({
    path: '/kebijakan/:id/putuskan',
    access: 'policy.decide',
    audit: 'policy.evaluation_decided',
    input: NewDecision,
    invalid: (context, raw, form) => policyPage(context, idOf(raw), form),
    async handle(context, { id, ...given }) {
      const { db, scope, now, t } = context
      const words = t(messages)
      const { draft } = await decideEvaluation(db, scope, now, words, todayOf(context), id, given)
      return {
        redirect: `/kebijakan/${draft ?? id}`,
        notice: draft ? words.draftMade : words.decided,
        audit: { subject: `policy:${id}`, detail: { decision: given.decision, draft: draft ?? null } },
      }
    },
  }),
]
