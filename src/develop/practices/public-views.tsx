import {
  Badge,
  Card,
  EmptyState,
  Facts,
  Filters,
  Grid,
  LinkButton,
  ListEnd,
  PublicPage,
  SelectField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { Lineage, Parts, Results } from './entry-views.tsx'
import { messages } from './messages.ts'
import { useProblem, useProblems } from './problem-words.ts'
import { type EntryRow, type LineRow, MOST_PUBLISHED } from './queries.ts'
import type { ResultRow } from './story-queries.ts'
import { StateBadge, useResultText } from './views.tsx'

function usePlace(): string {
  return `/i/${useRequest().institution?.slug ?? ''}`
}

export function LibraryPage({
  rows,
  results,
  theme,
}: {
  rows: readonly EntryRow[]
  results: readonly ResultRow[]
  theme: string | undefined
}) {
  const text = useMessages(messages)
  const problems = useProblems('all')
  const say = useResultText()
  const at = usePlace()
  const first = new Map(results.toReversed().map((result) => [result.entry_id, result]))
  return (
    <PublicPage title={text.publicTitle} lead={text.publicLead} back={at} width="wide">
      {rows.length > 0 || theme ? (
        <Filters values={{ masalah: theme }}>
          <SelectField name="masalah" label={text.publicHelp} placeholder={text.publicAll} options={problems} />
        </Filters>
      ) : null}
      {rows.length === 0 ? <EmptyState title={text.publicEmpty} body={text.publicEmptyBody} icon="star" /> : null}
      <Grid size="large">
        {rows.map((row) => {
          const result = first.get(row.id)
          return (
            <Card
              key={row.id}
              level={2}
              kicker={row.holder ? text.publicOutside(row.holder) : row.unit_name}
              title={row.title}
              href={`${at}/praktik/${row.id}`}
              aside={<PublicBadge row={row} />}
            >
              <p>{row.problem}</p>
              <p>
                <strong>{result ? `${result.indicator}: ${say(result)}` : row.outcome || text.publicNoResult}</strong>
              </p>
            </Card>
          )
        })}
      </Grid>
      <ListEnd count={rows.length} most={MOST_PUBLISHED} />
      <p>
        <LinkButton href={`${at}/lapor`} tone="secondary">
          {text.publicIdea}
        </LinkButton>
      </p>
    </PublicPage>
  )
}

function PublicBadge({ row }: { row: EntryRow }) {
  const text = useMessages(messages)
  if (row.kind === 'reference') return <Badge tone="accent">{text.reference}</Badge>
  return <StateBadge state={row.state} plain />
}

/** One entry as everybody reads it: no names of people, no files, only what was accepted. */
export function PublicEntryPage({
  row,
  results,
  lines,
}: {
  row: EntryRow
  results: readonly ResultRow[]
  lines: { from: readonly LineRow[]; into: readonly LineRow[] }
}) {
  const text = useMessages(messages)
  const problemOf = useProblem()
  const format = useFormat()
  const at = usePlace()
  return (
    <PublicPage title={row.title} lead={row.problem} back={`${at}/praktik`}>
      <Facts
        items={[
          { label: text.publicHolder, value: row.holder || row.unit_name },
          {
            label: text.state,
            value: <PublicBadge row={row} />,
            note: row.since ? `${text.since} ${format.date(row.since)}` : undefined,
          },
          { label: text.publicHelp, value: problemOf(row.theme) },
        ]}
      />
      <Results rows={results} outcome={row.outcome} />
      <Parts row={row} />
      <Lineage lines={lines} href={(line) => `${at}/praktik/${line.id}`} plain />
    </PublicPage>
  )
}
