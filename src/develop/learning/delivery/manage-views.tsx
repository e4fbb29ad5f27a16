import type { FormState } from '../../../platform/http/input.ts'
import {
  Badge,
  DataTable,
  EmptyState,
  Form,
  Grid,
  Notice,
  Pager,
  RadioGroup,
  Section,
  Stat,
  TextArea,
  useAddress,
  useFormat,
  useMessages,
  Why,
} from '../../../platform/ui/index.ts'
import type { Course } from '../catalog/queries.ts'
import { CourseFrame } from '../catalog/views.tsx'
import { manageMessages } from './manage-messages.ts'
import type { ParticipantSort } from './model.ts'
import type { Participant } from './queries.ts'
import type { ItemRow, ProgramCompletions, ProgramScore } from './results.ts'

type ParticipantsProps = {
  form: FormState
  course: Course
  rows: readonly Participant[]
  next: string | undefined
  sort: ParticipantSort
  candidates: number
  gap: { name: string; count: number } | undefined
  mayManage: boolean
}

export function ParticipantsPage({ form, course, rows, next, sort, candidates, gap, mayManage }: ParticipantsProps) {
  const text = useMessages(manageMessages)
  const format = useFormat()
  const address = useAddress()
  const percent = (value: number | null) => (value === null ? '–' : format.percent(value / 100))
  return (
    <CourseFrame course={course} tab="participants">
      {course.status === 'draft' ? <Notice>{text.notPublished}</Notice> : null}
      <DataTable
        caption={text.participants}
        captionHidden
        rows={rows}
        sort={{ key: sort.replace('-', ''), direction: sort.startsWith('-') ? 'desc' : 'asc' }}
        empty={<EmptyState title={text.emptyTitle} body={text.emptyBody} icon="person" />}
        columns={[
          { key: 'name', label: text.name, sort: true, cell: (row) => row.name },
          { key: 'nip', label: 'NIP', sort: true, cell: (row) => row.nip },
          { key: 'unit', label: text.unit, sort: true, cell: (row) => row.unit },
          { key: 'source', label: text.source, sort: true, cell: (row) => text.sources[row.source] },
          { key: 'pre', label: text.pre, numeric: true, cell: (row) => percent(row.pre) },
          { key: 'post', label: text.post, numeric: true, cell: (row) => percent(row.post) },
          {
            key: 'completed',
            label: text.completed,
            sort: true,
            cell: (row) =>
              row.completed_at ? <Badge tone="success">{format.shortDate(row.completed_at)}</Badge> : '–',
          },
        ]}
      />
      <Pager next={next ? address({ after: next }) : undefined} />
      {mayManage ? (
        <Section title={text.enroll} id="daftarkan" lead={text.enrollLead}>
          <Form action={`/kursus/${course.id}/peserta`} form={form} submit={text.enroll}>
            <RadioGroup
              name="who"
              legend={text.who}
              required
              options={[
                { value: 'unit', label: text.everyone(format.number(candidates)) },
                ...(gap ? [{ value: 'gap', label: text.gap(gap.name, format.number(gap.count)) }] : []),
                { value: 'individual', label: text.individual, hint: text.individualHint },
              ]}
            />
            <TextArea name="nips" label={text.nips} rows={4} />
          </Form>
        </Section>
      ) : null}
    </CourseFrame>
  )
}

type ResultsProps = {
  course: Course
  scores: readonly ProgramScore[]
  items: readonly ItemRow[]
  completions: ProgramCompletions
}

export function ResultsPage({ course, scores, items, completions }: ResultsProps) {
  const text = useMessages(manageMessages)
  const format = useFormat()
  const mean = (pick: (score: ProgramScore) => number) =>
    scores.reduce((sum, score) => sum + pick(score), 0) / scores.length
  const pairs = text.pairs(format.number(scores.length))
  return (
    <CourseFrame course={course} tab="results">
      <p>{text.resultsLead}</p>
      <Grid size="small">
        {scores.length > 0 ? (
          <>
            <Stat label={text.meanPre} value={format.percent(mean((score) => score.pre) / 100)} note={pairs} />
            <Stat label={text.meanPost} value={format.percent(mean((score) => score.post) / 100)} note={pairs} />
          </>
        ) : null}
        <Stat
          label={text.completed}
          value={completions.enrolled > 0 ? format.percent(completions.completed / completions.enrolled) : '–'}
          note={text.completedOf(format.number(completions.completed), format.number(completions.enrolled))}
        />
        <Stat label={text.jpTotal} value={format.number(completions.jp)} />
      </Grid>
      <Section title={text.items} id="soal" lead={text.itemsLead}>
        <Why label={text.why}>
          <p>
            {text.facility}: {text.facilityHint}. {text.discrimination}: {text.discriminationHint}.
          </p>
          <p>{text.whyBody}</p>
        </Why>
        <DataTable
          caption={text.items}
          captionHidden
          rows={items}
          empty={<EmptyState title={text.noResults} />}
          rowTone={(row) => (row.discrimination !== null && row.discrimination < 0 ? 'warning' : 'normal')}
          columns={[
            { key: 'stem', label: text.question, cell: (row) => row.stem },
            { key: 'kind', label: text.test, cell: (row) => text[row.kind] },
            { key: 'n', label: text.answersCount, numeric: true, cell: (row) => format.number(row.n) },
            {
              key: 'facility',
              label: text.facility,
              numeric: true,
              cell: (row) => format.percent(row.facility),
            },
            {
              key: 'discrimination',
              label: text.discrimination,
              numeric: true,
              cell: (row) =>
                row.discrimination === null ? text.tooFew : format.number(Math.round(row.discrimination)),
            },
          ]}
        />
      </Section>
    </CourseFrame>
  )
}
