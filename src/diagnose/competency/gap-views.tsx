import type { ComponentChildren } from 'preact'
import {
  Badge,
  DataTable,
  EmptyState,
  Filters,
  LinkButton,
  SelectField,
  StaffPage,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import type { GapLine, UnitGaps } from './gaps.ts'
import { LevelBar } from './level-bar.tsx'
import { messages } from './messages.ts'
import type { BelowRow } from './queries.ts'

type Unit = { id: string; name: string; depth: number }

export function GapPage({ units, unit, gaps }: { units: Unit[]; unit: Unit; gaps: UnitGaps }) {
  const text = useMessages(messages)
  const format = useFormat()
  const { permissions } = useRequest()
  const shallow = Math.min(...units.map((one) => one.depth))
  return (
    <StaffPage title={text.nav.gaps} lead={text.gaps.lead}>
      <Filters values={{ unit: unit.id }}>
        <SelectField
          name="unit"
          label={text.unit}
          placeholder={null}
          required
          options={units.map((one) => ({ value: one.id, label: `${'\u2003'.repeat(one.depth - shallow)}${one.name}` }))}
        />
      </Filters>
      {gaps.lines.length === 0 ? (
        <EmptyState
          title={text.gaps.empty}
          body={text.gaps.emptyBody}
          action={
            permissions.has('competency.manage') ? (
              <LinkButton href="/kompetensi/standar" tone="secondary">
                {text.gaps.emptyNext}
              </LinkButton>
            ) : undefined
          }
        />
      ) : (
        <>
          <GapTable unit={unit} gaps={gaps} />
          <p class="hint">{gaps.computedAt ? text.gaps.computed(format.dateTime(gaps.computedAt)) : null}</p>
          <Why label={text.gaps.how}>
            <p>{text.gaps.howBody}</p>
          </Why>
        </>
      )}
    </StaffPage>
  )
}

function GapTable({ unit, gaps }: { unit: Unit; gaps: UnitGaps }) {
  const text = useMessages(messages)
  const query = `unit=${unit.id}`
  return (
    <DataTable
      stack
      caption={`${text.gaps.caption}: ${unit.name}`}
      rows={gaps.lines}
      exports={{ csv: `/kompetensi/unduh?${query}&bentuk=csv`, xlsx: `/kompetensi/unduh?${query}&bentuk=xlsx` }}
      columns={[
        { key: 'kind', label: text.gaps.kind, cell: (line) => <Kind line={line} /> },
        { key: 'ideal', label: text.gaps.ideal, cell: (line) => <Ideal line={line} /> },
        { key: 'real', label: text.gaps.real, cell: (line) => <Reality line={line} least={gaps.minGroup} /> },
        { key: 'gap', label: text.gaps.gap, cell: (line) => <Gap line={line} unit={unit.id} /> },
      ]}
    />
  )
}

function Kind({ line }: { line: GapLine }) {
  const text = useMessages(messages)
  if (line.kind === 'family') return <strong>{text.family[line.family]}</strong>
  return (
    <div class="row-child">
      <a href={`/kompetensi/kamus/${line.competency_id}`}>{line.name}</a>
    </div>
  )
}

function Ideal({ line }: { line: GapLine }) {
  const format = useFormat()
  return line.figures ? <Weighty line={line}>{format.number(line.figures.ideal, 2)}</Weighty> : '–'
}

function Weighty({ line, children }: { line: GapLine; children: ComponentChildren }) {
  return line.kind === 'family' ? <strong>{children}</strong> : <span>{children}</span>
}

function Reality({ line, least }: { line: GapLine; least: number }) {
  const text = useMessages(messages)
  const format = useFormat()
  const { figures } = line
  if (!figures) return <Badge>{text.gaps.suppressed(least)}</Badge>
  return (
    <div class="cell-lines">
      <Weighty line={line}>{format.number(figures.actual, 2)}</Weighty>
      <small>
        {line.kind === 'family'
          ? text.gaps.people(format.number(figures.assessed))
          : text.gaps.assessed(format.number(figures.assessed), format.number(line.required))}
        {figures.uncertain > 0 ? `; ${text.gaps.uncertain(format.number(figures.uncertain))}` : null}
      </small>
    </div>
  )
}

/** A surplus carries its sign too, so that the direction never has to be guessed. */
function signed(value: number, text: string): string {
  return value > 0 ? `+${text}` : text
}

function Gap({ line, unit }: { line: GapLine; unit: string }) {
  const text = useMessages(messages)
  const format = useFormat()
  const { permissions } = useRequest()
  const { figures } = line
  if (!figures) return '–'
  return (
    <div class="cell-lines">
      <Weighty line={line}>{signed(figures.gap, format.number(figures.gap, 2))}</Weighty>
      <LevelBar level={figures.actual} required={figures.ideal} />
      <small>
        {text.gaps.below(format.number(figures.below), format.percent(figures.below / figures.assessed))};{' '}
        {text.gaps.jpm(format.number(figures.jpm, 1))}
        {line.kind === 'competency' && figures.below > 0 && permissions.has('competency.profile') ? (
          <>
            {' · '}
            <a
              href={`/kompetensi/unit/${unit}/${line.competency_id}`}
              aria-label={`${text.gaps.openList}: ${line.name}`}
            >
              {text.gaps.openList}
            </a>
          </>
        ) : null}
        {line.kind === 'competency' && figures.shortfall > 0 && permissions.has('need.propose') ? (
          <>
            {' · '}
            <a
              href={`/kebutuhan/baru?unit=${unit}&kompetensi=${line.competency_id}`}
              aria-label={`${text.gaps.propose}: ${line.name}`}
            >
              {text.gaps.propose}
            </a>
          </>
        ) : null}
      </small>
    </div>
  )
}

export function BelowPage(props: { competency: string; unit: Unit; people: BelowRow[]; limit: number }) {
  const text = useMessages(messages)
  const format = useFormat()
  const { people, unit } = props
  return (
    <StaffPage
      title={text.belowList.title(props.competency)}
      lead={
        people.length < props.limit ? text.belowList.lead(people.length, unit.name) : text.belowList.more(people.length)
      }
      crumbs={[{ href: `/kompetensi?unit=${unit.id}`, label: text.nav.gaps }]}
    >
      <DataTable
        caption={text.belowList.title(props.competency)}
        captionHidden
        rows={people}
        empty={<EmptyState title={text.belowList.none} />}
        rowHref={(row) => `/kompetensi/pegawai/${row.employee_id}`}
        columns={[
          {
            key: 'name',
            label: text.employee,
            cell: (row) => <a href={`/kompetensi/pegawai/${row.employee_id}`}>{row.name}</a>,
          },
          { key: 'position', label: text.position, cell: (row) => row.position },
          { key: 'unit', label: text.unit, cell: (row) => row.unit },
          { key: 'required', label: text.required, numeric: true, cell: (row) => row.required },
          { key: 'level', label: text.level, numeric: true, cell: (row) => format.number(row.level, 2) },
          { key: 'gap', label: text.gap, numeric: true, cell: (row) => format.number(row.gap, 2) },
        ]}
      />
    </StaffPage>
  )
}
