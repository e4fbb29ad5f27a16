import { seenOf } from '../../platform/http/seen.ts'
import {
  Badge,
  Card,
  Checkbox,
  CheckboxGroup,
  EmptyState,
  Facts,
  Filters,
  Form,
  type FormState,
  Grid,
  HiddenField,
  LinkButton,
  ListTable,
  Notice,
  Prose,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { CHANNELS, NEEDS } from './model.ts'
import { publicMessages } from './public-messages.ts'
import { QrCode } from './qr.tsx'
import type { ServiceRow, UnitRow } from './queries.ts'
import { MOST_SERVICES } from './queries.ts'

function usePromise(): (service: ServiceRow) => string {
  const text = useMessages(messages)
  return (service) =>
    service.promise_days === null ? text.minutes(service.promise_minutes ?? 0) : text.days(service.promise_days)
}

function useCost(): (service: ServiceRow) => string {
  const text = useMessages(messages)
  const format = useFormat()
  return (service) => (service.cost === 0 ? text.free : format.rupiah(service.cost))
}

export function ServiceList({
  services,
  filter,
  mayManage,
}: {
  services: readonly ServiceRow[]
  filter: { q: string; unit: string }
  mayManage: boolean
}) {
  const text = useMessages(messages)
  const promise = usePromise()
  const cost = useCost()
  const units = [...new Map(services.map((service) => [service.unit_id, service.unit_name]))].map(([value, label]) => ({
    value,
    label,
  }))
  units.sort((a, b) => a.label.localeCompare(b.label, 'id'))
  const words = filter.q.toLocaleLowerCase('id')
  const shown = services.filter(
    (service) =>
      (filter.unit === '' || service.unit_id === filter.unit) && service.name.toLocaleLowerCase('id').includes(words),
  )
  const add = mayManage ? (
    <>
      <LinkButton href="/layanan/maklumat" tone="secondary" icon="file">
        {text.signPledge}
      </LinkButton>
      <LinkButton href="/layanan/baru" icon="plus">
        {text.add}
      </LinkButton>
    </>
  ) : undefined
  return (
    <StaffPage title={text.staffTitle} lead={text.staffLead} actions={add}>
      {services.length === 0 ? (
        <EmptyState title={text.emptyStaff} body={text.emptyStaffBody} />
      ) : (
        <>
          <Filters values={filter} keep={['sort']}>
            <TextField name="q" label={text.search} type="search" width="medium" />
            <SelectField
              name="unit"
              label={text.filterUnit}
              options={units}
              placeholder={text.allUnits}
              width="medium"
            />
          </Filters>
          <ListTable
            caption={text.listCaption}
            captionHidden
            rows={shown}
            most={MOST_SERVICES}
            rowHref={(row) => `/layanan/${row.id}`}
            rowTone={(row) => (row.active ? 'normal' : 'muted')}
            empty={<EmptyState title={text.notFound} />}
            columns={[
              {
                key: 'name',
                by: (row) => row.name,
                label: text.name,
                cell: (row) => <a href={`/layanan/${row.id}`}>{row.name}</a>,
              },
              { key: 'unit', by: (row) => row.unit_name, label: text.filterUnit, cell: (row) => row.unit_name },
              {
                key: 'promise',
                by: (row) => row.promise_minutes ?? (row.promise_days ?? 0) * 24 * 60,
                label: text.promise,
                nowrap: true,
                cell: promise,
              },
              { key: 'cost', by: (row) => row.cost, label: text.cost, numeric: true, cell: cost },
              {
                key: 'state',
                by: (row) => Number(!row.active),
                label: text.state,
                phone: false,
                cell: (row) => (
                  <Badge tone={row.active ? 'success' : 'neutral'}>{row.active ? text.isActive : text.isRetired}</Badge>
                ),
              },
            ]}
          />
        </>
      )}
    </StaffPage>
  )
}

type EditorProps = {
  service: ServiceRow | undefined
  units: readonly UnitRow[]
  form: FormState | undefined
  mayManage: boolean
  addresses: { complain: string; rate: string } | undefined
}

export function ServiceEditor({ service, units, form, mayManage, addresses }: EditorProps) {
  const text = useMessages(messages)
  const { institution } = useRequest()
  const open = service ? (
    <>
      <LinkButton href={`/layanan/${service.id}/standar`} tone="secondary" icon="file">
        {text.toStandard}
      </LinkButton>
      <LinkButton href={`/layanan/${service.id}/kenyataan`} tone="secondary" icon="prove">
        {text.toFigures}
      </LinkButton>
      <LinkButton href={`/i/${institution?.slug}/layanan/${service.slug}`} tone="secondary" icon="eye">
        {text.publicPage}
      </LinkButton>
    </>
  ) : undefined
  return (
    <StaffPage
      title={service?.name ?? text.add}
      crumbs={[{ href: '/layanan', label: text.staffTitle }]}
      actions={open}
      form={form}
    >
      {mayManage ? <ServiceForm service={service} units={units} form={form} /> : <ServiceFacts service={service} />}
      {service && addresses ? (
        <Section title={text.qr} id="qr" lead={text.qrBody}>
          <Grid size="small">
            <Card title={text.qrComplain}>
              <QrCode text={addresses.complain} label={text.qrAlt(addresses.complain)} />
              <p>
                <a href={`/layanan/${service.id}/qr/lapor`} download>
                  {text.download}
                </a>
              </p>
            </Card>
            <Card title={text.qrRate}>
              <QrCode text={addresses.rate} label={text.qrAlt(addresses.rate)} />
              <p>
                <a href={`/layanan/${service.id}/qr/survei`} download>
                  {text.download}
                </a>
              </p>
            </Card>
          </Grid>
        </Section>
      ) : null}
    </StaffPage>
  )
}

function ServiceFacts({ service }: { service: ServiceRow | undefined }) {
  const text = useMessages(messages)
  const promise = usePromise()
  const cost = useCost()
  if (!service) return null
  return (
    <Facts
      items={[
        { label: text.unitLabel, value: service.unit_name },
        { label: text.product, value: service.product },
        { label: text.promise, value: promise(service) },
        { label: text.cost, value: cost(service) },
        { label: text.requirements, value: <Prose text={service.requirements || text.noRequirements} /> },
      ]}
    />
  )
}

function ServiceForm({ service, units, form }: Pick<EditorProps, 'service' | 'units' | 'form'>) {
  const text = useMessages(messages)
  const words = useMessages(publicMessages)
  return (
    <Form
      action={service ? `/layanan/${service.id}` : '/layanan'}
      form={form}
      submit={text.save}
      seen={service && seenOf(service)}
    >
      <TextField name="name" label={text.name} hint={text.nameHint} value={service?.name} required />
      <SelectField
        name="unit"
        label={text.unitLabel}
        options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
        value={service?.unit_id}
        required
      />
      <TextArea
        name="summary"
        label={text.summary}
        hint={text.summaryHint}
        rows={2}
        value={service?.summary}
        maxLength={500}
      />
      {service?.standard_id ? <FixedByStandard service={service} /> : <Announced service={service} />}
      <SelectField
        name="need"
        label={text.needLabel}
        options={NEEDS.map((need) => ({ value: need, label: words.need[need] }))}
        value={service?.need ?? 'other'}
        placeholder={null}
        width="medium"
        required
      />
      <CheckboxGroup
        name="channels"
        legend={text.channelsLabel}
        options={CHANNELS.map((channel) => ({ value: channel, label: text.channel[channel] }))}
        value={service?.channels ?? ['counter']}
        required
      />
      <Checkbox name="active" label={text.active} hint={text.activeHint} checked={service?.active ?? true} />
    </Form>
  )
}

/** What the approved standard says cannot be typed here; the form still carries it, so that it is whole. */
function FixedByStandard({ service }: { service: ServiceRow }) {
  const text = useMessages(messages)
  const carried = {
    product: service.product,
    promise: String(service.promise_days ?? service.promise_minutes ?? ''),
    promise_unit: service.promise_days === null ? 'minutes' : 'days',
    cost: String(service.cost),
  }
  return (
    <>
      {Object.entries(carried).map(([name, value]) => (
        <HiddenField name={name} value={value} key={name} />
      ))}
      <Notice>
        <p>
          {text.fixed} <a href={`/layanan/${service.id}/standar`}>{text.toStandard}</a>
        </p>
      </Notice>
    </>
  )
}

function Announced({ service }: { service: ServiceRow | undefined }) {
  const text = useMessages(messages)
  return (
    <>
      <TextField name="product" label={text.productLabel} hint={text.productHint} value={service?.product} required />
      <TextArea
        name="requirements"
        label={text.requirements}
        hint={text.perLine}
        rows={5}
        value={service?.requirements}
      />
      <TextArea name="procedure" label={text.procedure} hint={text.perLine} rows={5} value={service?.procedure} />
      <TextField
        name="promise"
        label={text.promiseLabel}
        hint={text.promiseHint}
        type="number"
        inputmode="numeric"
        width="short"
        value={service ? (service.promise_days ?? service.promise_minutes) : undefined}
        required
      />
      <SelectField
        name="promise_unit"
        label={text.promiseUnit}
        options={[
          { value: 'days', label: text.unitDays },
          { value: 'minutes', label: text.unitMinutes },
        ]}
        value={service?.promise_minutes ? 'minutes' : 'days'}
        placeholder={null}
        width="medium"
        required
      />
      <TextField
        name="cost"
        label={text.costLabel}
        hint={text.costHint}
        before="Rp"
        inputmode="numeric"
        width="medium"
        value={service?.cost ?? 0}
        required
      />
      <TextField name="cost_note" label={text.costNote} hint={text.costNoteHint} value={service?.cost_note} />
    </>
  )
}
