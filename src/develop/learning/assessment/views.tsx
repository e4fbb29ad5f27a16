import {
  ActionButton,
  Actions,
  Badge,
  CheckboxGroup,
  Countdown,
  Facts,
  Form,
  type FormState,
  HiddenField,
  LinkButton,
  Notice,
  RadioGroup,
  Section,
  StaffPage,
  Stat,
  TextField,
  useFormat,
  useMessages,
  Why,
} from '../../../platform/ui/index.ts'
import type { QuestionBody } from '../catalog/question.ts'
import { messages } from './messages.ts'
import { GRACE_SECONDS, shownState } from './model.ts'
import type { AnswerRow, Attempt } from './queries.ts'

type Props = { attempt: Attempt; answers: readonly AnswerRow[] }

function useCrumbs(attempt: Attempt) {
  const text = useMessages(messages)
  return [
    { href: '/belajar', label: text.learn },
    { href: `/belajar/${attempt.course_id}`, label: attempt.course },
  ]
}

/** The whole test on one page: one form, saved in the background, handed in once. It carries no key, because saving twice is harmless. */
export function AttemptPage({ attempt, answers, page, form }: Props & { page: string; form?: FormState | undefined }) {
  const text = useMessages(messages)
  const format = useFormat()
  const at = `/belajar/percobaan/${attempt.id}`
  return (
    <StaffPage
      title={text[attempt.kind]}
      lead={text.until(format.dateTime(attempt.deadline_at))}
      crumbs={useCrumbs(attempt)}
    >
      <Form action={`${at}/kumpulkan`} form={form} autosave={`${at}/simpan-otomatis`} keyless>
        <HiddenField name="page" value={page} />
        <Countdown deadline={attempt.deadline_at} label={`${text.timeLeft}:`} submits />
        <Why label={text.graceTitle}>
          <p>{text.grace(format.number(GRACE_SECONDS))}</p>
        </Why>
        {answers.map((answer) => (
          <QuestionField answer={answer} of={answers.length} key={answer.question_id} />
        ))}
        <p class="hint">{text.saveHint}</p>
        <div class="form-end">
          <button type="submit" class="button button-secondary" formAction={`${at}/jawaban`}>
            {text.save}
          </button>
          <button type="submit" class="button button-primary">
            {text.submit}
          </button>
        </div>
        <p class="hint">{text.submitHint}</p>
      </Form>
    </StaffPage>
  )
}

function QuestionField({ answer, of }: { answer: AnswerRow; of: number }) {
  const text = useMessages(messages)
  const format = useFormat()
  const name = `q-${answer.question_id}`
  const legend = `${text.question(format.number(answer.position), format.number(of))}. ${answer.stem}`
  const { body } = answer
  return (
    <>
      <input type="hidden" name={`b-${answer.question_id}`} value={shownState(answer.response)} />
      {body.kind === 'single' ? (
        <RadioGroup
          name={name}
          legend={legend}
          hint={text.chooseOne}
          options={body.choices.map((choice) => ({ value: choice.id, label: choice.text }))}
          value={answer.response[0]}
          required
        />
      ) : body.kind === 'multiple' ? (
        <CheckboxGroup
          name={name}
          legend={legend}
          hint={text.chooseSeveral}
          options={body.choices.map((choice) => ({ value: choice.id, label: choice.text }))}
          value={answer.response}
          required
        />
      ) : (
        <TextField
          name={name}
          label={legend}
          hint={body.kind === 'numeric' ? text.numberHint : text.shortHint}
          inputmode={body.kind === 'numeric' ? 'decimal' : 'text'}
          width={body.kind === 'numeric' ? 'short' : 'medium'}
          value={answer.response[0]}
          spellcheck={false}
          autocomplete="off"
          required
        />
      )}
    </>
  )
}

export function TimeUpPage({ attempt }: { attempt: Attempt }) {
  const text = useMessages(messages)
  return (
    <StaffPage title={text.timeUpTitle} lead={text.timeUpBody} crumbs={useCrumbs(attempt)}>
      <ActionButton action={`/belajar/percobaan/${attempt.id}/kumpulkan`} label={text.gradeNow} tone="primary" />
    </StaffPage>
  )
}

