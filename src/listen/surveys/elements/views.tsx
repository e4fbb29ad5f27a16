import { seenOf } from '../../../platform/http/seen.ts'
import { formatMonth } from '../../../platform/i18n.ts'
import {
  Badge,
  Checkbox,
  DataTable,
  DateTime,
  FieldRow,
  Form,
  type FormState,
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
import { SCORES } from '../model.ts'
import type { ElementText, RuleInForce } from '../rules.ts'
import { useRuleCrumbs } from '../rules-page/crumbs.ts'
import { elementMessages, wordingsUsed } from './messages.ts'
import type { ElementWording } from './model.ts'
import type { WordingUsed } from './queries.ts'

interface ElementsProps {
  rule: RuleInForce
  wordings: readonly ElementWording[]
  today: string
}

export function ElementsPage({ rule, wordings, today }: ElementsProps) {
  const text = useMessages(elementMessages)
  const { language } = useRequest()
  const rows = rule.elementTexts.map((one) => ({
    ...one,
    since: wordings.find((own) => own.element === one.element && own.valid_from <= today)?.valid_from ?? rule.validFrom,
    next: wordings.findLast((own) => own.element === one.element && own.valid_from > today),
  }))
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={useRuleCrumbs()}>
      <DataTable
        caption={text.title}
        captionHidden
        stack
        rows={rows}
        rowHref={(row) => `/survei/aturan/unsur/${row.element}`}
        columns={[
          {
            key: 'element',
            label: text.element,
            cell: (row) => <a href={`/survei/aturan/unsur/${row.element}`}>{row.name[language]}</a>,
          },
          { key: 'question', label: text.question, cell: (row) => <Words words={row} /> },
          {
            key: 'since',
            label: text.since,
            cell: (row) => (
              <div class="cell-lines">
                <DateTime value={row.since} />
                {row.next ? <small>{text.coming(formatMonth(row.next.valid_from, language))}</small> : null}
              </div>
            ),
          },
          { key: 'source', label: text.source, cell: (row) => <RuleSource rule={row} /> },
        ]}
      />
    </StaffPage>
  )
}

function Words({ words }: { words: Pick<ElementText, 'question' | 'answers'> }) {
  const { language } = useRequest()
  return (
    <div class="cell-lines">
      <span>{words.question[language]}</span>
      <small>{words.answers[language].join(' · ')}</small>
    </div>
  )
}

interface ElementProps {
  /** As it is asked today. */
  now: ElementText
  own: readonly ElementWording[]
  standard: ElementWording
  today: string
  /** The earliest month in which other words can begin. */
  next: string
  form: FormState
}

export function ElementPage({ now, own, standard, today, next, form }: ElementProps) {
  const text = useMessages(elementMessages)
  const { language } = useRequest()
  const newest = own[0] ?? standard
  return (
    <StaffPage
      title={text.change(now.name[language])}
      form={form}
      crumbs={[...useRuleCrumbs(), { href: '/survei/aturan/unsur', label: text.title }]}
    >
      <Notice tone="info">
        <p>{text.when}</p>
      </Notice>
      <Form action={`/survei/aturan/unsur/${now.element}`} form={form} submit={text.save} seen={seenOf(own)}>
        <FieldRow>
          <TextField name="name_id" label={text.nameId} value={newest.name.id} required />
          <TextField name="name_en" label={text.nameEn} value={newest.name.en} required />
        </FieldRow>
        <TextArea
          name="question_id"
          label={text.questionId}
          rows={2}
          maxLength={200}
          value={newest.question.id}
          required
        />
        <TextArea
          name="question_en"
          label={text.questionEn}
          rows={2}
          maxLength={200}
          value={newest.question.en}
          required
        />
        <h2>{text.answers}</h2>
        {SCORES.map((score) => (
          <FieldRow key={score}>
            <TextField
              name={`a${score}_id`}
              label={text.answerId(String(score))}
              value={newest.answers.id[score - 1]}
              required
            />
            <TextField
              name={`a${score}_en`}
              label={text.answerEn(String(score))}
              value={newest.answers.en[score - 1]}
              required
            />
          </FieldRow>
        ))}
        <TextField
          name="month"
          label={text.month}
          hint={text.monthHint}
          type="month"
          width="medium"
          required
          value={next}
        />
        <Checkbox name="despite" label={text.despite} />
        <TextField name="source" label={text.source} hint={text.sourceHint} required />
        <TextArea name="note" label={text.note} rows={2} maxLength={500} />
        <Checkbox name="verified" label={text.verified} />
      </Form>
      <Section title={text.history} id="riwayat">
        <RuleTable
          caption={text.history}
          rows={[...own, standard]}
          columns={[
            {
              key: 'words',
              label: text.words,
              cell: (row) => (
                <div class="cell-lines">
                  <strong>{row.name[language]}</strong>
                  <Words words={row} />
                </div>
              ),
            },
            {
              key: 'own',
              label: text.origin,
              cell: (row) => (
                <>
                  <Badge>{row.own ? text.own : text.usual}</Badge> <State row={row} own={own} today={today} />
                </>
              ),
            },
          ]}
        />
      </Section>
    </StaffPage>
  )
}

function State({ row, own, today }: { row: ElementWording; own: readonly ElementWording[]; today: string }) {
  const text = useMessages(elementMessages)
  if (row.own && own.find((one) => one.valid_from === row.valid_from) !== row)
    return <Badge tone="warning">{text.replaced}</Badge>
  if (row.valid_from > today) return <Badge>{text.comes}</Badge>
  const holds = own.find((one) => one.valid_from <= today)
  return row === holds || !(row.own || holds) ? <Badge tone="success">{text.current}</Badge> : null
}

/** In which words the answers of a result were asked. */
export function useWordingsUsed(): (title: string, used: readonly WordingUsed[]) => string {
  const { language } = useRequest()
  const format = useFormat()
  return (title, used) => wordingsUsed(title, used, language, format.date)
}
