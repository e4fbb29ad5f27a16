import { seenOf } from '../../../platform/http/seen.ts'
import {
  ActionButton,
  Actions,
  Badge,
  DataTable,
  DateField,
  EmptyState,
  Form,
  type FormState,
  Grid,
  ListTable,
  Notice,
  Section,
  SelectField,
  StaffPage,
  Stat,
  TextField,
  useFormat,
  useMessages,
  Why,
} from '../../../platform/ui/index.ts'
import { surveyMessages } from '../messages.ts'
import type { UnitRow } from '../queries.ts'
import { useMonth } from '../views-parts.tsx'
import type { Yearly } from '../yearly/queries.ts'
import { YearlySection } from '../yearly/views.tsx'
import { planMessages } from './messages.ts'
import { targetsOf } from './model.ts'
import type { PlanRow, Progress, StratumRow } from './queries.ts'

interface PlansProps {
  plans: readonly PlanRow[]
  yearly: Yearly
  units: readonly Pick<UnitRow, 'id' | 'name'>[]
  form: FormState
  month: string
}

function useCrumbs() {
  const text = useMessages(surveyMessages)
  return [{ href: '/survei', label: text.results }]
}

export function PlansPage({ plans, yearly, units, form, month: now }: PlansProps) {
  const text = useMessages(planMessages)
  const month = useMonth()
  const format = useFormat()
  return (
    <StaffPage title={text.plans} lead={text.plansLead} form={form} crumbs={useCrumbs()}>
      <ListTable
        caption={text.plans}
        captionHidden
        rows={plans}
        rowHref={(row) => `/survei/rencana/${row.id}`}
        empty={<EmptyState title={text.none} body={text.noneBody} />}
        columns={[
          {
            key: 'name',
            by: (row) => row.name,
            label: text.name,
            cell: (row) => <a href={`/survei/rencana/${row.id}`}>{row.name}</a>,
          },
          { key: 'unit', by: (row) => row.unit, label: text.unit, cell: (row) => row.unit },
          {
            key: 'period',
            by: (row) => row.first_month,
            label: text.period,
            cell: (row) => `${month(row.first_month)} – ${month(row.last_month)}`,
          },
          {
            key: 'target',
            by: (row) => row.target,
            label: text.target,
            numeric: true,
            cell: (row) => format.number(row.target),
          },
          { key: 'state', label: text.state, cell: (row) => <PlanState state={row.state} /> },
        ]}
      />
      <YearlySection yearly={yearly} />
      <Section title={text.newPlan} id="buat">
        <Form action="/survei/rencana" form={form} submit={text.newPlan}>
          <TextField name="name" label={text.name} hint={text.nameHint} required />
          <SelectField
            name="unit"
            label={text.unit}
            hint={text.unitHint}
            required
            options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
          />
          <TextField
            name="first_month"
            label={text.firstMonth}
            hint={text.monthHint}
            type="month"
            width="medium"
            required
            value={now}
          />
          <TextField
            name="last_month"
            label={text.lastMonth}
            hint={text.monthHint}
            type="month"
            width="medium"
            required
            value={now}
          />
          <TextField
            name="response_percent"
            label={text.response}
            hint={text.responseHint}
            type="number"
            width="short"
            after="%"
            required
            value="60"
          />
        </Form>
      </Section>
    </StaffPage>
  )
}

function PlanState({ state }: { state: PlanRow['state'] }) {
  const text = useMessages(planMessages)
  const tone = { draft: 'neutral', active: 'info', closed: 'success' } as const
  return <Badge tone={tone[state]}>{text.states[state]}</Badge>
}

type Stratum = StratumRow & { name: string }
interface PlanProps {
  plan: PlanRow
  strata: readonly Stratum[]
  progress: ReadonlyMap<string, Progress>
  form: FormState
}

export function PlanPage({ plan, strata, progress, form }: PlanProps) {
  const text = useMessages(planMessages)
  const month = useMonth()
  const format = useFormat()
  const message = form.errors['_form']
  const address = `/survei/rencana/${plan.id}`
  return (
    <StaffPage
      title={plan.name}
      lead={`${plan.unit}. ${month(plan.first_month)} – ${month(plan.last_month)}`}
      form={form}
      crumbs={[...useCrumbs(), { href: '/survei/rencana', label: text.plans }]}
    >
      {message ? <Notice tone="danger" title={message} live /> : null}
      <Grid size="small">
        <Stat label={text.state} value={<PlanState state={plan.state} />} />
        <Stat label={text.population} value={format.number(plan.population)} />
        <Stat label={text.target} value={format.number(plan.target)} />
      </Grid>
      {plan.state === 'draft' ? (
        <Draft plan={plan} strata={strata} form={form} address={address} />
      ) : (
        <Running plan={plan} strata={strata} progress={progress} form={form} address={address} />
      )}
      <Why label={text.method}>
        <p>
          {text.methodBody(
            format.number(plan.sampling.chi, 3),
            format.number(plan.sampling.share, 2),
            format.number(plan.sampling.margin, 2),
          )}
        </p>
        <p>{text.methodInvite(format.number(plan.response_percent))}</p>
      </Why>
    </StaffPage>
  )
}

/** What the form of the populations shows. */
export function strataSeen(
  strata: readonly { service_id: string; population: number; origin: string; source: string }[],
): string {
  const shown = strata.map(({ service_id, population, origin, source }) => [service_id, population, origin, source])
  return seenOf(shown.sort())
}

type PartProps = Omit<PlanProps, 'progress'> & { address: string }

