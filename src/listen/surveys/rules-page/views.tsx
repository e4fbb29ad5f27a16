import { seenOf } from '../../../platform/http/seen.ts'
import {
  Badge,
  Checkbox,
  DateField,
  Facts,
  Form,
  type FormState,
  LinkButton,
  Notice,
  RuleTable,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { surveyMessages } from '../messages.ts'
import type { Question, QuestionSetting } from '../questions.ts'
import { QuestionsSection } from '../questions-page/views.tsx'
import { toNumber } from '../rational.ts'
import type { RuleSetting } from '../rule-settings.ts'
import { type RuleInForce, weightText } from '../rules.ts'
import { useDecimal, useRuleName } from '../views-parts.tsx'
import { rulesMessages } from './messages.ts'

/** The year is parted evenly, by months. */
export const TIMES = ['1', '2', '3', '4', '6', '12'] as const

interface Props {
  rule: RuleInForce
  settings: readonly RuleSetting[]
  questions: readonly Question[]
  questionSettings: readonly QuestionSetting[]
  today: string
  form: FormState
}

export function RulesPage({ rule, settings, questions, questionSettings, today, form }: Props) {
  const text = useMessages(rulesMessages)
  const survey = useMessages(surveyMessages)
  const ruleName = useRuleName()
  const decimal = useDecimal()
  const format = useFormat()
  const { language } = useRequest()
  const usual = rule.policies.find((policy) => policy.is_default)?.weight
  const lowest = (letter: string) => {
    const band = rule.bands.find((one) => one.letter === letter)
    return band && format.number(Number(band.lower.n) / Number(band.lower.d), 2)
  }
  return (
    <StaffPage title={text.title} lead={text.lead} form={form} crumbs={[{ href: '/survei', label: survey.results }]}>
      <Section title={text.now} id="berlaku">
        <Facts
          items={[
            {
              label: survey.ruleVersion,
              value: ruleName({ title: rule.title, settingFrom: rule.setting?.valid_from }),
            },
            { label: survey.weight, value: weightText(rule) },
            { label: survey.source, value: rule.setting?.source ?? rule.source, note: <Verified is={rule.verified} /> },
            {
              label: text.sampling,
              value: text.samplingOf(
                format.number(rule.sampling.chi, 3),
                format.number(rule.sampling.share, 2),
                format.number(rule.sampling.margin, 2),
              ),
              note: (
                <>
                  <Verified is={rule.sampling.verified} /> {rule.sampling.source}
                </>
              ),
            },
            { label: text.factor, value: format.number(toNumber(rule.factor), 2) },
            {
              label: text.yearly,
              value: text.timesOf(format.number(rule.yearly.times)),
              note: (
                <>
                  <Verified is={rule.yearly.verified} /> {rule.yearly.source}
                </>
              ),
            },
            { label: text.layout, value: rule.layout.source, note: <Verified is={rule.layout.verified} /> },
          ]}
        />
        <Notice tone="info">
          <p>{text.old}</p>
        </Notice>
        <LinkButton href="/survei/aturan/unsur" tone="secondary">
          {text.elementWords}
        </LinkButton>
      </Section>
      <Section title={text.set} id="tetapkan">
        <Form action="/survei/aturan" form={form} submit={text.set} seen={seenOf(settings)}>
          <h3>{text.weights}</h3>
          <div class="plan-numbers">
            {rule.elementTexts.map(({ element, name }) => (
              <TextField
                key={element}
                name={`w_${element}`}
                label={name[language]}
                width="short"
                required
                value={decimal(rule.setting?.weights[element] ?? usual ?? '')}
              />
            ))}
          </div>
          <h3>{text.bands}</h3>
          <div class="plan-numbers">
            {['A', 'B', 'C'].map((letter) => (
              <TextField
                key={letter}
                name={`b_${letter}`}
                label={text.bandOf(letter)}
                width="short"
                required
                value={lowest(letter)}
              />
            ))}
          </div>
          <p class="hint">{text.bandD}</p>
          <TextField
            name="factor"
            label={text.factor}
            hint={text.factorHint}
            width="short"
            required
            value={decimal(String(toNumber(rule.factor)))}
          />
          <SelectField
            name="surveys_a_year"
            label={text.yearly}
            hint={text.yearlyHint}
            required
            options={TIMES.map((times) => ({ value: times, label: text.timesOf(times) }))}
            value={String(rule.yearly.times)}
          />
          <h3>{text.sampling}</h3>
          <div class="plan-numbers">
            {/* With a comma in either language: 3.841 is read as three thousand. */}
            <TextField
              name="chi"
              label={text.chi}
              width="short"
              required
              value={String(rule.sampling.chi).replace('.', ',')}
            />
            <TextField
              name="share"
              label={text.share}
              width="short"
              required
              value={format.number(rule.sampling.share, 2)}
            />
            <TextField
              name="margin"
              label={text.margin}
              width="short"
              required
              value={format.number(rule.sampling.margin, 2)}
            />
          </div>
          <p class="hint">{text.samplingHint}</p>
          <TextField
            name="min_respondents"
            label={text.minRespondents}
            hint={text.minRespondentsHint}
            type="number"
            width="short"
            required
            value={rule.minRespondents}
          />
          <TextField
            name="min_answered"
            label={text.minAnswered}
            type="number"
            width="short"
            required
            value={rule.minAnswered}
          />
          <DateField name="valid_from" label={text.validFrom} required min={today} value={today} />
          <TextField name="source" label={text.source} required />
          <TextArea name="note" label={text.note} rows={2} maxLength={500} />
          <Checkbox name="verified" label={text.verified} />
          <TextArea
            name="layout_source"
            label={text.layoutSource}
            rows={2}
            maxLength={500}
            value={rule.layout.source}
          />
          <Checkbox name="layout_verified" label={text.layoutVerified} checked={rule.layout.verified} />
        </Form>
      </Section>
      <QuestionsSection rule={rule} questions={questions} settings={questionSettings} today={today} />
      <Section title={text.history} id="riwayat">
        <RuleTable
          caption={text.history}
          rows={settings.map((row, index) => ({
            ...row,
            replaced: settings.findIndex((one) => one.valid_from === row.valid_from) < index,
          }))}
          empty={<p>{text.none}</p>}
          columns={[
            { key: 'figures', label: text.figures, cell: (row) => <Figures setting={row} rule={rule} /> },
            {
              key: 'factor',
              label: text.factor,
              numeric: true,
              cell: (row) => (row.factor ? decimal(row.factor) : text.lawsOwn),
            },
            {
              key: 'yearly',
              label: text.yearly,
              cell: (row) => (row.surveys_a_year ? text.timesOf(format.number(row.surveys_a_year)) : text.lawsOwn),
            },
            { key: 'min', label: text.minRespondents, numeric: true, cell: (row) => row.min_respondents },
            { key: 'answered', label: text.minAnswered, numeric: true, cell: (row) => row.min_answered },
          ]}
        />
      </Section>
    </StaffPage>
  )
}

/** Weights and letters as they were set; one weight where all are the same. */
function Figures({ setting, rule }: { setting: RuleSetting; rule: RuleInForce }) {
  const text = useMessages(rulesMessages)
  const format = useFormat()
  const decimal = useDecimal()
  const { language } = useRequest()
  const [first, ...others] = Object.values(setting.weights)
  const { bands, sampling } = setting
  return (
    <div class="cell-lines">
      <span>
        {others.every((weight) => weight === first)
          ? text.sameWeight(decimal(first ?? ''))
          : rule.elementTexts
              .map(({ element, name }) => `${name[language]} ${decimal(setting.weights[element])}`)
              .join(' · ')}
      </span>
      <small>
        {['A', 'B', 'C'].map((letter) => `${letter} ${format.number(Number(bands[letter]), 2)}`).join(' · ')}
      </small>
      {sampling ? (
        <small>
          {text.samplingOf(
            format.number(sampling.chi, 3),
            format.number(sampling.share, 2),
            format.number(sampling.margin, 2),
          )}
        </small>
      ) : null}
      {setting.note ? <small>{setting.note}</small> : null}
    </div>
  )
}

function Verified({ is }: { is: boolean }) {
  const text = useMessages(rulesMessages)
  return <Badge tone={is ? 'success' : 'warning'}>{is ? text.yes : text.no}</Badge>
}
