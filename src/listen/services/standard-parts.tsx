import type { ComponentChildren } from 'preact'
import { Badge, DataTable, Prose, Section, useFormat, useMessages, useRequest, Why } from '../../platform/ui/index.ts'
import { COMPONENTS, type Component, differences, type StandardContent } from './content.ts'
import { messages } from './messages.ts'
import { TariffList, usePromiseText } from './parts.tsx'
import type { RuleRow } from './rules.ts'
import { standardMessages } from './standard-messages.ts'
import { type Standing, standingOf } from './standard-model.ts'
import type { StandardRow } from './standard-queries.ts'

const TONES = {
  draft: 'neutral',
  submitted: 'warning',
  coming: 'info',
  effective: 'success',
  superseded: 'neutral',
  withdrawn: 'neutral',
} as const

export function StandingBadge({ standing }: { standing: Standing }) {
  const text = useMessages(standardMessages)
  return <Badge tone={TONES[standing]}>{text.standing[standing]}</Badge>
}

export function VersionTable({
  all,
  today,
  address,
}: {
  all: readonly StandardRow[]
  today: string
  address: (version: number) => string
}) {
  const text = useMessages(standardMessages)
  const format = useFormat()
  return (
    <DataTable
      caption={text.versions}
      captionHidden
      rows={all}
      rowHref={(row) => address(row.version)}
      columns={[
        {
          key: 'version',
          label: text.column.version,
          cell: (row) => <a href={address(row.version)}>{text.version(row.version)}</a>,
        },
        {
          key: 'state',
          label: text.column.state,
          cell: (row) => <StandingBadge standing={standingOf(row, all, today)} />,
        },
        {
          key: 'decree',
          label: text.column.decree,
          cell: (row) =>
            row.decree_number && row.decree_date ? text.decreeOf(row.decree_number, format.date(row.decree_date)) : '–',
        },
        {
          key: 'from',
          label: text.column.from,
          cell: (row) => (row.effective_from ? format.date(row.effective_from) : '–'),
        },
        { key: 'by', label: text.column.by, cell: (row) => row.approved_by_name ?? '–' },
      ]}
    />
  )
}

/** The components of one group with what the version says, and whether the regulation's wording was checked. */
export function Components({
  content,
  group,
  rules,
}: {
  content: StandardContent
  group: readonly Component[]
  rules: readonly RuleRow[]
}) {
  const text = useMessages(standardMessages)
  return (
    <ol class="standard-list" start={COMPONENTS.indexOf(group[0]!) + 1}>
      {group.map((component) => (
        <li key={component}>
          <h3>
            {text.component[component]}{' '}
            {rules.find(({ key }) => key === `component.${component}`)?.verified === false ? (
              <Badge tone="warning">{text.unverified}</Badge>
            ) : null}
          </h3>
          <ComponentBody content={content} component={component} />
        </li>
      ))}
    </ol>
  )
}

function ComponentBody({ content, component }: { content: StandardContent; component: Component }): ComponentChildren {
  const text = useMessages(standardMessages)
  const general = useMessages(messages)
  const promise = usePromiseText()
  if (component === 'time') return <p>{promise(content)}</p>
  if (component === 'tariff') return <TariffList tariff={content.tariff} note={content.tariff_note} />
  if (component === 'requirements')
    return content.requirements.length === 0 ? (
      <p>{general.noRequirements}</p>
    ) : (
      <ul>
        {content.requirements.map(({ name, mandatory }) => (
          <li key={name}>{mandatory ? name : `${name} (${general.optional})`}</li>
        ))}
      </ul>
    )
  const words = content[component]
  return (
    <>
      {words ? <Prose text={words} /> : <p class="hint">{text.notWritten}</p>}
      {component === 'guarantee' && content.compensation ? (
        <p>
          <strong>{text.compensation}:</strong> {content.compensation}
        </p>
      ) : null}
    </>
  )
}

export function Sources({ rules }: { rules: readonly RuleRow[] }) {
  const text = useMessages(standardMessages)
  return (
    <Why label={text.sources}>
      <ul>
        {COMPONENTS.map((component) => {
          const rule = rules.find(({ key }) => key === `component.${component}`)
          return (
            <li key={component}>
              {text.component[component]}: {rule?.source} ({rule?.verified ? text.verified : text.unverified})
            </li>
          )
        })}
      </ul>
    </Why>
  )
}

export function Changes({ before, after }: { before: StandardRow; after: StandardRow }) {
  const text = useMessages(standardMessages)
  const { language } = useRequest()
  const changed = differences(before.content, after.content, language)
  return (
    <Section title={text.changes(before.version)} id="perubahan">
      {changed.length === 0 ? <p>{text.noChanges}</p> : null}
      {changed.map(({ component, lines }) => (
        <div class="difference" key={component}>
          <h3>{text.component[component]}</h3>
          <ul>
            {lines.map(({ sign, text: line }, index) => {
              if (sign === ' ') return <li key={index}>{line}</li>
              const Mark = sign === '+' ? 'ins' : 'del'
              return (
                <li key={index}>
                  <Mark>
                    <span class="visually-hidden">{sign === '+' ? text.added : text.removed}: </span>
                    {line}
                  </Mark>
                </li>
              )
            })}
          </ul>
        </div>
      ))}
    </Section>
  )
}

export function Signatures({ standard }: { standard: StandardRow }) {
  const text = useMessages(standardMessages)
  const format = useFormat()
  const { drafted_by_name, drafted_at, submitted_by_name, submitted_at, approved_by_name, approved_at } = standard
  return (
    <ul class="plain hint">
      <li>{text.drafted(drafted_by_name ?? text.somebody, format.dateTime(drafted_at))}</li>
      {submitted_at ? (
        <li>{text.submitted(submitted_by_name ?? text.somebody, format.dateTime(submitted_at))}</li>
      ) : null}
      {approved_at ? <li>{text.approved(approved_by_name ?? text.somebody, format.dateTime(approved_at))}</li> : null}
    </ul>
  )
}
