import {
  ActionButton,
  Badge,
  DataTable,
  DateTime,
  EmptyState,
  Facts,
  Fold,
  Form,
  type FormState,
  HiddenField,
  LinkButton,
  Prose,
  Section,
  SelectField,
  Split,
  StaffPage,
  TextField,
  Timeline,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { ChangeForm, ResultForm, ReviewForm } from './forms.tsx'
import { messages } from './messages.ts'
import { type Criterion, missingParts, PARTS } from './model.ts'
import { useProblem } from './problem-words.ts'
import type { EntryRow, LineRow } from './queries.ts'
import type { ChangeRow, PersonRow, ResultRow } from './story-queries.ts'
import { EntryBadge, Evidence, StateBadge, useResultText } from './views.tsx'

interface Props {
  row: EntryRow
  changes: readonly ChangeRow[]
  results: readonly ResultRow[]
  people: readonly PersonRow[]
  colleagues: readonly { id: string; name: string; position: string }[]
  lines: { from: readonly LineRow[]; into: readonly LineRow[] }
  criteria: readonly Criterion[]
  may: { manage: boolean; review: boolean; adopt: boolean }
  form: FormState
}

/** One entry: its five parts, what was measured, how its state came about, and the next step. */
export function EntryPage(props: Props) {
  const { row, changes, results, lines, criteria, may, form } = props
  const text = useMessages(messages)
  const at = `/praktik/${row.id}`
  const waiting = changes.find((change) => change.decision === null)
  return (
    <StaffPage
      title={row.title}
      lead={row.problem}
      badge={<EntryBadge row={row} />}
      crumbs={[{ href: '/praktik', label: text.list }]}
      form={form}
      actions={
        <>
          {may.adopt ? (
            <LinkButton href={`/praktik/baru?dari=${row.id}`} tone="quiet">
              {text.adopt}
            </LinkButton>
          ) : null}
          {may.manage ? (
            <LinkButton href={`${at}/ubah`} tone="secondary">
              {text.edit}
            </LinkButton>
          ) : null}
        </>
      }
    >
      <Split
        aside={
          <>
            <EntryFacts row={row} />
            <People {...props} />
            <Lineage lines={lines} href={(line) => `/praktik/${line.id}`} />
            {may.review ? <Publication row={row} measured={results.length > 0} /> : null}
          </>
        }
      >
        {may.review && waiting ? <ReviewForm row={row} change={waiting} form={form} /> : null}
        <Parts row={row} />
        <Results rows={results} outcome={row.outcome} />
        {may.manage ? <ResultForm row={row} form={form} /> : null}
        {row.kind === 'innovation' ? <Story row={row} changes={changes} /> : null}
        {may.manage && row.kind === 'innovation' && !waiting ? (
          <ChangeForm row={row} criteria={criteria} form={form} />
        ) : null}
      </Split>
    </StaffPage>
  )
}

function EntryFacts({ row }: { row: EntryRow }) {
  const text = useMessages(messages)
  const problemOf = useProblem()
  const format = useFormat()
  return (
    <Facts
      items={[
        { label: row.holder ? text.holder : text.unit, value: row.holder || row.unit_name },
        ...(row.holder ? [{ label: text.unit, value: row.unit_name }] : []),
        ...(row.since ? [{ label: text.states[row.state], value: `${text.since} ${format.date(row.since)}` }] : []),
        { label: text.theme, value: problemOf(row.theme) },
        ...(row.service_name ? [{ label: text.service, value: row.service_name }] : []),
        { label: text.form, value: text.forms[row.form], note: row.digital ? text.digital : undefined },
        { label: text.initiator, value: text.initiators[row.initiator] },
        { label: text.written, value: <DateTime value={row.created_at} /> },
      ]}
    />
  )
}

/** The five parts of the library's scheme, in order; those nobody wrote are named in one line. */
export function Parts({ row }: { row: EntryRow }) {
  const text = useMessages(messages)
  const missing = missingParts(row).map((part) => text.parts[part])
  return (
    <>
      {PARTS.filter((part) => row[part]).map((part) => (
        <Section title={text.parts[part]} id={part.replace('_', '-')} key={part}>
          <Prose text={row[part]} />
        </Section>
      ))}
      {missing.length > 0 ? <p class="hint">{text.notWritten(missing.join(', '))}</p> : null}
    </>
  )
}

export function Results({ rows, outcome }: { rows: readonly ResultRow[]; outcome: string }) {
  const text = useMessages(messages)
  const say = useResultText()
  return (
    <Section title={text.results} id="hasil">
      {outcome ? <Prose text={outcome} /> : null}
      <DataTable
        caption={text.results}
        captionHidden
        stack
        rows={rows}
        empty={<EmptyState title={text.noResults} />}
        columns={[
          { key: 'indicator', label: text.indicator, cell: (row) => row.indicator },
          { key: 'change', label: text.change, cell: (row) => <strong>{say(row)}</strong> },
          { key: 'on', label: text.measuredOn, cell: (row) => <DateTime value={row.measured_on} /> },
          {
            key: 'basis',
            label: text.basis,
            cell: (row) => (
              <>
                {row.basis}
                {row.link ? (
                  <>
                    {' '}
                    <a href={row.link} aria-label={`${text.openLink}: ${row.indicator}`}>
                      {text.openLink}
                    </a>
                  </>
                ) : null}
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}

function Story({ row, changes }: { row: EntryRow; changes: readonly ChangeRow[] }) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <Section title={text.story} id="perjalanan" lead={text.storyLead}>
      <Timeline
        label={text.story}
        items={[
          { at: row.created_at, title: text.began, tone: 'system' as const },
          ...changes.map((change) => ({
            at: change.asked_at,
            title: text.asked(text.states[change.to_state]),
            who: change.asker ?? undefined,
            tone: 'internal' as const,
            body: (
              <>
                <p>
                  {text.happenedOn} {format.date(change.happened_on)}. {change.evidence}
                </p>
                <Evidence row={row} change={change} />
                {change.criteria.length > 0 ? (
                  <details class="why">
                    <summary>{text.criteria}</summary>
                    <dl class="facts facts-rows">
                      {change.criteria.map((one) => (
                        <div key={one.key}>
                          <dt>{one.text}</dt>
                          <dd>{one.answer}</dd>
                        </div>
                      ))}
                    </dl>
                  </details>
                ) : null}
                {change.decision ? (
                  <p>
                    <Badge tone={change.decision === 'accepted' ? 'success' : 'danger'}>{text[change.decision]}</Badge>{' '}
                    {change.reviewer ? `${text.by} ${change.reviewer}: ` : ''}
                    {change.note}
                  </p>
                ) : (
                  <p>
                    <Badge tone="warning">{text.waitingReview}</Badge>
                  </p>
                )}
              </>
            ),
          })),
        ]}
      />
    </Section>
  )
}

function People({ row, people, colleagues, may, form }: Props) {
  const text = useMessages(messages)
  return (
    <Section title={text.people} id="orang">
      {people.length === 0 ? <p class="hint">{text.noPeople}</p> : null}
      {people.length > 0 ? (
        <ul class="plain-list">
          {people.map((one) => (
            <li key={one.employee_id}>
              <strong>{one.name}</strong> · {one.part}{' '}
              {may.manage ? (
                <ActionButton
                  action={`/praktik/${row.id}/orang/hapus`}
                  label={`${text.remove} ${one.name}`}
                  tone="quiet"
                  fields={{ employee: one.employee_id }}
                />
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {may.manage ? (
        <Fold action={`/praktik/${row.id}/orang`} label={text.addPerson}>
          <Form action={`/praktik/${row.id}/orang`} form={form} submit={text.addPerson} tone="secondary" id="o">
            <SelectField
              name="employee"
              label={text.employee}
              required
              options={colleagues.map((one) => ({ value: one.id, label: `${one.name} · ${one.position}` }))}
            />
            <TextField name="part" label={text.part} hint={text.partHint} required />
          </Form>
        </Fold>
      ) : null}
    </Section>
  )
}

export function Lineage({
  lines,
  href,
  plain,
}: {
  lines: { from: readonly LineRow[]; into: readonly LineRow[] }
  href: (line: LineRow) => string
  plain?: boolean | undefined
}) {
  const text = useMessages(messages)
  if (lines.from.length === 0 && lines.into.length === 0) return null
  const list = (title: string, rows: readonly LineRow[]) =>
    rows.length === 0 ? null : (
      <>
        <h3>{title}</h3>
        <ul class="plain-list">
          {rows.map((line) => (
            <li key={line.id}>
              <a href={href(line)}>{line.title}</a> · {line.holder || line.unit_name}{' '}
              {line.holder ? null : <StateBadge state={line.state} plain={plain} />}
            </li>
          ))}
        </ul>
      </>
    )
  return (
    <Section title={text.lineage} id="peniruan">
      {list(text.lineageFrom, lines.from)}
      {list(text.lineageInto, lines.into)}
    </Section>
  )
}

function Publication({ row, measured }: { row: EntryRow; measured: boolean }) {
  const text = useMessages(messages)
  const missing = [
    ...missingParts(row).map((part) => text.parts[part]),
    ...(measured || row.outcome ? [] : [text.noResultYet]),
  ]
  const action = `/praktik/${row.id}/${row.published_at ? 'tarik' : 'tayang'}`
  return (
    <Section title={row.published_at ? text.published : text.unpublished} id="tayang">
      {row.published_at ? (
        <ActionButton action={action} label={text.withdraw} />
      ) : missing.length > 0 ? (
        <p class="hint">{text.cannotPublish(missing.join(', '))}</p>
      ) : (
        <>
          <p class="hint">{text.publishLead}</p>
          <Form action={action} submit={text.publish} tone="secondary" id="t">
            <HiddenField name="ya" value="ya" />
          </Form>
        </>
      )}
    </Section>
  )
}
