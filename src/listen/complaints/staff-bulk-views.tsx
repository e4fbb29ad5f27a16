import { Badge, DataTable, LinkButton, Notice, StaffPage, useMessages } from '../../platform/ui/index.ts'
import { formatCode } from './code.ts'
import { staffMessages } from './staff-messages.ts'
import { workMessages } from './work-messages.ts'

export type BulkResult = { id: string; code: string; subject: string; refused: string | null }

/** What became of each ticked case: some may be refused while others went through. */
export function BulkResultPage({ results }: { results: readonly BulkResult[] }) {
  const text = useMessages(workMessages)
  const staff = useMessages(staffMessages)
  const done = results.filter((one) => one.refused === null).length
  return (
    <StaffPage title={text.bulkResult} crumbs={[{ href: '/pengaduan', label: staff.title }]}>
      <Notice tone={done === results.length ? 'success' : 'warning'} live>
        <p>{text.bulkDone(done, results.length)}</p>
      </Notice>
      <DataTable
        caption={text.bulkResult}
        captionHidden
        rows={results}
        rowHref={(row) => `/pengaduan/${row.id}`}
        columns={[
          {
            key: 'case',
            label: text.case,
            header: true,
            cell: (row) => (
              <a href={`/pengaduan/${row.id}`}>
                {formatCode(row.code)} {row.subject}
              </a>
            ),
          },
          {
            key: 'result',
            label: text.result,
            cell: (row) =>
              row.refused === null ? (
                <Badge tone="success">{text.bulkOk}</Badge>
              ) : (
                <>
                  <Badge tone="danger">{text.bulkRefused}</Badge> {row.refused}
                </>
              ),
          },
        ]}
      />
      <LinkButton href="/pengaduan" tone="secondary">
        {text.backToList}
      </LinkButton>
    </StaffPage>
  )
}
