import type { VNode } from 'preact'
import { seenOf } from '../../../platform/http/seen.ts'
import {
  Badge,
  DataTable,
  DateField,
  EmptyState,
  Facts,
  Form,
  type FormState,
  HiddenField,
  LinkButton,
  Section,
  SelectField,
  Split,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../../platform/ui/index.ts'
import { organizationMessages } from '../messages.ts'
import { beneath, UNIT_KIND_TEXTS, UNIT_KINDS } from '../model.ts'
import type { PlannedUnit, UnitPlanRow } from '../plans/queries.ts'
import { type PlanPages, UnitPlans, usePlannedOptions } from '../plans/views.tsx'
import { pastMessages } from './past-messages.ts'
import { PAST_PATH } from './past-views.tsx'
import type { findUnit, listUnitHistory, UnitRow } from './queries.ts'
import { treeRows } from './tree.ts'

/** What the form of a change shows of the unit. */
export function unitSeen({ name, kind, parent_id }: { name: string; kind: string; parent_id: string | null }): string {
  return seenOf(name, kind, parent_id)
}

export function unitTreePage(props: {
  units: readonly UnitRow[]
  people: ReadonlyMap<string, number>
  plans: readonly UnitPlanRow[]
  /** Which page of the plans this is, and how many plans there are. */
  pages: PlanPages
  today: string
  closed: boolean
  mayManage: boolean
  manages: ReadonlySet<string>
  form: FormState | undefined
}): VNode {
  return <UnitTree {...props} />
}

function UnitTree(props: Parameters<typeof unitTreePage>[0]) {
  const { units, people, closed, mayManage, form } = props
  const text = useMessages(organizationMessages).units
  const format = useFormat()
  const { language, actor } = useRequest()
  const rows = treeRows(
    units.filter((unit) => closed || !unit.active_to),
    people,
  )
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      {...(form ? { form } : {})}
      actions={
        <>
          {props.plans.length > 0 ? (
            <LinkButton href="#rencana" tone="quiet">
              {text.toCome}
            </LinkButton>
          ) : null}
          <LinkButton href={closed ? '/unit' : '/unit?tutup=ya'} tone="quiet">
            {closed ? text.closedOff : text.closedToo}
          </LinkButton>
          <LinkButton href={PAST_PATH} tone="quiet">
            {useMessages(pastMessages).title}
          </LinkButton>
          {mayManage ? (
            <LinkButton href="/unit/baru" icon="plus">
              {text.add}
            </LinkButton>
          ) : null}
        </>
      }
    >
      <DataTable
        caption={text.title}
        captionHidden
        rows={rows}
        rowHref={(row) => `/unit/${row.id}`}
        stack={false}
        rowTone={(row) => (row.active_to ? 'muted' : 'normal')}
        empty={<EmptyState title={text.empty} body={text.emptyBody} />}
        exports={{ csv: '/unit/ekspor?format=csv', xlsx: '/unit/ekspor?format=xlsx' }}
        columns={[
          {
            key: 'name',
            label: text.name,
            cell: (row) => (
              <span class={`tree tree-${Math.min(row.depth, 4)}`}>
                <a href={`/unit/${row.id}`}>{row.name}</a> {row.active_to ? <Badge>{text.closed}</Badge> : null}
              </span>
            ),
          },
          { key: 'code', label: text.code, nowrap: true, phone: false, cell: (row) => row.code },
          { key: 'kind', label: text.kind, phone: false, cell: (row) => UNIT_KIND_TEXTS[row.kind][language] },
          {
            key: 'people',
            label: text.peopleShort,
            numeric: true,
            cell: (row) => format.number(row.people + row.below),
          },
        ]}
      />
      {mayManage && rows.length === 1 ? (
        <EmptyState
          title={text.onlyTop}
          body={text.emptyBody}
          action={
            <>
              <LinkButton href="/unit/baru">{text.add}</LinkButton>
              {actor?.permissions.has('employee.import') ? (
                <LinkButton href="/impor" tone="secondary">
                  {text.import}
                </LinkButton>
              ) : null}
            </>
          }
        />
      ) : null}
      <UnitPlans {...props} named />
    </StaffPage>
  )
}

