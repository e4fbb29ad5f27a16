import type { FormState } from '../../platform/http/input.ts'
import {
  ActionButton,
  Badge,
  Checkbox,
  DataTable,
  EmptyState,
  Filters,
  Form,
  Notice,
  Pager,
  RadioGroup,
  Section,
  SelectField,
  StaffPage,
  TextField,
  useAddress,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import type { PositionRow, StandardRow } from './framework-queries.ts'
import { manageMessages } from './manage-messages.ts'
import { messages } from './messages.ts'
import { FAMILIES, LEVELS } from './model.ts'
import type { CompetencyRow } from './queries.ts'

export function StandardsPage({
  rows,
  search,
  next,
}: {
  rows: PositionRow[]
  search: string | undefined
  next: string | undefined
}) {
  const text = useMessages(manageMessages).standards
  const shared = useMessages(messages)
  const format = useFormat()
  const address = useAddress()
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      actions={<ActionButton action="/kompetensi/standar/isi-jenjang" label={text.fromGradeAll} />}
    >
      <Filters values={{ cari: search }} search>
        <TextField name="cari" label={text.search} type="search" required />
      </Filters>
      <DataTable
        caption={text.title}
        captionHidden
        rows={rows}
        empty={<EmptyState title={search ? text.none : text.noPosition} body={search ? undefined : text.noneBody} />}
        rowHref={(row) => `/kompetensi/standar/${row.id}`}
        columns={[
          {
            key: 'title',
            label: shared.position,
            cell: (row) => <a href={`/kompetensi/standar/${row.id}`}>{row.title}</a>,
          },
          { key: 'holders', label: text.holders, numeric: true, cell: (row) => format.number(row.holders) },
          { key: 'count', label: text.count, numeric: true, cell: (row) => format.number(row.standards) },
          {
            key: 'verify',
            label: text.toVerify,
            numeric: true,
            cell: (row) => (row.unverified > 0 ? <Badge tone="warning">{format.number(row.unverified)}</Badge> : '0'),
          },
        ]}
      />
      <Pager next={next ? address({ sesudah: next }) : undefined} />
    </StaffPage>
  )
}

type PositionPageProps = {
  position: { id: string; title: string; level: string }
  rows: StandardRow[]
  competencies: CompetencyRow[]
  hasGrade: boolean
  form: FormState
}

export function PositionPage({ position, rows, competencies, hasGrade, form }: PositionPageProps) {
  const text = useMessages(manageMessages).standards
  const current = rows.filter((row) => row.valid_to === null)
  const past = rows.filter((row) => row.valid_to !== null)
  return (
    <StaffPage
      title={position.title}
      lead={text.lead}
      crumbs={[{ href: '/kompetensi/standar', label: text.title }]}
      form={form}
    >
      {current.length === 0 ? (
        <EmptyState
          title={text.emptyPosition}
          body={hasGrade ? undefined : text.noGrade}
          action={
            hasGrade ? (
              <ActionButton
                action={`/kompetensi/standar/${position.id}/isi-jenjang`}
                label={text.fromGrade}
                tone="primary"
              />
            ) : undefined
          }
        />
      ) : (
        <Requirements rows={current} title={position.title} />
      )}
      {past.length > 0 ? (
        <Why label={text.history}>
          <Requirements rows={past} title={text.history} />
        </Why>
      ) : null}
      <StandardForm position={position.id} competencies={competencies} form={form} />
    </StaffPage>
  )
}

function Requirements({ rows, title }: { rows: StandardRow[]; title: string }) {
  const text = useMessages(manageMessages).standards
  const shared = useMessages(messages)
  const format = useFormat()
  const ordered = FAMILIES.flatMap((family) => rows.filter((row) => row.family === family))
  return (
    <DataTable
      stack
      caption={title}
      captionHidden
      rows={ordered}
      columns={[
        {
          key: 'name',
          label: shared.competency,
          cell: (row) => (
            <div class="cell-lines">
              <span>{row.name}</span>
              <small>{shared.family[row.family]}</small>
            </div>
          ),
        },
        { key: 'level', label: shared.level, numeric: true, cell: (row) => row.required_level },
        { key: 'importance', label: text.importanceShort, numeric: true, cell: (row) => row.importance },
        {
          key: 'since',
          label: text.since,
          cell: (row) =>
            row.valid_to
              ? `${format.shortDate(row.valid_from)} – ${format.shortDate(row.valid_to)}`
              : format.shortDate(row.valid_from),
        },
        {
          key: 'source',
          label: text.source,
          cell: (row) => (
            <div class="cell-lines">
              <small>{row.source}</small>
              {row.verified ? (
                <Badge tone="success">{shared.verified}</Badge>
              ) : (
                <Badge tone="warning">{shared.unverified}</Badge>
              )}
            </div>
          ),
        },
      ]}
    />
  )
}

function StandardForm({
  position,
  competencies,
  form,
}: {
  position: string
  competencies: CompetencyRow[]
  form: FormState
}) {
  const text = useMessages(manageMessages).standards
  const shared = useMessages(messages)
  if (competencies.length === 0) return <Notice tone="warning">{shared.profile.noStandardBody}</Notice>
  const levels = LEVELS.map((level) => ({ value: String(level), label: `${shared.level} ${level}` }))
  return (
    <Section title={text.change} id="ubah">
      <Form action={`/kompetensi/standar/${position}`} form={form} submit={text.save}>
        <SelectField
          name="competency"
          label={shared.competency}
          required
          options={competencies.map((one) => ({ value: one.id, label: `${one.name} (${shared.family[one.family]})` }))}
        />
        <RadioGroup
          name="level"
          legend={text.requiredLevel}
          required
          layout="row"
          options={[...levels, { value: 'end', label: text.end }]}
        />
        <RadioGroup
          name="importance"
          legend={text.importance}
          hint={text.importanceHint}
          required
          layout="row"
          value="3"
          options={LEVELS.map((value) => ({ value: String(value), label: String(value) }))}
        />
        <TextField name="source" label={text.source} hint={text.sourceHint} required />
        <Checkbox name="verified" label={text.isVerified} />
      </Form>
    </Section>
  )
}
