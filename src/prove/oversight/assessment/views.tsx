import { seenOf } from '../../../platform/http/seen.ts'
import {
  ActionButton,
  Badge,
  DataTable,
  Dialog,
  EmptyState,
  Facts,
  FieldRow,
  FileField,
  Form,
  type FormState,
  HiddenField,
  LinkButton,
  ListTable,
  Notice,
  RadioGroup,
  RuleSource,
  Section,
  SelectField,
  Split,
  StaffPage,
  Tabs,
  TextArea,
  TextField,
  Timeline,
  useFormat,
  useMessages,
} from '../../../platform/ui/index.ts'
import { FILE_TYPES } from '../activity-views.tsx'
import { messages as shared } from '../messages.ts'
import { ANSWERS, MAX_FILE_BYTES, PRINCIPLES, type Principle } from '../model.ts'
import { assessmentMessages as messages } from './messages.ts'
import { type AssessmentState, tally } from './model.ts'
import { linesOf, Result, ResultTable } from './parts.tsx'
import type { AnswerRow, AssessmentRow, ResultRow, StepRow } from './queries.ts'

const LIST = '/pengawasan/penilaian-mandiri'
const TONES = { draft: 'neutral', submitted: 'warning', verified: 'success' } as const
const ANSWER_TONES = { yes: 'success', partly: 'warning', no: 'danger', not_applicable: 'neutral' } as const

function StateBadge({ state }: { state: AssessmentState }) {
  const text = useMessages(messages)
  return <Badge tone={TONES[state]}>{text.states[state]}</Badge>
}

interface ListProps {
  rows: readonly AssessmentRow[]
  year: number
  years: readonly number[]
  /** For which the reader answers. */
  units: readonly { id: string; name: string }[]
  rules: boolean
  form: FormState
}

export function AssessmentsPage({ rows, year, years, units, rules, form }: ListProps) {
  const text = useMessages(messages)
  const names = useMessages(shared)
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      crumbs={[{ href: '/pengawasan', label: names.list }]}
      form={form}
      actions={
        rules ? (
          <LinkButton href="/pengawasan/ketentuan#transparency" tone="quiet">
            {text.rules}
          </LinkButton>
        ) : undefined
      }
    >
      {years.length > 1 ? (
        <Tabs
          label={text.year}
          items={years.map((one) => ({ href: `${LIST}?tahun=${one}`, label: String(one), current: one === year }))}
        />
      ) : null}
      <ListTable
        caption={`${text.title} ${year}`}
        captionHidden
        stack
        rows={rows}
        rowHref={(row) => `${LIST}/${row.id}`}
        empty={<EmptyState title={text.empty} body={text.emptyBody} />}
        columns={[
          {
            key: 'unit',
            label: text.unit,
            by: (row) => row.unit_name,
            cell: (row) => <a href={`${LIST}/${row.id}`}>{row.unit_name}</a>,
          },
          { key: 'state', label: text.state, cell: (row) => <StateBadge state={row.state} /> },
        ]}
      />
      {units.length > 0 ? (
        <Section title={text.begin} id="mulai" lead={text.beginLead}>
          <Form action={LIST} form={form} submit={text.begin}>
            <FieldRow>
              <SelectField
                name="unit"
                label={text.unit}
                required
                options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
              />
              <TextField name="year" label={text.year} type="number" width="short" required value={String(year)} />
            </FieldRow>
          </Form>
        </Section>
      ) : null}
    </StaffPage>
  )
}

interface Props {
  row: AssessmentRow
  answers: readonly AnswerRow[]
  steps: readonly StepRow[]
  past: readonly ResultRow[]
  may: { answer: boolean; examine: boolean }
  form: FormState
}

/** One unit's year: the questions with its answers, the result, and what the inspectorate said. */
export function AssessmentPage({ row, answers, steps, past, may, form }: Props) {
  const text = useMessages(messages)
  const format = useFormat()
  const at = `${LIST}/${row.id}`
  const open = answers.filter((answer) => answer.answer === null).length
  return (
    <StaffPage
      title={`${text.title} ${row.year}`}
      lead={row.unit_name}
      badge={<StateBadge state={row.state} />}
      crumbs={[{ href: LIST, label: text.nav }]}
      form={form}
    >
      <Split
        aside={
          <>
            <Facts
              items={[
                { label: text.startedAt, value: format.date(row.started_at) },
                ...(row.verified_at ? [{ label: text.verifiedAt, value: format.date(row.verified_at) }] : []),
              ]}
            />
            <Story steps={steps} />
          </>
        }
      >
        {open < answers.length ? (
          <Section title={text.result} id="hasil">
            <Result title={`${text.result} ${row.year}`} rows={tally(answers)} />
          </Section>
        ) : null}
        {PRINCIPLES.map((principle) => (
          <Questions
            key={principle}
            principle={principle}
            rows={answers.filter((answer) => answer.principle === principle)}
            at={at}
            may={may.answer}
            form={form}
          />
        ))}
        {may.answer ? (
          <Section title={text.submit} id="serahkan" lead={open > 0 ? text.open(format.number(open)) : text.submitLead}>
            {open === 0 ? <ActionButton action={`${at}/serahkan`} label={text.submit} /> : null}
          </Section>
        ) : null}
        {may.examine ? <VerdictForm row={row} at={at} form={form} /> : null}
        {past.length > 0 ? (
          <Section title={text.history} id="riwayat" lead={text.historyLead}>
            <ResultTable
              caption={text.history}
              head={text.year}
              rows={linesOf(past, (result) => String(result.year))}
            />
          </Section>
        ) : null}
      </Split>
    </StaffPage>
  )
}

