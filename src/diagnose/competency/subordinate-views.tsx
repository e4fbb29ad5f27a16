import {
  Badge,
  DataTable,
  EmptyState,
  LinkButton,
  ListEnd,
  Notice,
  ProgressBar,
  Section,
  StaffPage,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import type { AssessmentRow, CycleRow, SubordinateRow } from './assessment-queries.ts'
import { messages } from './messages.ts'

type SubordinatesProps = { people: SubordinateRow[]; cycles: CycleRow[]; assessments: AssessmentRow[] }

export function SubordinatesPage({ people, cycles, assessments }: SubordinatesProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const stateOf = new Map(
    assessments
      .filter((one) => one.kind === 'superior')
      .map((one) => [`${one.cycle_id} ${one.employee_id}`, one.state]),
  )
  return (
    <StaffPage title={text.subordinates.title} lead={text.subordinates.lead}>
      {people.length === 0 ? <EmptyState title={text.subordinates.none} body={text.subordinates.noneBody} /> : null}
      {people.length > 0 && cycles.length === 0 ? (
        <>
          <Notice>{text.subordinates.noCycle}</Notice>
          <People people={people} caption={text.subordinates.title} />
        </>
      ) : null}
      {people.length > 0
        ? cycles.map((cycle) => {
            const done = people.filter((person) => stateOf.get(`${cycle.id} ${person.id}`) === 'submitted').length
            return (
              <Section
                title={cycle.name}
                id={cycle.id}
                lead={text.profile.openCycle(cycle.name, format.date(cycle.closes_on))}
                key={cycle.id}
              >
                <ProgressBar label={text.subordinates.progress(done, people.length)} value={done} max={people.length} />
                <People
                  people={people}
                  caption={`${text.subordinates.title}: ${cycle.name}`}
                  task={(id) => <Task cycle={cycle.id} employee={id} state={stateOf.get(`${cycle.id} ${id}`)} />}
                />
              </Section>
            )
          })
        : null}
      <ListEnd count={people.length} />
    </StaffPage>
  )
}

function Task({
  cycle,
  employee,
  state,
}: {
  cycle: string
  employee: string
  state: 'open' | 'submitted' | undefined
}) {
  const text = useMessages(messages)
  if (state === 'submitted') return <Badge tone="success">{text.subordinates.sent}</Badge>
  return (
    <LinkButton href={`/kompetensi/siklus/${cycle}/menilai/${employee}`} tone="secondary">
      {state === 'open' ? text.subordinates.resume : text.subordinates.assess}
    </LinkButton>
  )
}

function People({
  people,
  caption,
  task,
}: {
  people: SubordinateRow[]
  caption: string
  task?: (id: string) => preact.JSX.Element
}) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <DataTable
      caption={caption}
      captionHidden
      rows={people}
      rowHref={(row) => `/kompetensi/pegawai/${row.id}`}
      columns={[
        { key: 'name', label: text.employee, cell: (row) => <a href={`/kompetensi/pegawai/${row.id}`}>{row.name}</a> },
        { key: 'position', label: text.position, cell: (row) => row.position },
        { key: 'unit', label: text.unit, cell: (row) => row.unit },
        {
          key: 'below',
          label: text.subordinates.belowCount,
          numeric: true,
          cell: (row) => `${format.number(row.below)} / ${format.number(row.assessed)}`,
        },
        ...(task ? [{ key: 'task', label: text.subordinates.task, cell: (row: SubordinateRow) => task(row.id) }] : []),
      ]}
    />
  )
}
