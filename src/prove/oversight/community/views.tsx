import {
  ActionButton,
  Badge,
  CodeParts,
  DataTable,
  DateField,
  DateTime,
  Dialog,
  EmptyState,
  Facts,
  Fold,
  Form,
  type FormState,
  HiddenField,
  ListTable,
  RadioGroup,
  Section,
  SelectField,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
  Why,
} from '../../../platform/ui/index.ts'
import { communityMessages } from './messages.ts'
import { type CardState, type Criterion, FEWEST, type Result, resultsOf, SIDES } from './model.ts'
import type { ActionRow, CardRow, MonitorRow } from './queries.ts'

const TONES = { open: 'info', scored: 'warning', published: 'success' } as const

function CardBadge({ state }: { state: CardState }) {
  const text = useMessages(communityMessages)
  return <Badge tone={TONES[state]}>{text.states[state]}</Badge>
}

interface ListProps {
  rows: readonly CardRow[]
  manage:
    | {
        services: readonly { id: string; name: string; unit_name: string }[]
        units: readonly { id: string; name: string }[]
        monitors: readonly (MonitorRow & { href: string })[]
      }
    | undefined
  form: FormState
}

export function CardsPage({ rows, manage, form }: ListProps) {
  const text = useMessages(communityMessages)
  return (
    <StaffPage
      title={text.list}
      lead={text.listLead}
      crumbs={[{ href: '/pengawasan', label: text.oversight }]}
      form={form}
    >
      <ListTable
        caption={text.list}
        captionHidden
        rows={rows}
        rowHref={(row) => `/pengawasan/warga/${row.id}`}
        empty={<EmptyState title={text.empty} body={text.emptyBody} />}
        columns={[
          {
            key: 'title',
            by: (row) => row.title,
            label: text.title,
            cell: (row) => <a href={`/pengawasan/warga/${row.id}`}>{row.title}</a>,
          },
          { key: 'service', by: (row) => row.service_name, label: text.service, cell: (row) => row.service_name },
          { key: 'unit', by: (row) => row.unit_name, label: text.unit, cell: (row) => row.unit_name },
          { key: 'on', by: (row) => row.held_on, label: text.heldOn, cell: (row) => <DateTime value={row.held_on} /> },
          { key: 'state', label: text.state, cell: (row) => <CardBadge state={row.state} /> },
        ]}
      />
      {manage ? (
        <>
          <Fold action="/pengawasan/warga/kartu" label={text.create} id="buat">
            <Form action="/pengawasan/warga/kartu" form={form} submit={text.create} id="k">
              <SelectField
                name="service"
                label={text.service}
                required
                options={manage.services.map((one) => ({ value: one.id, label: `${one.name} (${one.unit_name})` }))}
              />
              <TextField name="title" label={text.title} required />
              <DateField name="held_on" label={text.heldOn} required />
              <TextField name="place" label={text.place} required />
            </Form>
          </Fold>
          <Section title={text.monitors} id="pemantau" lead={text.monitorsLead}>
            <ListTable
              caption={text.monitors}
              captionHidden
              stack
              rows={manage.monitors}
              empty={<EmptyState title={text.noMonitors} />}
              columns={[
                { key: 'name', label: text.name, cell: (row) => row.name || text.waiting },
                { key: 'unit', label: text.unit, cell: (row) => row.unit_name },
                {
                  key: 'consent',
                  label: text.agreed,
                  cell: (row) => (row.consented_at ? <DateTime value={row.consented_at} /> : '–'),
                },
                {
                  key: 'link',
                  label: text.link,
                  cell: (row) => (
                    <Why label={text.showLink}>
                      <a href={row.href}>
                        <CodeParts>{row.href}</CodeParts>
                      </a>
                    </Why>
                  ),
                },
              ]}
            />
            <Fold action="/pengawasan/warga/pemantau" label={text.invite}>
              <Form action="/pengawasan/warga/pemantau" form={form} submit={text.invite} tone="secondary" id="p">
                <SelectField
                  name="unit"
                  label={text.unit}
                  required
                  options={manage.units.map((one) => ({ value: one.id, label: one.name }))}
                />
              </Form>
            </Fold>
          </Section>
        </>
      ) : null}
    </StaffPage>
  )
}

/** The same five answers for every criterion, one under the other: no grid, so that it works on a phone. */
export function ScoreFields({ criteria }: { criteria: readonly Criterion[] }) {
  const text = useMessages(communityMessages)
  const options = (['5', '4', '3', '2', '1'] as const).map((value) => ({ value, label: text.scale[value] }))
  return (
    <>
      {criteria.map(({ key, text: words }) => (
        <RadioGroup key={key} name={`n_${key}`} legend={words} layout="row" required options={options} />
      ))}
    </>
  )
}

