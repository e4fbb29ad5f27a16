import {
  Checkbox,
  DateField,
  Form,
  type FormState,
  RuleTable,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useMessages,
} from '../../../platform/ui/index.ts'
import { CLASSES } from '../../complaints/index.ts'
import { intakeMessages } from '../intake-messages.ts'
import { classMessages } from './class-messages.ts'
import { CLASS_PAGE, PERSON, type withEnds } from './class-model.ts'

type Row = ReturnType<typeof withEnds>[number]

export function ClassPage({
  rules,
  maySet,
  form,
}: {
  rules: readonly Row[]
  maySet: boolean
  form: FormState | undefined
}) {
  const all = useMessages(intakeMessages)
  const text = useMessages(classMessages)
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      crumbs={[
        { href: '/kanal', label: all.channels },
        { href: '/kanal/lapor', label: all.lapor.title },
      ]}
      form={form}
    >
      <RuleTable
        caption={text.title}
        rows={rules}
        columns={[
          { key: 'word', label: text.word, header: true, cell: (rule: Row) => rule.word },
          {
            key: 'class',
            label: text.ours,
            cell: (rule: Row) => (rule.class ? text.class[rule.class] : text.byPerson),
          },
          { key: 'origin', label: text.origin, cell: (rule: Row) => (rule.revision > 0 ? text.own : text.national) },
        ]}
      />
      {maySet ? (
        <Section title={text.add} lead={text.addLead} id="tetapkan">
          <Form action={CLASS_PAGE} form={form} submit={text.save}>
            <TextField name="word" label={text.word} hint={text.wordHint} width="medium" required />
            <SelectField
              name="class"
              label={text.ours}
              options={[
                ...CLASSES.map((value) => ({ value, label: text.class[value] })),
                { value: PERSON, label: text.byPerson },
              ]}
              width="medium"
              required
            />
            <DateField name="valid_from" label={text.from} required />
            <TextArea name="source" label={text.source} rows={2} required />
            <Checkbox name="verified" label={text.verified} />
          </Form>
        </Section>
      ) : null}
    </StaffPage>
  )
}
