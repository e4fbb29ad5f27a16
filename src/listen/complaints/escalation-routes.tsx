import { z } from 'zod'
import { bilingual, checkbox, dateInput, type FormState, requiredText, wholeNumber } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query, type Route } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import {
  Badge,
  Checkbox,
  DataTable,
  DateField,
  Form,
  RuleSource,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import { AUDIENCES, rulesOn } from './escalation.ts'
import { escalationMessages } from './escalation-messages.ts'
import { type EscalationRow, insertEscalationRule, listEscalationRules } from './escalation-queries.ts'
import { rulesMessages } from './rules-messages.ts'
import { staffMessages } from './staff-messages.ts'

const DAYS_WRONG = bilingual('Isi angka antara -10 dan 60.', 'Enter a number between -10 and 60.')
const Input = z.object({
  level: wholeNumber(1, 6),
  days: z
    .string({ error: DAYS_WRONG })
    .trim()
    .regex(/^-?\d{1,2}$/, { error: DAYS_WRONG })
    .transform(Number)
    .pipe(z.number().min(-10, { error: DAYS_WRONG }).max(60, { error: DAYS_WRONG })),
  audience: z.enum(AUDIENCES, { error: bilingual('Pilih siapa yang diberi tahu.', 'Choose who is told.') }),
  valid_from: dateInput(),
  source: requiredText(
    500,
    bilingual('Tuliskan sumbernya: nama peraturan atau keputusan.', 'Give the source: a regulation or decision.'),
  ).pipe(z.string().min(3)),
  verified: checkbox(),
})

async function page(context: Context<'complaint.rules'>, form?: FormState): Promise<Outcome> {
  const rules = await listEscalationRules(context.db, context.scope)
  const today = localDate(context.now, context.institution.timeZone)
  return { page: <EscalationPage rules={rules} today={today} form={form} /> }
}

export const escalationRoutes: Route[] = [
  query({
    path: '/pengaduan/eskalasi',
    access: 'complaint.rules',
    input: z.object({}),
    handle: (context) => page(context),
  }),

  command({
    path: '/pengaduan/eskalasi',
    access: 'complaint.rules',
    audit: 'complaint.escalation_set',
    input: Input,
    invalid: (context, _raw, form) => page(context, form),
    async handle({ db, scope, now, t }, input) {
      const text = t(escalationMessages)
      const id = newId(now)
      await insertEscalationRule(db, scope, now, { ...input, id })
      return {
        redirect: '/pengaduan/eskalasi',
        notice: text.saved,
        audit: {
          subject: `complaint-escalation:${id}`,
          detail: { level: input.level, days: input.days, audience: input.audience, from: input.valid_from },
        },
      }
    },
  }),
]

type Props = { rules: readonly EscalationRow[]; today: string; form: FormState | undefined }

function EscalationPage({ rules, today, form }: Props) {
  const text = useMessages(escalationMessages)
  const staff = useMessages(staffMessages)
  const dated = useMessages(rulesMessages)
  const format = useFormat()
  const holding = rulesOn(rules, today)
  const when = (days: number) => (days === 0 ? text.at : days < 0 ? text.before(-days) : text.after(days))
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={[{ href: '/pengaduan', label: staff.title }]} form={form}>
      <DataTable
        caption={text.title}
        captionHidden
        rows={rules}
        rowTone={(rule) => (holding.includes(rule) ? 'normal' : 'muted')}
        columns={[
          { key: 'level', label: text.level, cell: (rule) => rule.level },
          { key: 'when', label: text.when, header: true, cell: (rule) => when(rule.days) },
          { key: 'audience', label: text.audience, cell: (rule) => text.audiences[rule.audience] },
          {
            key: 'from',
            label: dated.validFrom,
            cell: (rule) => (
              <div class="cell-lines">
                <span>{format.shortDate(rule.valid_from)}</span>
                {holding.includes(rule) ? <Badge tone="success">{dated.current}</Badge> : null}
                {rule.replaced ? <Badge>{dated.replaced}</Badge> : null}
              </div>
            ),
          },
          { key: 'source', label: dated.source, cell: (rule) => <RuleSource rule={rule} /> },
        ]}
      />
      <Why label={text.add} open={form !== undefined}>
        <Form action="/pengaduan/eskalasi" form={form} submit={text.save}>
          <TextField name="level" label={text.level} type="number" inputmode="numeric" width="short" required />
          <TextField name="days" label={text.days} hint={text.daysHint} width="short" required />
          <SelectField
            name="audience"
            label={text.audience}
            options={AUDIENCES.map((value) => ({ value, label: text.audiences[value] }))}
            width="medium"
            required
          />
          <DateField name="valid_from" label={dated.validFrom} required />
          <TextArea name="source" label={dated.source} hint={dated.sourceHint} rows={2} required />
          <Checkbox name="verified" label={dated.verified} />
        </Form>
      </Why>
    </StaffPage>
  )
}
