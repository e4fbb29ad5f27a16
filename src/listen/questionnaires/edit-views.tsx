import type { ComponentChildren } from 'preact'
import {
  Actions,
  Badge,
  Checkbox,
  Dialog,
  Form,
  type FormState,
  Grid,
  HiddenField,
  Section as Part,
  SelectField,
  Split,
  StaffPage,
  TextArea,
  TextField,
  useMessages,
  useRequest,
  useTermOptions,
} from '../../platform/ui/index.ts'
import { type ChangeProps, Problems, shownValue } from './builder-views.tsx'
import {
  type Condition,
  type Definition,
  findQuestion,
  isRated,
  isText,
  LIKERT_LABELS,
  OPERATORS,
  type Question,
  type Section,
  say,
} from './definition.ts'
import { earlierQuestions, writeList } from './edits.ts'
import { messages } from './messages.ts'
import type { Problem } from './problems.ts'
import type { QuestionnaireRow, VersionRow } from './queries.ts'
import { QuestionField } from './question-views.tsx'

interface EditProps {
  row: QuestionnaireRow
  draft: VersionRow
  problems: readonly Problem[]
  form: FormState
}

function useCrumbs(row: QuestionnaireRow, definition: Definition) {
  const text = useMessages(messages)
  const { language } = useRequest()
  const at = `/kuesioner/${row.id}`
  return [
    { href: '/kuesioner', label: text.list },
    { href: at, label: say(definition.title, language) },
    { href: `${at}/susun`, label: text.build },
  ]
}

/** One question with its preview beside it. */
export function QuestionPage({
  row,
  draft,
  question,
  section,
  problems,
  form,
}: EditProps & { question: Question; section: Section }) {
  const text = useMessages(messages)
  const themes = useTermOptions('theme', question.theme)
  const { kind } = question
  const at = `/kuesioner/${row.id}`
  const listed = kind === 'single' || kind === 'multiple' || kind === 'rating'
  return (
    <StaffPage
      title={`${text.question}: ${text.kinds[kind]}`}
      crumbs={useCrumbs(row, draft.definition)}
      form={form}
      badge={question.required ? <Badge>{text.requiredMark}</Badge> : undefined}
    >
      <Split
        aside={
          <Part title={text.answerAs} id="pratinjau">
            <div class="builder-preview builder-paper">
              <QuestionField question={question} />
            </div>
          </Part>
        }
      >
        <Problems problems={problems.filter((one) => one.place === `q.${question.code}`)} at={at} />
        <Form action={`${at}/pertanyaan/${question.code}`} form={form} submit={text.save} id="ubah">
          <HiddenField name="revision" value={String(draft.revision)} />
          <TextArea name="text_id" label={text.textId} rows={2} maxLength={500} required value={question.text.id} />
          {listed ? (
            <TextArea
              name="list"
              label={kind === 'rating' ? text.items : text.options}
              hint={text.listHint}
              rows={5}
              required
              value={writeList((kind === 'rating' ? question.items : question.options) ?? [])}
            />
          ) : null}
          {isRated(kind) ? (
            <SelectField
              name="labels"
              label={text.labels}
              options={LIKERT_LABELS.map((value) => ({ value, label: text.labelSets[value] }))}
              placeholder={null}
              required
              value={question.labels}
            />
          ) : null}
          {kind === 'scale' || kind === 'number' ? <RangeFields question={question} /> : null}
          <Checkbox name="required" label={text.required} checked={question.required} />
          {isText(kind) ? null : (
            <Checkbox
              name="published"
              label={text.publishQuestion}
              hint={text.publishQuestionHint}
              checked={question.published}
            />
          )}
          <TextArea name="help_id" label={text.helpId} rows={2} maxLength={500} value={question.help?.id} />
          <TextArea
            name="text_en"
            label={text.textEn}
            hint={text.englishHint}
            rows={2}
            maxLength={500}
            value={question.text.en}
          />
          <TextArea name="help_en" label={text.helpEn} rows={2} maxLength={500} value={question.help?.en} />
          <SelectField
            name="theme"
            label={text.theme}
            hint={text.themeHint}
            options={themes}
            placeholder={text.noTheme}
            value={question.theme}
          />
          <ConditionFields definition={draft.definition} section={section.code} condition={question.showIf} />
        </Form>
        <RemoveForm
          action={`${at}/susun`}
          revision={draft.revision}
          act="question_remove"
          target={question.code}
          label={text.removeQuestion}
        />
      </Split>
    </StaffPage>
  )
}

