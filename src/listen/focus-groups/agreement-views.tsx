import type { Agreement } from '../../platform/statistics/index.ts'
import {
  ActionButton,
  Badge,
  DataTable,
  EmptyState,
  Filters,
  Form,
  type FormState,
  Grid,
  PrintButton,
  Section,
  SelectField,
  StaffPage,
  Stat,
  TextArea,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import type { Rated } from '../questionnaires/index.ts'
import { codebookMessages } from './codebook/messages.ts'
import type { Codebook } from './codebook/model.ts'
import { useGivenName, useThemeName, useThemeOptions } from './codebook/views.tsx'
import type { JointRow } from './joint.ts'
import { messages } from './messages.ts'
import type { ActivityRow, FindingRow, PairRow, ParticipantRow, SegmentRow } from './queries.ts'
import { Findings, SettledDifferences } from './settled-views.tsx'
import { Notes, StateBadge } from './views.tsx'

export function AgreementStats({ found }: { found: Agreement }) {
  const text = useMessages(messages)
  const format = useFormat()
  const range = (interval: { low: number; high: number }, show: (value: number) => string) => ({
    low: show(interval.low),
    high: show(interval.high),
  })
  const two = (value: number) => format.number(value, 2)
  const kappaNote = ({ kappa, interval, expected }: Agreement) => {
    if (kappa === undefined) return text.kappaNoneNote
    const note = text.kappaNote(format.percent(expected))
    return interval ? note : `${note} ${text.noInterval}`
  }
  return (
    <>
      <Grid size="small">
        <Stat
          label={text.percent}
          value={format.percent(found.observed)}
          interval={range(found.observedInterval, (value) => format.percent(value))}
          note={text.ofNotes(format.number(found.n))}
        />
        <Stat
          label={text.kappa}
          value={found.kappa === undefined ? text.kappaNone : two(found.kappa)}
          interval={found.interval ? range(found.interval, two) : undefined}
          note={kappaNote(found)}
        />
        {found.ac1 === undefined ? null : <Stat label={text.ac1} value={two(found.ac1)} note={text.ac1Note} />}
      </Grid>
      <Why label={text.why}>
        <p>{text.whyBody}</p>
      </Why>
    </>
  )
}

interface AgreementProps {
  row: ActivityRow
  pairs: readonly PairRow[]
  book: Codebook
  found: Agreement | undefined
  /** Of the themes as they were given, where merges have changed them since. */
  given: Agreement | undefined
  findings: readonly FindingRow[]
  /** Of the unit, for one who may write findings. */
  services: readonly { id: string; name: string }[]
  mayManage: boolean
  form: FormState
}

export function AgreementPage(props: AgreementProps) {
  const { row, pairs, book, found, given, findings, services, mayManage, form } = props
  const text = useMessages(messages)
  const at = `/fgd/${row.id}`
  const open = pairs.filter((pair) => pair.one !== pair.two && pair.theme === null)
  const changing = mayManage && row.state === 'agreed'
  return (
    <StaffPage
      title={`${text.agreement}: ${row.title}`}
      lead={text.agreementLead}
      badge={<StateBadge state={row.state} />}
      form={form}
      crumbs={[
        { href: '/fgd', label: text.list },
        { href: at, label: row.title },
      ]}
    >
      {found ? <AgreementStats found={found} /> : <EmptyState title={text.notDoneTitle} />}
      {given ? <GivenNote given={given} /> : null}
      {pairs.length > 0 ? <Pairs pairs={pairs} book={book} /> : null}
      <SettledDifferences pairs={pairs} book={book} />
      {changing && open.length > 0 ? (
        <Section title={text.resolve} id="selesaikan" lead={text.resolveLead}>
          <Form action={`${at}/sepakati`} form={form} submit={text.resolve} id="r">
            <SelectField
              name="segment"
              label={text.segment}
              placeholder={null}
              options={open.map((pair) => ({
                value: String(pair.segment),
                label: `${pair.segment}. ${pair.text.slice(0, 80)}`,
              }))}
              required
            />
            <ThemeField book={book} />
            <TextArea name="reason" label={text.reason} rows={2} maxLength={500} required />
          </Form>
        </Section>
      ) : null}
      <Section title={text.findings} id="temuan" lead={text.findingsLead}>
        {findings.length === 0 ? <p class="hint">{text.noFindings}</p> : <Findings rows={findings} />}
        {changing ? (
          <Form action={`${at}/temuan`} form={form} submit={text.addFinding} tone="secondary" id="t">
            <ThemeField book={book} />
            {services.length > 0 ? (
              <SelectField
                name="service"
                label={text.service}
                placeholder={text.noService}
                options={services.map((one) => ({ value: one.id, label: one.name }))}
                value={row.service_id ?? undefined}
                width="medium"
              />
            ) : null}
            <TextArea name="text" label={text.finding} rows={3} maxLength={2000} required />
          </Form>
        ) : null}
      </Section>
      {changing ? <ActionButton action={`${at}/tutup`} label={text.close} tone="quiet" /> : null}
    </StaffPage>
  )
}

function ThemeField({ book }: { book: Codebook }) {
  const text = useMessages(messages)
  const options = useThemeOptions(book)
  return <SelectField name="theme" label={text.theme} options={options} width="medium" required />
}

/** A merge after both have handed in raises the agreement; the reader sees where it came from. */
function GivenNote({ given }: { given: Agreement }) {
  const text = useMessages(codebookMessages)
  const none = useMessages(messages).kappaNone
  const format = useFormat()
  return <p>{text.given(given.kappa === undefined ? none : format.number(given.kappa, 2))}</p>
}

function Pairs({ pairs, book }: { pairs: readonly PairRow[]; book: Codebook }) {
  const nameOf = useGivenName(book)
  const text = useMessages(messages)
  return (
    <Section title={text.pairs} id="pasangan">
      <DataTable
        caption={text.pairs}
        captionHidden
        rows={pairs}
        rowTone={(pair) => (pair.one !== pair.two && pair.theme === null ? 'warning' : 'normal')}
        columns={[
          { key: 'segment', label: text.segment, cell: (pair) => `${pair.segment}. ${pair.text}` },
          { key: 'one', label: text.first, cell: (pair) => nameOf(pair.one) },
          { key: 'two', label: text.second, cell: (pair) => nameOf(pair.two) },
          {
            key: 'settled',
            label: text.settled,
            cell: (pair) =>
              pair.one === pair.two ? (
                <Badge tone="success">{text.same}</Badge>
              ) : pair.theme ? (
                nameOf(pair.theme)
              ) : (
                <Badge tone="warning">{text.differ}</Badge>
              ),
          },
        ]}
      />
    </Section>
  )
}

interface ReportProps {
  row: ActivityRow
  participants: readonly ParticipantRow[]
  segments: readonly SegmentRow[]
  book: Codebook
  found: Agreement | undefined
  given: Agreement | undefined
  pairs: readonly PairRow[]
  findings: readonly FindingRow[]
}

/** Reads like a paper: who, how, how sure, what was found, and the words it rests on. */
export function ReportPage({ row, participants, segments, book, found, given, pairs, findings }: ReportProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const roles = [...Map.groupBy(participants, (one) => one.role)].map(
    ([role, some]) => `${role} (${format.number(some.length)})`,
  )
  return (
    <StaffPage
      title={row.title}
      lead={`${text.kinds[row.kind]} · ${row.unit_name}${row.service_name ? ` · ${row.service_name}` : ''} · ${format.date(row.held_on)}`}
      crumbs={[
        { href: '/fgd', label: text.list },
        { href: `/fgd/${row.id}`, label: row.title },
      ]}
      actions={<PrintButton label={text.print} />}
    >
      {row.purpose ? <p>{row.purpose}</p> : null}
      {roles.length > 0 ? (
        <p>
          {text.participants}: {roles.join(', ')}
        </p>
      ) : null}
      <Section title={text.findings} id="temuan">
        {findings.length === 0 ? <p class="hint">{text.noFindings}</p> : <Findings rows={findings} />}
      </Section>
      {found ? (
        <Section title={text.agreement} id="kesepakatan" lead={text.agreementLead}>
          <AgreementStats found={found} />
          {given ? <GivenNote given={given} /> : null}
        </Section>
      ) : null}
      <SettledDifferences pairs={pairs} book={book} />
      <Notes row={row} segments={segments} />
    </StaffPage>
  )
}

interface JointProps {
  units: readonly { id: string; name: string }[]
  unit: { id: string; name: string }
  rows: readonly JointRow[]
  may: { complaints: boolean; skm: boolean }
}

/** Themes down, methods across: where they agree the picture is firm, where they differ there is a question. */
export function JointPage({ units, unit, rows, may }: JointProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const nameOf = useThemeName()
  const hidden = (allowed: boolean) => <span class="hint">{allowed ? text.few : text.noRight}</span>
  return (
    <StaffPage
      title={text.jointTitle(unit.name)}
      lead={text.jointLead}
      crumbs={[{ href: '/fgd', label: text.list }]}
      actions={<PrintButton label={text.print} />}
    >
      <Filters values={{ unit: unit.id }}>
        <SelectField
          name="unit"
          label={text.unit}
          placeholder={null}
          options={units.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Filters>
      <DataTable
        caption={text.jointTitle(unit.name)}
        stack
        captionHidden
        rows={rows}
        empty={<EmptyState title={text.jointEmpty} body={text.jointEmptyBody} />}
        columns={[
          { key: 'theme', label: text.theme, cell: (row) => nameOf({ key: row.theme, name: row.name }) },
          {
            key: 'complaints',
            label: text.complaints,
            numeric: true,
            cell: (row) => (may.complaints ? format.number(row.complaints) : hidden(false)),
          },
          {
            key: 'skm',
            label: text.skm,
            numeric: true,
            cell: (row) => (row.skm === null ? hidden(may.skm) : format.number(row.skm, 2)),
          },
          {
            key: 'short',
            label: text.short,
            numeric: true,
            cell: (row) => (row.short === null ? hidden(true) : <Short rated={row.short} />),
          },
          {
            key: 'said',
            label: text.said,
            cell: (row) => (row.findings.length === 0 ? '–' : <Findings rows={row.findings} plain />),
          },
        ]}
      />
      <p class="hint">{text.jointNote}</p>
    </StaffPage>
  )
}

function Short({ rated: { topTwoShare, interval, median, counts } }: { rated: Rated }) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <div class="cell-lines">
      <span>
        {text.share(format.percent(topTwoShare), format.percent(interval.low), format.percent(interval.high))}
      </span>
      <small>{text.shortMore(format.number(median), counts.map((count) => format.number(count)).join(' · '))}</small>
    </div>
  )
}
