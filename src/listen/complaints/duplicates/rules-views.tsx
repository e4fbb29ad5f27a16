import {
  Badge,
  Checkbox,
  DataTable,
  DateField,
  Form,
  type FormState,
  type Option,
  SelectField,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
  Why,
} from '../../../platform/ui/index.ts'
import { rulesMessages } from '../rules-messages.ts'
import { staffMessages } from '../staff-messages.ts'
import { duplicateMessages } from './messages.ts'
import type { RuleRow } from './queries.ts'

type Props = { rules: readonly RuleRow[]; services: readonly Option[]; form: FormState | undefined }

export function RulesPage({ rules, services, form }: Props) {
  const text = useMessages(duplicateMessages)
  const staff = useMessages(staffMessages)
  const dated = useMessages(rulesMessages)
  const format = useFormat()
  return (
    <StaffPage
      title={text.rules}
      lead={text.rulesLead}
      crumbs={[{ href: '/pengaduan', label: staff.title }]}
      form={form}
    >
      <DataTable
        caption={text.rules}
        captionHidden
        rows={rules}
        rowTone={(row) => (row.replaced ? 'muted' : 'normal')}
        stack
        columns={[
          { key: 'service', label: text.service, header: true, cell: (row) => row.service_name ?? text.allServices },
          { key: 'radius', label: text.radius, numeric: true, cell: (row) => text.metre(row.radius_m) },
          { key: 'days', label: text.days, numeric: true, cell: (row) => text.day(row.days) },
          { key: 'similarity', label: text.similarity, numeric: true, cell: (row) => `${row.similarity} %` },
          {
            key: 'from',
            label: text.from,
            nowrap: true,
            cell: (row) => (
              <>
                {format.date(row.valid_from)} {row.replaced ? <Badge>{dated.replaced}</Badge> : null}
              </>
            ),
          },
          {
            key: 'source',
            label: text.source,
            cell: (row) => (
              <div class="cell-lines">
                <span>{row.source}</span>
                {row.verified ? null : <Badge tone="warning">{text.unverified}</Badge>}
              </div>
            ),
          },
        ]}
      />
      <Why label={text.setNew} open={form !== undefined}>
        <Form action="/pengaduan/aturan-kembar" form={form} submit={text.save}>
          <SelectField name="service" label={text.service} options={services} placeholder={text.allServices} />
          <TextField name="radius_m" label={text.radius} inputmode="numeric" after="m" width="short" required />
          <TextField name="days" label={text.days} inputmode="numeric" width="short" required />
          <TextField name="similarity" label={text.similarity} inputmode="numeric" after="%" width="short" required />
          <DateField name="valid_from" label={text.from} required />
          <TextField name="source" label={text.source} required />
          <Checkbox name="verified" label={text.verified} />
        </Form>
      </Why>
    </StaffPage>
  )
}