function Draft({ plan, strata, form, address }: PartProps) {
  const text = useMessages(planMessages)
  return (
    <>
      <Section
        title={text.populations}
        id="populasi"
        lead={text.populationsLead}
        actions={<ActionButton action={`${address}/transaksi`} label={text.fromFacts} />}
      >
        <Form action={`${address}/populasi`} form={form} submit={text.save} seen={strataSeen(strata)}>
          <div class="plan-numbers">
            {strata.map((stratum) => (
              <TextField
                key={stratum.service_id}
                name={`n_${stratum.service_id}`}
                label={stratum.name}
                type="number"
                inputmode="numeric"
                width="short"
                required
                value={stratum.population}
                hint={stratum.population > 0 ? `${text.origin[stratum.origin]}: ${stratum.source}` : undefined}
              />
            ))}
          </div>
          <TextField
            name="source"
            label={text.source}
            hint={text.sourceHint}
            value={strata.find((stratum) => stratum.origin === 'typed' && stratum.source !== '')?.source}
          />
        </Form>
      </Section>
      {plan.population > 0 ? (
        <Section title={text.strata} id="sampel" lead={text.lockNote}>
          <Strata plan={plan} strata={strata} />
          <Actions>
            <ActionButton action={`${address}/mulai`} label={text.lock} tone="primary" />
          </Actions>
        </Section>
      ) : null}
    </>
  )
}

const NOTHING = { invited: 0, used: 0, answered: 0 }

function Strata({
  plan,
  strata,
  progress,
}: Omit<PlanProps, 'form'> | (Omit<PlanProps, 'form' | 'progress'> & { progress?: undefined })) {
  const text = useMessages(planMessages)
  const format = useFormat()
  const shown = strata.filter((stratum) => stratum.population > 0)
  const targets = targetsOf(
    shown.map((stratum) => stratum.population),
    plan.response_percent,
    plan.sampling,
  )
  const rows = shown.map((stratum, index) => ({
    ...stratum,
    invite: targets[index]!.invite,
    ...(progress?.get(stratum.service_id) ?? NOTHING),
  }))
  type Row = (typeof rows)[number]
  const done = progress
    ? [
        {
          key: 'invited',
          label: text.invited,
          numeric: true,
          cell: (row: Row) => text.invitedOf(format.number(row.invited), format.number(row.invite)),
        },
        {
          key: 'used',
          label: text.used,
          numeric: true,
          cell: (row: Row) =>
            row.invited > 0 ? (
              <div class="cell-lines">
                {text.usedOf(format.number(row.used), format.percent(row.used / row.invited))}
                <small>{text.silentOf(format.number(Math.max(0, row.invited - row.used)))}</small>
              </div>
            ) : (
              '–'
            ),
        },
        {
          key: 'answered',
          label: text.answered,
          numeric: true,
          cell: (row: Row) => (
            <div class="cell-lines">
              {text.invitedOf(format.number(row.answered), format.number(row.target))}
              {row.answered >= row.target ? (
                <Badge tone="success">{text.enough}</Badge>
              ) : (
                <Badge tone="warning">{`${text.short} ${format.number(row.target - row.answered)}`}</Badge>
              )}
            </div>
          ),
        },
      ]
    : [
        { key: 'target', label: text.target, numeric: true, cell: (row: Row) => format.number(row.target) },
        { key: 'invite', label: text.invite, numeric: true, cell: (row: Row) => format.number(row.invite) },
      ]
  return (
    <>
      <DataTable
        caption={text.strata}
        captionHidden
        stack
        rows={rows}
        columns={[
          { key: 'service', label: text.service, cell: (row) => row.name },
          {
            key: 'population',
            label: text.population,
            numeric: true,
            cell: (row) => <span title={row.source}>{format.number(row.population)}</span>,
          },
          ...done,
        ]}
      />
      {shown.length < strata.length ? <p class="hint">{text.hidden}</p> : null}
    </>
  )
}

function Running({ plan, strata, progress, form, address }: PlanProps & { address: string }) {
  const text = useMessages(planMessages)
  const survey = useMessages(surveyMessages)
  const format = useFormat()
  const all = [...progress.values()]
  const sum = (key: 'invited' | 'used' | 'answered') => all.reduce((total, one) => total + one[key], 0)
  const [invited, used, answered] = [sum('invited'), sum('used'), sum('answered')]
  return (
    <>
      <Section title={text.strata} id="sampel">
        <Strata plan={plan} strata={strata} progress={progress} />
      </Section>
      <Notice tone="info" title={text.honest}>
        <p>
          {invited === 0
            ? text.honestNone
            : text.honestSilent(format.percent(used / invited), format.number(Math.max(0, invited - used)))}
        </p>
        {answered > used ? <p>{text.honestOpen(format.number(answered - used))}</p> : null}
      </Notice>
      {plan.state === 'active' ? (
        <>
          <Section title={text.draw} id="undang" lead={text.drawLead}>
            <Form action={`${address}/undang`} form={form} submit={text.draw}>
              <SelectField
                name="service"
                label={text.service}
                required
                options={strata
                  .filter((stratum) => stratum.target > 0)
                  .map((stratum) => ({ value: stratum.service_id, label: stratum.name }))}
              />
              <TextField
                name="size"
                label={text.size}
                hint={survey.sizeHint}
                type="number"
                width="short"
                required
                value="24"
              />
              <DateField name="expires_on" label={text.expires} required />
            </Form>
          </Section>
          <Actions>
            <a class="button button-secondary" href="/survei/undangan#surel">
              {text.byMail}
            </a>
            <ActionButton action={`${address}/tutup`} label={text.close} tone="quiet" />
          </Actions>
        </>
      ) : null}
    </>
  )
}
