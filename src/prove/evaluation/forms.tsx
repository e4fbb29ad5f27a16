import type { Program } from '../../develop/programs/index.ts'
import {
  DateField,
  Form,
  type FormState,
  SelectField,
  StaffPage,
  TextField,
  useMessages,
} from '../../platform/ui/index.ts'
import { learningMessages } from './learning-messages.ts'
import { messages } from './messages.ts'

export function MeasurePage({
  program,
  form,
}: {
  program: Pick<Program, 'id' | 'title' | 'indicators'>
  form: FormState
}) {
  const text = useMessages(learningMessages)
  const { title } = useMessages(messages)
  return (
    <StaffPage
      title={text.recordTitle}
      lead={text.recordLead}
      form={form}
      crumbs={[
        { href: '/hasil', label: title },
        { href: `/hasil/${program.id}`, label: program.title },
      ]}
    >
      <Form action={`/hasil/${program.id}/ukur`} form={form} submit={text.recordSave}>
        <SelectField
          name="indicator"
          required
          label={text.indicator}
          options={program.indicators.map((one) => ({ value: one.id, label: `${one.name} (${one.measure})` }))}
        />
        <TextField required name="value" label={text.value} inputmode="decimal" width="short" />
        <DateField required name="measured_on" label={text.measuredOn} />
        <TextField required name="source" label={text.source} />
      </Form>
    </StaffPage>
  )
}
