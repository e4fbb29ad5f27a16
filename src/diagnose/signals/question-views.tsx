import { seenOf } from '../../platform/http/seen.ts'
import {
  Badge,
  Checkbox,
  DataTable,
  Fold,
  Form,
  type FormState,
  HiddenField,
  LinkButton,
  RadioGroup,
  RuleFields,
  RuleSource,
  RuleTable,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { messages, vocabulary } from './messages.ts'
import { questionMessages } from './question-messages.ts'
import { ASKED_CAUSES } from './question-model.ts'
import { type CauseQuestion, type QuestionChange, questionKey } from './question-queries.ts'

const AT = '/sinyal/pertanyaan'

type PageProps = {
  questions: readonly CauseQuestion[]
  changes: readonly QuestionChange[]
  current: CauseQuestion | undefined
  today: string
  form: FormState
}

export function QuestionsPage({ questions, changes, current, today, form }: PageProps) {
  const text = useMessages(questionMessages)
  const { title } = useMessages(messages)
  const { permissions } = useRequest()
  const may = permissions.has('signal.rules')
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={[{ href: '/sinyal', label: title }]} form={form}>
      {may && current ? (
        <Section title={text.changing} id="ubah">
          <QuestionForm current={current} today={today} form={form} />
        </Section>
      ) : null}
      <Questions rows={questions} may={may} />
      {may && !current ? (
        <Fold action={AT} label={text.add} id="tambah">
          <QuestionForm today={today} form={form} />
        </Fold>
      ) : null}
      <History rows={changes} />
    </StaffPage>
  )
}

function useQuestion(): (one: Pick<CauseQuestion, 'question_id' | 'question_en'>) => string {
  const { language } = useRequest()
  return (one) => (language === 'id' ? one.question_id : one.question_en)
}

function Questions({ rows, may }: { rows: readonly CauseQuestion[]; may: boolean }) {
  const text = useMessages(questionMessages)
  const words = useMessages(vocabulary)
  const format = useFormat()
  const questionOf = useQuestion()
  const pointsTo = usePointsTo()
  const shared = useMessages(messages)
  return (
    <DataTable
      stack
      caption={text.title}
      captionHidden
      rows={rows}
      rowTone={(row) => (row.asked ? 'normal' : 'muted')}
      columns={[
        { key: 'cause', label: text.cause, cell: (row) => words.cause[row.cause] },
        {
          key: 'question',
          label: text.question,
          cell: (row) => (
            <>
              {questionOf(row)} {row.asked ? null : <Badge>{text.notAsked}</Badge>}
            </>
          ),
        },
        { key: 'points', label: text.pointsTo, cell: pointsTo },
        { key: 'source', label: shared.mappingSource, cell: (row) => <RuleSource rule={row} /> },
        {
          key: 'since',
          label: shared.inForce,
          cell: (row) => (row.valid_from ? format.shortDate(row.valid_from) : text.builtIn),
        },
        ...(may
          ? [
              {
                key: 'change',
                label: text.change,
                action: true,
                cell: (row: CauseQuestion) => (
                  <a href={`${AT}?ubah=${questionKey(row)}#ubah`} aria-label={text.changeOne(questionOf(row))}>
                    {text.change}
                  </a>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

function usePointsTo(): (row: Pick<CauseQuestion, 'points_to'>) => string {
  const text = useMessages(questionMessages)
  return (row) => (row.points_to ? text.answers.yes : text.answers.no)
}

function QuestionForm({ current, today, form }: { current?: CauseQuestion; today: string; form: FormState }) {
  const text = useMessages(questionMessages)
  const words = useMessages(vocabulary)
  return (
    <Form
      action={AT}
      form={form}
      submit={text.save}
      seen={current && seenOf(current)}
      secondary={
        current ? (
          <LinkButton href={AT} tone="quiet">
            {text.cancel}
          </LinkButton>
        ) : undefined
      }
    >
      {current ? (
        <>
          <HiddenField name="key" value={questionKey(current)} />
          <HiddenField name="cause" value={current.cause} />
        </>
      ) : (
        <SelectField
          name="cause"
          label={text.cause}
          required
          options={ASKED_CAUSES.map((cause) => ({ value: cause, label: words.cause[cause] }))}
        />
      )}
      <TextArea
        name="question_id"
        label={text.inIndonesian}
        value={current?.question_id}
        rows={2}
        maxLength={300}
        required
      />
      <TextArea
        name="question_en"
        label={text.inEnglish}
        value={current?.question_en}
        rows={2}
        maxLength={300}
        required
      />
      <RadioGroup
        name="points_to"
        legend={text.pointsTo}
        required
        layout="row"
        value={current && (current.points_to ? 'yes' : 'no')}
        options={(['yes', 'no'] as const).map((value) => ({ value, label: text.answers[value] }))}
      />
      <Checkbox
        name="asked"
        label={text.asked}
        checked={Object.keys(form.values).length === 0 && (current?.asked ?? true)}
      />
      <RuleFields today={today} />
    </Form>
  )
}

function History({ rows }: { rows: readonly QuestionChange[] }) {
  const text = useMessages(questionMessages)
  const words = useMessages(vocabulary)
  const format = useFormat()
  const questionOf = useQuestion()
  const pointsTo = usePointsTo()
  if (rows.length === 0) return null
  return (
    <Section title={text.history} lead={text.historyLead} id="riwayat">
      <RuleTable
        caption={text.history}
        rows={rows}
        columns={[
          { key: 'cause', label: text.cause, cell: (row) => words.cause[row.cause] },
          { key: 'question', label: text.question, cell: questionOf },
          { key: 'points', label: text.pointsTo, cell: pointsTo },
          { key: 'asked', label: text.asked, cell: (row) => (row.asked ? text.answers.yes : text.answers.no) },
        ]}
        action={{
          key: 'by',
          label: text.setBy,
          cell: (row) => [row.by, format.dateTime(row.at)].filter(Boolean).join(', '),
        }}
      />
    </Section>
  )
}
