import type { VNode } from 'preact'
import { seenOf } from '../../../../platform/http/seen.ts'
import type { Text } from '../../../../platform/i18n.ts'
import {
  ActionButton,
  Actions,
  Badge,
  Card,
  DataTable,
  DateTime,
  EmptyState,
  FileField,
  Form,
  type FormState,
  Grid,
  LinkButton,
  ListTable,
  Notice,
  Pager,
  ProgressBar,
  RadioGroup,
  Section,
  StaffPage,
  Stat,
  Tabs,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
} from '../../../../platform/ui/index.ts'
import { importMessages } from './messages.ts'
import { CHANGED_SINCE, IMPORT_KINDS, isWorking, MAX_BYTES, OUTCOMES, type Outcome } from './model.ts'
import type { ImportFacts, ImportRow, listImports } from './queries.ts'

const TONES = { new: 'success', changed: 'info', unchanged: 'neutral', refused: 'danger' } as const
const STATE_TONES = {
  reading: 'info',
  checking: 'info',
  checked: 'info',
  refused: 'danger',
  applying: 'info',
  applied: 'success',
  discarded: 'neutral',
} as const

type StartProps = { imports: Awaited<ReturnType<typeof listImports>>; form: FormState }

export function importsPage(props: StartProps): VNode {
  return <Imports {...props} />
}

function Imports({ imports, form }: StartProps) {
  const text = useMessages(importMessages)
  const format = useFormat()
  return (
    <StaffPage title={text.title} lead={text.lead} form={form}>
      <Section title={text.templates} id="contoh" lead={text.templatesLead}>
        <Grid size="small">
          {IMPORT_KINDS.map((kind) => (
            <Card title={text.kinds[kind]} key={kind}>
              <Actions>
                <LinkButton href={`/impor/contoh/${kind}?format=xlsx`} tone="secondary" icon="download">
                  XLSX
                </LinkButton>
                <LinkButton href={`/impor/contoh/${kind}?format=csv`} tone="quiet" icon="download">
                  CSV
                </LinkButton>
              </Actions>
            </Card>
          ))}
        </Grid>
      </Section>
      <Section title={text.upload} id="unggah">
        <Form action="/impor" form={form} submit={text.check} upload>
          <RadioGroup
            name="kind"
            legend={text.kind}
            hint={text.order}
            layout="row"
            options={IMPORT_KINDS.map((kind) => ({ value: kind, label: text.kinds[kind] }))}
            required
          />
          <FileField
            name="file"
            label={text.file}
            hint={text.fileHint}
            accept=".csv,.xlsx,.txt"
            maxBytes={MAX_BYTES}
            required
          />
        </Form>
      </Section>
      <Section title={text.recent} id="terakhir">
        <ListTable
          caption={text.recent}
          captionHidden
          rows={imports}
          rowHref={(row) => `/impor/${row.id}`}
          empty={<EmptyState title={text.none} />}
          columns={[
            { key: 'file', label: text.fileName, cell: (row) => <a href={`/impor/${row.id}`}>{row.file_name}</a> },
            { key: 'kind', label: text.kind, cell: (row) => text.kinds[row.kind] },
            {
              key: 'state',
              label: text.state,
              cell: (row) => <Badge tone={STATE_TONES[row.state]}>{text.states[row.state]}</Badge>,
            },
            { key: 'rows', label: text.rows, numeric: true, cell: (row) => format.number(row.rows) },
            { key: 'when', label: text.when, cell: (row) => <DateTime value={row.created_at} /> },
            { key: 'who', label: text.who, cell: (row) => row.who ?? '–' },
          ]}
        />
      </Section>
    </StaffPage>
  )
}

type PageProps = {
  facts: ImportFacts
  rows: readonly ImportRow[]
  outcome: Outcome | undefined
  next: number | undefined
}

export function importPage(props: PageProps): VNode {
  return <Import {...props} />
}

function Import(props: PageProps) {
  const { facts } = props
  const text = useMessages(importMessages)
  const { language } = useRequest()
  const working = isWorking(facts.state)
  const notes = facts.notes as unknown as readonly Text[]
  const problem = facts.problem as unknown as Text | null
  return (
    <StaffPage
      title={facts.file_name}
      lead={text.kinds[facts.kind]}
      crumbs={[{ href: '/impor', label: text.title }]}
      badge={<Badge tone={STATE_TONES[facts.state]}>{text.states[facts.state]}</Badge>}
    >
      {working ? <Working facts={facts} /> : null}
      {facts.state === 'refused' ? (
        <>
          <Notice tone="danger" title={text.refusedTitle}>
            <p>{problem?.[language]}</p>
          </Notice>
          <Actions>
            <LinkButton href="/impor">{text.tryAgain}</LinkButton>
          </Actions>
        </>
      ) : null}
      {notes.length > 0 ? (
        <Notice tone="info" title={text.notes}>
          {notes.map((note) => (
            <p key={note.id}>{note[language]}</p>
          ))}
        </Notice>
      ) : null}
      {facts.state === 'checked' && problem ? (
        <Notice tone="warning">
          <p>{problem.id === CHANGED_SINCE.id ? text.again : problem[language]}</p>
        </Notice>
      ) : null}
      {facts.checked_at ? <Result {...props} /> : null}
    </StaffPage>
  )
}

