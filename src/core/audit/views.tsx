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
import { actionText, detailName, valueText } from './words.ts'

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
              cell: (row: AuditRow) => (
                <>
                  {actionText(row.action, language)}
                  <br />
                  <a class="hint" href={`/audit?perbuatan=${encodeURIComponent(row.action)}`}>
                    <CodeParts>{row.action}</CodeParts>
                  </a>
                </>
              ),
            },
            {
              key: 'subject',
              label: t.subject,
              cell: (row: AuditRow) => (
                <>
                  <a class="hint" href={`/audit?tentang=${encodeURIComponent(row.subject)}`}>
                    <code>{shortened(row.subject)}</code>
                  </a>
                </>
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

function detailText(detail: unknown, language: Language): string {
  if (typeof detail !== 'object' || detail === null) return ''
  return Object.entries(detail)
    .map(([name, value]) => `${detailName(name, language)}: ${shortened(valueText(value, language))}`)
    .join('; ')
}

/** The end of an id tells rows apart; the whole one is in the address of the link. */
function shortened(text: string): string {
  return text.replaceAll(/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{4}([\da-f]{8})/g, '…$1')
}