function unitOptions(units: readonly UnitRow[], without: ReadonlySet<string>) {
  return treeRows(
    units.filter((unit) => !unit.active_to && !without.has(unit.id)),
    new Map(),
  ).map((row) => ({ value: row.id, label: `${'– '.repeat(row.depth)}${row.name} (${row.code})` }))
}

export function newUnitPage(props: {
  units: readonly UnitRow[]
  planned: readonly PlannedUnit[]
  today: string
  form: FormState
}): VNode {
  return <NewUnit {...props} />
}

function NewUnit({ units, planned, today, form }: Parameters<typeof newUnitPage>[0]) {
  const text = useMessages(organizationMessages).units
  const laterOptions = usePlannedOptions()
  const { language } = useRequest()
  return (
    <StaffPage title={text.addTitle} lead={text.addLead} crumbs={[{ href: '/unit', label: text.title }]} form={form}>
      <Form action="/unit/baru" form={form} submit={text.create}>
        <SelectField
          name="parent_id"
          label={text.parent}
          options={[...unitOptions(units, new Set()), ...laterOptions(planned)]}
          required
        />
        <TextField name="name" label={text.name} required />
        <TextField name="code" label={text.code} hint={text.codeHint} width="medium" spellcheck={false} required />
        <SelectField
          name="kind"
          label={text.kind}
          options={UNIT_KINDS.filter((kind) => kind !== 'root').map((kind) => ({
            value: kind,
            label: UNIT_KIND_TEXTS[kind][language],
          }))}
          required
        />
        <DateField name="active_from" label={text.activeFrom} hint={text.dayHint} value={today} required />
      </Form>
    </StaffPage>
  )
}

export type UnitPageProps = {
  unit: NonNullable<Awaited<ReturnType<typeof findUnit>>>
  path: readonly { id: string; name: string }[]
  units: readonly UnitRow[]
  people: ReadonlyMap<string, number>
  history: Awaited<ReturnType<typeof listUnitHistory>>
  plans: readonly UnitPlanRow[]
  planned: readonly PlannedUnit[]
  reach: ReadonlySet<string>
  mayManage: boolean
  mayReadPeople: boolean
  today: string
  form: FormState
  which: 'change' | 'close' | undefined
}

export function unitPage(props: UnitPageProps): VNode {
  return <Unit {...props} />
}

