import { formatDate, formatMonth, formatNumber, formatPercent, type Language } from '../../platform/i18n.ts'
import { BOLD, PLAIN, paper } from '../../platform/paper.ts'
import { answerMessages } from './answer-messages.ts'
import { LIKERT_VALUES, say } from './definition.ts'
import type { QuestionnaireRow, RuleRow, VersionRow } from './queries.ts'
import type { QuestionResult } from './results.ts'
import { resultMessages } from './results-messages.ts'
import type { Selection } from './results-queries.ts'

export type Counted = {
  row: QuestionnaireRow
  version: VersionRow
  rule: RuleRow
  respondents: number
  close: boolean
  results: readonly QuestionResult[]
}

type Facts = { institution: string; at: Date; language: Language; about: readonly (readonly [string, string])[] }

/** What was counted, as a paper; the same small groups are left out as on the page. */
export async function resultsPdf(counted: Counted, facts: Facts): Promise<Buffer> {
  const { row, version, rule, respondents, close, results } = counted
  const { language } = facts
  const text = resultMessages[language]
  const title = say(version.definition.title, language)
  const head = { title: `${text.results}: ${title}`, author: facts.institution, at: facts.at, language }
  return paper(head, (pen) => {
    pen.letterhead(facts.institution, row.unit_name)
    pen.text('H1', head.title, BOLD, 16, 'center')
    const shown = respondents >= rule.value && !close
    const about = [...facts.about, ...(shown ? [[text.respondents, String(respondents)] as const] : [])]
    if (about.length > 0) pen.table([text.about, text.aboutValue], [0.35, 0.65], about)
    if (!shown) pen.text('P', close ? text.closeBody(String(rule.value)) : text.noneBody(String(rule.value)), PLAIN, 11)
    else {
      for (const result of results) {
        pen.text('H2', say(result.question.text, language), BOLD, 11.5)
        pen.text('P', text.ofAll(String(result.n)), PLAIN, 9)
        const rows = rowsOf(result, language, rule.value)
        if (rows.length > 0) pen.table([text.value, text.count, text.share], [0.6, 0.15, 0.25], rows)
      }
    }
    pen.text('H2', text.why, BOLD, 11.5)
    pen.text('P', `${text.intervalNote} ${text.hiddenBody(String(rule.value))}`, PLAIN, 9)
    pen.text('P', `${rule.source}${rule.verified ? '' : ` (${text.verifiedNo})`}`, PLAIN, 9)
  })
}

function rowsOf(result: QuestionResult, language: Language, least: number): string[][] {
  const text = resultMessages[language]
  const number = (value: number, places = 0) => formatNumber(value, language, places)
  const percent = (share: number) => formatPercent(share, language)
  switch (result.kind) {
    case 'hidden':
      return [[text.hiddenBody(String(least)), '', '']]
    case 'text':
      return []
    case 'measured': {
      const { bins, mean, median, interval, n } = result.result
      const range = interval ? ` (${number(interval.low, 2)} – ${number(interval.high, 2)})` : ''
      return [
        ...bins.map((bin) => [
          bin.from === bin.to ? String(bin.from) : `${bin.from}–${bin.to}`,
          number(bin.n),
          percent(bin.n / n),
        ]),
        [text.mean, '', `${number(mean, 2)}${range}`],
        [text.median, '', number(median, 1)],
      ]
    }
    case 'chosen':
      return result.result.options.map(({ code, n, share }) => [
        say(result.question.options?.find((one) => one.code === code)?.text, language),
        number(n),
        percent(share),
      ])
    case 'rated': {
      const labels = answerMessages[language].labels[result.question.labels ?? 'satisfaction']
      return result.rows.flatMap(({ item, result: rated }) => {
        const name = say(result.question.items?.find((one) => one.code === item)?.text, language)
        const head = name ? [[name, '', '']] : []
        if (!rated) return [...head, [text.hiddenBody(String(least)), '', '']]
        const { low, high } = rated.interval
        return [
          ...head,
          ...LIKERT_VALUES.map((point, index) => [
            labels[point],
            number(rated.counts[index]!),
            percent(rated.counts[index]! / rated.n),
          ]),
          [text.topTwo, number(rated.topTwo), text.topTwoOf(percent(rated.topTwoShare), percent(low), percent(high))],
          [text.median, '', number(rated.median, 1)],
        ]
      })
    }
  }
}

/** What the reader chose, and the day of the paper. */
export function aboutOf(
  language: Language,
  wanted: Selection,
  names: { version: number; unit: string | undefined; service: string | undefined; today: string },
): [string, string][] {
  const text = resultMessages[language]
  const period = [wanted.from, wanted.to].map((month) => (month ? formatMonth(month, language) : '…')).join(' – ')
  return [
    [text.version, String(names.version)],
    [text.unit, names.unit ?? text.allUnits],
    ...(names.service ? [[text.service, names.service] as [string, string]] : []),
    ...(wanted.from || wanted.to ? [[text.month, period] as [string, string]] : []),
    [text.made, formatDate(names.today, language)],
  ]
}
