import { seenOf } from '../../../platform/http/seen.ts'
import {
  Badge,
  Checkbox,
  DataTable,
  DateField,
  DateTime,
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
  Why,
} from '../../../platform/ui/index.ts'
import { PROFILE_FIELDS, type ProfileField } from '../model.ts'
import { useRuleCrumbs } from '../rules-page/crumbs.ts'
import { useProfileNames } from '../views-parts.tsx'
import { choiceMessages } from './messages.ts'
import { type ChoiceBook, type ChoiceVersion, MAX_CHOICES } from './model.ts'

export function ChoicesPage({ book, today }: { book: ChoiceBook; today: string }) {
  const text = useMessages(choiceMessages)
  const names = useProfileNames()
  const rows = PROFILE_FIELDS.map((field) => ({ field, version: book.on(field, today) }))
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={useRuleCrumbs()}>
      <DataTable
        caption={text.title}
        captionHidden
        stack
        rows={rows}
        rowHref={({ field }) => `/survei/aturan/pilihan/${field}`}
        columns={[
          {
            key: 'question',
            label: text.question,
            cell: ({ field }) => <a href={`/survei/aturan/pilihan/${field}`}>{names[field]}</a>,
          },
          { key: 'choices', label: text.choices, cell: ({ version }) => <Choices version={version} /> },
          {
            key: 'since',
            label: text.since,
            cell: ({ field, version }) => (
              <div class="cell-lines">
                <DateTime value={version.valid_from} />
                <Coming book={book} field={field} today={today} />
              </div>
            ),
          },
          { key: 'source', label: text.source, cell: ({ version }) => <RuleSource rule={version} /> },
        ]}
      />
    </StaffPage>
  )
}

function Choices({ version }: { version: ChoiceVersion }) {
  const { language } = useRequest()
  return <>{version.choices.map((choice) => choice[language]).join(' · ')}</>
}

function Coming({ book, field, today }: { book: ChoiceBook; field: ProfileField; today: string }) {
  const text = useMessages(choiceMessages)
  const format = useFormat()
  const next = book.versions(field).findLast((version) => version.valid_from > today)
  return next ? <small>{text.coming(format.date(next.valid_from))}</small> : null
}

function ChoiceRow({ index, choices }: { index: number; choices: ChoiceVersion['choices'] }) {
  const text = useMessages(choiceMessages)
  return (
    <div class="survey-choice">
      <TextField name={`id_${index + 1}`} label={text.choice(String(index + 1))} value={choices[index]?.id} />
      <TextField name={`en_${index + 1}`} label={text.choiceEn(String(index + 1))} value={choices[index]?.en} />
    </div>
  )
}

interface ChoiceProps {
  field: ProfileField
  book: ChoiceBook
  today: string
  form: FormState
}

export function ChoicePage({ field, book, today, form }: ChoiceProps) {
  const text = useMessages(choiceMessages)
  const name = useProfileNames()[field]
  const { choices } = book.on(field, today)
  const rows = Array.from({ length: MAX_CHOICES }, (_, index) => index)
  // What is there or was typed, and one more; the others are asked for.
  const used = rows.filter(
    (index) => choices[index] || form.values[`id_${index + 1}`] || form.values[`en_${index + 1}`],
  )
  const open = Math.min(MAX_CHOICES, (used.at(-1) ?? -1) + 2)
  return (
    <StaffPage
      title={text.change(name)}
      form={form}
      crumbs={[...useRuleCrumbs(), { href: '/survei/aturan/pilihan', label: text.title }]}
    >
      <Notice tone="info">
        <p>{text.rule}</p>
      </Notice>
      <Form
        action={`/survei/aturan/pilihan/${field}`}
        form={form}
        submit={text.save}
        seen={seenOf(book.versions(field))}
      >
        {rows.slice(0, open).map((index) => (
          <ChoiceRow index={index} choices={choices} key={index} />
        ))}
        {open < MAX_CHOICES ? (
          <Why label={text.more(String(MAX_CHOICES))}>
            {rows.slice(open).map((index) => (
              <ChoiceRow index={index} choices={choices} key={index} />
            ))}
          </Why>
        ) : null}
        <Checkbox name="spelling" label={text.spelling} />
        <DateField name="valid_from" label={text.validFrom} required min={today} value={today} />
        <TextField name="source" label={text.source} hint={text.sourceHint} required />
        <TextArea name="note" label={text.note} rows={2} maxLength={500} />
        <Checkbox name="verified" label={text.verified} />
      </Form>
      <Section title={text.history} id="riwayat">
        <RuleTable
          caption={text.history}
          rows={book.versions(field).map((row, index, all) => ({
            ...row,
            replaced: all.findIndex((one) => one.valid_from === row.valid_from) < index,
          }))}
          columns={[
            { key: 'choices', label: text.choices, cell: (version) => <Choices version={version} /> },
            { key: 'own', label: text.origin, cell: ({ own }) => <Badge>{own ? text.own : text.usual}</Badge> },
          ]}
        />
      </Section>
    </StaffPage>
  )
}