function Unit(props: UnitPageProps) {
  const { unit, path, units, people, history, reach, form } = props
  const text = useMessages(organizationMessages).units
  const format = useFormat()
  const { language } = useRequest()
  const below = units.filter((one) => one.parent_id === unit.id && !one.active_to)
  const all = [...beneath(units, unit.id)].reduce((sum, id) => sum + (people.get(id) ?? 0), 0)
  const crumbs = [
    { href: '/unit', label: text.title },
    ...path
      .filter((one) => one.id !== unit.id && reach.has(one.id))
      .map((one) => ({ href: `/unit/${one.id}`, label: one.name })),
  ]
  return (
    <StaffPage
      title={unit.name}
      crumbs={crumbs}
      form={form}
      badge={unit.active_to ? <Badge>{text.closed}</Badge> : undefined}
      actions={
        props.mayReadPeople ? (
          <LinkButton href={`/pegawai?unit=${unit.id}`} tone="secondary" icon="person">
            {text.seePeople}
          </LinkButton>
        ) : undefined
      }
    >
      <Split
        factsFirst
        aside={
          <Facts
            items={[
              { label: text.code, value: unit.code },
              { label: text.kind, value: UNIT_KIND_TEXTS[unit.kind][language] },
              ...(unit.parent ? [{ label: text.parent, value: unit.parent }] : []),
              { label: text.activeFrom, value: format.date(unit.active_from) },
              ...(unit.active_to ? [{ label: text.activeTo, value: format.date(unit.active_to) }] : []),
              { label: text.peopleOwn, value: format.number(people.get(unit.id) ?? 0) },
              { label: text.peopleAll, value: format.number(all) },
            ]}
          />
        }
      >
        <Section title={text.below} id="bawah">
          {below.length === 0 ? (
            <p>{text.noneBelow}</p>
          ) : (
            <DataTable
              caption={text.below}
              captionHidden
              rows={below}
              rowHref={(row) => `/unit/${row.id}`}
              columns={[
                { key: 'name', label: text.name, cell: (row) => <a href={`/unit/${row.id}`}>{row.name}</a> },
                { key: 'code', label: text.code, nowrap: true, cell: (row) => row.code },
                {
                  key: 'people',
                  label: text.peopleOwn,
                  numeric: true,
                  cell: (row) => format.number(people.get(row.id) ?? 0),
                },
              ]}
            />
          )}
        </Section>
        <UnitPlans
          plans={props.plans}
          today={props.today}
          manages={props.mayManage ? reach : new Set()}
          named={false}
          form={form}
        />
        <Section title={text.history} id="riwayat">
          <DataTable
            caption={text.historyCaption}
            captionHidden
            stack
            rows={history}
            columns={[
              {
                key: 'name',
                label: text.nameAndPlace,
                cell: (row) => (
                  <>
                    {row.name}
                    {row.parent ? <div class="tree-code">{row.parent}</div> : null}
                  </>
                ),
              },
              {
                key: 'when',
                label: text.inForce,
                cell: (row) =>
                  `${format.date(row.valid_from)} – ${row.valid_to ? format.date(row.valid_to) : text.now}`,
              },
              {
                key: 'reason',
                label: text.reason,
                cell: (row) => (
                  <>
                    {row.reason || '–'}
                    {row.closing_reason ? <div>{text.closedFor(row.closing_reason)}</div> : null}
                    {row.who ? <div class="tree-code">{row.who}</div> : null}
                  </>
                ),
              },
            ]}
          />
        </Section>
        {props.mayManage && !unit.active_to ? <Manage {...props} /> : null}
      </Split>
    </StaffPage>
  )
}

function Manage({ unit, units, planned, today, form, which }: UnitPageProps) {
  const text = useMessages(organizationMessages).units
  const laterOptions = usePlannedOptions()
  const { language } = useRequest()
  const nothing: FormState = { values: {}, errors: {} }
  return (
    <>
      <Why label={text.change} open={which === 'change'}>
        <p>{text.changeLead}</p>
        <Form
          action={`/unit/${unit.id}/ubah`}
          id="ubah"
          form={which === 'change' ? form : nothing}
          submit={text.save}
          seen={unitSeen(unit)}
        >
          <TextField name="name" label={text.name} value={unit.name} required />
          {unit.parent_id ? (
            <>
              <SelectField
                name="kind"
                label={text.kind}
                value={unit.kind}
                placeholder={null}
                options={UNIT_KINDS.filter((kind) => kind !== 'root').map((kind) => ({
                  value: kind,
                  label: UNIT_KIND_TEXTS[kind][language],
                }))}
                required
              />
              <SelectField
                name="parent_id"
                label={text.parent}
                value={unit.parent_id}
                placeholder={null}
                options={[...unitOptions(units, beneath(units, unit.id)), ...laterOptions(planned)]}
                required
              />
            </>
          ) : (
            <HiddenField name="kind" value={unit.kind} />
          )}
          <DateField name="from" label={text.effective} hint={text.dayHint} value={today} required />
          <TextField name="reason" label={text.reason} hint={text.reasonHint} required />
        </Form>
      </Why>
      {unit.parent_id ? (
        <Why label={text.close} open={which === 'close'}>
          <p>{text.closeLead}</p>
          <Form
            action={`/unit/${unit.id}/tutup`}
            id="tutup"
            form={which === 'close' ? form : nothing}
            submit={text.close}
            tone="danger"
          >
            <DateField name="from" label={text.activeTo} hint={text.dayHint} value={today} required />
            <TextField name="reason" label={text.reason} hint={text.reasonHint} required />
          </Form>
        </Why>
      ) : null}
    </>
  )
}
