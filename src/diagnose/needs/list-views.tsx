import type { DatedNumber } from '../../platform/dated-rules.ts'
import type { FormState } from '../../platform/http/input.ts'
import {
  Badge,
  EmptyState,
  Form,
  LinkButton,
  ListTable,
  Notice,
  RadioGroup,
  type RuleChange,
  RulePage,
  SelectField,
  StaffPage,
  Tabs,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import { needMessages } from './messages.ts'
import { PARAMETER_KEYS, type ParameterKey } from './model.ts'
import type { Need } from './queries.ts'
import { MOST_NEEDS } from './queries.ts'

export type Tab = 'active' | 'programmed' | 'closed'
export type Placed = Need & {
  place: number
  computedPlace: number
  /** As if no need were a top priority. */
  unflaggedPlace: number
  competency: string
}

type ListProps = {
  tab: Tab
  counts: Record<Tab, number>
  needs: Placed[]
  reasons: ReadonlyMap<string, string>
  lambda: DatedNumber | undefined
}

export function NeedListPage({ tab, counts, needs, reasons, lambda }: ListProps) {
  const text = useMessages(needMessages)
  const format = useFormat()
  const { permissions } = useRequest()
  const part = (value: number | undefined) => (value === undefined ? '–' : format.number(value, 3))
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      actions={permissions.has('need.propose') ? <LinkButton href="/kebutuhan/baru">{text.new}</LinkButton> : undefined}
    >
      <Tabs
        label={text.columns.status}
        items={(['active', 'programmed', 'closed'] as const).map((one) => ({
          href: one === 'active' ? '/kebutuhan' : `/kebutuhan?keadaan=${one}`,
          label: text.tabs[one],
          count: counts[one],
          current: one === tab,
        }))}
      />
      <ListTable
        caption={text.title}
        captionHidden
        rows={needs}
        most={MOST_NEEDS}
        empty={<EmptyState title={text.none} body={text.noneBody} />}
        rowHref={(row) => `/kebutuhan/${row.id}`}
        exports={{
          csv: `/kebutuhan/unduh?bentuk=csv&keadaan=${tab}`,
          xlsx: `/kebutuhan/unduh?bentuk=xlsx&keadaan=${tab}`,
        }}
        columns={[
          {
            key: 'place',
            by: (row) => row.place,
            label: text.columns.place,
            numeric: true,
            cell: (row) => format.number(row.place),
          },
          {
            key: 'need',
            label: text.columns.need,
            header: true,
            cell: (row) => (
              <div class="cell-lines cell-roomy">
                <a href={`/kebutuhan/${row.id}`}>{row.title}</a>
                <small>
                  {row.competency} · {row.unit}
                </small>
                <span class="cell-badges">
                  <StatusBadge status={row.status} />
                  {row.top ? (
                    <Badge tone="warning" icon="star">
                      {text.top.name}
                    </Badge>
                  ) : null}
                  {row.rank === null ? null : <Badge tone="accent">{text.placed(row.rank)}</Badge>}
                </span>
                <Why label={text.why}>
                  <PriorityInputs need={row} lambda={lambda} />
                  {row.top ? <p>{text.top.because(row.top_reason ?? '')}</p> : null}
                  <p>{text.computedPlace(row.computedPlace)}</p>
                  {row.unflaggedPlace === row.computedPlace ? null : <p>{text.top.without(row.unflaggedPlace)}</p>}
                  {row.rank !== null && reasons.has(row.id) ? <p>{text.placedWhy(reasons.get(row.id) ?? '')}</p> : null}
                </Why>
              </div>
            ),
          },
          {
            key: 'priority',
            label: text.columns.priority,
            numeric: true,
            cell: (row) => <strong>{part(row.priority)}</strong>,
          },
          { key: 'depth', label: text.columns.depth, numeric: true, cell: (row) => part(row.components?.depth) },
          {
            key: 'importance',
            label: text.columns.importance,
            numeric: true,
            cell: (row) => part(row.components?.importance),
          },
          { key: 'reach', label: text.columns.reach, numeric: true, cell: (row) => part(row.components?.reach) },
          { key: 'demand', label: text.columns.demand, numeric: true, cell: (row) => part(row.components?.demand) },
        ]}
      />
      <Why label={text.how}>
        <p>{text.formula}</p>
      </Why>
    </StaffPage>
  )
}

export function StatusBadge({ status }: { status: Need['status'] }) {
  const text = useMessages(needMessages)
  const tone = { draft: 'neutral', approved: 'success', programmed: 'info', closed: 'neutral' } as const
  return <Badge tone={tone[status]}>{text.status[status]}</Badge>
}

