import { seenOf } from '../../../platform/http/seen.ts'
import {
  Badge,
  DateField,
  DateTime,
  EmptyState,
  Facts,
  Form,
  type FormState,
  HiddenField,
  LinkButton,
  ListTable,
  Notice,
  PageScript,
  ProgressBar,
  RadioGroup,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../../platform/ui/index.ts'
import type { ServiceRow } from '../../services/index.ts'
import type { ChoiceBook } from '../choices/model.ts'
import { surveyMessages } from '../messages.ts'
import { PROFILE_FIELDS } from '../model.ts'
import type { Question } from '../questions.ts'
import type { RuleInForce } from '../rules.ts'
import type { HandOver } from './hand-over-queries.ts'
import { HandOverForm, HandOvers } from './hand-over-views.tsx'
import { paperMessages } from './messages.ts'
import { choiceName, DIGIT_FIELDS, type Difference, mostOf, type PaperField, type Sheet, valueName } from './model.ts'
import type { PaperBatch } from './queries.ts'

interface PapersProps {
  batches: readonly PaperBatch[]
  services: readonly ServiceRow[]
  form: FormState
}

function useCrumbs() {
  const text = useMessages(surveyMessages)
  return [{ href: '/survei', label: text.results }]
}

export function PapersPage({ batches, services, form }: PapersProps) {
  const text = useMessages(paperMessages)
  const format = useFormat()
  const names = new Map(services.map((service) => [service.id, service.name]))
  return (
    <StaffPage title={text.papers} lead={text.papersLead} form={form} crumbs={useCrumbs()}>
      <ListTable
        caption={text.papers}
        captionHidden
        rows={batches}
        rowHref={(row) => `/survei/kertas/${row.id}`}
        empty={<EmptyState title={text.none} body={text.noneBody} />}
        columns={[
          {
            key: 'label',
            by: (row) => row.label,
            label: text.label,
            cell: (row) => <a href={`/survei/kertas/${row.id}`}>{row.label}</a>,
          },
          { key: 'service', label: text.service, cell: (row) => names.get(row.service_id) ?? row.unit },
          {
            key: 'sheets',
            by: (row) => row.sheets,
            label: text.sheets,
            numeric: true,
            cell: (row) => format.number(row.sheets),
          },
          { key: 'state', label: text.state, cell: (row) => <PaperState batch={row} /> },
          { key: 'rate', label: text.errorRate, numeric: true, cell: (row) => <ErrorRate batch={row} /> },
        ]}
      />
      <Section title={text.add} id="buat">
        <Form action="/survei/kertas" form={form} submit={text.add}>
          <TextField name="label" label={text.label} hint={text.labelHint} required width="medium" />
          <SelectField
            name="service"
            label={text.service}
            required
            options={services.map(({ id, name, active }) => ({ value: id, label: active ? name : text.ended(name) }))}
          />
          <DateField name="answered_on" label={text.answeredOn} hint={text.answeredOnHint} required />
          <TextField name="sheets" label={text.sheets} hint={text.sheetsHint} type="number" width="short" required />
        </Form>
      </Section>
    </StaffPage>
  )
}

function PaperState({ batch }: { batch: PaperBatch }) {
  const text = useMessages(paperMessages)
  const tone = { first: 'neutral', second: 'info', differences: 'warning', kept: 'success' } as const
  return <Badge tone={tone[batch.state]}>{text.states[batch.state]}</Badge>
}

function ErrorRate({ batch }: { batch: PaperBatch }) {
  const text = useMessages(paperMessages)
  const format = useFormat()
  if (batch.fields === 0) return <>–</>
  const rate = format.percent(batch.differences / batch.fields)
  return <>{text.errorOf(format.number(batch.differences), format.number(batch.fields), rate)}</>
}

interface PaperProps {
  batch: PaperBatch
  differences: readonly Difference[]
  rule: RuleInForce
  book: ChoiceBook
  form: FormState
  refused: string | undefined
  /** Who else may go on with it; undefined while nobody is keying it. */
  keyers: readonly { id: string; name: string }[] | undefined
  handOvers: readonly HandOver[]
}

export function PaperPage({ batch, differences, rule, book, form, refused, keyers, handOvers }: PaperProps) {
  const text = useMessages(paperMessages)
  const format = useFormat()
  const open = batch.state === 'first' || batch.state === 'second'
  const nameOf = useFieldName(rule)
  const wordOf = useFieldValue(rule, book, batch.answered_on)
  return (
    <StaffPage
      title={batch.label}
      form={form}
      crumbs={[...useCrumbs(), { href: '/survei/kertas', label: text.papers }]}
      actions={
        open && !refused ? <LinkButton href={`/survei/kertas/${batch.id}/ketik`}>{text.keyNow}</LinkButton> : undefined
      }
    >
      {open && refused ? <Notice tone="info" title={refused} /> : null}
      {open ? (
        <ProgressBar
          label={text.keyed}
          value={batch.keyed}
          max={batch.sheets}
          text={text.keyedOf(format.number(batch.keyed), format.number(batch.sheets))}
        />
      ) : null}
      <Facts
        items={[
          { label: text.state, value: <PaperState batch={batch} /> },
          { label: text.answeredOn, value: <DateTime value={batch.answered_on} /> },
          { label: text.firstBy, value: batch.first_name ?? text.nobody },
          { label: text.secondBy, value: batch.second_name ?? text.nobody },
          ...(batch.fields === 0 ? [] : [{ label: text.errorRate, value: <ErrorRate batch={batch} /> }]),
          ...(batch.state === 'kept'
            ? [
                { label: text.kept, value: format.number(batch.kept) },
                { label: text.tooFew, value: format.number(batch.too_few) },
                { label: text.resolvedBy, value: batch.resolved_name ?? text.nobody },
              ]
            : []),
        ]}
      />
      {differences.length > 0 ? (
        <Section title={text.differences} id="beda" lead={text.differencesLead}>
          <Form action={`/survei/kertas/${batch.id}/cocokkan`} form={form} submit={text.resolve}>
            {differences.flatMap((one) => [
              <RadioGroup
                key={choiceName(one)}
                name={choiceName(one)}
                legend={text.sheet(String(one.sheet), nameOf(one.field))}
                layout="row"
                required
                options={[
                  { value: 'a', label: wordOf(one.field, one.first) },
                  { value: 'b', label: wordOf(one.field, one.second) },
                  { value: 'c', label: text.neither },
                ]}
              />,
              <TextField
                key={valueName(one)}
                name={valueName(one)}
                label={text.onPaper(String(one.sheet), nameOf(one.field))}
                hint={text.onPaperHint}
                width={one.field === 'comment' ? undefined : 'short'}
                inputmode={one.field === 'comment' ? undefined : 'numeric'}
                autocomplete="off"
              />,
            ])}
          </Form>
        </Section>
      ) : null}
      {keyers ? <HandOverForm batch={batch.id} keyers={keyers} form={form} /> : null}
      <HandOvers rows={handOvers} />
    </StaffPage>
  )
}

interface KeyProps {
  batch: PaperBatch
  pass: number
  sheet: number
  before: Sheet | undefined
  rule: RuleInForce
  questions: readonly Question[]
  form: FormState
}

/** One sheet in the order of the paper, a digit each; nothing of the other reading is shown. */
export function KeyPage({ batch, pass, sheet, before, rule, questions, form }: KeyProps) {
  const text = useMessages(paperMessages)
  const book = questions[0]!.book
  const left = new Set<string>(questions.filter((one) => !one.asked).map((one) => one.code))
  const fields = DIGIT_FIELDS.filter((field) => !left.has(field.name))
  const nameOf = useFieldName(rule)
  const choices = useChoices(rule, book, batch.answered_on)
  return (
    <StaffPage
      title={text.keyTitle(String(sheet), String(batch.sheets))}
      lead={text.keyLead}
      form={form}
      crumbs={[
        ...useCrumbs(),
        { href: '/survei/kertas', label: text.papers },
        { href: `/survei/kertas/${batch.id}`, label: batch.label },
      ]}
    >
      <Badge tone="info">{text.passOf(String(pass))}</Badge>
      <Form action={`/survei/kertas/${batch.id}/ketik`} form={form} submit={text.save} seen={seenOf(before ?? null)}>
        <HiddenField name="sheet" value={String(sheet)} />
        <div class="paper-keys" data-digits>
          {fields.map((field, index) => (
            <TextField
              key={field.name}
              name={field.name}
              label={`${index + 1}. ${nameOf(field.name)}`}
              after={`1–${mostOf(book, batch.answered_on, field)}`}
              inputmode="numeric"
              autocomplete="off"
              width="short"
              required
              value={before?.[field.name]}
            />
          ))}
        </div>
        <TextArea name="comment" label={text.comment} rows={2} maxLength={500} value={before?.comment} />
      </Form>
      <Why label={text.codes}>
        <Facts
          items={fields.map(({ name }) => ({
            label: nameOf(name),
            value: choices(name)
              .map((label, index) => `${index + 1} ${label}`)
              .join(' · '),
          }))}
        />
      </Why>
      <PageScript name="survey-keys" />
    </StaffPage>
  )
}

function useFieldName(rule: RuleInForce): (field: PaperField) => string {
  const text = useMessages(paperMessages)
  const { language } = useRequest()
  const names: Record<string, string> = Object.fromEntries([
    ...rule.elementTexts.map((one) => [one.element, one.name[language]]),
    ...rule.extraTexts.map((one) => [one.code, one.name[language]]),
  ])
  const others: Partial<Record<PaperField, string>> = {
    gender: text.gender,
    age_band: text.age_band,
    education: text.education,
    occupation: text.occupation,
    disability: text.disability,
    comment: text.comment,
  }
  return (field) => names[field] ?? others[field] ?? field
}

/** What the digits of a field stand for, in order, on the sheets of this day. */
function useChoices(rule: RuleInForce, book: ChoiceBook, date: string): (field: PaperField) => readonly string[] {
  const { language } = useRequest()
  const profile = new Map<PaperField, readonly string[]>(
    PROFILE_FIELDS.map((field) => [field, book.on(field, date).choices.map((choice) => choice[language])]),
  )
  return (field) =>
    profile.get(field) ??
    rule.elementTexts.find((one) => one.element === field)?.answers[language] ??
    rule.extraTexts.find((one) => one.code === field)?.answers[language] ??
    []
}

function useFieldValue(
  rule: RuleInForce,
  book: ChoiceBook,
  date: string,
): (field: PaperField, value: string) => string {
  const text = useMessages(paperMessages)
  const choices = useChoices(rule, book, date)
  return (field, value) => {
    if (value === '') return text.blank
    return field === 'comment' ? value : `${value} ${choices(field)[Number(value) - 1] ?? ''}`.trim()
  }
}
