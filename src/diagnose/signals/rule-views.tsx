import { formatMonth } from '../../platform/i18n.ts'
import {
  Facts,
  Filters,
  type FormState,
  Notice,
  type RuleChange,
  RulePage,
  Section,
  SelectField,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  useTerm,
} from '../../platform/ui/index.ts'
import { messages, vocabulary } from './messages.ts'
import type { NewSignal } from './queries.ts'
import { ruleMessages } from './rule-messages.ts'
import { type ChartRule, RULE_KEYS, type RuleKey, type RuleProblem } from './rule-model.ts'
import type { RuleRow } from './rule-queries.ts'

export type Told = Pick<NewSignal, 'unitId' | 'theme' | 'source' | 'serviceId'>

/** A number somebody looks at before it is set: what is wrong with it, or what it would change. */
export type Tried = { key: RuleKey; typed: string } & (
  | { problem: RuleProblem }
  | { problem?: undefined; value: number; month: string; before: readonly Told[]; after: readonly Told[] }
)

type RulesProps = {
  rules: readonly RuleRow[]
  changes: readonly RuleChange[]
  today: string
  tried: Tried | undefined
  form: FormState
  /** Of a unit or a service. */
  nameOf: (id: string) => string
}

export function RulesPage({ tried, nameOf: placeName, ...page }: RulesProps) {
  const text = useMessages(ruleMessages)
  const { title } = useMessages(messages)
  const options = RULE_KEYS.map((key) => ({ value: key, label: text.names[key] }))
  return (
    <RulePage
      {...page}
      title={text.title}
      lead={text.lead}
      crumbs={[{ href: '/sinyal', label: title }]}
      at="/sinyal/aturan"
      may="signal.rules"
      keys={RULE_KEYS}
      nameOf={(key) => text.names[key]}
      trial={
        <Section title={text.try} lead={text.tryLead} id="coba">
          <Filters values={{ coba: tried?.key, nilai: tried?.typed }} submit={text.trySubmit}>
            <SelectField name="coba" label={text.rule} options={options} />
            <TextField name="nilai" label={text.value} inputmode="decimal" width="short" />
          </Filters>
          {tried ? <TriedResult tried={tried} nameOf={placeName} /> : null}
        </Section>
      }
    />
  )
}

/** What is wrong with a number. */
export function problemText(text: (typeof ruleMessages)['id' | 'en'], problem: RuleProblem): string {
  if (problem.why === 'bounds') return text.bounds(String(problem.least), String(problem.most))
  return problem.why === 'whole' ? text.whole : text.baseline(String(problem.months))
}

function TriedResult({ tried, nameOf }: { tried: Tried; nameOf: (id: string) => string }) {
  const text = useMessages(ruleMessages)
  const words = useMessages(vocabulary)
  const themeOf = useTerm('theme')
  const format = useFormat()
  const { language } = useRequest()
  if (tried.problem)
    return (
      <Notice tone="warning">
        <p>{problemText(text, tried.problem)}</p>
      </Notice>
    )
  const { before, after } = tried
  const [more, less] = [without(after, before), without(before, after)]
  const list = (told: readonly Told[]) =>
    told.map((one) => (
      <li key={keyOf(one)}>
        {[themeOf(one.theme), nameOf(one.unitId), one.serviceId && nameOf(one.serviceId)].filter(Boolean).join(', ')} (
        {words.source[one.source]})
      </li>
    ))
  return (
    <Notice tone="info">
      <p>
        <strong>
          {text.tried(text.names[tried.key], format.number(tried.value), formatMonth(tried.month, language))}
        </strong>
      </p>
      <p>
        {text.now(format.number(before.length))} {text.withThis(format.number(after.length))}
      </p>
      {more.length + less.length === 0 ? <p>{text.same}</p> : null}
      {more.length > 0 ? (
        <>
          <p>{text.more}:</p>
          <ul>{list(more)}</ul>
        </>
      ) : null}
      {less.length > 0 ? (
        <>
          <p>{text.less}:</p>
          <ul>{list(less)}</ul>
        </>
      ) : null}
    </Notice>
  )
}

function keyOf({ unitId, theme, source, serviceId }: Told): string {
  return `${unitId}|${theme}|${source}|${serviceId}`
}

function without(these: readonly Told[], those: readonly Told[]): Told[] {
  const known = new Set(those.map(keyOf))
  return these.filter((one) => !known.has(keyOf(one)))
}

/** The numbers a signal was judged by, as it keeps them. */
export function JudgedBy({ rule }: { rule: ChartRule }) {
  const text = useMessages(ruleMessages)
  const { judgedBy } = useMessages(messages)
  const format = useFormat()
  return (
    <>
      <p>
        {judgedBy} <a href="/sinyal/aturan">{text.title}</a>
      </p>
      <Facts items={RULE_KEYS.map((key) => ({ label: text.names[key], value: format.number(rule[key]) }))} />
    </>
  )
}
