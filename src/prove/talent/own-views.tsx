import {
  ActionButton,
  Badge,
  Checkbox,
  CheckboxGroup,
  DataTable,
  EmptyState,
  Facts,
  Form,
  type FormState,
  Grid,
  Notice,
  ProgressBar,
  Section,
  StaffPage,
  Stat,
  TextField,
  Unverified,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import type { ExpertRow } from './expert-queries.ts'
import { messages } from './messages.ts'
import { addMonths, OFFERS, type Retirement, timeUntil } from './model.ts'
import type { Colleague, PersonRow, TransferRow } from './queries.ts'
import type { ItemRow } from './rule-queries.ts'
import { Transfers } from './transfer-views.tsx'

export type Below = { person: PersonRow; retirement: Retirement }
type OwnProps = {
  person: PersonRow
  birth: string | undefined
  retirement: Retirement | undefined
  items: readonly ItemRow[]
  progress: ReadonlyMap<string, string>
  transfers: readonly TransferRow[]
  colleagues: readonly Colleague[]
  expert: ExpertRow | undefined
  below: readonly Below[]
  today: string
  form: FormState
}

export function NoEmployeePage() {
  const t = useMessages(messages)
  return (
    <StaffPage title={t.ownTitle} lead={t.ownLead}>
      <EmptyState title={t.noEmployee} body={t.noEmployeeBody} icon="person" />
    </StaffPage>
  )
}

export function OwnPage(props: OwnProps) {
  const { person, birth, retirement, below, today, form } = props
  const t = useMessages(messages)
  return (
    <StaffPage title={t.ownTitle} lead={t.ownLead} form={form}>
      {retirement && birth ? (
        <Countdown person={person} birth={birth} retirement={retirement} today={today} />
      ) : (
        <EmptyState title={t.unknown} body={t.unknownBody} icon="clock" />
      )}
      {retirement ? <Checklist {...props} retirement={retirement} /> : null}
      <Transfers {...props} employee={person.id} lead={t.transfersLead} may />
      <Pool {...props} />
      {below.length > 0 ? <BelowTable below={below} /> : null}
    </StaffPage>
  )
}

type CountdownProps = { person: PersonRow; birth?: string | undefined; retirement: Retirement; today: string }

export function Countdown({ person, birth, retirement, today }: CountdownProps) {
  const t = useMessages(messages)
  const format = useFormat()
  const { years, months } = timeUntil(today, retirement.starts)
  return (
    <Section title={t.starts} id="kapan">
      <Grid size="medium">
        <Stat label={t.starts} value={format.date(retirement.starts)} />
        <Stat
          label={t.left}
          value={retirement.starts <= today ? '–' : t.leftOf(years, months)}
          note={retirement.starts <= today ? t.past : undefined}
        />
        <Stat label={t.mpp} value={format.date(retirement.mppFrom)} note={t.mppNote} />
      </Grid>
      <Why label={t.why}>
        {birth ? <p>{t.whyBirth(format.date(birth))}</p> : null}
        <p>
          {t.whyAge(format.number(retirement.age), person.position)} <Unverified rule={retirement} />
        </p>
        {birth ? <p>{t.whyReached(format.date(retirement.reached))}</p> : null}
        <p>
          {t.source}: {retirement.source}
        </p>
        {person.employment === 'pns' ? null : <p>{t.contract}</p>}
        <p>{t.notADecision}</p>
      </Why>
    </Section>
  )
}

function Checklist({ items, progress, retirement, today }: OwnProps & { retirement: Retirement }) {
  const t = useMessages(messages)
  const format = useFormat()
  const shown = items.filter((item) => !item.hidden)
  const done = shown.filter((item) => progress.has(item.code)).length
  return (
    <Section title={t.checklist} id="daftar" lead={t.checklistLead}>
      <ProgressBar label={t.stepsDone} value={done} max={shown.length} />
      <ol class="retirement-steps">
        {shown.map((item) => {
          const due = addMonths(retirement.starts, -item.months_before)
          const finished = progress.get(item.code)
          return (
            <li class={finished ? 'retirement-step retirement-step-done' : 'retirement-step'} key={item.code}>
              <div>
                <p class="retirement-step-title">
                  {item.title}{' '}
                  {finished ? (
                    <Badge tone="success">{t.doneOn(format.shortDate(finished))}</Badge>
                  ) : due <= today ? (
                    <Badge tone="accent">{t.late}</Badge>
                  ) : null}{' '}
                  <Unverified rule={item} />
                </p>
                <p class="retirement-step-hint">
                  {item.hint}
                  {finished ? null : ` (${t.dueOn(format.date(due))})`}
                </p>
              </div>
              <ActionButton
                action="/pensiun/saya/daftar"
                label={finished ? t.markOpen : t.markDone}
                tone={finished ? 'quiet' : 'secondary'}
                fields={{ code: item.code, done: finished ? 'tidak' : 'ya' }}
              />
            </li>
          )
        })}
      </ol>
    </Section>
  )
}

function Pool({ expert, form }: OwnProps) {
  const t = useMessages(messages)
  const format = useFormat()
  if (expert)
    return (
      <Section title={t.pool} id="berbagi" lead={t.poolLead}>
        <Notice tone="success" title={t.poolListed}>
          <p>{t.poolSince(format.date(expert.consented_at))}</p>
        </Notice>
        <Facts
          items={[
            { label: t.fields, value: expert.fields },
            { label: t.offers, value: expert.offers.map((one) => t.offer[one]).join(', ') },
            { label: t.contact, value: expert.contact },
          ]}
        />
        <ActionButton action="/pensiun/saya/narasumber/tarik" label={t.leave} tone="danger" />
      </Section>
    )
  const failed =
    'fields' in form.errors || 'contact' in form.errors || 'offers' in form.errors || 'consent' in form.errors
  return (
    <Section title={t.pool} id="berbagi" lead={t.poolLead}>
      <Why label={t.join} open={failed}>
        <Form action="/pensiun/saya/narasumber" form={failed ? form : undefined} submit={t.join} id="narasumber">
          <TextField name="fields" label={t.fields} hint={t.fieldsHint} required />
          <CheckboxGroup
            name="offers"
            legend={t.offers}
            layout="row"
            required
            options={OFFERS.map((one) => ({ value: one, label: t.offer[one] }))}
          />
          <TextField name="contact" label={t.contact} width="medium" required />
          <Checkbox name="consent" label={t.agree} value="ya" required />
        </Form>
      </Why>
    </Section>
  )
}

function BelowTable({ below }: { below: readonly Below[] }) {
  const t = useMessages(messages)
  const format = useFormat()
  return (
    <Section title={t.below} id="bawahan">
      <DataTable
        caption={t.below}
        captionHidden
        rows={below}
        rowHref={({ person }) => `/pensiun/pegawai/${person.id}`}
        columns={[
          {
            key: 'person',
            label: t.person,
            cell: ({ person }) => <a href={`/pensiun/pegawai/${person.id}`}>{person.name}</a>,
          },
          { key: 'position', label: t.position, cell: ({ person }) => person.position },
          { key: 'when', label: t.when, cell: ({ retirement }) => format.date(retirement.starts) },
        ]}
      />
    </Section>
  )
}
