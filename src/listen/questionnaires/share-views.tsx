import {
  Actions,
  DateField,
  DateTime,
  EmptyState,
  Filters,
  Form,
  type FormState,
  LinkButton,
  ListTable,
  Section as Part,
  PrintButton,
  SelectField,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { QrCode, type ServiceRow } from '../services/index.ts'
import { formatCode } from './code.ts'
import { type Definition, say } from './definition.ts'
import type { BatchRow } from './intake-queries.ts'
import type { QuestionnaireRow, VersionRow } from './queries.ts'
import { shareMessages } from './share-messages.ts'

interface ShareProps {
  row: QuestionnaireRow
  version: VersionRow
  link: string
  batches: readonly BatchRow[]
  form: FormState
}

function useCrumbs(row: QuestionnaireRow, definition: Definition) {
  const text = useMessages(shareMessages)
  const { language } = useRequest()
  return [
    { href: '/kuesioner', label: text.crumb },
    { href: `/kuesioner/${row.id}`, label: say(definition.title, language) },
  ]
}

export function SharePage({ row, version, link, batches, form }: ShareProps) {
  const text = useMessages(shareMessages)
  const { language } = useRequest()
  const { definition } = version
  const { audience } = definition
  const title = say(definition.title, language)
  const lead = audience === 'staff' ? text.staffLead : audience === 'interviewer' ? text.interviewLead : text.linkLead
  return (
    <StaffPage title={`${text.share}: ${title}`} crumbs={useCrumbs(row, definition)} form={form}>
      <Part title={text.link} id="tautan" lead={lead}>
        {audience === 'interviewer' ? (
          <Actions>
            <LinkButton href={`/kuesioner/${row.id}/wawancara`} tone="secondary">
              {text.interview}
            </LinkButton>
            <LinkButton href={`/kuesioner/${row.id}/cetak`} tone="quiet">
              {text.printGuide}
            </LinkButton>
          </Actions>
        ) : (
          <div class="share-link">
            <QrCode text={link} label={text.qr(title)} />
            <p>
              <a href={link}>{link}</a>
            </p>
          </div>
        )}
      </Part>
      {audience === 'public' ? (
        <>
          <Part
            title={text.services}
            id="layanan"
            lead={text.servicesLead}
            actions={
              <LinkButton href={`/kuesioner/${row.id}/lembar-layanan`} tone="secondary">
                {text.openSheet}
              </LinkButton>
            }
          />
          {row.instrument === 'own' ? (
            <Part title={text.kiosk} id="kios" lead={text.kioskLead}>
              <p>
                <a href={`${link}?kios=ya`}>{`${link}?kios=ya`}</a>
              </p>
            </Part>
          ) : null}
        </>
      ) : null}
      {audience === 'invited' ? <Invitations row={row} batches={batches} form={form} /> : null}
    </StaffPage>
  )
}

function Invitations({ row, batches, form }: Pick<ShareProps, 'row' | 'batches' | 'form'>) {
  const text = useMessages(shareMessages)
  const format = useFormat()
  const at = `/kuesioner/${row.id}/undangan`
  return (
    <>
      <Part title={text.newBatch} id="undangan" lead={text.invitationsLead}>
        <Form action={at} form={form} submit={text.create}>
          <TextField name="label" label={text.label} hint={text.labelHint} required width="medium" />
          <TextField
            name="size"
            label={text.size}
            hint={text.sizeHint}
            type="number"
            width="short"
            required
            value={24}
          />
          <DateField name="expires_on" label={text.expires} required />
        </Form>
      </Part>
      <Part title={text.sheets} id="lembar">
        <ListTable
          caption={text.sheets}
          stack
          captionHidden
          rows={batches}
          empty={<EmptyState title={text.noSheets} />}
          columns={[
            { key: 'label', label: text.label, cell: (batch) => <a href={`${at}/${batch.id}`}>{batch.label}</a> },
            {
              key: 'used',
              label: text.used,
              numeric: true,
              cell: (batch) => text.ofUsed(format.number(batch.used), format.number(batch.size)),
            },
            { key: 'expires', label: text.expires, cell: (batch) => <DateTime value={batch.expires_on} /> },
          ]}
        />
      </Part>
    </>
  )
}

interface InvitationSheetProps {
  row: QuestionnaireRow
  definition: Definition
  sheet: { label: string; expires_on: string; codes: readonly string[] }
  address: (code: string) => string
}

export function InvitationSheetPage({ row, definition, sheet, address }: InvitationSheetProps) {
  const text = useMessages(shareMessages)
  const format = useFormat()
  const { language } = useRequest()
  const title = say(definition.title, language)
  return (
    <StaffPage
      title={sheet.label}
      lead={`${title} · ${text.expires} ${format.date(sheet.expires_on)}`}
      crumbs={useCrumbs(row, definition)}
      actions={<PrintButton label={text.print} />}
    >
      <div class="survey-sheet">
        {sheet.codes.map((code) => (
          <div class="survey-slip" key={code}>
            <p>{title}</p>
            <QrCode text={address(code)} label={text.qr(formatCode(code))} />
            <p class="survey-token">{formatCode(code)}</p>
          </div>
        ))}
      </div>
    </StaffPage>
  )
}

interface ServiceSheetProps {
  row: QuestionnaireRow
  definition: Definition
  units: readonly (readonly [id: string, name: string])[]
  chosen: string | undefined
  services: readonly ServiceRow[]
  address: (slug: string) => string
}

/** One slip per service of a unit: to be cut out and put up where the service is given. */
export function ServiceSheetPage({ row, definition, units, chosen, services, address }: ServiceSheetProps) {
  const text = useMessages(shareMessages)
  return (
    <StaffPage
      title={text.services}
      lead={text.servicesLead}
      crumbs={useCrumbs(row, definition)}
      actions={<PrintButton label={text.print} />}
    >
      <Filters values={{ unit: chosen }}>
        <SelectField
          name="unit"
          label={text.unit}
          placeholder={null}
          options={units.map(([value, label]) => ({ value, label }))}
        />
      </Filters>
      {services.length === 0 ? <EmptyState title={text.noServices} /> : null}
      <div class="survey-sheet">
        {services.map((service) => (
          <div class="survey-slip" key={service.id}>
            <p>
              <strong>{service.name}</strong>
            </p>
            <QrCode text={address(service.slug)} label={text.qr(service.name)} />
            <p>{text.scan}</p>
            <p class="share-address">{address(service.slug)}</p>
          </div>
        ))}
      </div>
    </StaffPage>
  )
}
