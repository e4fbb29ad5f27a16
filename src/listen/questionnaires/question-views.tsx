import {
  CheckboxGroup,
  type Option as Choice,
  DateField,
  RadioGroup,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { answerMessages } from './answer-messages.ts'
import { fieldOf } from './answers.ts'
import {
  type Answer,
  LIKERT_VALUES,
  type LikertLabels,
  MAX_TEXT,
  type Option,
  type Question,
  say,
} from './definition.ts'

/** Up to this many steps a scale is a row of choices, beyond it a number is typed. */
const MOST_STEPS = 11

export function usePoints(): (labels: LikertLabels) => Choice[] {
  const text = useMessages(answerMessages)
  return (labels) => LIKERT_VALUES.map((value) => ({ value: String(value), label: text.labels[labels][value] }))
}

/** One question as the respondent sees it; the builder's preview and the interviewer's page use the same. */
export function QuestionField({ question }: { question: Question }) {
  const { language } = useRequest()
  const text = useMessages(answerMessages)
  const points = usePoints()
  const name = fieldOf(question.code)
  const label = say(question.text, language) || '…'
  const help = say(question.help, language)
  const { required } = question
  const list = (options: readonly Option[] | undefined): Choice[] =>
    (options ?? []).map((option) => ({ value: option.code, label: say(option.text, language) || '…' }))
  switch (question.kind) {
    case 'single':
      return <RadioGroup name={name} legend={label} hint={help} options={list(question.options)} required={required} />
    case 'multiple':
      return (
        <CheckboxGroup
          name={name}
          legend={label}
          hint={[text.several, help].filter(Boolean).join(' ')}
          options={list(question.options)}
          required={required}
        />
      )
    case 'likert':
      return (
        <RadioGroup
          name={name}
          legend={label}
          hint={help}
          options={points(question.labels ?? 'satisfaction')}
          layout="scale"
          required={required}
        />
      )
    case 'rating':
      return <Items question={question} label={label} help={help} />
    case 'scale':
    case 'number':
      return <NumberQuestion question={question} label={label} help={help} />
    case 'date':
      return <DateField name={name} label={label} hint={help} required={required} />
    case 'short':
      return <TextField name={name} label={label} hint={help} required={required} />
    case 'long':
      return <TextArea name={name} label={label} hint={help} required={required} rows={4} maxLength={MAX_TEXT} />
  }
}

/** A list of rated items: one fieldset per item, never a matrix, so that it reads the same by ear and on a phone. */
function Items({ question, label, help }: { question: Question; label: string; help: string }) {
  const { language } = useRequest()
  const points = usePoints()
  const id = `items-${question.code}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset around fieldsets is read out twice for each of them
    <div class="question-items" role="group" aria-labelledby={id}>
      <p class="question-items-title" id={id}>
        {label}
      </p>
      {help ? <p class="hint">{help}</p> : null}
      {(question.items ?? []).map((item) => (
        <RadioGroup
          key={item.code}
          name={fieldOf(question.code, item.code)}
          legend={say(item.text, language) || '…'}
          options={points(question.labels ?? 'satisfaction')}
          layout="scale"
          required={question.required}
        />
      ))}
    </div>
  )
}

function NumberQuestion({ question, label, help }: { question: Question; label: string; help: string }) {
  const { language } = useRequest()
  const text = useMessages(answerMessages)
  const format = useFormat()
  const name = fieldOf(question.code)
  const { min, max, required } = question
  const [low, high] = [say(question.minLabel, language), say(question.maxLabel, language)]
  const both = min !== undefined && max !== undefined
  const ends = both
    ? low && high
      ? text.ends(format.number(min), low, format.number(max), high)
      : text.from(format.number(min), format.number(max))
    : ''
  const hint = [ends, help].filter(Boolean).join(' ')
  if (question.kind === 'scale' && both && max - min < MOST_STEPS) {
    const options = Array.from({ length: max - min + 1 }, (_, index) => ({
      value: String(min + index),
      label: format.number(min + index),
    }))
    return <RadioGroup name={name} legend={label} hint={hint} options={options} layout="scale" required={required} />
  }
  return (
    <TextField
      name={name}
      label={label}
      hint={hint}
      type="number"
      inputmode="numeric"
      width="short"
      required={required}
    />
  )
}

/** What was answered, in the words the respondent saw. */
export function useSaid(): (question: Question, answer: Answer | undefined) => string[] {
  const { language } = useRequest()
  const text = useMessages(answerMessages)
  const format = useFormat()
  return (question, answer) => {
    if (answer === undefined) return []
    const named = (list: readonly Option[] | undefined, code: string) =>
      say(list?.find((option) => option.code === code)?.text, language) || code
    const point = (value: number) =>
      text.labels[question.labels ?? 'satisfaction'][value as 1 | 2 | 3 | 4 | 5] ?? String(value)
    if (typeof answer === 'number') return [question.kind === 'likert' ? point(answer) : format.number(answer)]
    if (typeof answer === 'string') {
      if (question.kind === 'date') return [format.date(answer)]
      return [question.kind === 'single' ? named(question.options, answer) : answer]
    }
    if (Array.isArray(answer)) return answer.map((code) => named(question.options, String(code)))
    return Object.entries(answer).map(([code, value]) => `${named(question.items, code)}: ${point(value)}`)
  }
}
