import {
  Badge,
  type Column,
  DataTable,
  EmptyState,
  Facts,
  Filters,
  Grid,
  LinkButton,
  ListTable,
  Notice,
  Section,
  SelectField,
  StaffPage,
  Stat,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import { LevelBar } from './level-bar.tsx'
import { messages } from './messages.ts'
import type { Profile, ProfileLine } from './profile.ts'
import type { EvidenceRow, PersonRow } from './queries.ts'

export type OpenTask = { cycle: string; name: string; until: string; href: string; state: 'new' | 'open' | 'submitted' }

export type ProfilePageProps = {
  person: PersonRow
  own: boolean
  profile: Profile
  evidence: EvidenceRow[]
  names: ReadonlyMap<string, string>
  positions: { id: string; title: string }[]
  compared: { id: string; title: string } | undefined
  tasks: OpenTask[]
}

export function ProfilePage(props: ProfilePageProps) {
  const { person, own, profile, evidence, compared } = props
  const text = useMessages(messages)
  const path = own ? '/kompetensi/saya' : `/kompetensi/pegawai/${person.id}`
  return (
    <StaffPage
      title={own ? text.nav.own : text.profile.of(person.name)}
      lead={own ? text.profile.lead : text.profile.leadOther}
    >
      <Tasks tasks={props.tasks} own={own} />
      {compared ? null : <NextSteps profile={profile} own={own} />}
      <Facts
        layout="columns"
        items={[
          ...(own ? [] : [{ label: text.employee, value: person.name, note: person.nip }]),
          { label: text.position, value: person.position },
          { label: text.unit, value: person.unit },
          { label: text.profile.superior, value: person.superior ?? text.profile.noSuperior },
        ]}
      />
      <Filters action={path} values={{ jabatan: compared?.id }}>
        <SelectField
          name="jabatan"
          label={text.profile.compare}
          placeholder={`${text.profile.current}: ${person.position}`}
          options={props.positions
            .filter((one) => one.id !== person.position_id)
            .map((one) => ({ value: one.id, label: one.title }))}
          required
        />
      </Filters>
      {compared ? <Notice>{text.profile.comparing(compared.title)}</Notice> : null}
      {profile.lines.length === 0 ? (
        <EmptyState title={text.profile.noStandard} body={text.profile.noStandardBody} />
      ) : (
        <Levels profile={profile} />
      )}
      <EvidenceList evidence={evidence} used={profile.used} names={props.names} />
    </StaffPage>
  )
}

function Tasks({ tasks, own }: { tasks: OpenTask[]; own: boolean }) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <>
      {tasks.map((task) => (
        <Notice tone={task.state === 'submitted' ? 'success' : 'accent'} title={task.name} key={task.cycle}>
          <p>
            {task.state === 'submitted' && own
              ? text.profile.sentSelf
              : text.profile.openCycle(task.name, format.date(task.until))}
          </p>
          {task.state === 'submitted' ? null : (
            <LinkButton href={task.href} tone="primary">
              {own
                ? task.state === 'open'
                  ? text.profile.continueSelf
                  : text.profile.fillSelf
                : text.profile.fillOther}
            </LinkButton>
          )}
        </Notice>
      ))}
    </>
  )
}

/** What most needs to be learnt, and where that is planned, before all the figures it comes from. */
function NextSteps({ profile, own }: { profile: Profile; own: boolean }) {
  const text = useMessages(messages)
  const format = useFormat()
  const short = byGap(profile.lines).filter((line) => line.gap !== undefined && line.gap < 0)
  if (short.length === 0) return null
  return (
    <Section
      title={text.profile.next}
      id="langkah"
      lead={own ? text.profile.nextOwn : text.profile.nextOther}
      actions={own ? <LinkButton href="/rencana-diri">{text.profile.plan}</LinkButton> : undefined}
    >
      <ul class="plain-list">
        {short.slice(0, 3).map((line) => (
          <li key={line.competency_id}>
            <a href={`/kompetensi/kamus/${line.competency_id}`}>{line.name}</a>{' '}
            <Badge tone="warning">{text.profile.short(format.number(Math.abs(line.gap ?? 0), 2))}</Badge>
          </li>
        ))}
      </ul>
      {short.length > 3 ? <p class="hint">{text.profile.moreShort(short.length - 3)}</p> : null}
    </Section>
  )
}

/** Furthest under the standard first, what nobody assessed next. */
function byGap(lines: readonly ProfileLine[]): ProfileLine[] {
  const rank = ({ gap }: ProfileLine) => (gap === undefined ? 0 : gap < 0 ? gap - 1 : gap + 1)
  return lines.toSorted((one, other) => rank(one) - rank(other))
}

function Levels({ profile }: { profile: Profile }) {
  const text = useMessages(messages)
  const format = useFormat()
  const unassessed = profile.lines.length - profile.assessed
  const sources = [...new Set(profile.lines.filter((line) => !line.verified).map((line) => line.source))]
  return (
    <>
      <Grid size="small">
        <Stat
          label={text.profile.jpm}
          value={profile.jpm === undefined ? '–' : format.percent(profile.jpm / 100)}
          note={
            profile.match
              ? `${text.match[profile.match]}; ${text.profile.jpmNote(profile.assessed)}`
              : text.profile.jpmNone
          }
        />
        <Stat
          label={text.profile.below}
          value={format.number(profile.below)}
          tone={profile.below > 0 ? 'warning' : 'neutral'}
          note={text.profile.ofCount(profile.lines.length)}
        />
        <Stat
          label={text.profile.unassessed}
          value={format.number(unassessed)}
          note={text.profile.ofCount(profile.lines.length)}
        />
        <Stat
          label={text.profile.uncertain}
          value={format.number(profile.uncertain)}
          note={text.profile.uncertainNote}
        />
      </Grid>
      {sources.length > 0 ? (
        <Notice tone="warning" title={text.profile.standardsUnverified}>
          <p>{text.profile.standardsUnverifiedBody(sources.join('; '))}</p>
        </Notice>
      ) : null}
      <DataTable stack caption={text.profile.levels} columns={useLineColumns()} rows={byGap(profile.lines)} />
    </>
  )
}

