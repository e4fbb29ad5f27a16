import { Card, DataTable, DateTime, Grid, Photo, Section, useMessages } from '../../../platform/ui/index.ts'
import type { RuleInForce } from '../rules.ts'
import { useElementName } from '../views-parts.tsx'
import { followUpMessages } from './messages.ts'
import type { FollowUpRow } from './queries.ts'
import { FollowUpState } from './views.tsx'

interface Props {
  rows: readonly FollowUpRow[]
  rule: RuleInForce
  today: string
  /** Where the reader of this page finds the file of evidence. */
  fileOf: (row: FollowUpRow) => string
}

/** What is told to everybody: first what has been improved, with its evidence, then what is still to come. */
export function PublicFollowUps({ rows, rule, today, fileOf }: Props) {
  const text = useMessages(followUpMessages)
  const name = useElementName(rule)
  const done = rows.filter((row) => row.state === 'done')
  const open = rows.filter((row) => row.state !== 'done')
  return (
    <>
      {done.length > 0 ? (
        <Section title={text.doneTitle} id="sudah-diperbaiki" lead={text.doneLead}>
          <Grid size="large">
            {done.map((row) => (
              <Card
                key={row.id}
                kicker={name(row.element)}
                title={row.action}
                aside={<FollowUpState row={row} today={today} />}
              >
                <Evidence row={row} file={row.evidence_file_id ? fileOf(row) : undefined} />
              </Card>
            ))}
          </Grid>
        </Section>
      ) : null}
      {open.length > 0 ? (
        <Section title={text.publicTitle} id="tindak-lanjut" lead={text.publicLead}>
          <DataTable
            caption={text.publicTitle}
            captionHidden
            stack
            rows={open}
            columns={[
              { key: 'action', label: text.action, cell: (row) => row.action },
              { key: 'element', label: text.element, cell: (row) => name(row.element) },
              { key: 'owner', label: text.owner, cell: (row) => row.owner },
              { key: 'due', label: text.due, cell: (row) => <DateTime value={row.due_on} /> },
              { key: 'state', label: text.state, cell: (row) => <FollowUpState row={row} today={today} /> },
            ]}
          />
        </Section>
      ) : null}
    </>
  )
}

function Evidence({ row, file }: { row: FollowUpRow; file: string | undefined }) {
  const text = useMessages(followUpMessages)
  const isPicture = row.file_type?.startsWith('image/')
  return (
    <div class="follow-evidence">
      <p>{row.evidence}</p>
      {file && isPicture ? <Photo src={file} alt={text.photoOf(row.action)} state={row.file_picture} /> : null}
      {file && !isPicture ? (
        <p>
          <a href={file}>{text.openFile}</a>
        </p>
      ) : null}
      {row.evidence_link ? (
        <p>
          <a href={row.evidence_link}>{text.openLink}</a>
        </p>
      ) : null}
      <p class="hint">
        {row.owner}
        {row.done_on ? (
          <>
            {' · '}
            {text.doneOn} <DateTime value={row.done_on} />
          </>
        ) : null}
      </p>
    </div>
  )
}
