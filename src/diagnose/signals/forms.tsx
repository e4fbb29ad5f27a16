import { seenOf } from '../../platform/http/seen.ts'
import {
  Form,
  type FormState,
  RadioGroup,
  Section,
  StaffPage,
  TextArea,
  useMessages,
  useRequest,
  useTerm,
} from '../../platform/ui/index.ts'
import { messages, vocabulary } from './messages.ts'
import { ANSWERS, CAUSES } from './model.ts'
import type { SignalRow } from './queries.ts'
import { type CauseQuestion, questionKey } from './question-queries.ts'

type DiagnoseProps = { signal: SignalRow; questions: readonly CauseQuestion[]; form: FormState }

export function DiagnosePage({ signal, questions, form }: DiagnoseProps) {
  const text = useMessages(messages)
  const themeOf = useTerm('theme')
  const words = useMessages(vocabulary)
  const { language } = useRequest()
  const subject = `${themeOf(signal.theme)}, ${signal.unit}`
  return (
    <StaffPage
      title={`${text.formTitle}: ${subject}`}
      lead={text.formLead}
      form={form}
      crumbs={[
        { href: '/sinyal', label: text.title },
        { href: `/sinyal/${signal.id}`, label: subject },
      ]}
    >
      <Form action={`/sinyal/${signal.id}/penyebab`} form={form} submit={text.save} seen={seenOf(questions)}>
        <Section title={text.checklist} lead={text.checklistHint}>
          {questions.map((one) => (
            <RadioGroup
              key={questionKey(one)}
              name={`q-${questionKey(one)}`}
              legend={language === 'id' ? one.question_id : one.question_en}
              hint={words.cause[one.cause]}
              layout="row"
              options={ANSWERS.map((answer) => ({ value: answer, label: text.answer[answer] }))}
            />
          ))}
        </Section>
        <RadioGroup
          name="cause"
          required
          legend={text.mainCause}
          options={CAUSES.map((cause) => ({ value: cause, label: words.cause[cause], hint: words.causeHint[cause] }))}
        />
        <TextArea required name="reason" label={text.reason} hint={text.reasonHint} rows={4} maxLength={2000} />
        <TextArea
          name="recommendation"
          label={text.recommendationLabel}
          hint={text.recommendationHint}
          rows={4}
          maxLength={2000}
        />
      </Form>
    </StaffPage>
  )
}