function useLineColumns(): Column<ProfileLine>[] {
  const text = useMessages(messages)
  const format = useFormat()
  return [
    {
      key: 'name',
      label: text.competency,
      cell: (line) => (
        <div class="cell-lines cell-roomy">
          <a href={`/kompetensi/kamus/${line.competency_id}`}>{line.name}</a>
          <small>{text.family[line.family]}</small>
          <Inputs line={line} />
        </div>
      ),
    },
    { key: 'required', label: text.required, numeric: true, cell: (line) => format.number(line.required_level) },
    {
      key: 'level',
      label: text.level,
      numeric: true,
      cell: (line) => (line.level ? format.number(line.level.level, 2) : '–'),
    },
    {
      key: 'gap',
      label: text.gap,
      cell: (line) => (
        <div class="cell-lines">
          <LevelBar level={line.level?.level} required={line.required_level} />
          <GapBadge line={line} />
        </div>
      ),
    },
  ]
}

function GapBadge({ line }: { line: ProfileLine }) {
  const text = useMessages(messages)
  const format = useFormat()
  if (line.gap === undefined) return <Badge>{text.profile.unknown}</Badge>
  const size = format.number(Math.abs(line.gap), 2)
  return (
    <span class="cell-badges">
      {line.gap < 0 ? <Badge tone="warning">{text.profile.short(size)}</Badge> : null}
      {line.gap === 0 ? <Badge tone="success">{text.profile.even}</Badge> : null}
      {line.gap > 0 ? <Badge tone="success">{text.profile.over(size)}</Badge> : null}
      {line.level?.certain === false ? <Badge tone="info">{text.profile.uncertainBadge}</Badge> : null}
    </span>
  )
}

function Inputs({ line }: { line: ProfileLine }) {
  const text = useMessages(messages)
  const format = useFormat()
  const parts = line.level?.components ?? []
  const terms = parts.map((part) => `${format.number(part.share * 100, 1)} % × ${part.evidence.level}`).join(' + ')
  return (
    <Why label={text.why}>
      {parts.length === 0 ? (
        <p>{text.profile.noneUsed}</p>
      ) : (
        <>
          <ul class="plain-list">
            {parts.map((part) => (
              <li key={part.evidence.id}>
                {text.method[part.evidence.method]}: {text.level.toLowerCase()} {part.evidence.level},{' '}
                {format.date(part.evidence.observed_on)}; {text.profile.weight.toLowerCase()}{' '}
                {part.weight / part.evidence.confidence} × {text.profile.confidence.toLowerCase()}{' '}
                {part.evidence.confidence} % = {text.profile.share.toLowerCase()} {format.percent(part.share)}
              </li>
            ))}
          </ul>
          <p>{text.profile.result(`${terms} = ${format.number(line.level?.level ?? 0, 2)}`)}</p>
          <p>{text.profile.formula}</p>
          <p>{text.profile.ruleSource}</p>
        </>
      )}
      <p>{text.profile.standardSource(line.source, format.date(line.valid_from))}</p>
    </Why>
  )
}

function EvidenceList(props: {
  evidence: EvidenceRow[]
  used: ReadonlySet<string>
  names: ReadonlyMap<string, string>
}) {
  const text = useMessages(messages)
  const format = useFormat()
  const columns: Column<EvidenceRow>[] = [
    { key: 'competency', label: text.competency, cell: (row) => props.names.get(row.competency_id) ?? '' },
    { key: 'date', label: text.date, cell: (row) => format.shortDate(row.observed_on) },
    { key: 'method', label: text.profile.origin, cell: (row) => text.method[row.method] },
    { key: 'level', label: text.level, numeric: true, cell: (row) => row.level },
    {
      key: 'confidence',
      label: text.profile.confidence,
      numeric: true,
      cell: (row) => format.percent(row.confidence / 100),
    },
    {
      key: 'until',
      label: text.profile.validUntil,
      cell: (row) => (row.expires_on ? format.shortDate(row.expires_on) : text.profile.always),
    },
    {
      key: 'used',
      label: text.profile.used,
      cell: (row) =>
        props.used.has(row.id) ? (
          <Badge tone="success">{text.profile.used}</Badge>
        ) : (
          <Badge>{text.profile.notUsed}</Badge>
        ),
    },
    { key: 'note', label: text.profile.note, cell: (row) => row.note ?? '' },
  ]
  return (
    <Section title={text.profile.evidence} id="bukti" lead={text.profile.evidenceLead}>
      <ListTable
        stack
        caption={text.profile.evidenceTable}
        captionHidden
        fold={4}
        columns={columns}
        rows={props.evidence}
        empty={<p>{text.profile.noEvidence}</p>}
      />
    </Section>
  )
}

export function NoEmployeePage() {
  const text = useMessages(messages)
  return (
    <StaffPage title={text.nav.own}>
      <EmptyState title={text.profile.noEmployee} body={text.profile.noEmployeeBody} />
    </StaffPage>
  )
}