function Story({ steps }: { steps: readonly StepRow[] }) {
  const text = useMessages(messages)
  return (
    <Section title={text.story} id="perjalanan">
      {steps.length === 0 ? <p class="hint">{text.noStory}</p> : null}
      <Timeline
        quiet
        label={text.story}
        items={steps.map((step) => ({
          at: step.made_at,
          title: text.steps[step.step],
          who: step.who ?? undefined,
          tone: 'internal' as const,
          body: step.text ? <p>{step.text}</p> : undefined,
        }))}
      />
    </Section>
  )
}

interface QuestionsProps {
  principle: Principle
  rows: readonly AnswerRow[]
  at: string
  may: boolean
  form: FormState
}

function Questions({ principle, rows, at, may, form }: QuestionsProps) {
  const text = useMessages(messages)
  // The form of the question that was refused opens again with what was typed.
  const wrong = form.values['principle'] === principle ? form.values['key'] : undefined
  return (
    <Section title={text.principles[principle]} id={principle} lead={text.principleLeads[principle]}>
      <DataTable
        caption={text.principles[principle]}
        captionHidden
        stack
        rows={rows}
        columns={[
          {
            key: 'question',
            label: text.question,
            cell: (row) => (
              <>
                {row.question}
                <RuleSource rule={row} />
              </>
            ),
          },
          {
            key: 'answer',
            label: text.answer,
            cell: (row) => (
              <div class="cell-lines">
                <Answered row={row} at={at} />
                {may && row.key !== wrong ? (
                  <Dialog
                    id={`jawab-${principle}-${row.key}`}
                    label={`${text.answerIt}: ${row.question.split(' ').slice(0, 3).join(' ')}…`}
                    title={row.question}
                    tone="quiet"
                  >
                    <AnswerForm at={at} row={row} />
                  </Dialog>
                ) : null}
              </div>
            ),
          },
        ]}
      />
      {rows
        .filter((row) => may && row.key === wrong)
        .map((row) => (
          <Section title={row.question} id="perbaiki" key={row.key}>
            <AnswerForm at={at} row={row} form={form} />
          </Section>
        ))}
    </Section>
  )
}

function Answered({ row, at }: { row: AnswerRow; at: string }) {
  const text = useMessages(messages)
  if (!row.answer) return <span class="hint">{text.unanswered}</span>
  return (
    <>
      <Badge tone={ANSWER_TONES[row.answer]}>{text.answers[row.answer]}</Badge>
      {row.note ? <span>{row.note}</span> : null}
      {row.file_id ? <a href={`${at}/bukti/${row.principle}/${row.key}`}>{row.file_name}</a> : null}
      {row.link ? (
        <a href={row.link} aria-label={`${text.openLink}: ${row.question}`}>
          {text.openLink}
        </a>
      ) : null}
    </>
  )
}

/** What the form of one question shows: several people of a unit answer the same list. */
export function answerSeen({ answer, note, link, file_id }: AnswerRow): string {
  return seenOf(answer, note, link, file_id)
}

function AnswerForm({ at, row, form }: { at: string; row: AnswerRow; form?: FormState }) {
  const text = useMessages(messages)
  return (
    <Form
      action={`${at}/jawab`}
      form={form}
      submit={text.save}
      id={`a-${row.principle}-${row.key}`}
      seen={answerSeen(row)}
      upload
    >
      <HiddenField name="principle" value={row.principle} />
      <HiddenField name="key" value={row.key} />
      <RadioGroup
        name="answer"
        legend={text.answer}
        layout="row"
        required
        value={row.answer}
        options={ANSWERS.map((value) => ({ value, label: text.answers[value] }))}
      />
      <TextArea name="note" label={text.note} hint={text.noteHint} rows={3} maxLength={2000} value={row.note} />
      <FileField name="file" label={text.file} hint={text.fileHint} accept={FILE_TYPES} maxBytes={MAX_FILE_BYTES} />
      <TextField name="link" type="url" label={text.link} hint={text.linkHint} value={row.link} />
    </Form>
  )
}

function VerdictForm({ row, at, form }: { row: AssessmentRow; at: string; form: FormState }) {
  const text = useMessages(messages)
  if (row.conflict !== null) return <Notice tone="warning">{text.conflict}</Notice>
  return (
    <Section title={text.verify} id="putusan" lead={text.verifyLead}>
      <Form action={`${at}/putusan`} form={form} submit={text.decide} id="putusan">
        <RadioGroup
          name="decision"
          legend={text.decision}
          required
          options={(['verified', 'returned'] as const).map((value) => ({ value, label: text.decisions[value] }))}
        />
        <TextArea name="text" label={text.reason} hint={text.reasonHint} rows={3} maxLength={4000} />
      </Form>
    </Section>
  )
}
