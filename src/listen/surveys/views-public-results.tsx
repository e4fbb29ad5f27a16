import {
  DataTable,
  EmptyState,
  LinkButton,
  PublicPage,
  Section,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import type { WordingUsed } from './elements/queries.ts'
import { PublicFollowUps } from './follow-up/public-views.tsx'
import type { FollowUpRow } from './follow-up/queries.ts'
import { surveyMessages } from './messages.ts'
import type { Period, PublicationRow, UnitRow } from './queries.ts'
import type { ExtraResult, TrendPoint, UnitIndex } from './results.ts'
import type { RuleInForce } from './rules.ts'
import type { SkmResult } from './skm.ts'
import {
  Counting,
  ElementChart,
  Extras,
  IndexStat,
  TrendChart,
  useDecimal,
  useMonth,
  WhyIndex,
} from './views-parts.tsx'
import { Publications } from './views-publications.tsx'

interface PublicResultsProps {
  units: readonly UnitIndex[]
  period: Period
  least: number
}

/** Units by name, not by rank: an index has an interval, and neighbours in a league table often differ by chance only. */
export function PublicResultsPage({ units, period, least }: PublicResultsProps) {
  const text = useMessages(surveyMessages)
  const { institution } = useRequest()
  const month = useMonth()
  const decimal = useDecimal()
  const format = useFormat()
  const base = `/i/${institution?.slug}`
  return (
    <PublicPage
      title={text.publicResults}
      lead={text.publicResultsLead(month(period.from), month(period.to))}
      back={base}
      width="wide"
    >
      <DataTable
        caption={text.publicResults}
        captionHidden
        stack
        rows={units}
        empty={
          <EmptyState
            title={text.emptyResults}
            action={<LinkButton href={`${base}/survei`}>{text.rateNow}</LinkButton>}
          />
        }
        columns={[
          {
            key: 'unit',
            label: text.unit,
            cell: (unit) => <a href={`${base}/hasil-survei/${unit.id}`}>{unit.name}</a>,
          },
          {
            key: 'index',
            label: text.index,
            cell: ({ result: { index, band, interval } }) =>
              index && band && interval ? (
                <span class="survey-index">
                  <strong>
                    {decimal(index)} · {band.letter}
                  </strong>
                  <small>{text.between(format.number(interval.low, 2), format.number(interval.high, 2))}</small>
                </span>
              ) : (
                text.notEnough
              ),
          },
          {
            key: 'n',
            label: text.respondents,
            numeric: true,
            cell: ({ result }) =>
              result.n < result.minRespondents ? text.hiddenN(String(result.minRespondents)) : format.number(result.n),
          },
        ]}
      />
      <Counting least={least} />
    </PublicPage>
  )
}

interface PublicResultProps {
  unit: UnitRow
  period: Period
  rule: RuleInForce
  result: SkmResult
  used: readonly WordingUsed[]
  trend: readonly TrendPoint[]
  extras: readonly ExtraResult[]
  publications: readonly PublicationRow[]
  followUps: readonly FollowUpRow[]
  today: string
}

export function PublicResultPage(props: PublicResultProps) {
  const { unit, period, rule, result, trend, extras, publications } = props
  const text = useMessages(surveyMessages)
  const { institution } = useRequest()
  const month = useMonth()
  const base = `/i/${institution?.slug}`
  return (
    <PublicPage
      title={unit.name}
      lead={text.publicLead(month(period.from), month(period.to))}
      back={`${base}/hasil-survei`}
      width="wide"
    >
      <IndexStat result={result} />
      <WhyIndex result={result} rule={rule} used={props.used} />
      <Counting least={rule.minRespondents} />
      {result.index ? (
        <>
          <Section title={text.elements} id="unsur">
            <ElementChart result={result} rule={rule} />
          </Section>
          <TrendChart trend={trend} rule={rule} />
          <Extras results={extras} rule={rule} />
        </>
      ) : null}
      {publications.length > 0 ? (
        <Section title={text.publications} id="pengumuman">
          <Publications rows={publications} />
        </Section>
      ) : null}
      <PublicFollowUps
        rows={props.followUps}
        rule={rule}
        today={props.today}
        fileOf={(row) => `${base}/hasil-survei/bukti/${row.id}`}
      />
      <LinkButton href={`${base}/survei`}>{text.rateNow}</LinkButton>
    </PublicPage>
  )
}