function RangeFields({ question }: { question: Question }) {
  const text = useMessages(messages)
  return (
    <Grid size="small">
      <TextField
        name="min"
        label={text.min}
        type="number"
        width="short"
        value={question.min}
        required={question.kind === 'scale'}
      />
      <TextField
        name="max"
        label={text.max}
        type="number"
        width="short"
        value={question.max}
        required={question.kind === 'scale'}
      />
      {question.kind === 'scale' ? (
        <>
          <TextField name="min_label" label={text.minLabel} value={question.minLabel?.id} />
          <TextField name="max_label" label={text.maxLabel} value={question.maxLabel?.id} />
        </>
      ) : null}
    </Grid>
  )
}

interface ConditionProps {
  definition: Definition
  section: string
  condition: Condition | undefined
}

function ConditionFields({ definition, section, condition }: ConditionProps) {
  const text = useMessages(messages)
  const { language } = useRequest()
  const earlier = earlierQuestions(definition, section)
  if (earlier.length === 0 && !condition) return null
  const asked = condition && findQuestion(definition, condition.question)
  const options = earlier.flatMap((question) =>
    question.kind === 'rating'
      ? (question.items ?? []).map((item) => ({
          value: `${question.code}.${item.code}`,
          label: `${say(question.text, language)}: ${say(item.text, language)}`,
        }))
      : [{ value: question.code, label: say(question.text, language) }],
  )
  const about = condition && (condition.item ? `${condition.question}.${condition.item}` : condition.question)
  return (
    <>
      <SelectField
        name="if_question"
        label={text.condition}
        hint={text.conditionHint}
        options={options}
        placeholder={text.always}
        value={about}
      />
      <SelectField
        name="if_operator"
        label={text.operator}
        options={OPERATORS.map((value) => ({ value, label: text.operators[value] }))}
        placeholder={null}
        value={condition?.operator}
        width="medium"
      />
      <TextField
        name="if_value"
        label={text.value}
        hint={text.valueHint}
        value={condition && shownValue(asked, condition, 'id')}
        width="medium"
      />
    </>
  )
}

export function SectionEditPage({ row, draft, section, problems, form }: EditProps & { section: Section }) {
  const text = useMessages(messages)
  const at = `/kuesioner/${row.id}`
  return (
    <StaffPage
      title={`${text.section}: ${section.title.id || '…'}`}
      crumbs={useCrumbs(row, draft.definition)}
      form={form}
    >
      <Problems problems={problems.filter((one) => one.place === `s.${section.code}`)} at={at} />
      <Form action={`${at}/bagian/${section.code}`} form={form} submit={text.save} id="ubah">
        <HiddenField name="revision" value={String(draft.revision)} />
        <TextField name="title_id" label={text.titleId} required value={section.title.id} />
        <TextArea name="intro_id" label={text.introId} rows={3} maxLength={2000} value={section.intro?.id} />
        <TextField name="title_en" label={text.titleEn} hint={text.englishHint} value={section.title.en} />
        <TextArea name="intro_en" label={text.introEn} rows={3} maxLength={2000} value={section.intro?.en} />
        <ConditionFields definition={draft.definition} section={section.code} condition={section.showIf} />
      </Form>
      <RemoveForm
        action={`${at}/susun`}
        revision={draft.revision}
        act="section_remove"
        target={section.code}
        label={text.removeSection}
      />
    </StaffPage>
  )
}

function RemoveForm(props: ChangeProps & { act: string; target: string; label: string }): ComponentChildren {
  const { action, revision, act, target, label } = props
  const text = useMessages(messages)
  return (
    <Actions>
      <Dialog id="hapus" label={text.remove} title={label} tone="quiet">
        <p>{text.removeLead}</p>
        <Form action={action} submit={label} tone="danger" id="hapus-form">
          <HiddenField name="revision" value={String(revision)} />
          <HiddenField name="act" value={act} />
          <HiddenField name="target" value={target} />
        </Form>
      </Dialog>
    </Actions>
  )
}
