import {
  ActionButton,
  Badge,
  DataTable,
  EmptyState,
  LinkButton,
  Prose,
  Section,
  StaffPage,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import type { EditionRow } from './entry-queries.ts'
import { FormerEditions } from './entry-views.tsx'
import type { IndicatorRow, LevelRow } from './framework-queries.ts'
import { manageMessages } from './manage-messages.ts'
import { messages } from './messages.ts'
import type { CompetencyRow } from './queries.ts'

export function DictionaryPage({ competencies }: { competencies: CompetencyRow[] }) {
  const text = useMessages(messages)
  const manage = useMessages(manageMessages)
  const { permissions } = useRequest()
  const frameworks = Map.groupBy(competencies, (one) => one.framework_id)
  return (
    <StaffPage
      title={manage.dictionary.title}
      lead={manage.dictionary.lead}
      actions={
        permissions.has('competency.manage') && competencies.length > 0 ? (
          <LinkButton href="/kompetensi/kamus/baru" icon="plus">
            {manage.dictionary.add}
          </LinkButton>
        ) : undefined
      }
    >
      {competencies.length === 0 ? (
        <EmptyState
          title={manage.dictionary.empty}
          body={manage.dictionary.emptyBody}
          action={
            permissions.has('competency.manage') ? (
              <ActionButton action="/kompetensi/kamus/pasang" label={manage.dictionary.install} tone="primary" />
            ) : undefined
          }
        />
      ) : null}
      {[...frameworks].map(([id, rows]) => (
        <Section
          title={rows[0]?.framework ?? ''}
          id={`k-${id}`}
          lead={`${manage.dictionary.source}: ${rows[0]?.source ?? ''}`}
          key={id}
        >
          {rows[0]?.verified ? null : <Badge tone="warning">{text.unverified}</Badge>}
          <DataTable
            stack
            caption={manage.dictionary.inFramework(rows[0]?.framework ?? '')}
            captionHidden
            rows={rows}
            columns={[
              {
                key: 'name',
                label: text.competency,
                cell: (row) => <a href={`/kompetensi/kamus/${row.id}`}>{row.name}</a>,
              },
              { key: 'definition', label: manage.dictionary.definition, cell: (row) => row.definition },
            ]}
          />
        </Section>
      ))}
    </StaffPage>
  )
}

type CompetencyPageProps = {
  competency: CompetencyRow
  levels: LevelRow[]
  indicators: IndicatorRow[]
  editions: readonly EditionRow[]
  mostEditions: number
}

export function CompetencyPage({ competency, levels, indicators, editions, mostEditions }: CompetencyPageProps) {
  const text = useMessages(messages)
  const manage = useMessages(manageMessages)
  const { permissions } = useRequest()
  const sources = [...new Set(indicators.map((one) => one.source))]
  const verified = indicators.length > 0 && indicators.every((one) => one.verified)
  return (
    <StaffPage
      title={competency.name}
      lead={text.family[competency.family]}
      crumbs={[{ href: '/kompetensi/kamus', label: manage.dictionary.title }]}
      badge={verified ? undefined : <Badge tone="warning">{text.unverified}</Badge>}
      actions={
        permissions.has('competency.manage') ? (
          <LinkButton href={`/kompetensi/kamus/${competency.id}/ubah`} tone="secondary">
            {manage.dictionary.change}
          </LinkButton>
        ) : undefined
      }
    >
      <Section title={manage.dictionary.definition} id="pengertian">
        <Prose text={competency.definition} />
      </Section>
      <Section title={manage.dictionary.levels} id="level">
        <DataTable
          stack
          caption={manage.dictionary.levelTable(competency.name)}
          captionHidden
          rows={levels}
          columns={[
            { key: 'level', label: text.level, cell: (row) => `${row.level} · ${row.name}` },
            {
              key: 'seen',
              label: manage.dictionary.seen,
              cell: (row) => <Behaviors indicators={indicators.filter((one) => one.level === row.level)} />,
            },
            { key: 'meaning', label: manage.dictionary.meaning, cell: (row) => row.meaning },
          ]}
        />
      </Section>
      <Section title={manage.dictionary.source} id="sumber">
        <ul class="plain-list">
          {sources.map((source) => (
            <li key={source}>{source}</li>
          ))}
        </ul>
      </Section>
      <FormerEditions editions={editions} most={mostEditions} />
    </StaffPage>
  )
}

function Behaviors({ indicators }: { indicators: IndicatorRow[] }) {
  const [first, ...others] = indicators
  return (
    <div class="cell-lines">
      <span>{first?.behavior}</span>
      {others.length > 0 ? (
        <ul class="plain-list">
          {others.map((one) => (
            <li key={one.ordinal}>{one.behavior}</li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