/** Feedback at once; the key only when showing it cannot make the next attempt, or the other test, easier. */
export function ResultPage({ attempt, answers, showKey }: Props & { showKey: boolean }) {
  const text = useMessages(messages)
  const format = useFormat()
  const percent = attempt.max_score ? Number(attempt.score) / attempt.max_score : 0
  const number = (value: number) => format.number(value)
  return (
    <StaffPage
      title={`${text.result}: ${text[attempt.kind]}`}
      crumbs={useCrumbs(attempt)}
      badge={
        attempt.kind === 'post' ? (
          <Badge tone={attempt.passed ? 'success' : 'warning'}>{attempt.passed ? text.passed : text.failed}</Badge>
        ) : undefined
      }
    >
      <Stat
        label={text.score}
        value={format.percent(percent)}
        note={text.scoreOf(number(Number(attempt.score)), number(attempt.max_score ?? 0))}
      />
      {attempt.kind === 'post' ? <p>{text.passMark(number(attempt.pass_percent))}</p> : <Notice>{text.preNote}</Notice>}
      {attempt.timed_out ? <Notice tone="warning">{text.timedOut}</Notice> : null}
      {showKey ? null : <Notice>{attempt.kind === 'pre' ? text.keyAfterPost : text.keyAfterPass}</Notice>}
      {answers.map((answer) => (
        <Section
          title={text.question(number(answer.position), number(answers.length))}
          id={`soal-${answer.position}`}
          key={answer.question_id}
        >
          <p>{answer.stem}</p>
          {showKey || attempt.kind === 'post' ? <Verdict answer={answer} /> : null}
          <Facts
            items={[
              { label: text.yourAnswer, value: given(answer.body, answer.response) || text.noAnswer },
              ...(showKey ? [{ label: text.rightAnswer, value: <Key body={answer.body} /> }] : []),
            ]}
          />
          {showKey ? <Feedback answer={answer} /> : null}
        </Section>
      ))}
      <Actions>
        <LinkButton href={`/belajar/${attempt.course_id}`}>{text.back}</LinkButton>
      </Actions>
    </StaffPage>
  )
}

function Verdict({ answer }: { answer: AnswerRow }) {
  const text = useMessages(messages)
  const format = useFormat()
  const share = (answer.share_top ?? 0) / (answer.share_bottom ?? 1)
  if (share === 1) return <Badge tone="success">{text.right}</Badge>
  if (share === 0) return <Badge tone="warning">{text.wrong}</Badge>
  return <Badge tone="info">{text.partly(format.percent(share))}</Badge>
}

function given(body: QuestionBody, response: readonly string[]): string {
  if (body.kind === 'numeric' || body.kind === 'short') return response.join(', ')
  return body.choices
    .filter((choice) => response.includes(choice.id))
    .map((choice) => choice.text)
    .join('; ')
}

function Key({ body }: { body: QuestionBody }) {
  const text = useMessages(messages)
  if (body.kind === 'short') return <>{body.answers.join('; ')}</>
  if (body.kind === 'numeric') {
    const shown = body.ranges.map(({ low, high }) => (low === high ? low : text.between(low, high)))
    return <>{shown.map((range) => range.replaceAll('.', ',')).join('; ')}</>
  }
  const right = body.choices.filter((choice) => choice.correct)
  return <>{right.map((choice) => choice.text).join('; ')}</>
}

function Feedback({ answer }: { answer: AnswerRow }) {
  const { body, response, feedback } = answer
  const chosen =
    body.kind === 'single' || body.kind === 'multiple'
      ? body.choices.filter((choice) => response.includes(choice.id) && choice.feedback !== '')
      : []
  return (
    <>
      {chosen.map((choice) => (
        <p key={choice.id}>{choice.feedback}</p>
      ))}
      {feedback ? <p>{feedback}</p> : null}
    </>
  )
}
