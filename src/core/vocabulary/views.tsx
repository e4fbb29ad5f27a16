import { seenOf } from '../../platform/http/seen.ts'
import type { Language } from '../../platform/i18n.ts'
import type { Traits, Vocabulary } from '../../platform/slice.ts'
import {
  Badge,
  Checkbox,
  CheckboxGroup,
  type Column,
  DataTable,
  DateField,
  EmptyState,
  FieldRow,
  Filters,
  Form,
  type FormState,
  LinkButton,
  Part,
  RuleSource,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  Unverified,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import type { DatedTerm, Words } from '../../platform/words.ts'
import { messages } from './messages.ts'
import type { Change } from './queries.ts'

type ListProps = {
  vocabularies: readonly Vocabulary[]
  words: Words
  planned: readonly DatedTerm[]
  date: string
  today: string
  /** What somebody looks for in all lists. */
  wanted: string | undefined
  /** The list that stands open, where somebody comes from one of its words. */
  open: string | undefined
}

/** Every list as it holds on a day: closed it says its words, open what each of them means and rests on. */
export function VocabularyPage({ vocabularies, words, planned, date, today, wanted, open }: ListProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const { language } = useRequest()
  const mayChange = useMayChange()
  const traitsOf = useTraits()
  const found = vocabularies
    .map((one) => ({ one, rows: words.list(one.set).filter((row) => holdsWords(row, wanted)) }))
    .filter(({ rows }) => rows.length > 0 || !wanted)
  return (
    <StaffPage title={text.title} lead={text.lead}>
      <Filters values={{ cari: wanted, pada: date === today ? undefined : date }}>
        <TextField name="cari" label={text.search} value={wanted} type="search" width="medium" />
        <DateField name="pada" label={text.on} value={date} required />
      </Filters>
      {date === today ? null : <p>{text.onDay(format.date(date))}</p>}
      {planned.length > 0 && !wanted ? (
        <Section title={text.planned} lead={text.plannedLead} id="rencana">
          <DataTable
            stack
            caption={text.planned}
            captionHidden
            rows={planned}
            columns={[
              { key: 'since', label: text.since, nowrap: true, cell: (row) => format.shortDate(row.from) },
              {
                key: 'list',
                label: text.vocabulary,
                cell: (row) => vocabularies.find((one) => one.set === row.set)?.title[language] ?? row.set,
              },
              { key: 'word', label: text.word, cell: (row) => <Word term={row} /> },
              { key: 'state', label: text.state, cell: (row) => (row.offered ? text.offered : text.withdrawn) },
              { key: 'source', label: text.source, cell: (row) => <RuleSource rule={row} /> },
            ]}
          />
        </Section>
      ) : null}
      {found.length === 0 ? (
        <EmptyState
          icon="search"
          title={text.nothingFound}
          body={text.nothingFoundBody}
          action={<LinkButton href="/istilah">{text.allLists}</LinkButton>}
        />
      ) : null}
      {found.map(({ one, rows }) => (
        <Part
          key={one.set}
          id={one.set}
          heading="h2"
          title={one.title[language]}
          open={wanted !== undefined || one.set === open}
          state={
            <>
              {rows
                .filter((row) => row.offered)
                .map((row) => row.label[language])
                .join(', ')}{' '}
              <Unverified rule={{ verified: rows.every((row) => row.verified) }} />
            </>
          }
        >
          <p class="section-lead">{one.lead[language]}</p>
          <DataTable
            stack
            fold={wanted ? undefined : 8}
            caption={one.title[language]}
            captionHidden
            rows={rows}
            rowTone={(row) => (row.offered ? 'normal' : 'muted')}
            columns={[
              { key: 'word', label: text.word, cell: (row) => <Word term={row} /> },
              { key: 'note', label: text.note, cell: (row) => row.note[language] || '–' },
              ...traitColumn<DatedTerm>(one.traits, language, traitsOf),
              { key: 'state', label: text.state, cell: (row) => (row.offered ? text.offered : text.withdrawn) },
              { key: 'since', label: text.since, nowrap: true, cell: (row) => format.shortDate(row.from) },
              { key: 'source', label: text.source, cell: (row) => <RuleSource rule={row} /> },
            ]}
          />
          {one.open && mayChange(one) ? (
            <LinkButton href={`/istilah/${one.set}/tambah`} tone="secondary">
              {text.add}
            </LinkButton>
          ) : null}
        </Part>
      ))}
    </StaffPage>
  )
}

/** Whether the word or what is said of it, in any language, has every one of these words. */
function holdsWords({ label, note }: DatedTerm, wanted = ''): boolean {
  const said = [...Object.values(label), ...Object.values(note)].join(' ').toLowerCase()
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((part) => said.includes(part))
}

function useMayChange(): (vocabulary: Vocabulary) => boolean {
  const { permissions } = useRequest()
  return ({ may = 'vocabulary.manage' }) => permissions.has(may)
}

type Having = { readonly traits: readonly string[] }

/** What the program reads off a word, in words. */
function useTraits(): (traits: Traits, row: Having) => string {
  const text = useMessages(messages)
  const { language } = useRequest()
  return ({ of }, row) => {
    const had = of.filter(({ slug }) => row.traits.includes(slug)).map(({ label }) => label[language])
    return had.join(', ') || text.noTrait
  }
}

function traitColumn<Row extends Having>(
  traits: Traits | undefined,
  language: Language,
  traitsOf: ReturnType<typeof useTraits>,
): Column<Row>[] {
  return traits ? [{ key: 'traits', label: traits.title[language], cell: (row) => traitsOf(traits, row) }] : []
}

function Word({ term }: { term: DatedTerm }) {
  const { language } = useRequest()
  return <a href={`/istilah/${term.set}/kata/${term.slug}`}>{term.label[language]}</a>
}

type TermProps = {
  vocabulary: Vocabulary
  term: DatedTerm
  newest: DatedTerm
  changes: readonly Change[]
  today: string
  form?: FormState | undefined
}

/** One word: the form that sets what it is called from a day on, and all it was ever called. */
export function TermPage({ vocabulary, term, newest, changes, today, form }: TermProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const { language } = useRequest()
  const mayChange = useMayChange()
  const traitsOf = useTraits()
  const path = `/istilah/${term.set}/kata/${term.slug}`
  const holds = (change: Change) =>
    change.valid_from === term.from && (change.id === '') === !term.own && change === lastOf(changes, change.valid_from)
  return (
    <StaffPage
      title={term.label[language]}
      lead={term.note[language]}
      crumbs={[
        { href: '/istilah', label: text.title },
        { href: `/istilah?daftar=${vocabulary.set}#${vocabulary.set}`, label: vocabulary.title[language] },
      ]}
      form={form}
    >
      <p class="hint">
        {text.code} <code>{term.slug}</code>
      </p>
      {mayChange(vocabulary) ? (
        <Section title={text.changeTitle} id="ubah">
          <Form action={path} form={form} submit={text.save} seen={seenOf(newest)}>
            <TermFields term={newest} today={today} traits={vocabulary.traits} />
            {vocabulary.whole || vocabulary.kept.includes(term.slug) ? (
              <>
                <input type="hidden" name="offered" value="ya" />
                <p class="hint">{text.kept}</p>
              </>
            ) : (
              <Checkbox name="offered" label={text.offer} hint={text.offerHint} checked={newest.offered} />
            )}
          </Form>
        </Section>
      ) : null}
      <Section title={text.history} lead={text.historyLead} id="riwayat">
        <DataTable
          stack
          caption={text.history}
          captionHidden
          rows={changes}
          rowTone={(row) => (holds(row) ? 'normal' : 'muted')}
          columns={[
            {
              key: 'since',
              label: text.since,
              cell: (row) => (
                <>
                  {format.shortDate(row.valid_from)} {holds(row) ? <Badge tone="success">{text.current}</Badge> : null}
                  {row === lastOf(changes, row.valid_from) ? (
                    row.valid_from > today ? (
                      <Badge>{text.coming}</Badge>
                    ) : null
                  ) : (
                    <Badge>{text.replaced}</Badge>
                  )}
                </>
              ),
            },
            {
              key: 'word',
              label: text.word,
              cell: (row) => (
                <div class="cell-lines">
                  <span>{language === 'id' ? row.label_id : row.label_en}</span>
                  {row.note_id ? <small>{row.note_id}</small> : null}
                </div>
              ),
            },
            ...traitColumn<Change>(vocabulary.traits, language, traitsOf),
            { key: 'state', label: text.state, cell: (row) => (row.offered ? text.offered : text.withdrawn) },
            { key: 'source', label: text.source, cell: (row) => <RuleSource rule={row} /> },
            {
              key: 'by',
              label: text.setBy,
              cell: (row) => (row.at ? [row.by, format.dateTime(row.at)].filter(Boolean).join(', ') : text.forAll),
            },
          ]}
        />
      </Section>
    </StaffPage>
  )
}

/** Of the rows of one date, the one set last: they come newest first, and what an institution set goes first. */
function lastOf(changes: readonly Change[], date: string): Change | undefined {
  return changes.find((one) => one.valid_from === date)
}

type AddProps = { vocabulary: Vocabulary; position: number; today: string; form?: FormState | undefined }

export function AddPage({ vocabulary, position, today, form }: AddProps) {
  const text = useMessages(messages)
  const { language } = useRequest()
  return (
    <StaffPage
      title={text.addTo(vocabulary.title[language])}
      crumbs={[{ href: '/istilah', label: text.title }]}
      form={form}
    >
      <Form
        action={`/istilah/${vocabulary.set}/tambah`}
        form={form}
        submit={text.save}
        secondary={
          <LinkButton href={`/istilah?daftar=${vocabulary.set}#${vocabulary.set}`} tone="quiet">
            {text.back}
          </LinkButton>
        }
      >
        <TermFields position={position} today={today} traits={vocabulary.traits} />
      </Form>
    </StaffPage>
  )
}

type FieldsProps = { term?: DatedTerm; position?: number; today: string; traits: Traits | undefined }

function TermFields({ term, position, today, traits }: FieldsProps) {
  const text = useMessages(messages)
  const { language } = useRequest()
  const options = traits?.of.map(({ slug, label }) => ({ value: slug, label: label[language] })) ?? []
  return (
    <>
      <FieldRow>
        <TextField name="label_id" label={text.labelId} value={term?.label.id} required />
        <TextField name="label_en" label={text.labelEn} value={term?.label.en} required />
      </FieldRow>
      <TextArea name="note_id" label={text.noteId} hint={text.noteHint} rows={2} value={term?.note.id} />
      <TextArea name="note_en" label={text.noteEn} rows={2} value={term?.note.en} />
      {traits?.one ? (
        <SelectField name="traits" label={traits.title[language]} options={options} value={term?.traits[0]} required />
      ) : traits ? (
        <CheckboxGroup name="traits" legend={traits.title[language]} options={options} value={term?.traits ?? []} />
      ) : null}
      <TextField
        name="position"
        label={text.position}
        hint={text.positionHint}
        inputmode="numeric"
        width="short"
        value={term?.position ?? position}
        required
      />
      <TextArea name="source" label={text.source} hint={text.sourceHint} rows={2} value={term?.source} required />
      <Checkbox name="verified" label={text.verified} checked={term?.verified ?? false} />
      <DateField name="valid_from" label={text.from} hint={text.fromHint} value={today} required />
    </>
  )
}