function Working({ facts }: { facts: ImportFacts }) {
  const text = useMessages(importMessages)
  const format = useFormat()
  const step = { reading: 1, checking: 2, applying: 3 }[facts.state as 'reading']
  return (
    <Section title={text.states[facts.state]} id="kemajuan">
      <ProgressBar
        label={text.step(String(step))}
        value={facts.done}
        max={facts.total}
        text={
          facts.total > 0
            ? text.rowsOf(format.number(facts.done), format.number(facts.total))
            : facts.done > 0
              ? text.rowsRead(format.number(facts.done))
              : text.rowsWait
        }
      />
      <p>{text.working}</p>
      <Actions>
        <LinkButton href={`/impor/${facts.id}`} tone="secondary">
          {text.reload}
        </LinkButton>
      </Actions>
    </Section>
  )
}

function Result({ facts, rows, outcome, next }: PageProps) {
  const text = useMessages(importMessages)
  const format = useFormat()
  const { language } = useRequest()
  const address = useAddress()
  const counts = {
    new: facts.created_rows,
    changed: facts.changed_rows,
    unchanged: facts.unchanged_rows,
    refused: facts.refused_rows,
  }
  const useful = counts.new + counts.changed
  const base = `/impor/${facts.id}`
  return (
    <>
      <Grid size="small">
        {OUTCOMES.map((one) => (
          <Stat
            label={text.outcomes[one]}
            value={format.number(counts[one])}
            href={`${base}?hasil=${one}`}
            tone={one === 'refused' && counts[one] > 0 ? 'danger' : 'neutral'}
            key={one}
          />
        ))}
      </Grid>
      {facts.state === 'applied' ? (
        <Notice tone="success">
          <p>{text.done(format.number(useful))}</p>
        </Notice>
      ) : null}
      {facts.state === 'checked' ? (
        <>
          <p>{useful > 0 ? text.applyLead(format.number(counts.refused)) : text.nothingToApply}</p>
          <Actions>
            {useful > 0 ? (
              <ActionButton
                action={`${base}/terapkan`}
                label={text.apply(format.number(useful))}
                tone="primary"
                fields={{ _seen: seenOf(facts.checked_at) }}
              />
            ) : null}
            <ActionButton action={`${base}/batal`} label={text.discard} tone="quiet" />
          </Actions>
        </>
      ) : null}
      <Tabs
        label={text.outcome}
        items={[
          { href: base, label: text.all, count: facts.rows, current: outcome === undefined },
          ...OUTCOMES.map((one) => ({
            href: `${base}?hasil=${one}`,
            label: text.outcomes[one],
            count: counts[one],
            current: outcome === one,
          })),
        ]}
      />
      <DataTable
        caption={text.download}
        captionHidden
        stack
        rows={rows}
        empty={<EmptyState title={text.noRows} />}
        exports={{ csv: `${base}/hasil?format=csv`, xlsx: `${base}/hasil?format=xlsx` }}
        columns={[
          { key: 'row', label: text.row, numeric: true, cell: (row) => row.row },
          { key: 'subject', label: text.subject, cell: (row) => row.label || '–' },
          {
            key: 'outcome',
            label: text.outcome,
            cell: (row) => (row.outcome ? <Badge tone={TONES[row.outcome]}>{text.outcomes[row.outcome]}</Badge> : '–'),
          },
          {
            key: 'detail',
            label: text.detail,
            cell: (row) =>
              row.problems.length + row.changes.length === 0 ? (
                '–'
              ) : (
                <ul class="import-change">
                  {row.problems.map((one, index) => (
                    <li key={index}>
                      {one.column && !one.reason[language].startsWith(one.column) ? (
                        <strong>{one.column}: </strong>
                      ) : null}
                      {one.reason[language]}
                      {one.value && !one.reason[language].includes(one.value) ? ` (“${one.value}”)` : null}
                    </li>
                  ))}
                  {row.changes.map((one) => (
                    <li key={one.column}>
                      {one.column}: <del>{one.from || text.empty}</del> → <ins>{one.to || text.empty}</ins>
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
      <Pager next={next === undefined ? null : address({ after: String(next) })} />
    </>
  )
}
