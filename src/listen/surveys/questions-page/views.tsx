import { seenOf } from '../../../platform/http/seen.ts'
import {
  Badge,
  Checkbox,
  DataTable,
  DateField,
  DateTime,
  FieldRow,
  Form,
  type FormState,
  LinkButton,
  Notice,
  RuleSource,
  RuleTable,
  Section,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import type { Changeable } from '../model.ts'
import { isProfile, type Question, type QuestionSetting, usualSetting } from '../questions.ts'
import type { RuleInForce } from '../rules.ts'
import { useRuleCrumbs } from '../rules-page/crumbs.ts'
import { useProfileNames } from '../views-parts.tsx'
import { questionMessages } from './messages.ts'

function useQuestionName(rule: RuleInForce): (code: Changeable) => string {
  const profile = useProfileNames()
  const { language } = useRequest()
  return (code) =>
    isProfile(code) ? profile[code] : (rule.extraTexts.find((one) => one.code === code)?.name[language] ?? code)
}

interface SectionProps {
  rule: RuleInForce
  questions: readonly Question[]
  settings: readonly QuestionSetting[]
  today: string
}

export function QuestionsSection({ rule, questions, settings, today }: SectionProps) {
  const text = useMessages(questionMessages)
  const format = useFormat()
  const name = useQuestionName(rule)
  const rows = questions.map((question) => {
    const own = settings.filter((one) => one.code === question.code)
    return {
      ...question,
      holds: own.find((one) => one.valid_from <= today) ?? usualSetting(question.code, rule, question.book),
      next: own.findLast((one) => one.valid_from > today && !one.replaced),
    }
  })
  return (
    <Section
      title={text.title}
      id="pertanyaan"
      lead={text.lead}
      actions={
        <LinkButton href="/survei/aturan/pilihan" tone="secondary">
          {text.choices}
        </LinkButton>
      }
    >
      <DataTable
        caption={text.title}
        captionHidden
        stack
        rows={rows}
        rowHref={({ code }) => `/survei/aturan/pertanyaan/${code}`}
        columns={[
          {
            key: 'question',
            label: text.question,
            cell: ({ code }) => <a href={`/survei/aturan/pertanyaan/${code}`}>{name(code)}</a>,
          },
          { key: 'state', label: text.state, cell: (row) => <Asked setting={row} /> },
          {
            key: 'since',
            label: text.since,
            cell: ({ holds, next }) => (
              <div class="cell-lines">
                <DateTime value={holds.valid_from} />
                {next ? <small>{text.coming(format.date(next.valid_from))}</small> : null}
              </div>
            ),
          },
          { key: 'source', label: text.source, cell: ({ holds }) => <RuleSource rule={holds} /> },
        ]}
      />
    </Section>
  )
}

function Asked({ setting }: { setting: Pick<QuestionSetting, 'asked' | 'wording'> }) {
  const text = useMessages(questionMessages)
  const { language } = useRequest()
  if (!setting.asked) return <Badge tone="warning">{text.left}</Badge>
  return (
    <div class="cell-lines">
      <span>{text.asked}</span>
      <small>{setting.wording?.[language] ?? text.usualWords}</small>
    </div>
  )
}

interface Props {
  rule: RuleInForce
  /** As it is asked today. */
  now: Question
  own: readonly QuestionSetting[]
  today: string
  form: FormState
}

export function QuestionPage({ rule, now, own, today, form }: Props) {
  const text = useMessages(questionMessages)
  const usual = usualSetting(now.code, rule, now.book)
  const newest = own[0] ?? usual
  return (
    <StaffPage title={text.change(useQuestionName(rule)(now.code))} form={form} crumbs={useRuleCrumbs()}>
      <Notice tone="info">
        <p>{text.rule}</p>
      </Notice>
      <Form action={`/survei/aturan/pertanyaan/${now.code}`} form={form} submit={text.save} seen={seenOf(own)}>
        <Checkbox name="asked" label={text.ask} checked={newest.asked} />
        <FieldRow>
          <TextField name="wording_id" label={text.wording} hint={text.wordingHint} value={newest.wording?.id} />
          <TextField name="wording_en" label={text.wordingEn} hint={text.wordingEnHint} value={newest.wording?.en} />
        </FieldRow>
        <DateField name="valid_from" label={text.validFrom} required min={today} value={today} />
        <TextField name="source" label={text.source} hint={text.sourceHint} required />
        <TextArea name="note" label={text.note} rows={2} maxLength={500} />
        <Checkbox name="verified" label={text.verified} />
      </Form>
      <Section title={text.history} id="riwayat">
        <RuleTable
          caption={text.history}
          rows={[...own, usual]}
          columns={[
            { key: 'state', label: text.question, cell: (row) => <Asked setting={row} /> },
            {
              key: 'own',
              label: text.origin,
              cell: (row) => <Badge>{row === usual ? text.usual : text.own}</Badge>,
            },
          ]}
        />
      </Section>
    </StaffPage>
  )
}
