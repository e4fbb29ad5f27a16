import type { FormState } from '../../../platform/http/input.ts'
import {
  Badge,
  DataTable,
  FileField,
  Form,
  HiddenField,
  Notice,
  Section,
  StaffPage,
  TextArea,
  useFormat,
  useMessages,
} from '../../../platform/ui/index.ts'
import { GIFT_LIMITS, type GiftOutcome } from './gift.ts'
import { importMessages } from './import-messages.ts'
import { messages } from './messages.ts'
import type { Course } from './queries.ts'

export type Verdict = GiftOutcome & { fate: 'fresh' | 'known' | 'repeated' | 'skipped' | 'refused' }
type Props = { form: FormState; course: Course; preview?: { source: string; verdicts: readonly Verdict[] } | undefined }

const TONES = {
  fresh: 'success',
  known: 'neutral',
  repeated: 'neutral',
  skipped: 'neutral',
  refused: 'danger',
} as const

export function ImportPage({ form, course, preview }: Props) {
  const text = useMessages(importMessages)
  const common = useMessages(messages)
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      crumbs={[
        { href: '/kursus', label: common.courses },
        { href: `/kursus/${course.id}/soal`, label: course.title },
      ]}
      form={form}
    >
      {preview ? <Preview course={course} {...preview} /> : null}
      <Form
        action={`/kursus/${course.id}/soal/impor`}
        form={form}
        submit={text.check}
        upload
        tone={preview ? 'secondary' : 'primary'}
      >
        <FileField
          name="file"
          label={text.file}
          hint={text.fileHint}
          accept=".txt,.gift,text/plain"
          maxBytes={GIFT_LIMITS.bytes}
        />
        <TextArea name="text" label={text.paste} rows={8} value={preview?.source} />
      </Form>
    </StaffPage>
  )
}

function Preview({ course, source, verdicts }: { course: Course; source: string; verdicts: readonly Verdict[] }) {
  const text = useMessages(importMessages)
  const common = useMessages(messages)
  const format = useFormat()
  const count = (...fates: Verdict['fate'][]) =>
    format.number(verdicts.filter((one) => fates.includes(one.fate)).length)
  return (
    <Section
      title={text.preview}
      id="hasil"
      lead={text.summary(count('fresh'), count('refused'), count('known', 'repeated', 'skipped'))}
    >
      <DataTable
        caption={text.preview}
        captionHidden
        rows={verdicts}
        rowTone={(one) => (one.fate === 'refused' ? 'danger' : one.fate === 'fresh' ? 'normal' : 'muted')}
        columns={[
          { key: 'line', label: text.line, numeric: true, cell: (one) => format.number(one.line) },
          {
            key: 'question',
            label: text.question,
            header: true,
            cell: (one) => (one.result === 'question' ? one.question.stem : one.title),
          },
          {
            key: 'kind',
            label: common.kind,
            cell: (one) => (one.result === 'question' ? common.kinds[one.question.body.kind] : ''),
          },
          { key: 'outcome', label: text.outcome, cell: (one) => <Outcome verdict={one} /> },
        ]}
      />
      {count('fresh') === '0' ? (
        <Notice>{text.nothing}</Notice>
      ) : (
        <Form action={`/kursus/${course.id}/soal/impor`} submit={text.confirm(count('fresh'))} id="pasti">
          <HiddenField name="text" value={source} />
          <HiddenField name="confirm" value="ya" />
        </Form>
      )}
    </Section>
  )
}

function Outcome({ verdict }: { verdict: Verdict }) {
  const text = useMessages(importMessages)
  const word =
    verdict.result === 'skipped'
      ? text.skipped[verdict.reason]
      : verdict.fate === 'refused' || verdict.fate === 'skipped'
        ? text.refused
        : text[verdict.fate]
  return (
    <>
      <Badge tone={TONES[verdict.fate]}>{word}</Badge>
      {verdict.result === 'refused' ? <p>{sayProblem(verdict.problem, text)}</p> : null}
      {verdict.result === 'question' ? verdict.notes.map((note) => <p key={note}>{text.note[note]}</p>) : null}
    </>
  )
}

function sayProblem(
  problem: Extract<GiftOutcome, { result: 'refused' }>['problem'],
  text: (typeof importMessages)['id'],
): string {
  if (problem.code !== 'syntax') return text.problem[problem.code]
  return problem.found === null ? text.problem.syntaxEnd : text.problem.syntax(problem.found)
}
