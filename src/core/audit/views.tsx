import type { Language } from '../../platform/i18n.ts'
import {
  CodeParts,
  DataTable,
  EmptyState,
  Facts,
  Filters,
  LinkButton,
  Notice,
  Pager,
  Section,
  SelectField,
  StaffPage,
  TextField,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import type { AuditFilter, AuditRow } from './queries.ts'
import { subjectText } from './subject-words.ts'
import { actionText, detailName, sentence, valueText } from './words.ts'

export type Problem = { seq: number | null; problem: string }
type Newest = { seq: number; hash: Buffer; at: Date } | undefined
type AuditProps = {
  rows: readonly AuditRow[]
  next: string | undefined
  filter: AuditFilter
  acts: readonly string[]
  newest: Newest
  problems: readonly Problem[] | undefined
}

export function AuditPage({ rows, next, filter, acts, newest, problems }: AuditProps) {
  const t = useMessages(messages)
  const format = useFormat()
  const { language } = useRequest()
  const address = useAddress()
  const choices = [...new Set([...acts, ...(filter.action ? [filter.action] : [])])]
    .map((act) => ({ value: act, label: actionText(act, language) }))
    .sort((a, b) => a.label.localeCompare(b.label, language))
  return (
    <StaffPage
      title={t.title}
      lead={t.lead}
      actions={
        <LinkButton href="/audit?periksa=ya" tone="secondary">
          {t.check}
        </LinkButton>
      }
    >
      {problems ? <Verdict problems={problems} /> : null}
      {newest ? (
        <Section title={t.newest} id="segel" lead={t.newestNote}>
          <Facts
            items={[
              { label: t.link(newest.seq), value: <code>{newest.hash.toString('hex')}</code> },
              { label: t.sealedAt, value: format.dateTime(newest.at) },
            ]}
          />
        </Section>
      ) : null}
      <Filters action="/audit" values={{ perbuatan: filter.action ?? '', tentang: filter.subject ?? '' }}>
        <SelectField name="perbuatan" label={t.action} placeholder={t.everyAct} options={choices} />
        <TextField name="tentang" label={t.filterSubject} />
      </Filters>
      {rows.length === 0 ? (
        <EmptyState title={t.none} />
      ) : (
        <DataTable
          caption={t.title}
          captionHidden
          columns={[
            { key: 'at', label: t.at, cell: (row: AuditRow) => format.dateTime(row.at) },
            { key: 'who', label: t.who, cell: (row: AuditRow) => row.person ?? row.client ?? t.citizen },
            {
              key: 'action',
              label: t.action,
              header: true,
              cell: (row: AuditRow) => <a href={`/audit/${row.id}`}>{actionText(row.action, language)}</a>,
            },
            {
              key: 'subject',
              label: t.subject,
              cell: (row: AuditRow) => (
                <a href={`/audit?tentang=${encodeURIComponent(row.subject)}`}>{subjectName(row.subject, language)}</a>
              ),
            },
            { key: 'detail', label: t.detail, cell: (row: AuditRow) => detailText(row.detail, language) },
            { key: 'seal', label: t.seal, nowrap: true, cell: (row: AuditRow) => row.seal ?? t.link(null) },
          ]}
          rows={rows}
        />
      )}
      <Pager next={next ? address({ sebelum: next, periksa: null }) : undefined} />
    </StaffPage>
  )
}

/** One row whole, with the codes by which other systems and people who search know it. */
export function ActPage({ row }: { row: AuditRow }) {
  const t = useMessages(messages)
  const format = useFormat()
  const { language } = useRequest()
  const details = detailsOf(row.detail)
  return (
    <StaffPage
      title={actionText(row.action, language)}
      lead={`${format.dateTime(row.at)} · ${row.person ?? row.client ?? t.citizen}`}
      crumbs={[{ href: '/audit', label: t.title }]}
    >
      <Facts
        items={[
          {
            label: t.subject,
            value: <CodeParts>{row.subject}</CodeParts>,
            note: <a href={`/audit?tentang=${encodeURIComponent(row.subject)}`}>{t.sameSubject}</a>,
          },
          {
            label: t.code,
            value: <CodeParts>{row.action}</CodeParts>,
            note: <a href={`/audit?perbuatan=${encodeURIComponent(row.action)}`}>{t.sameAct}</a>,
          },
          { label: t.request, value: <CodeParts>{row.request_id}</CodeParts> },
          { label: t.seal, value: t.link(row.seal === null ? null : Number(row.seal)) },
        ]}
      />
      <Section title={t.detail} id="rincian">
        {details.length === 0 ? (
          <p>{t.noDetail}</p>
        ) : (
          <Facts
            items={details.map(([name, value]) => ({
              label: sentence(detailName(name, language)),
              value: valueText(value, language),
            }))}
          />
        )}
      </Section>
    </StaffPage>
  )
}

function Verdict({ problems }: { problems: readonly Problem[] }) {
  const t = useMessages(messages)
  if (problems.length === 0)
    return (
      <Notice tone="success" title={t.intact}>
        <p>{t.intactBody}</p>
      </Notice>
    )
  return (
    <Notice tone="danger" title={t.broken}>
      <p>{t.brokenBody}</p>
      <ul>
        {problems.map((one) => (
          <li key={`${one.seq} ${one.problem}`}>
            {t.link(one.seq)}: {t.problems[one.problem] ?? one.problem}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function detailsOf(detail: unknown): [string, unknown][] {
  return typeof detail === 'object' && detail !== null ? Object.entries(detail) : []
}

function detailText(detail: unknown, language: Language): string {
  return detailsOf(detail)
    .map(([name, value]) => `${detailName(name, language)}: ${shortened(valueText(value, language))}`)
    .join('; ')
}

/** "Pengaduan …7c1a04b2": what it is, and the end of its id, which tells two of them apart. */
function subjectName(subject: string, language: Language): string {
  const [, ...rest] = subject.split(':')
  return [subjectText(subject, language), shortened(rest.join(' '))].join(' ').trim()
}

/** The end of an id tells rows apart; the whole one stands on the row's own page. */
function shortened(text: string): string {
  return text.replaceAll(/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{4}([\da-f]{8})/g, '…$1')
}
