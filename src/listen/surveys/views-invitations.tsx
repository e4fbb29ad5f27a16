import { seenOf } from '../../platform/http/seen.ts'
import {
  DateField,
  DateTime,
  EmptyState,
  Fold,
  Form,
  type FormState,
  LinkButton,
  ListTable,
  PrintButton,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import { QrCode, type ServiceRow } from '../services/index.ts'
import type { BatchRow } from './invitations.ts'
import { surveyMessages } from './messages.ts'
import { planMessages } from './plans/messages.ts'

interface InvitationsProps {
  batches: readonly BatchRow[]
  services: readonly ServiceRow[]
  plans: readonly { value: string; label: string }[]
  form: FormState
}

export function InvitationsPage({ batches, services, plans, form }: InvitationsProps) {
  const text = useMessages(surveyMessages)
  const plan = useMessages(planMessages)
  const format = useFormat()
  // Both forms have fields of the same name; the one that was sent shows its mistakes.
  const mailed = 'addresses' in form.values
  const names = new Map(services.map((service) => [service.id, service.name]))
  return (
    <StaffPage
      title={text.invitations}
      lead={text.invitationsLead}
      form={form}
      crumbs={[{ href: '/survei', label: text.results }]}
    >
      <Fold action="/survei/undangan" label={text.newInvitations} id="buat" tone="primary" open={batches.length === 0}>
        <Form action="/survei/undangan" form={mailed ? undefined : form} submit={text.createInvitations}>
          <SelectField
            name="service"
            label={text.service}
            required
            options={services.map((service) => ({ value: service.id, label: service.name }))}
          />
          <TextField name="label" label={text.sheetLabel} hint={text.sheetLabelHint} required width="medium" />
          <TextField
            name="size"
            label={text.size}
            hint={text.sizeHint}
            type="number"
            width="short"
            required
            value="24"
          />
          <DateField name="expires_on" label={text.expires} required />
        </Form>
      </Fold>
      <Fold action="/survei/undangan/surel" label={plan.byMail} id="surel" lead={plan.byMailLead}>
        <Form action="/survei/undangan/surel" id="m" form={mailed ? form : undefined} submit={plan.sendMail}>
          <SelectField
            name="service"
            label={text.service}
            required
            options={services.map((service) => ({ value: service.id, label: service.name }))}
          />
          {plans.length > 0 ? (
            <SelectField name="plan" label={plan.plan} placeholder={plan.noPlan} options={plans} />
          ) : null}
          <TextField name="label" label={text.sheetLabel} hint={text.sheetLabelHint} required width="medium" />
          <TextArea name="addresses" label={plan.addresses} hint={plan.addressesHint} required rows={6} />
          <DateField name="expires_on" label={text.expires} required />
        </Form>
      </Fold>
      <Section title={text.sheets} id="daftar">
        <ListTable
          caption={text.sheets}
          stack
          captionHidden
          rows={batches}
          empty={<EmptyState title={text.noInvitations} body={text.noInvitationsBody} />}
          columns={[
            {
              key: 'label',
              by: (row) => row.label,
              label: text.sheetLabel,
              cell: (row) => <a href={`/survei/undangan/${row.id}`}>{row.label}</a>,
            },
            { key: 'service', label: text.service, cell: (row) => names.get(row.service_id) ?? row.unit },
            {
              key: 'used',
              label: text.used,
              numeric: true,
              cell: (row) => text.ofUsed(format.number(row.used ?? 0), format.number(row.size)),
            },
            {
              key: 'expires',
              by: (row) => row.expires_on,
              label: text.expires,
              cell: (row) => <DateTime value={row.expires_on} />,
            },
          ]}
        />
      </Section>
      <Section title={text.openLinks} id="terbuka" lead={text.openLinksLead}>
        {[...Map.groupBy(services, (service) => service.unit_name)].map(([unit, own]) => (
          <Why label={text.openLinksOf(unit, format.number(own.length))} key={unit}>
            <ul>
              {own.map((service) => (
                <li key={service.id}>
                  <a href={`/survei/undangan/layanan/${service.id}`}>{service.name}</a>
                </li>
              ))}
            </ul>
          </Why>
        ))}
      </Section>
    </StaffPage>
  )
}

interface SheetProps {
  batch: BatchRow
  service: string
  tokens: readonly string[]
  address: (token: string) => string
  form: FormState
}

/** Shows every invitation of the batch alike, used or not: who watches the sheet learns nothing about who answered. */
export function InvitationSheet({ batch, service, tokens, address, form }: SheetProps) {
  const text = useMessages(surveyMessages)
  const plan = useMessages(planMessages)
  const format = useFormat()
  return (
    <StaffPage
      title={batch.label}
      lead={batch.month ? text.fromSystemsLead : batch.mailed ? plan.byMailLead : text.printHint}
      form={form}
      actions={
        batch.mailed ? undefined : (
          <>
            <PrintButton label={text.print} />
            <LinkButton href={`/survei/undangan/${batch.id}/unduh?format=csv`} tone="secondary" icon="download">
              CSV
            </LinkButton>
            <LinkButton href={`/survei/undangan/${batch.id}/unduh?format=xlsx`} tone="secondary" icon="download">
              XLSX
            </LinkButton>
          </>
        )
      }
      crumbs={[
        { href: '/survei', label: text.results },
        { href: '/survei/undangan', label: text.invitations },
      ]}
    >
      <div class="survey-sheet">
        {tokens.map((token) => (
          <div class="survey-slip" key={token}>
            <QrCode text={address(token)} label={text.qrFor(token)} />
            <p>
              <strong>{service}</strong>
            </p>
            <p>{text.inviteText}</p>
            <p class="survey-token">{token}</p>
            <p class="hint">
              {text.expires} {format.date(batch.expires_on)}
            </p>
          </div>
        ))}
      </div>
      <div class="no-print">
        <Section title={plan.returned} id="kembali">
          <Form
            action={`/survei/undangan/${batch.id}/kembali`}
            form={form}
            submit={plan.saveReturned}
            tone="secondary"
            seen={seenOf(batch.undelivered)}
          >
            <TextField
              name="undelivered"
              label={plan.returnedCount}
              hint={plan.returnedHint}
              type="number"
              width="short"
              required
              value={batch.undelivered}
            />
          </Form>
        </Section>
      </div>
    </StaffPage>
  )
}

/** One service's open link to hang up at the desk: a code each, because a page of sixty is too heavy for anybody. */
export function OpenLinkPage({ service, address }: { service: string; address: string }) {
  const text = useMessages(surveyMessages)
  return (
    <StaffPage
      title={service}
      lead={text.openLinksLead}
      actions={<PrintButton label={text.print} />}
      crumbs={[
        { href: '/survei', label: text.results },
        { href: '/survei/undangan', label: text.invitations },
      ]}
    >
      <div class="survey-slip">
        <QrCode text={address} label={text.qrFor(service)} />
        <p>
          <strong>{service}</strong>
        </p>
        <p>{text.inviteText}</p>
        <p>
          <a href={address}>{address}</a>
        </p>
      </div>
    </StaffPage>
  )
}