/** Every component with the inputs it is made of, as a list of sentences. */
export function explainNeed(
  need: Need,
  text: (typeof needMessages)['id'],
  format: ReturnType<typeof useFormat>,
): { name: string; value: string; from: string }[] {
  const { components } = need
  if (!components) return []
  const demand =
    need.signal_z === null
      ? text.explain.demandNone
      : text.explain.demandFrom(format.number(need.signal_z, 2), format.number(need.theme_weight ?? 0, 2))
  return [
    {
      name: text.columns.depth,
      value: format.number(components.depth, 3),
      from: text.explain.depth(format.number(need.shortfall ?? 0, 2), format.number(need.required ?? 0, 2)),
    },
    {
      name: text.columns.importance,
      value: format.number(components.importance, 3),
      from: text.explain.importance(need.importance),
    },
    {
      name: text.columns.reach,
      value: format.number(components.reach, 3),
      from: text.explain.reach(
        format.number(need.reach ?? 0),
        format.number(Math.max(need.max_reach, need.reach ?? 0)),
      ),
    },
    {
      name: text.columns.demand,
      value: format.number(components.demand, 3),
      from: `${text.explain.demand(format.number(need.lambda, 2), format.number(need.demand, 2))}; ${demand}`,
    },
  ]
}

function PriorityInputs({ need, lambda }: { need: Need; lambda: DatedNumber | undefined }) {
  const text = useMessages(needMessages)
  const format = useFormat()
  if (!need.components) return <p>{text.unknownBody}</p>
  return (
    <>
      <ul class="plain-list">
        {explainNeed(need, text, format).map((one) => (
          <li key={one.name}>
            {one.name} {one.value}: {one.from}
          </li>
        ))}
      </ul>
      <Provenance need={need} lambda={lambda} />
    </>
  )
}

export function Provenance({ need, lambda }: { need: Need; lambda: DatedNumber | undefined }) {
  const text = useMessages(needMessages)
  const format = useFormat()
  return (
    <p>
      {need.assessed === null ? null : text.explain.assessed(format.number(need.assessed))}{' '}
      {text.explain.measured(format.dateTime(need.measured_at))}{' '}
      {lambda?.valid_from ? text.explain.rule(lambda.source, format.date(lambda.valid_from)) : text.explain.ruleDefault}
    </p>
  )
}

type ParametersProps = {
  rules: readonly DatedNumber<ParameterKey>[]
  changes: readonly RuleChange[]
  today: string
  form: FormState
}

export function ParametersPage(page: ParametersProps) {
  const text = useMessages(needMessages).parameters
  return (
    <RulePage
      {...page}
      title={text.title}
      lead={text.lead}
      at="/kebutuhan/parameter"
      may="need.rank"
      keys={PARAMETER_KEYS}
      nameOf={(key) => text.keys[key]}
    />
  )
}

type NewProps = {
  units: { id: string; name: string }[]
  competencies: { value: string; label: string }[]
  signal: { id: string; sentence: string; unit_id: string } | undefined
  chosen: { unit: string | undefined; competency: string | undefined; importance: string | undefined }
  form: FormState
}

export function NewNeedPage({ units, competencies, signal, chosen, form }: NewProps) {
  const text = useMessages(needMessages)
  const options = signal ? units.filter((unit) => unit.id === signal.unit_id) : units
  return (
    <StaffPage
      title={text.form.title}
      lead={text.form.lead}
      crumbs={[{ href: '/kebutuhan', label: text.title }]}
      form={form}
    >
      {signal ? (
        <Notice title={signal.sentence}>
          <p>
            {text.form.reason} <a href={`/sinyal/${signal.id}`}>{text.page.openSignal}</a>
          </p>
        </Notice>
      ) : null}
      <Form action="/kebutuhan" form={form} submit={text.form.save}>
        {signal ? <input type="hidden" name="signal" value={signal.id} /> : null}
        <SelectField
          name="unit"
          label={text.form.unit}
          required
          placeholder={signal ? null : undefined}
          value={chosen.unit}
          options={options.map((unit) => ({ value: unit.id, label: unit.name }))}
        />
        <SelectField
          name="competency"
          label={text.form.competency}
          required
          value={chosen.competency}
          options={competencies}
        />
        <TextField name="title" label={text.form.needTitle} hint={text.form.needTitleHint} required />
        <RadioGroup
          name="importance"
          legend={text.form.importance}
          hint={text.form.importanceHint}
          required
          layout="row"
          value={chosen.importance}
          options={['1', '2', '3', '4', '5'].map((value) => ({ value, label: value }))}
        />
        <TextField name="note" label={text.form.note} />
      </Form>
    </StaffPage>
  )
}
