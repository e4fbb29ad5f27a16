import { funnelLimits } from '../../platform/statistics/index.ts'
import {
  Card,
  EmptyState,
  FunnelChart,
  Grid,
  Notice,
  Section,
  Sparkline,
  StaffPage,
  Stat,
  TaskList,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { type Attention, type Board, Z } from './board.ts'
import { messages } from './messages.ts'
import { ChangeBadge, useLineName, usePeriodName, useValue, VerdictBadge } from './parts.tsx'
import type { Line, Scorecard } from './scorecard.ts'
import { PeriodPicker } from './views.tsx'

/** What stands on each unit's card, one of each kind of promise to citizens. */
const ON_CARD = ['within_day', 'question_hours', 'on_time', 'digital', 'skm'] as const

type BoardProps = { board: Board; month: string; waiting: number | undefined }

export function BoardPage({ board, month, waiting }: BoardProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const name = usePeriodName()
  return (
    <StaffPage title={text.board} lead={text.boardLead}>
      <PeriodPicker period={board.period} month={month} />
      {board.cards.length === 0 ? <EmptyState title={text.empty} body={text.emptyBody} icon="prove" /> : null}
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
        <Grid size="medium">
          {board.cards.map((card) => (
            <UnitCard card={card} key={card.unit.id} />
          ))}
        </Grid>
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
  return (
    <TaskList
      label={text.attention}
      items={items.map(({ unit, line, why }) => ({
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

function UnitCard({ card }: { card: Scorecard }) {
  const shown = ON_CARD.flatMap((key) => card.lines.filter((line) => line.key === key))
  const promised = card.lines.filter((line) => line.indicator && !shown.includes(line))
  return (
    <Card title={card.unit.name} href={`/kinerja/${card.unit.id}?periode=${card.period.key}`}>
      <ul class="measures">
        {[...shown, ...promised].map((line) => (
          <Measure line={line} key={line.key} />
        ))}
      </ul>
    </Card>
  )
}

function Measure({ line }: { line: Line }) {
  const text = useMessages(messages)
  const format = useFormat()
  const show = useValue()
  const name = useLineName()(line)
  const values = line.trend.map((one) => one.value)
  const drawn = values.filter((value) => value !== null).length > 1
  return (
    <li class="measure">
      <span class="measure-name">{name}</span>
      <span class="measure-value">
        {line.figure.value === null ? text.unsure : show(line.figure.value, line.scale, line.indicator?.measure)}
      </span>
      {drawn ? <Sparkline values={values} label={text.sparkline(name, format.number(values.length))} /> : null}
      <VerdictBadge verdict={line.verdict === 'unclear' ? 'none' : line.verdict} />
      <ChangeBadge line={line} />
    </li>
  )
}
