import type { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState } from '../../platform/http/input.ts'
import { type Audited, type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { changeDraft } from './acts.ts'
import { answerMessages } from './answer-messages.ts'
import { BuilderPage } from './builder-views.tsx'
import {
  type Condition,
  type Definition,
  findQuestion,
  findSection,
  isRated,
  isText,
  LIKERT_VALUES,
  type Question,
  type Text,
} from './definition.ts'
import { QuestionPage, SectionEditPage } from './edit-views.tsx'
import * as edits from './edits.ts'
import { messages } from './messages.ts'
import { AtId, AtQuestion, AtSection, EditInput, QuestionInput, SectionInput, SettingsInput } from './model.ts'
import { problemsOf } from './problems.ts'
import { requireOwned } from './routes.tsx'
import { SettingsPage } from './views.tsx'

type Manage = Context<'questionnaire.manage'>
const drafted = `select q.id from questionnaires.questionnaire q join questionnaires.version v on v.questionnaire_id = q.id
  where v.state = 'draft' order by q.slug limit 1`
const SAMPLE = { id: drafted }
const first = (what: string) => `select v.definition -> 'sections' -> 0 ${what}
  from questionnaires.version v where v.state = 'draft' and v.questionnaire_id = (${drafted})`
const SAMPLE_QUESTION = { id: drafted, question: first(`-> 'questions' -> 0 ->> 'code'`) }
const SAMPLE_SECTION = { id: drafted, section: first(`->> 'code'`) }

async function requireDraft(context: Manage, id: string) {
  const { row, draft: found } = await requireOwned(context, id)
  const draft = found?.begins_on ? undefined : found
  return { row, draft, problems: draft ? problemsOf(draft.definition, row.instrument) : [] }
}

/** A published version cannot be changed: the way leads back to where a new one is made. */
function noDraft(context: Manage, id: string): Outcome {
  return { redirect: `/kuesioner/${id}`, notice: context.t(messages).noDraftBody }
}

/** Keeps the changed draft, or says that somebody else was faster. */
async function keep(context: Manage, id: string, revision: number, definition: Definition): Promise<void> {
  const done = await changeDraft(context.db, context.scope, context.now, id, revision, definition)
  if (!done) throw new Refusal(409, context.t(messages).stale)
}

async function questionPage(context: Manage, id: string, code: string, form: FormState): Promise<Outcome> {
  const { row, draft, problems } = await requireDraft(context, id)
  if (!draft) return noDraft(context, id)
  const question = findQuestion(draft.definition, code)
  const section = edits.sectionOf(draft.definition, code)
  if (!question || !section) throw new NotFound('question')
  return {
    page: (
      <QuestionPage row={row} draft={draft} question={question} section={section} problems={problems} form={form} />
    ),
  }
}

async function sectionPage(context: Manage, id: string, code: string, form: FormState): Promise<Outcome> {
  const { row, draft, problems } = await requireDraft(context, id)
  if (!draft) return noDraft(context, id)
  const section = findSection(draft.definition, code)
  if (!section) throw new NotFound('section')
  return { page: <SectionEditPage row={row} draft={draft} section={section} problems={problems} form={form} /> }
}

async function settingsPage(context: Manage, id: string, form: FormState): Promise<Outcome> {
  const { row, draft } = await requireDraft(context, id)
  return draft ? { page: <SettingsPage row={row} draft={draft} form={form} /> } : noDraft(context, id)
}

function textOf(id: string, en: string): Text {
  return en ? { id, en } : { id }
}

function optionalTextOf(id: string, en: string): Text | undefined {
  return id || en ? textOf(id, en) : undefined
}

/** The condition as typed, with the answer's words turned into its code. */
function conditionOf(
  context: Manage,
  definition: Definition,
  input: { if_question: string; if_operator: Condition['operator']; if_value: string },
): Condition | undefined {
  const condition = edits.readCondition(input.if_question, input.if_operator, input.if_value)
  const question = condition && findQuestion(definition, condition.question)
  if (!condition || !question || condition.operator === 'answered') return condition
  const value = codeOf(context, question, condition.value)
  if (value === undefined) {
    const message = context.t(messages).valueUnknown
    throw new Refusal(422, message, { if_value: message })
  }
  return { ...condition, value }
}

function codeOf(context: Manage, question: Question, typed: string): string | undefined {
  const plain = typed.toLowerCase()
  if (isRated(question.kind)) {
    const words = context.t(answerMessages).labels[question.labels ?? 'satisfaction']
    const point = LIKERT_VALUES.find((value) => String(value) === typed || words[value].toLowerCase() === plain)
    return point === undefined ? undefined : String(point)
  }
  if (question.kind === 'scale' || question.kind === 'number') return /^-?\d{1,10}$/.test(typed) ? typed : undefined
  const options = question.options ?? []
  const found = options.find(
    ({ code, text }) => code === typed || [text.id, text.en].some((one) => one?.toLowerCase() === plain),
  )
  return found?.code
}

/** The question with everything its kind has, and nothing that another kind would have. */
function changedQuestion(question: Question, input: QuestionInput, showIf: Condition | undefined): Question {
  const { kind, code } = question
  const listed = kind === 'single' || kind === 'multiple'
  const ranged = kind === 'scale' || kind === 'number'
  const minLabel = optionalTextOf(input.min_label, question.minLabel?.en ?? '')
  const maxLabel = optionalTextOf(input.max_label, question.maxLabel?.en ?? '')
  const help = optionalTextOf(input.help_id, input.help_en)
  return {
    code,
    kind,
    text: textOf(input.text_id, input.text_en),
    required: input.required,
    published: input.published && !isText(kind),
    ...(help && { help }),
    ...(listed && { options: edits.readList(input.list, question.options ?? []) }),
    ...(kind === 'rating' && { items: edits.readList(input.list, question.items ?? []) }),
    ...(isRated(kind) && { labels: input.labels ?? question.labels ?? 'satisfaction' }),
    ...(ranged && input.min !== undefined && { min: input.min }),
    ...(ranged && input.max !== undefined && { max: input.max }),
    ...(kind === 'scale' && minLabel && { minLabel }),
    ...(kind === 'scale' && maxLabel && { maxLabel }),
    ...(input.theme && { theme: input.theme }),
    ...(showIf && { showIf }),
  }
}

type Edited = { definition: Definition; at: string } | undefined

function edited(definition: Definition, input: z.output<typeof EditInput>, newSection: string): Edited {
  const { act, target } = input
  const here = { at: '' }
  switch (act) {
    case 'question_up':
      return { definition: edits.moveQuestion(definition, target, -1), ...here }
    case 'question_down':
      return { definition: edits.moveQuestion(definition, target, 1), ...here }
    case 'question_remove':
      return { definition: edits.removeQuestion(definition, target), ...here }
    case 'section_up':
      return { definition: edits.moveSection(definition, target, -1), ...here }
    case 'section_down':
      return { definition: edits.moveSection(definition, target, 1), ...here }
    case 'section_remove':
      return { definition: edits.removeSection(definition, target), ...here }
    case 'question_copy': {
      const done = edits.duplicateQuestion(definition, target)
      return done && { definition: done.definition, at: `pertanyaan/${done.code}` }
    }
    case 'question_add': {
      const done = edits.addQuestion(definition, target, input.kind ?? 'likert')
      return done && { definition: done.definition, at: `pertanyaan/${done.code}` }
    }
    case 'section_add': {
      const done = edits.addSection(definition, newSection)
      return done && { definition: done.definition, at: `bagian/${done.code}` }
    }
  }
}

async function builderPage(context: Manage, id: string): Promise<Outcome> {
  const { row, draft, problems } = await requireDraft(context, id)
  return draft ? { page: <BuilderPage row={row} draft={draft} problems={problems} /> } : noDraft(context, id)
}

function done(id: string, at: string, detail: Record<string, string>, notice?: string): Audited {
  return {
    redirect: `/kuesioner/${id}/${at}`,
    ...(notice && { notice }),
    audit: { subject: `questionnaire:${id}`, detail },
  }
}

export const builderRoutes = [
  query({
    path: '/kuesioner/:id/susun',
    access: 'questionnaire.manage',
    input: AtId,
    sample: SAMPLE,
    handle: (context, { id }) => builderPage(context, id),
  }),

  command({
    path: '/kuesioner/:id/susun',
    access: 'questionnaire.manage',
    audit: 'questionnaire.edited',
    input: AtId.extend(EditInput.shape),
    sample: SAMPLE,
    invalid: (context, raw) => builderPage(context, String(raw['id'])),
    async handle(context, input) {
      const { id, act, target, revision } = input
      const text = context.t(messages)
      const { draft } = await requireDraft(context, id)
      if (!draft) throw new Refusal(409, text.noDraftBody)
      const change = edited(draft.definition, input, text.newSection)
      if (!change) throw new Refusal(409, text.full)
      await keep(context, id, revision, change.definition)
      const anchor = act.endsWith('remove') ? '' : `#${act.startsWith('q') ? 'q' : 's'}-${target}`
      return done(id, change.at || `susun${anchor}`, { act, target })
    },
  }),

  query({
    path: '/kuesioner/:id/pertanyaan/:question',
    access: 'questionnaire.manage',
    input: AtQuestion,
    sample: SAMPLE_QUESTION,
    handle: (context, { id, question }) => questionPage(context, id, question, emptyForm),
  }),

  command({
    path: '/kuesioner/:id/pertanyaan/:question',
    access: 'questionnaire.manage',
    audit: 'questionnaire.edited',
    input: AtQuestion.extend(QuestionInput.shape),
    sample: SAMPLE_QUESTION,
    invalid: (context, raw, form) => questionPage(context, String(raw['id']), String(raw['question']), form),
    async handle(context, input) {
      const { id, question: code, revision } = input
      const { draft } = await requireDraft(context, id)
      const question = draft && findQuestion(draft.definition, code)
      if (!draft || !question) throw new NotFound('question')
      const changed = changedQuestion(question, input, conditionOf(context, draft.definition, input))
      await keep(context, id, revision, edits.replaceQuestion(draft.definition, changed))
      return done(id, `pertanyaan/${code}`, { question: code }, context.t(messages).saved)
    },
  }),

  query({
    path: '/kuesioner/:id/bagian/:section',
    access: 'questionnaire.manage',
    input: AtSection,
    sample: SAMPLE_SECTION,
    handle: (context, { id, section }) => sectionPage(context, id, section, emptyForm),
  }),

  command({
    path: '/kuesioner/:id/bagian/:section',
    access: 'questionnaire.manage',
    audit: 'questionnaire.edited',
    input: AtSection.extend(SectionInput.shape),
    sample: SAMPLE_SECTION,
    invalid: (context, raw, form) => sectionPage(context, String(raw['id']), String(raw['section']), form),
    async handle(context, input) {
      const { id, section: code, revision } = input
      const { draft } = await requireDraft(context, id)
      if (!draft || !findSection(draft.definition, code)) throw new NotFound('section')
      const intro = optionalTextOf(input.intro_id, input.intro_en)
      const showIf = conditionOf(context, draft.definition, input)
      const section = {
        code,
        title: textOf(input.title_id, input.title_en),
        ...(intro && { intro }),
        ...(showIf && { showIf }),
      }
      await keep(context, id, revision, edits.replaceSection(draft.definition, section))
      return done(id, `susun#s-${code}`, { section: code }, context.t(messages).saved)
    },
  }),

  query({
    path: '/kuesioner/:id/pengaturan',
    access: 'questionnaire.manage',
    input: AtId,
    sample: SAMPLE,
    handle: (context, { id }) => settingsPage(context, id, emptyForm),
  }),

  command({
    path: '/kuesioner/:id/pengaturan',
    access: 'questionnaire.manage',
    audit: 'questionnaire.edited',
    input: AtId.and(SettingsInput),
    sample: SAMPLE,
    invalid: (context, raw, form) => settingsPage(context, String(raw['id']), form),
    async handle(context, input) {
      const { id } = input
      const { draft } = await requireDraft(context, id)
      if (!draft) throw new Refusal(409, context.t(messages).noDraftBody)
      const { intro: _intro, thanks: _thanks, ...rest } = draft.definition
      const intro = optionalTextOf(input.intro_id, input.intro_en)
      const thanks = optionalTextOf(input.thanks_id, input.thanks_en)
      await keep(context, id, input.revision, {
        ...rest,
        title: textOf(input.title_id, input.title_en),
        ...(intro && { intro }),
        ...(thanks && { thanks }),
        audience: input.audience,
        anonymity: input.anonymity,
      })
      return done(id, 'susun', { settings: 'changed' }, context.t(messages).saved)
    },
  }),
]