export function Results({ results, counts }: ReturnType<typeof resultsOf>) {
  const text = useMessages(communityMessages)
  const format = useFormat()
  const score = (value: number | null) =>
    value === null ? <small>{text.few(format.number(FEWEST))}</small> : format.number(value)
  return (
    <Section title={text.results} id="nilai" lead={text.resultsLead}>
      <DataTable
        caption={text.results}
        captionHidden
        stack
        rows={results}
        columns={[
          { key: 'criterion', label: text.criterion, cell: (row: Result) => row.text },
          { key: 'citizen', label: text.sides.citizen, numeric: true, cell: (row: Result) => score(row.citizen) },
          { key: 'staff', label: text.sides.staff, numeric: true, cell: (row: Result) => score(row.staff) },
          {
            key: 'gap',
            label: text.gap,
            numeric: true,
            cell: (row: Result) => (row.gap === null ? '–' : `${row.gap > 0 ? '+' : ''}${format.number(row.gap)}`),
          },
        ]}
      />
      <p class="hint">{text.count(format.number(counts.citizen), format.number(counts.staff))}</p>
    </Section>
  )
}

export function Plan({
  rows,
  today,
  finish,
  form,
}: {
  rows: readonly ActionRow[]
  today: string
  finish?: ((row: ActionRow) => string) | undefined
  form?: FormState | undefined
}) {
  const text = useMessages(communityMessages)
  const wrong = form?.values['number']
  return (
    <Section title={text.actions} id="rencana">
      <DataTable
        caption={text.actions}
        captionHidden
        stack
        rows={rows}
        empty={<EmptyState title={text.noActions} />}
        columns={[
          { key: 'action', label: text.action, cell: (row) => row.action },
          { key: 'owner', label: text.owner, cell: (row) => row.owner },
          { key: 'due', label: text.due, cell: (row) => <DateTime value={row.due_on} /> },
          {
            key: 'state',
            label: text.state,
            cell: (row) => {
              const late = row.due_on < today
              if (row.done_on)
                return (
                  <>
                    <Badge tone="success">{text.done}</Badge> <DateTime value={row.done_on} /> {row.evidence}
                  </>
                )
              return (
                <>
                  <Badge tone={late ? 'danger' : 'info'}>{late ? text.late : text.open}</Badge>
                  {finish ? (
                    <Dialog
                      id={`selesai-${row.number}`}
                      label={text.finishAction}
                      title={row.action}
                      tone="quiet"
                      open={wrong === String(row.number)}
                    >
                      <Form
                        action={finish(row)}
                        form={wrong === String(row.number) ? form : undefined}
                        submit={text.finishAction}
                        id={`s${row.number}`}
                      >
                        <HiddenField name="number" value={String(row.number)} />
                        <TextField name="evidence" label={text.evidence} required />
                      </Form>
                    </Dialog>
                  ) : null}
                </>
              )
            },
          },
        ]}
      />
    </Section>
  )
}

interface CardProps {
  row: CardRow
  ballots: Parameters<typeof resultsOf>[1]
  actions: readonly ActionRow[]
  manage: boolean
  today: string
  form: FormState
}

export function CardPage({ row, ballots, actions, manage, today, form }: CardProps) {
  const text = useMessages(communityMessages)
  const at = `/pengawasan/warga/${row.id}`
  return (
    <StaffPage
      title={row.title}
      lead={row.service_name}
      badge={<CardBadge state={row.state} />}
      crumbs={[
        { href: '/pengawasan', label: text.oversight },
        { href: '/pengawasan/warga', label: text.list },
      ]}
      form={form}
    >
      <Facts
        items={[
          { label: text.unit, value: row.unit_name },
          { label: text.heldOn, value: <DateTime value={row.held_on} /> },
          { label: text.place, value: row.place },
        ]}
      />
      <Results {...resultsOf(row.criteria, ballots)} />
      {manage && row.state === 'open' ? (
        <Fold action={`${at}/lembar`} label={text.paper} id="lembar" lead={text.paperLead}>
          <Form action={`${at}/lembar`} form={form} submit={text.enter} tone="secondary" id="l">
            <RadioGroup
              name="side"
              legend={text.side}
              layout="row"
              required
              options={SIDES.map((value) => ({ value, label: text.sides[value] }))}
            />
            <ScoreFields criteria={row.criteria} />
          </Form>
          <ActionButton action={`${at}/selesai`} label={text.finish} tone="primary" />
        </Fold>
      ) : null}
      <Plan rows={actions} today={today} finish={manage ? () => `${at}/rencana/selesai` : undefined} form={form} />
      {manage && row.state !== 'open' ? (
        <Fold action={`${at}/rencana`} label={text.addAction} id="tambah">
          <Form action={`${at}/rencana`} form={form} submit={text.addAction} tone="secondary" id="r">
            <TextField name="action" label={text.action} required />
            <TextField name="owner" label={text.owner} hint={text.ownerHint} required />
            <DateField name="due_on" label={text.due} required />
          </Form>
        </Fold>
      ) : null}
      {manage && row.state === 'scored' ? (
        <Section title={text.publish} id="tayang" lead={text.publishLead}>
          <ActionButton action={`${at}/tayang`} label={text.publish} tone="primary" />
        </Section>
      ) : null}
    </StaffPage>
  )
}
