import type { FormState } from '../../platform/http/input.ts'
import { seenOf } from '../../platform/http/seen.ts'
import {
  Badge,
  DataTable,
  EmptyState,
  Form,
  Notice,
  Part,
  RadioGroup,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import type { AnswerRow, AssessmentRow, CycleRow } from './assessment-queries.ts'
import type { IndicatorRow, LevelRow } from './framework-queries.ts'
import { messages } from './messages.ts'
import type { PersonRow, RequirementRow } from './queries.ts'

export type AssessmentPageProps = {
  cycle: CycleRow
  person: PersonRow
  own: boolean
  requirements: RequirementRow[]
  levels: LevelRow[]
  indicators: IndicatorRow[]
  assessment: AssessmentRow | undefined
  answers: AnswerRow[]
  form: FormState
}

export function AssessmentPage(props: AssessmentPageProps) {
  const { cycle, person, own, assessment, form } = props
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage
      title={own ? text.form.selfTitle : text.form.otherTitle(person.name)}
      lead={text.form.until(cycle.name, format.date(cycle.closes_on))}
      crumbs={[
        own
          ? { href: '/kompetensi/saya', label: text.nav.own }
          : { href: '/kompetensi/bawahan', label: text.subordinates.title },
      ]}
      form={form}
    >
      {assessment?.state === 'submitted' ? <Sent {...props} assessment={assessment} /> : <Fields {...props} />}
    </StaffPage>
  )
}

/** What the form shows: one's own answers as they were kept last. */
export function answersSeen(answers: readonly AnswerRow[]): string {
  return seenOf(answers.map(({ competency_id, level, note }) => [competency_id, level, note]).sort())
}

function Fields({ cycle, person, requirements, levels, indicators, assessment, answers, form }: AssessmentPageProps) {
  const text = useMessages(messages)
  const format = useFormat()
  if (requirements.length === 0) return <EmptyState title={text.form.noStandard} body={text.profile.noStandardBody} />
  const given = new Map(answers.map((answer) => [answer.competency_id, answer]))
  const levelOf = (id: string) => {
    const typed = form.values[`level-${id}`] ?? given.get(id)?.level
    return typed === undefined || typed === null || typed === '' ? undefined : String(typed)
  }
  const wrong = (id: string) => `level-${id}` in form.errors || `note-${id}` in form.errors
  const mistaken = requirements.some(({ competency_id }) => wrong(competency_id))
  const next = mistaken ? undefined : requirements.find(({ competency_id }) => levelOf(competency_id) === undefined)
  const done = requirements.filter(({ competency_id }) => levelOf(competency_id) !== undefined).length
  return (
    <>
      <p>{text.form.lead}</p>
      <p>
        <strong>{text.form.progress(done, requirements.length)}</strong>
      </p>
      <Notice>
        {text.form.confidential}
        {assessment ? ` ${text.form.savedAt(format.dateTime(assessment.saved_at))}` : null}
      </Notice>
      <Form
        action={`/kompetensi/siklus/${cycle.id}/menilai/${person.id}`}
        form={form}
        submit={text.form.send}
        seen={answersSeen(answers)}
        draft={`penilaian-${cycle.id}-${person.id}`}
        secondary={
          <button type="submit" name="intent" value="save" class="button button-secondary">
            {text.form.keep}
          </button>
        }
      >
        {requirements.map((one) => {
          const level = levelOf(one.competency_id)
          return (
            <Part
              title={one.name}
              state={
                level === undefined
                  ? text.form.unanswered
                  : level === '0'
                    ? text.form.notShown
                    : `${text.level} ${level}`
              }
              open={wrong(one.competency_id) || one === next}
              key={one.competency_id}
            >
              <RadioGroup
                name={`level-${one.competency_id}`}
                legend={`${one.name} (${text.family[one.family]})`}
                required
                value={given.get(one.competency_id)?.level?.toString()}
                options={[
                  { value: '0', label: text.form.notShown, hint: text.form.notShownHint },
                  ...levels.map((row) => ({
                    value: String(row.level),
                    label: text.form.levelOption(row.level, row.name),
                    hint: indicators
                      .filter((item) => item.competency_id === one.competency_id && item.level === row.level)
                      .map((item) => item.behavior)
                      .join(' '),
                  })),
                ]}
              />
              <Why
                label={`${text.form.addExample}: ${one.name}`}
                open={Boolean(form.values[`note-${one.competency_id}`] || given.get(one.competency_id)?.note)}
              >
                <TextField
                  name={`note-${one.competency_id}`}
                  label={`${text.form.example}: ${one.name}`}
                  hint={text.form.exampleHint}
                  value={given.get(one.competency_id)?.note}
                />
              </Why>
            </Part>
          )
        })}
      </Form>
    </>
  )
}

function Sent({ requirements, answers, assessment, form }: AssessmentPageProps & { assessment: AssessmentRow }) {
  const text = useMessages(messages)
  const format = useFormat()
  const given = new Map(answers.map((answer) => [answer.competency_id, answer]))
  const rows = requirements.flatMap(({ competency_id, name }) => {
    const answer = given.get(competency_id)
    return answer ? [{ ...answer, name }] : []
  })
  const refused = Object.values(form.errors).join(' ')
  return (
    <>
      {refused ? (
        <Notice tone="danger" live>
          {refused}
        </Notice>
      ) : null}
      <Notice tone="success">
        {text.form.sentAt(format.dateTime(assessment.submitted_at ?? assessment.saved_at))}
      </Notice>
      <DataTable
        stack
        caption={text.form.answers}
        rows={rows}
        columns={[
          { key: 'name', label: text.competency, cell: (row) => row.name },
          {
            key: 'level',
            label: text.level,
            numeric: true,
            cell: (row) => (row.level === 0 ? <Badge>{text.form.notShown}</Badge> : row.level),
          },
          { key: 'note', label: text.form.example, cell: (row) => row.note ?? '' },
        ]}
      />
    </>
  )
}
