import {
  ActionButton,
  Badge,
  DataTable,
  EmptyState,
  Prose,
  Section,
  StaffPage,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
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
    <StaffPage title={manage.dictionary.title} lead={manage.dictionary.lead}>
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

type CompetencyPageProps = { competency: CompetencyRow; levels: LevelRow[]; indicators: IndicatorRow[] }

export function CompetencyPage({ competency, levels, indicators }: CompetencyPageProps) {
  const text = useMessages(messages)
  const manage = useMessages(manageMessages)
  const sources = [...new Set([competency.source, ...indicators.map((one) => one.source)])]
  return (
    <StaffPage
      title={competency.name}
      lead={text.family[competency.family]}
      crumbs={[{ href: '/kompetensi/kamus', label: manage.dictionary.title }]}
      badge={competency.verified ? undefined : <Badge tone="warning">{text.unverified}</Badge>}
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
