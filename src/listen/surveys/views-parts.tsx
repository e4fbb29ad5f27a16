import { formatMonth } from '../../platform/i18n.ts'
import {
  Badge,
  BarChart,
  DataTable,
  Facts,
  Grid,
  LineChart,
  Notice,
  Section,
  Sparkline,
  Stat,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import { elementMessages } from './elements/messages.ts'
import type { WordingUsed } from './elements/queries.ts'
import { useWordingsUsed } from './elements/views.tsx'
import { surveyMessages } from './messages.ts'
import type { Element, ProfileField } from './model.ts'
import { parseRational, toFixed, toNumber } from './rational.ts'
import type { ExtraResult, TrendPoint } from './results.ts'
import { type RuleInForce, sameWeight, weightText } from './rules.ts'
import { computeSkm, type ElementResult, lowestElements, type SkmResult, type Tally } from './skm.ts'

export function useMonth(): (month: string) => string {
  const { language } = useRequest()
  return (month) => formatMonth(month, language)
}

/** '91.48' as people write it here; never through a float. */
export function useDecimal(): (text: string | null) => string {
  const { language } = useRequest()
  return (text) => (text === null ? '–' : language === 'id' ? text.replace('.', ',') : text)
}

export function useElementName(rule: RuleInForce): (element: Element) => string {
  const { language } = useRequest()
  const names = new Map(rule.elementTexts.map((text) => [text.element, text.name[language]]))
  return (element) => names.get(element) ?? element
}

/** What people call the rule of a figure; its code is for machines. */
export function useRuleName(): (rule: { title: string; settingFrom: string | undefined }) => string {
  const text = useMessages(surveyMessages)
  const format = useFormat()
  return ({ title, settingFrom }) => (settingFrom ? text.ruleSince(title, format.date(settingFrom)) : title)
}

export function useProfileNames(): Record<ProfileField, string> {
  const text = useMessages(surveyMessages)
  return {
    gender: text.gender,
    age_band: text.ageBand,
    education: text.education,
    occupation: text.occupation,
    disability: text.disability,
  }
}

/** The number itself, or why there is none: of how few is told to nobody. */
export function IndexStat({ result }: { result: SkmResult }) {
  const text = useMessages(surveyMessages)
  const decimal = useDecimal()
  const format = useFormat()
  const { language } = useRequest()
  if (!result.index || !result.band) {
    const least = String(result.minRespondents)
    return (
      <Notice tone="warning" title={text.notEnough}>
        <p>{result.missing === 'element_without_answers' ? text.elementMissing : text.notEnoughBody(least)}</p>
      </Notice>
    )
  }
  const interval = result.interval
  return (
    <Stat
      label={text.index}
      value={`${decimal(result.index)} · ${result.band.letter}`}
      interval={interval ? { low: format.number(interval.low, 2), high: format.number(interval.high, 2) } : undefined}
      note={`${result.band.labels[language]} · ${format.number(result.n)} ${text.respondents.toLowerCase()}`}
    />
  )
}

/** That answers are counted many at a time, and why. */
export function Counting({ least }: { least: number }) {
  const text = useMessages(surveyMessages)
  return (
    <Why label={text.countingWhy}>
      <p>{text.counting(String(least))}</p>
    </Why>
  )
}

type WhyIndexProps = { result: SkmResult; rule: RuleInForce; used: readonly WordingUsed[] }

/** Opens the figure to its inputs, formula, rule version and sources. */
export function WhyIndex({ result, rule, used }: WhyIndexProps) {
  const words = useMessages(elementMessages)
  const wordings = useWordingsUsed()
  const text = useMessages(surveyMessages)
  const decimal = useDecimal()
  const ruleName = useRuleName()
  const name = useElementName(rule)
  const format = useFormat()
  const { language } = useRequest()
  if (!result.index) return null
  const weight = rule.setting ? '' : weightText(rule)
  return (
    <Why label={text.why}>
      <p>{text.whySteps(decimal(result.index), format.number(result.n))}</p>
      <DataTable
        caption={text.whyInputs}
        rows={result.elements}
        columns={[
          { key: 'element', label: text.element, cell: (row) => name(row.element) },
          { key: 'valid', label: text.answered, numeric: true, cell: (row) => format.number(row.valid) },
          { key: 'sum', label: text.sum, numeric: true, cell: (row) => format.number(row.sum) },
          { key: 'average', label: text.average, numeric: true, cell: (row) => decimal(row.averageText) },
          {
            key: 'weighted',
            label: `${text.weighted} ${weight}`,
            numeric: true,
            cell: (row) => decimal(row.weighted && toFixed(row.weighted, 6)),
          },
        ]}
      />
      <Facts
        items={[
          { label: text.total, value: decimal(result.average) },
          { label: text.unrounded, value: `${decimal(result.average)} … × 25 = ${decimal(result.unrounded)}` },
          { label: text.index, value: decimal(result.index) },
          {
            label: text.letterRule,
            value: rule.bands.map((band) => `${band.letter}: ${band.printed.index}`).join(' · '),
            note: <Verified is={rule.bandSources.verified} source={rule.bandSources.source} />,
          },
          { label: text.interval, value: text.intervalMethod },
          {
            label: text.ruleVersion,
            value: ruleName({ title: rule.title, settingFrom: rule.setting?.valid_from }),
            note: <Verified is={rule.verified} source={rule.source} />,
          },
          { label: words.used, value: wordings(rule.title, used) },
          ...(rule.setting ? [{ label: text.weight, value: weightText(rule) }] : []),
          ...rule.policies
            .filter((policy) => !policy.is_default)
            .map((policy) => ({
              label: `${text.weight} ${decimal(policy.weight)}`,
              value: decimal(withWeight(rule, result, policy.weight)),
              note: `${text.weightCompare}. ${language === 'id' ? policy.note : ''}`,
            })),
        ]}
      />
    </Why>
  )
}

/** The same answers under another weight; the counts are all that is needed. */
function withWeight(rule: RuleInForce, result: SkmResult, weight: string): string | null {
  const counts = Object.fromEntries(result.elements.map((row) => [row.element, row.counts])) as Tally['counts']
  const tally: Tally = { respondents: result.n, meanSum: 0n, meanSquares: 0n, counts }
  return computeSkm({ ...rule, weights: sameWeight(parseRational(weight)) }, tally).index
}

function Verified({ is, source }: { is: boolean; source: string }) {
  const text = useMessages(surveyMessages)
  return (
    <>
      {text.source}: {source}. <Badge tone={is ? 'success' : 'warning'}>{is ? text.verified : text.unverified}</Badge>
    </>
  )
}

export function ElementChart({ result, rule }: { result: SkmResult; rule: RuleInForce }) {
  const text = useMessages(surveyMessages)
  const name = useElementName(rule)
  const format = useFormat()
  const factor = toNumber(rule.factor)
  const lowest = lowestElements(result)
  const worst = [...result.elements].sort((a, b) => Number(a.indexText) - Number(b.indexText))[0]
  return (
    <BarChart
      title={lowest.size > 0 && worst ? text.elementsFinding(name(worst.element)) : text.elements}
      subtitle={text.elementsSubtitle(format.number(factor), format.number(4 * factor))}
      label={text.elementIndex}
      format={(value) => format.number(value, 2)}
      bars={result.elements.map((row) => ({
        label: name(row.element),
        value: Number(row.indexText ?? 0),
        tone: lowest.has(row.element) ? 'accent' : 'main',
      }))}
    />
  )
}

/** Elements with their distribution; the lowest are said in words, not only in color. */
export function ElementTable({
  result,
  rule,
  files,
}: {
  result: SkmResult
  rule: RuleInForce
  files?: { csv: string; xlsx: string }
}) {
  const text = useMessages(surveyMessages)
  const decimal = useDecimal()
  const name = useElementName(rule)
  const format = useFormat()
  const lowest = lowestElements(result)
  const score = (index: 0 | 1 | 2 | 3) => ({
    key: `score${index + 1}`,
    label: text.distributionHead(String(index + 1)),
    numeric: true,
    cell: (row: ElementResult) =>
      row.valid === 0 ? '–' : `${format.number(row.counts[index])} (${format.percent(row.counts[index] / row.valid)})`,
  })
  return (
    <DataTable
      caption={text.distribution}
      stack
      rows={result.elements}
      exports={files}
      columns={[
        {
          key: 'element',
          label: text.element,
          cell: (row) => (
            <>
              {name(row.element)} {lowest.has(row.element) ? <Badge tone="accent">{text.lowestBadge}</Badge> : null}
            </>
          ),
        },
        { key: 'index', label: text.elementIndex, numeric: true, cell: (row) => decimal(row.indexText) },
        { key: 'valid', label: text.answered, numeric: true, cell: (row) => format.number(row.valid) },
        score(0),
        score(1),
        score(2),
        score(3),
      ]}
    />
  )
}

export function TrendChart({ trend, rule }: { trend: readonly TrendPoint[]; rule: RuleInForce }) {
  const text = useMessages(surveyMessages)
  const { language } = useRequest()
  if (trend.filter((point) => point.index !== null).length < 2) return null
  return (
    <LineChart
      title={text.trendTitle}
      subtitle={text.trendSubtitle(String(rule.minRespondents))}
      labels={trend.map((point) => formatMonth(point.month, language, 'short'))}
      series={[
        {
          label: text.index,
          values: trend.map((point) => point.index),
          low: trend.map((point) => point.low),
          high: trend.map((point) => point.high),
        },
      ]}
    />
  )
}

/** Shares of good answers with their interval; small groups say nothing. */
export function Extras({ results, rule }: { results: readonly ExtraResult[]; rule: RuleInForce }) {
  const text = useMessages(surveyMessages)
  const format = useFormat()
  const { language } = useRequest()
  const shown = results.flatMap((result) => (result.good ? [{ ...result, good: result.good }] : []))
  if (shown.length === 0) return null
  return (
    <Section title={text.extrasResults} id="tambahan" lead={text.extrasResultsLead}>
      <Grid size="medium">
        {shown.map(({ code, n, counts, good, months }) => {
          const own = rule.extraTexts.find((extra) => extra.code === code)
          const name = own?.name[language] ?? code
          return (
            <Stat
              key={code}
              label={name}
              value={format.percent(good.share)}
              interval={{ low: format.percent(good.low), high: format.percent(good.high) }}
              note={counts
                .map((count, index) => `${own?.answers[language][index]}: ${format.percent(count / n)}`)
                .join(' · ')}
            >
              <p class="stat-note">{text.goodOf(format.number(n))}</p>
              <Sparkline values={months.map((month) => month.share)} label={text.extraTrend(name)} />
            </Stat>
          )
        })}
      </Grid>
    </Section>
  )
}
