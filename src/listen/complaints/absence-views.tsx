import {
  ActionButton,
  Badge,
  Checkbox,
  DateField,
  EmptyState,
  Form,
  type FormState,
  Grid,
  ListTable,
  Section,
  SelectField,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { absenceMessages } from './absence-messages.ts'
import { ABSENCES } from './absence-model.ts'
import type { AbsenceRow, Officer } from './absence-queries.ts'
import { staffMessages } from './staff-messages.ts'

type AbsenceProps = {
  me: string
  today: string
  absences: readonly AbsenceRow[]
  /** Whose absence this person may enter and end. */
  entrusted: readonly Officer[]
  officers: readonly Officer[]
  form: FormState | undefined
}

export function AbsencePage({ me, today, absences, entrusted, officers, form }: AbsenceProps) {
  const text = useMessages(absenceMessages)
  const staff = useMessages(staffMessages)
  const format = useFormat()
  const mine = (row: AbsenceRow) => entrusted.some((one) => one.id === row.account_id)
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={[{ href: '/pengaduan', label: staff.title }]} form={form}>
      <ListTable
        stack
        caption={text.title}
        captionHidden
        rows={absences}
        empty={<EmptyState icon="check" title={text.empty} body={text.emptyBody} />}
        columns={[
          { key: 'who', label: text.who, header: true, cell: (row) => row.name },
          {
            key: 'when',
            label: text.from,
            cell: (row) => (
              <div class="cell-lines">
                {row.from_on <= today ? <Badge tone="accent">{text.now}</Badge> : <Badge>{text.later}</Badge>}
                <span>
                  {format.shortDate(row.from_on)} – {format.shortDate(row.to_on)}
                </span>
                {row.reason ? <span class="hint">{row.reason}</span> : null}
              </div>
            ),
          },
          { key: 'routing', label: text.routing, cell: (row) => row.substitute_name },
          {
            key: 'cases',
            label: text.cases,
            numeric: true,
            cell: (row) => (
              <div class="cell-lines">
                <span>{format.number(row.open_cases)}</span>
                {row.hand_over && row.from_on > today ? <span class="hint">{text.handsOver}</span> : null}
              </div>
            ),
          },
          {
            key: 'end',
            label: text.action,
            action: true,
            cell: (row) =>
              mine(row) ? (
                <ActionButton action={`${ABSENCES}/${row.id}/akhiri`} label={text.end} tone="quiet" fields={{}} />
              ) : null,
          },
        ]}
      />
      <Section title={text.add} id="catat">
        <Form action={ABSENCES} form={form} submit={text.save}>
          <SelectField
            name="account"
            label={text.who}
            hint={entrusted.length > 1 ? text.whoHint : undefined}
            options={entrusted.map((one) => ({ value: one.id, label: one.id === me ? text.me : nameOf(one) }))}
            value={me}
            placeholder={null}
            required
          />
          <Grid size="small">
            <DateField name="from_on" label={text.from} value={today} required />
            <DateField name="to_on" label={text.to} min={today} required />
          </Grid>
          <SelectField
            name="substitute"
            label={text.substitute}
            hint={text.substituteHint}
            options={officers.map((one) => ({ value: one.id, label: nameOf(one) }))}
            required
          />
          <TextField name="reason" label={text.reason} hint={text.reasonHint} />
          <Checkbox name="hand_over" label={text.handOver} hint={text.handOverHint} />
        </Form>
      </Section>
    </StaffPage>
  )
}

function nameOf(one: Officer): string {
  return `${one.name}, ${one.unit_name}`
}
