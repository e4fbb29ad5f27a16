import type { ComponentChildren } from 'preact'
import { formatMonth } from '../../platform/i18n.ts'
import {
  Badge,
  BarChart,
  DivergingChart,
  EmptyState,
  Facts,
  Filters,
  ListEnd,
  Notice,
  Section as Part,
  Prose,
  PublicPage,
  SelectField,
  StaffPage,
  Stat,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import type { ServiceRow } from '../services/index.ts'
import { answerMessages } from './answer-messages.ts'
import { LIKERT_VALUES, type Question, say } from './definition.ts'
import type { ResultFilter } from './model.ts'
import type { QuestionnaireRow, RuleRow, UnitRow, VersionRow } from './queries.ts'
import type { Measured, QuestionResult, Rated } from './results.ts'
import { resultMessages } from './results-messages.ts'
import { MOST_TEXTS } from './results-queries.ts'

export interface Found {
  row: QuestionnaireRow
  version: VersionRow
  rule: RuleRow
  respondents: number
  /** So few are left outside the filter that they could be worked out from the total. */
  close: boolean
  results: readonly QuestionResult[]
  texts: ReadonlyMap<string, readonly string[]>
}

interface ResultsProps extends Found {
  versions: readonly VersionRow[]
  units: readonly UnitRow[]
  services: readonly ServiceRow[]
  months: readonly string[]
  filter: ResultFilter
  mayReadTexts: boolean
  query: string
}

export function ResultsPage(props: ResultsProps) {
  const { row, version, rule, respondents, versions, units, services, months, filter, query } = props
  const text = useMessages(resultMessages)
  const format = useFormat()
  const { language } = useRequest()
  const title = say(version.definition.title, language)
  const monthOptions = months.map((value) => ({ value, label: formatMonth(value, language) }))
  const at = `/kuesioner/${row.id}`
  const enough = respondents >= rule.value && !props.close
  return (
    <StaffPage
      title={`${text.results}: ${title}`}
      crumbs={[
        { href: '/kuesioner', label: text.crumb },
        { href: at, label: title },
      ]}
    >
      <Filters
        values={{
          versi: versions.length > 1 ? String(version.number) : undefined,
          unit: filter.unit,
          layanan: filter.layanan,
          dari: filter.dari,
          sampai: filter.sampai,
        }}
      >
        {versions.length > 1 ? (
          <SelectField
            name="versi"
            label={text.version}
            placeholder={null}
            options={versions.map(({ number }) => ({ value: String(number), label: text.versionOf(String(number)) }))}
          />
        ) : null}
        <SelectField
          name="unit"
          label={text.unit}
          placeholder={text.allUnits}
          options={units.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <SelectField
          name="layanan"
          label={text.service}
          placeholder={text.allServices}
          options={services.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
        <SelectField name="dari" label={text.from} placeholder={text.anyMonth} options={monthOptions} width="medium" />
        <SelectField name="sampai" label={text.to} placeholder={text.anyMonth} options={monthOptions} width="medium" />
      </Filters>
      {enough ? (
        <>
          <Stat label={text.respondents} value={format.number(respondents)} />
          <Results found={props} mayReadTexts={props.mayReadTexts} />
          <p class="exports">
            {text.downloadCounts}: <a href={`${at}/unduh-hasil?${query}&format=csv`}>CSV</a>{' '}
            <a href={`${at}/unduh-hasil?${query}&format=xlsx`}>XLSX</a> <a href={`${at}/cetak-hasil?${query}`}>PDF</a>
          </p>
          <p class="exports">
            {text.downloadRows}: <a href={`${at}/unduh-jawaban?${query}&format=csv`}>CSV</a>{' '}
            <a href={`${at}/unduh-jawaban?${query}&format=xlsx`}>XLSX</a>
          </p>
        </>
      ) : (
        <EmptyState
          title={props.close ? text.close : text.none}
          body={props.close ? text.closeBody(format.number(rule.value)) : text.noneBody(format.number(rule.value))}
        />
      )}
      <WhyCounted rule={rule} />
    </StaffPage>
  )
}

/** Only questions marked so, only counts, and nothing at all with too few respondents. */
export function PublicResultsPage({ found }: { found: Found }) {
  const text = useMessages(resultMessages)
  const format = useFormat()
  const { language, institution } = useRequest()
  const { row, version, rule, respondents, results } = found
  return (
    <PublicPage
      title={text.publicTitle(say(version.definition.title, language))}
      lead={text.publicLead(row.unit_name)}
      back={`/i/${institution?.slug}/kuesioner/${row.slug}`}
      width="wide"
    >
      {respondents >= rule.value && results.length > 0 ? (
        <>
          <Stat label={text.respondents} value={format.number(respondents)} />
          <Results found={found} mayReadTexts={false} />
        </>
      ) : (
        <EmptyState title={text.none} body={text.noneBody(format.number(rule.value))} />
      )}
      <WhyCounted rule={rule} />
    </PublicPage>
  )
}

function WhyCounted({ rule }: { rule: RuleRow }) {
  const text = useMessages(resultMessages)
  const format = useFormat()
  return (
    <Why label={text.why}>
      <p>
        {text.whyBody} {text.intervalNote}
      </p>
      <Facts
        items={[
          {
            label: text.rule,
            value: text.ruleNote(format.number(rule.value), rule.source),
            note: rule.verified ? null : <Badge tone="warning">{text.verifiedNo}</Badge>,
          },
        ]}
      />
    </Why>
  )
}

function Results({ found, mayReadTexts }: { found: Found; mayReadTexts: boolean }) {
  const { language } = useRequest()
  const shown = new Map(found.results.map((result) => [result.question.code, result]))
  return (
    <>
      {found.version.definition.sections.map((section) => {
        const own = section.questions.flatMap((question) => shown.get(question.code) ?? [])
        if (own.length === 0) return null
        return (
          <Part key={section.code} id={`hasil-${section.code}`} title={say(section.title, language)}>
            {grouped(own).map((group) => (
              <div class="results-question" key={group[0]!.question.code}>
                <ResultOf group={group} found={found} mayReadTexts={mayReadTexts} />
              </div>
            ))}
          </Part>
        )
      })}
    </>
  )
}

/** Five-point questions with the same words that follow each other are one picture. */
function grouped(results: readonly QuestionResult[]): QuestionResult[][] {
  const groups: QuestionResult[][] = []
  for (const result of results) {
    const last = groups.at(-1)
    const before = last?.at(-1)
    const joins =
      before?.kind === 'rated' &&
      result.kind === 'rated' &&
      before.question.kind === 'likert' &&
      result.question.kind === 'likert' &&
      before.question.labels === result.question.labels
    if (joins) last!.push(result)
    else groups.push([result])
  }
  return groups
}

interface GroupProps {
  group: readonly QuestionResult[]
  found: Found
  mayReadTexts: boolean
}

function ResultOf({ group, found, mayReadTexts }: GroupProps): ComponentChildren {
  const text = useMessages(resultMessages)
  const format = useFormat()
  const { language } = useRequest()
  const [result] = group
  if (!result) return null
  const label = say(result.question.text, language)
  switch (result.kind) {
    case 'hidden':
      return (
        <Notice tone="neutral" title={`${label}: ${text.hidden}`}>
          <p>{text.hiddenBody(format.number(found.rule.value))}</p>
        </Notice>
      )
    case 'rated':
      return <RatedResult group={group} />
    case 'measured':
      return <MeasuredResult label={label} question={result.question} result={result.result} />
    case 'chosen':
      return (
        <BarChart
          title={label}
          subtitle={result.question.kind === 'multiple' ? text.several : undefined}
          label={text.share}
          bars={result.result.options.map((option) => ({
            label: say(result.question.options?.find((one) => one.code === option.code)?.text, language),
            value: option.share,
            note: `(${format.number(option.n)})`,
          }))}
          format={(share) => format.percent(share)}
          note={text.ofAll(format.number(result.n))}
        />
      )
    case 'text': {
      const said = found.texts.get(result.question.code) ?? []
      return (
        <>
          <p class="question-items-title">{label}</p>
          <p class="hint">
            {text.written(format.number(result.n))} {mayReadTexts ? text.writtenLead : text.writtenHidden}
          </p>
          {said.length > 0 ? (
            <Prose>
              <ul>
                {said.map((one, index) => (
                  <li key={index}>{one}</li>
                ))}
              </ul>
            </Prose>
          ) : null}
          <ListEnd count={said.length} most={MOST_TEXTS} />
        </>
      )
    }
  }
}

type Line = { label: string; result: Rated }

function linesOf(group: readonly QuestionResult[], language: 'id' | 'en'): Line[] {
  return group.flatMap((one) => {
    if (one.kind !== 'rated') return []
    return one.rows.flatMap(({ item, result }) => {
      const name = item === null ? one.question.text : one.question.items?.find((option) => option.code === item)?.text
      return result ? [{ label: say(name, language), result }] : []
    })
  })
}

function RatedResult({ group }: { group: readonly QuestionResult[] }) {
  const text = useMessages(resultMessages)
  const answers = useMessages(answerMessages)
  const format = useFormat()
  const { language } = useRequest()
  const labels = group[0]!.question.labels ?? 'satisfaction'
  const lines = linesOf(group, language)
  const order = lines.toSorted((a, b) => b.result.topTwoShare - a.result.topTwoShare)
  const [best, worst] = [order[0], order.at(-1)]
  const question = say(group[0]!.question.text, language)
  const heading = group[0]!.question.kind === 'rating' ? question : text.distribution
  const top = ({ result }: Line) =>
    text.topTwoOf(
      format.percent(result.topTwoShare),
      format.percent(result.interval.low),
      format.percent(result.interval.high),
    )
  return (
    <>
      <DivergingChart
        title={
          best && worst && lines.length > 1
            ? `${heading}${/[.?!]$/.test(heading) ? '' : '.'} ${text.bestWorst(best.label, worst.label)}`
            : question
        }
        subtitle={`${text.topTwo}. ${text.intervalNote}`}
        points={LIKERT_VALUES.map((value) => answers.labels[labels][value])}
        heads={{ item: text.item, n: text.answers, top: text.topTwo }}
        rows={lines.map((line) => ({ label: line.label, counts: line.result.counts, top: top(line) }))}
      />
      <Facts
        layout="columns"
        items={lines.map(({ label, result }) => ({
          label,
          value: text.medianIs(format.number(result.median)),
          note: text.ofAll(format.number(result.n)),
        }))}
      />
    </>
  )
}

function MeasuredResult({ label, question, result }: { label: string; question: Question; result: Measured }) {
  const text = useMessages(resultMessages)
  const format = useFormat()
  const { interval } = result
  const range = interval ? { low: format.number(interval.low, 1), high: format.number(interval.high, 1) } : undefined
  return (
    <>
      <Stat
        label={`${label} · ${text.mean}`}
        value={format.number(result.mean, 1)}
        interval={range}
        note={`${text.medianIs(format.number(result.median))} ${text.ofAll(format.number(result.n))}`}
      />
      <BarChart
        title={text.distribution}
        subtitle={`${question.min ?? ''}–${question.max ?? ''}`.replace(/^–$/, '') || undefined}
        label={text.count}
        bars={result.bins.map((bin) => ({
          label: bin.from === bin.to ? format.number(bin.from) : `${format.number(bin.from)}–${format.number(bin.to)}`,
          value: bin.n,
        }))}
      />
    </>
  )
}
