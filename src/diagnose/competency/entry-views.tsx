import {
  Badge,
  Checkbox,
  EmptyState,
  FieldGroup,
  Form,
  type FormState,
  LinkButton,
  Prose,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import type { EditionRow, listFrameworks } from './entry-queries.ts'
import { manageMessages } from './manage-messages.ts'
import { messages } from './messages.ts'
import { type Entry, LEVELS } from './model.ts'
import type { CompetencyRow } from './queries.ts'

export function NewEntryPage({
  frameworks,
  form,
}: {
  frameworks: Awaited<ReturnType<typeof listFrameworks>>
  form: FormState
}) {
  const text = useMessages(manageMessages).dictionary
  const { family } = useMessages(messages)
  return (
    <StaffPage
      title={text.add}
      lead={text.addLead}
      crumbs={[{ href: '/kompetensi/kamus', label: text.title }]}
      form={form}
    >
      {frameworks.length === 0 ? (
        <EmptyState
          title={text.empty}
          body={text.emptyBody}
          action={<LinkButton href="/kompetensi/kamus">{text.title}</LinkButton>}
        />
      ) : (
        <Form action="/kompetensi/kamus/baru" form={form} submit={text.saveNew} draft="kompetensi-baru">
          <SelectField
            name="framework"
            label={text.framework}
            options={frameworks.map((one) => ({ value: one.id, label: one.name, group: family[one.family] }))}
            required
          />
          <TextField name="code" label={text.code} hint={text.codeHint} width="short" spellcheck={false} required />
          <EntryFields />
        </Form>
      )}
    </StaffPage>
  )
}

export function ChangeEntryPage({
  competency,
  entry,
  seen,
  form,
}: {
  competency: CompetencyRow
  entry: Entry
  seen: string
  form: FormState
}) {
  const text = useMessages(manageMessages).dictionary
  return (
    <StaffPage
      title={text.changeTitle(competency.name)}
      lead={text.changeLead}
      crumbs={[
        { href: '/kompetensi/kamus', label: text.title },
        { href: `/kompetensi/kamus/${competency.id}`, label: competency.name },
      ]}
      form={form}
    >
      <Form action={`/kompetensi/kamus/${competency.id}/ubah`} form={form} submit={text.save} seen={seen}>
        <EntryFields entry={entry} />
      </Form>
    </StaffPage>
  )
}

function EntryFields({ entry }: { entry?: Entry }) {
  const text = useMessages(manageMessages).dictionary
  const { level } = useMessages(messages)
  return (
    <>
      <TextField name="name" label={text.name} value={entry?.name} required />
      <TextArea
        name="definition"
        label={text.definition}
        value={entry?.definition}
        rows={3}
        maxLength={1000}
        required
      />
      <FieldGroup title={text.levels} hint={text.levelsHint}>
        {LEVELS.map((one) => (
          <TextArea
            key={one}
            name={`level${one}`}
            label={`${level} ${one}`}
            value={entry?.levels[one - 1]?.join('\n')}
            rows={4}
            required
          />
        ))}
      </FieldGroup>
      <TextField name="source" label={text.source} hint={text.sourceHint} value={entry?.source} required />
      <Checkbox name="verified" label={text.isVerified} checked={entry?.verified} />
    </>
  )
}

/** What the dictionary said before, each with the days it held. */
export function FormerEditions({ editions, most }: { editions: readonly EditionRow[]; most: number }) {
  const text = useMessages(manageMessages).dictionary
  const { unverified, level } = useMessages(messages)
  const format = useFormat()
  const [current, ...former] = editions
  if (!current || former.length === 0) return null
  return (
    <Section title={text.history} id="riwayat" lead={text.nowSince(current.valid_from, current.who ?? '')}>
      {former.map((edition, at) => (
        <Why label={text.until(edition.valid_from, editions[at]?.valid_from ?? '')} key={edition.number}>
          <h3>
            {edition.name} {edition.verified ? null : <Badge tone="warning">{unverified}</Badge>}
          </h3>
          <Prose text={edition.definition} />
          {edition.levels.map((lines, place) => (
            <div key={LEVELS[place]}>
              <strong>
                {level} {place + 1}
              </strong>
              <ul class="plain-list">
                {lines.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </div>
          ))}
          <p>
            {text.source}: {edition.source}
          </p>
        </Why>
      ))}
      {editions.length < most ? null : <p>{text.onlyNewest(format.number(most))}</p>}
    </Section>
  )
}
