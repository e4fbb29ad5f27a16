import {
  DateField,
  Form,
  type FormState,
  type Option,
  RadioGroup,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useMessages,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { PRIVACIES } from './model.ts'
import { staffMessages } from './staff-messages.ts'

export const INTAKE_CHANNELS = ['counter', 'phone', 'letter', 'email', 'chat', 'social'] as const

/** What an officer writes down for a citizen who came by counter, phone or letter. */
export function IntakePage({ options, form }: { options: readonly Option[]; form: FormState | undefined }) {
  const text = useMessages(staffMessages)
  const shared = useMessages(messages)
  return (
    <StaffPage
      title={text.record}
      lead={text.recordLead}
      crumbs={[{ href: '/pengaduan', label: text.title }]}
      form={form}
    >
      <Form action="/pengaduan" form={form} submit={text.recordSave} draft="catat-pengaduan">
        <SelectField
          name="channel"
          label={text.recordChannel}
          options={INTAKE_CHANNELS.map((value) => ({ value, label: shared.channel[value] }))}
          width="medium"
          required
        />
        <SelectField name="about" label={shared.about} hint={shared.aboutHint} options={options} required />
        <TextField name="subject" label={shared.subject} required />
        <TextArea name="body" label={shared.body} rows={6} required />
        <TextField name="place" label={shared.place} />
        <DateField name="occurred_on" label={shared.occurredOn} />
        <RadioGroup
          name="privacy"
          legend={shared.privacyLegend}
          options={PRIVACIES.map((privacy) => ({
            value: privacy,
            label: shared.privacy[privacy],
            hint: shared.privacyHint[privacy],
          }))}
          value="anonymous"
          required
        />
        <TextField name="reporter_name" label={shared.name} width="medium" />
        <TextField name="reporter_email" label={shared.email} type="email" width="medium" />
        <TextField name="reporter_phone" label={shared.phone} type="tel" width="medium" />
      </Form>
    </StaffPage>
  )
}
