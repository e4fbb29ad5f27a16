import type { ComponentChildren } from 'preact'
import {
  ActionButton,
  Actions,
  DataTable,
  EmptyState,
  Grid,
  LineChart,
  LinkButton,
  Notice,
  Section,
  StaffPage,
  Tabs,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { entryMessages } from './entry-messages.ts'
import { messages } from './messages.ts'
import { LineStat, Origin, useLineName, usePeriodName, useValue, useVersionName, VerdictBadge } from './parts.tsx'
import { PERIOD_KINDS, type Period, periodOf, shift } from './period.ts'
import { DIMENSIONS, type Dimension } from './score.ts'
import type { Line, Scorecard } from './scorecard.ts'

/** Which kind of period, and one earlier or later: all in the address. */
export function PeriodPicker({ period, month }: { period: Period; month: string }) {
  const text = useMessages(messages)
  const address = useAddress()
  const name = usePeriodName()
  const [before, after] = [shift(period, -1), shift(period, 1)]
  // The same stretch of time in another length; never one that has not begun.
  const anchor = period.to > month ? month : period.to
  return (
    <>
      <Tabs
        label={text.columns.period}
        items={PERIOD_KINDS.map((kind) => ({
          href: address({ periode: periodOf(kind, anchor).key }),
          label: text.periodKinds[kind],
          current: kind === period.kind,
        }))}
      />
      <Actions>
        <LinkButton href={address({ periode: before.key })} tone="quiet" icon="back">
          {name(before)}
        </LinkButton>
        {after.from <= month ? (
          <LinkButton href={address({ periode: after.key })} tone="quiet" icon="arrow">
            {name(after)}
          </LinkButton>
        ) : null}
      </Actions>
    </>
  )
}

type ScorecardProps = {
  card: Scorecard
  month: string
  asOf: Date | undefined
  /** Undefined for somebody who sees the card of the own unit without a role. */
  viewer: { manage: boolean; verify: number } | undefined
}

export function ScorecardPage({ card, month, asOf, viewer }: ScorecardProps) {
  const text = useMessages(messages)
  const entry = useMessages(entryMessages)
  const format = useFormat()
  const name = usePeriodName()
  const base = `/kinerja/${card.unit.id}`
  const file = (kind: string) => `${base}/unduh?periode=${card.period.key}&bentuk=${kind}`
  return (
    <StaffPage
      title={`${text.scorecard}: ${card.unit.name}`}
      lead={text.scorecardLead(card.unit.name, name(card.period))}
      crumbs={viewer ? [{ href: '/pantauan', label: text.board }] : []}
      actions={
        viewer ? (
          <LinkButton href={`${base}/sop`} tone="secondary">
            {entry.sop.title}
          </LinkButton>
        ) : undefined
      }
    >
      <PeriodPicker period={card.period} month={month} />
      {viewer && viewer.verify > 0 ? (
        <Notice tone="accent" title={entry.waiting(format.number(viewer.verify))}>
          <p>
            <a href="/kinerja/verifikasi">{text.openVerify}</a>
          </p>
        </Notice>
      ) : null}
      {DIMENSIONS.map((dimension) => (
        <DimensionSection
          key={dimension}
          dimension={dimension}
          lines={card.lines.filter((line) => line.template.dimension === dimension)}
          base={viewer ? base : undefined}
          manage={viewer?.manage === true}
          query={card.period.key}
        />
      ))}
      {viewer ? (
        <p class="exports">
          {text.download}{' '}
          <a href={file('csv')} download>
            CSV
          </a>{' '}
          <a href={file('xlsx')} download>
            XLSX
          </a>
        </p>
      ) : null}
      <p class="fact-note">{asOf ? text.asOf(format.dateTime(asOf)) : text.notFolded}</p>
    </StaffPage>
  )
}

type DimensionProps = {
  dimension: Dimension
  lines: readonly Line[]
  base: string | undefined
  manage: boolean
  query: string
}

function DimensionSection({ dimension, lines, base, manage, query }: DimensionProps) {
  const text = useMessages(messages)
  const recorded = dimension === 'adaptability' || dimension === 'innovation'
  return (
    <Section
      title={text.dimensions[dimension]}
      id={dimension}
      lead={text.dimensionLeads[dimension]}
      actions={
        manage && recorded && base ? (
          <LinkButton
            href={`${base}/target/${dimension === 'innovation' ? 'innovation' : 'technology'}`}
            tone="quiet"
            icon="plus"
          >
            {text.addRecorded}
          </LinkButton>
        ) : undefined
      }
    >
      {lines.length === 0 ? (
        <p class="fact-note">{text.missing.unmeasured}</p>
      ) : (
        <Grid size="medium">
          {lines.map((line) => (
            <LineStat
              line={line}
              href={base ? `${base}/rincian/${line.key}?periode=${query}` : undefined}
              key={line.key}
            />
          ))}
        </Grid>
      )}
    </Section>
  )
}

type DetailProps = {
  card: Scorecard
  line: Line
  month: string
  manage: boolean
  children?: ComponentChildren
}

/** One figure by itself: its own past, what it is made of, and what is recorded for it. */
export function DetailPage({ card, line, month, manage, children }: DetailProps) {
  const text = useMessages(messages)
  const show = useValue()
  const periodName = usePeriodName()
  const versionOf = useVersionName()
  const name = useLineName()(line)
  const base = `/kinerja/${card.unit.id}`
  const { scale, indicator, target } = line
  const value = (one: number) => show(one, scale, indicator?.measure)
  const told = line.trend.some((one) => one.interval)
  const edge = (end: 'low' | 'high') =>
    line.trend.map((one) => (one.value === null ? null : (one.interval?.[end] ?? one.value)))
  return (
    <StaffPage
      title={name}
      badge={<VerdictBadge verdict={line.verdict} />}
      lead={`${card.unit.name} · ${periodName(card.period)}`}
      crumbs={[
        { href: '/pantauan', label: text.board },
        { href: `${base}?periode=${card.period.key}`, label: card.unit.name },
      ]}
      actions={
        manage ? (
          <LinkButton href={`${base}/target/${line.template.code}`} tone="secondary">
            {indicator && !line.template.recorded ? text.newTarget : text.setTarget}
          </LinkButton>
        ) : undefined
      }
    >
      <PeriodPicker period={card.period} month={month} />
      <Grid size="large">
        <LineStat line={line} />
      </Grid>
      {line.trend.some((one) => one.value !== null) ? (
        <LineChart
          title={text.trendTitles[line.change](name)}
          subtitle={text.trendOf(card.unit.name)}
          labels={card.periods.map((one) => periodName(one, true))}
          series={[
            {
              label: text.trendLabel,
              values: line.trend.map((one) => one.value),
              ...(told ? { low: edge('low'), high: edge('high') } : {}),
            },
          ]}
          target={target === undefined ? undefined : { value: target, label: text.targetName }}
          zero={scale === 'hours' || scale === 'plain'}
          format={value}
          note={`${text.ruleVersion} ${versionOf(line.ruleVersion)}`}
        />
      ) : (
        <EmptyState title={text.noTrend} body={text.noTrendBody} icon="clock" />
      )}
      <Section title={text.why} id="asal">
        <Origin line={line} />
      </Section>
      {indicator ? <Promised line={line} unit={card.unit.id} manage={manage} /> : null}
      {children}
    </StaffPage>
  )
}

function Promised({ line, unit, manage }: { line: Line; unit: string; manage: boolean }) {
  const text = useMessages(messages)
  const entry = useMessages(entryMessages)
  const format = useFormat()
  const { permissions } = useRequest()
  const { indicator } = line
  if (!indicator) return null
  const number = (value: number) => `${format.number(value)} ${indicator.measure}`
  const oversee = `/pengawasan/baru?unit=${unit}&indikator=${indicator.id}`
  return (
    <Section title={entry.smart.title} id="smart" lead={entry.smart.lead}>
      <DataTable
        caption={entry.smart.title}
        captionHidden
        stack
        rows={[
          { letter: 'S', label: entry.smart.specific, value: indicator.name },
          { letter: 'M', label: entry.smart.measurable, value: `${indicator.measure} · ${indicator.source}` },
          {
            letter: 'A',
            label: entry.smart.achievable,
            value: `${number(indicator.baseline)} (${format.shortDate(indicator.baseline_on)}) → ${number(indicator.target_value)}`,
          },
          { letter: 'R', label: entry.smart.relevant, value: indicator.relevance },
          { letter: 'T', label: entry.smart.timed, value: format.date(indicator.due_on) },
        ]}
        columns={[
          { key: 'label', label: entry.smart.part, cell: (row) => `${row.letter} · ${row.label}` },
          { key: 'value', label: entry.smart.content, cell: (row) => row.value },
        ]}
      />
      <Actions>
        {permissions.has('oversight.manage') ? (
          <LinkButton href={oversee} tone="secondary">
            {text.oversee}
          </LinkButton>
        ) : null}
        {manage ? (
          <ActionButton action={`/kinerja/indikator/${indicator.id}/hentikan`} label={text.retire} tone="quiet" />
        ) : null}
      </Actions>
    </Section>
  )
}

export function NoUnitPage() {
  const text = useMessages(messages)
  return (
    <StaffPage title={text.ownUnit}>
      <EmptyState title={text.noUnit} body={text.noUnitBody} icon="prove" />
    </StaffPage>
  )
}
