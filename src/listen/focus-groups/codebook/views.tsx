import {
  DataTable,
  DateTime,
  Form,
  type FormState,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useMessages,
  useTerm,
} from '../../../platform/ui/index.ts'
import { messages } from '../messages.ts'
import { OTHER_THEME } from '../model.ts'
import type { ActivityRow } from '../queries.ts'
import { codebookMessages } from './messages.ts'
import type { Codebook, Theme, ThemeAct } from './model.ts'

/** What a theme is called: its own name, or the institution's word in the reader's language. */
export function useThemeName(): (theme: Theme) => string {
  const text = useMessages(messages)
  const wordOf = useTerm('theme')
  return ({ key, name }) => name ?? (key === OTHER_THEME ? text.otherTheme : wordOf(key))
}

/** The same for a code that was given, as the codebook has it today. */
export function useGivenName(book: Codebook): (given: string) => string {
  const nameOf = useThemeName()
  return (given) => nameOf(book.today(given) ?? { key: given, name: null })
}

export function useThemeOptions(book: Codebook): { value: string; label: string }[] {
  const nameOf = useThemeName()
  return book.themes.map((theme) => ({ value: theme.key, label: nameOf(theme) }))
}

interface Props {
  row: ActivityRow
  book: Codebook
  form: FormState
  /** Whose form is shown again after a mistake. */
  act?: ThemeAct | undefined
}

export function CodebookPage({ row, book, form, act }: Props) {
  const text = useMessages(codebookMessages)
  const list = useMessages(messages).list
  const nameOf = useThemeName()
  const options = useThemeOptions(book)
  const at = `/fgd/${row.id}/tema`
  const typed = (which: ThemeAct) => (which === act ? form : undefined)
  const reason = <TextArea name="reason" label={text.reason} rows={2} maxLength={500} required />
  return (
    <StaffPage
      title={`${text.title}: ${row.title}`}
      lead={text.lead}
      form={form}
      crumbs={[
        { href: '/fgd', label: list },
        { href: `/fgd/${row.id}`, label: row.title },
      ]}
    >
      <DataTable
        caption={text.current}
        rows={book.themes}
        columns={[
          { key: 'theme', label: text.theme, cell: (theme) => nameOf(theme) },
          {
            key: 'source',
            label: text.source,
            cell: (theme) => (theme.key.startsWith('own_') ? text.sources.own : text.sources.institution),
          },
        ]}
      />
      {row.state === 'closed' ? (
        <p class="hint">{text.closed}</p>
      ) : (
        <>
          <Section title={text.add} id="tambah">
            <Form action={`${at}/tambah`} form={typed('added')} submit={text.add} id="a">
              <TextField name="name" label={text.name} width="medium" required />
              {reason}
            </Form>
          </Section>
          <Section title={text.rename} id="ubah">
            <Form action={`${at}/ubah`} form={typed('renamed')} submit={text.rename} tone="secondary" id="u">
              <SelectField name="theme" label={text.theme} options={options} width="medium" required />
              <TextField name="name" label={text.newName} width="medium" required />
              {reason}
            </Form>
          </Section>
          <Section title={text.merge} id="gabung" lead={text.mergeLead}>
            <Form action={`${at}/gabung`} form={typed('merged')} submit={text.merge} tone="secondary" id="g">
              <SelectField name="theme" label={text.theme} options={options} width="medium" required />
              <SelectField name="into" label={text.into} options={options} width="medium" required />
              {reason}
            </Form>
          </Section>
        </>
      )}
      <ThemeHistory book={book} />
    </StaffPage>
  )
}

function ThemeHistory({ book }: { book: Codebook }) {
  const text = useMessages(codebookMessages)
  const nameOf = useThemeName()
  return (
    <Section title={text.history} id="riwayat">
      <DataTable
        caption={text.history}
        captionHidden
        stack
        rows={book.history}
        empty={<p class="hint">{text.noHistory}</p>}
        columns={[
          {
            key: 'change',
            label: text.change,
            cell: (change) =>
              change.act === 'added'
                ? `${text.acts.added}: ${nameOf(change.after)}`
                : `${text.acts[change.act]}: ${nameOf(change.before)} → ${nameOf(change.after)}`,
          },
          { key: 'reason', label: text.reason, cell: (change) => change.reason },
          { key: 'by', label: text.by, cell: (change) => change.changed_by ?? '–' },
          { key: 'at', label: text.at, cell: (change) => <DateTime value={change.changed_at} /> },
        ]}
      />
    </Section>
  )
}
