import { funnelLimits } from '../../platform/statistics/index.ts'
import {
  DataTable,
  EmptyState,
  Filters,
  FunnelChart,
  Grid,
  Notice,
  Pager,
  Section,
  Sparkline,
  StaffPage,
  Stat,
  TaskList,
  TextField,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import { type Attention, type Board, PAGE, Z } from './board.ts'
import { messages } from './messages.ts'
import { ChangeBadge, useLineName, usePeriodName, useValue, VerdictBadge } from './parts.tsx'
import type { Line, Scorecard } from './scorecard.ts'
import { PeriodPicker } from './views.tsx'

/** What stands on each unit's card, one of each kind of promise to citizens. */
const ON_CARD = ['within_day', 'question_hours', 'on_time', 'digital', 'skm'] as const
const ON_PHONE: ReadonlySet<string> = new Set(['within_day', 'on_time', 'skm'])

/** What so many units share is one matter for whoever leads them, not one each. */
const SHARED = 4
const MOST_TASKS = 12
/** Named under a matter they share; how many there are stands above. */
const MOST_NAMED = 30

type BoardProps = { board: Board; month: string; waiting: number | undefined; q?: string | undefined }

export function BoardPage({ board, month, waiting, q }: BoardProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const name = usePeriodName()
  return (
    <StaffPage title={text.board} lead={text.boardLead}>
      <PeriodPicker period={board.period} month={month} />
      {board.units === 0 ? <EmptyState title={text.empty} body={text.emptyBody} icon="prove" /> : null}
      <Chain board={board} waiting={waiting} />
      <Section title={text.attention} id="perhatian">
        {board.attention.length === 0 ? (
          <Notice tone="success" title={text.attentionNone}>
            <p>{text.attentionNoneBody}</p>
          </Notice>
        ) : (
          <AttentionList items={board.attention} period={board.period.key} />
        )}
      </Section>
      {board.funnel ? <Funnel funnel={board.funnel} period={name(board.period)} /> : null}
      <Section title={text.units} id="unit" lead={text.unitsLead}>
        <UnitTable board={board} q={q} />
      </Section>
      <p class="fact-note">{board.asOf ? text.asOf(format.dateTime(board.asOf)) : text.notFolded}</p>
    </StaffPage>
  )
}

/** Indicators, oversight, complaints: three doors of one framework, each only for whoever may open it. */
function Chain({ board, waiting }: { board: Board; waiting: number | undefined }) {
  const text = useMessages(messages)
  const format = useFormat()
  const { nav } = useRequest()
  const door = (path: string) => nav.find((item) => item.path === path)?.path
  const oversight = nav.find((item) => item.path.startsWith('/pengawasan'))?.path
  return (
    <Section title={text.chain} id="kerangka" lead={text.chainLead}>
      <Grid size="small">
        <Stat
          label={text.chainIndicators}
          value={text.chainTargets(format.number(board.targets))}
          note={text.chainIndicatorsNote(format.number(board.missed), format.number(board.worse))}
          tone={board.missed > 0 ? 'warning' : 'neutral'}
        />
        {waiting === undefined && !oversight ? null : (
          <Stat
            label={text.chainOversight}
            value={format.number(waiting ?? 0)}
            note={
              <>
                {text.chainOversightNote}
                {waiting === undefined ? null : (
                  <>
                    {' · '}
                    <a href="/kinerja/verifikasi">{text.openVerify}</a>
                  </>
                )}
                {oversight ? (
                  <>
                    {' · '}
                    <a href={oversight}>{text.openOversight}</a>
                  </>
                ) : null}
              </>
            }
          />
        )}
        <Stat
          label={text.chainComplaints}
          value={format.number(board.waiting)}
          note={
            <>
              {text.chainComplaintsNote}
              {door('/pengaduan/pemantauan') ? (
                <>
                  {' · '}
                  <a href="/pengaduan/pemantauan">{text.openComplaints}</a>
                </>
              ) : null}
            </>
          }
        />
      </Grid>
    </Section>
  )
}

function AttentionList({ items, period }: { items: readonly Attention[]; period: string }) {
  const text = useMessages(messages)
  const name = useLineName()
  const show = useValue()
  const format = useFormat()
  const groups = [...Map.groupBy(items, ({ line, why }) => `${why} ${line.template.code}`).values()]
  const shared = groups.filter((group) => group.length >= SHARED)
  return (
    <>
      {shared.map((group) => {
        const { line, why } = group[0]!
        const value = (one: Line) =>
          one.figure.value === null ? text.unsure : show(one.figure.value, one.scale, one.indicator?.measure)
        return (
          <Notice tone="warning" title={text.attentionShared(name(line), format.number(group.length))} key={line.key}>
            <p>{why === 'missed' ? text.attentionMissed : text.attentionWorse}.</p>
            <Why label={text.attentionWhich}>
              <ul>
                {group.slice(0, MOST_NAMED).map(({ unit, line: own }) => (
                  <li key={unit.id}>
                    <a href={`/kinerja/${unit.id}/rincian/${own.key}?periode=${period}`}>{unit.name}</a>: {value(own)}
                  </li>
                ))}
                <More of={group.length} />
              </ul>
            </Why>
          </Notice>
        )
      })}
      {shared.length < groups.length ? (
        <AttentionTasks items={groups.filter((group) => group.length < SHARED).flat()} period={period} />
      ) : null}
    </>
  )
}

function AttentionTasks({ items, period }: { items: readonly Attention[]; period: string }) {
  const text = useMessages(messages)
  const name = useLineName()
  const show = useValue()
  return (
    <TaskList
      label={text.attention}
      items={items.slice(0, MOST_TASKS).map(({ unit, line, why }) => ({
        title: `${unit.name}: ${name(line)}`,
        href: `/kinerja/${unit.id}/rincian/${line.key}?periode=${period}`,
        badge: why === 'missed' ? <VerdictBadge verdict="missed" /> : <ChangeBadge line={line} />,
        source: why === 'missed' ? text.attentionMissed : text.attentionWorse,
        due: line.figure.value === null ? text.unsure : show(line.figure.value, line.scale, line.indicator?.measure),
        action: text.open,
      }))}
    />
  )
}

function Funnel({ funnel, period }: { funnel: NonNullable<Board['funnel']>; period: string }) {
  const text = useMessages(messages)
  const format = useFormat()
  const outside = funnel.points.filter((point) => point.outside).length
  return (
    <FunnelChart
      title={outside > 0 ? text.funnelTitle.some(format.number(outside)) : text.funnelTitle.none}
      subtitle={`${text.funnelSub} ${period}.`}
      label={{ x: text.funnelX, y: text.funnelY, center: text.funnelCenter }}
      center={funnel.center}
      limits={(n) => [funnelLimits(funnel.center, n, Z.usual), funnelLimits(funnel.center, n, Z.far)]}
      points={funnel.points.map((point) => ({
        label: point.unit.name,
        n: point.n,
        value: point.share,
        outside: point.outside,
      }))}
      format={(value) => format.percent(value)}
    />
  )
}

/** One row for each unit, in the order of their names; those of which nothing is known are only named. */
function UnitTable({ board, q }: { board: Board; q: string | undefined }) {
  const text = useMessages(messages)
  const format = useFormat()
  const address = useAddress()
  const { cards, found, page, silent } = board
  const at = (unit: { id: string }) => `/kinerja/${unit.id}?periode=${board.period.key}`
  const turn = (to: number) => address({ halaman: to === 1 ? null : String(to) })
  const last = Math.min(page * PAGE, found)
  return (
    <>
      {board.units > PAGE ? (
        <Filters values={{ q }} keep={['periode']} search>
          <TextField name="q" label={text.findUnit} type="search" />
        </Filters>
      ) : null}
      <DataTable
        caption={text.units}
        captionHidden
        rows={cards}
        empty={q && silent.length === 0 ? <EmptyState title={text.noSuchUnit} body={text.noSuchUnitBody} /> : undefined}
        rowHref={(card) => at(card.unit)}
        columns={[
          { key: 'unit', label: text.columns.unit, cell: (card) => <a href={at(card.unit)}>{card.unit.name}</a> },
          ...ON_CARD.map((key) => ({
            key,
            label: text.templates[key],
            phone: ON_PHONE.has(key),
            cell: (card: Scorecard) => <Measure line={card.lines.find((line) => line.key === key)} />,
          })),
        ]}
      />
      {found > PAGE ? (
        <Pager
          previous={page > 1 ? turn(page - 1) : null}
          next={last < found ? turn(page + 1) : null}
          summary={text.rowsOf(format.number((page - 1) * PAGE + 1), format.number(last), format.number(found))}
        />
      ) : null}
      {silent.length > 0 ? (
        <Why label={text.silent(format.number(silent.length))}>
          <ul>
            {silent.slice(0, MOST_NAMED).map((unit) => (
              <li key={unit.id}>
                <a href={at(unit)}>{unit.name}</a>
              </li>
            ))}
            <More of={silent.length} />
          </ul>
        </Why>
      ) : null}
    </>
  )
}

function More({ of }: { of: number }) {
  const text = useMessages(messages)
  const format = useFormat()
  return of > MOST_NAMED ? <li>{text.more(format.number(of - MOST_NAMED))}</li> : null
}

function Measure({ line }: { line: Line | undefined }) {
  const text = useMessages(messages)
  const format = useFormat()
  const show = useValue()
  const nameOf = useLineName()
  if (!line) return null
  const values = line.trend.map((one) => one.value)
  const drawn = values.filter((value) => value !== null).length > 1
  if (!drawn && line.figure.value === null) return <span class="measure-none">{text.unsure}</span>
  return (
    <span class="measure">
      <span class="measure-value">
        {line.figure.value === null ? '–' : show(line.figure.value, line.scale, line.indicator?.measure)}
      </span>
      {drawn ? <Sparkline values={values} label={text.sparkline(nameOf(line), format.number(values.length))} /> : null}
      <VerdictBadge verdict={line.verdict === 'missed' || line.verdict === 'reached' ? line.verdict : 'none'} />
      <ChangeBadge line={line} />
    </span>
  )
}
