import type { FormState } from '../../../platform/http/input.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import {
  Checkbox,
  CheckboxGroup,
  EmptyState,
  FileField,
  Form,
  HiddenField,
  LinkButton,
  Notice,
  RadioGroup,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
} from '../../../platform/ui/index.ts'
import { answerLines } from './answer-lines.ts'
import { messages } from './messages.ts'
import { MODULE_KINDS, VIDEO_BYTES } from './model.ts'
import type { Course, Module, QuestionRow, Test } from './queries.ts'
import { QUESTION_KINDS } from './question.ts'
import { CourseFrame } from './views.tsx'

function pick<K extends string>(keys: readonly K[], labels: Readonly<Record<K, string>>) {
  return keys.map((value) => ({ value, label: labels[value] }))
}

function useCrumbs(course: { id: string; title: string } | undefined, tab = '') {
  const text = useMessages(messages)
  const list = { href: '/kursus', label: text.courses }
  return course ? [list, { href: `/kursus/${course.id}${tab}`, label: course.title }] : [list]
}

function Cancel({ href }: { href: string }) {
  const text = useMessages(messages)
  return (
    <LinkButton href={href} tone="quiet">
      {text.cancel}
    </LinkButton>
  )
}

type CourseFormProps = {
  form: FormState
  course: Course | undefined
  program: { id: string; title: string; objective: string }
}

export function courseSeen({ title, summary, jp, pass_percent, self_enroll, competency_level }: Course): string {
  return seenOf(title, summary, jp, pass_percent, self_enroll, competency_level)
}

export function CourseForm({ form, course, program }: CourseFormProps) {
  const text = useMessages(messages)
  return (
    <StaffPage
      title={course ? text.settings : text.makeCourse}
      lead={`${text.program}: ${program.title}`}
      crumbs={useCrumbs(course)}
      form={form}
    >
      <Form
        action={course ? `/kursus/${course.id}/ubah` : '/kursus'}
        form={form}
        seen={course && courseSeen(course)}
        submit={text.save}
        secondary={<Cancel href={course ? `/kursus/${course.id}` : '/kursus'} />}
      >
        <HiddenField name="program" value={program.id} />
        <TextField name="title" label={text.title} value={course?.title ?? program.title} required />
        <TextArea
          name="summary"
          label={text.summary}
          hint={text.summaryHint}
          rows={3}
          value={course?.summary ?? program.objective}
          required
        />
        <TextField
          name="jp"
          label={text.jp}
          hint={text.jpHint}
          inputmode="numeric"
          width="short"
          value={course?.jp}
          required
        />
        <TextField
          name="passPercent"
          label={text.passPercent}
          inputmode="numeric"
          width="short"
          after="%"
          value={course?.pass_percent ?? 70}
          required
        />
        <SelectField
          name="level"
          label={text.level}
          hint={text.levelHint}
          placeholder={text.levelNone}
          width="medium"
          options={['1', '2', '3', '4', '5'].map((level) => ({ value: level, label: text.levelName(level) }))}
          value={course?.competency_level}
        />
        <Checkbox name="selfEnroll" label={text.selfEnroll} checked={course?.self_enroll ?? false} />
      </Form>
    </StaffPage>
  )
}

export function ModuleForm({ form, course, module }: { form: FormState; course: Course; module: Module | undefined }) {
  const text = useMessages(messages)
  const at = `/kursus/${course.id}`
  return (
    <StaffPage title={module ? text.editModule : text.addModule} crumbs={useCrumbs(course)} form={form}>
      <Form
        action={module ? `${at}/modul/${module.id}` : `${at}/modul`}
        form={form}
        submit={text.save}
        seen={module && seenOf(module)}
        draft={`modul-${module?.id ?? course.id}`}
        upload
        secondary={<Cancel href={at} />}
      >
        <RadioGroup
          name="kind"
          legend={text.moduleKind}
          options={pick(MODULE_KINDS, text.moduleKinds)}
          value={module?.kind ?? 'text'}
          layout="row"
          required
        />
        <TextField name="title" label={text.moduleTitle} value={module?.title} required />
        <TextField
          name="minutes"
          label={text.minutes}
          inputmode="numeric"
          width="short"
          value={module?.minutes ?? 10}
          required
        />
        <TextArea
          name="body"
          label={text.body}
          hint={text.bodyHint}
          rows={16}
          maxLength={40_000}
          value={module?.body}
          required
        />
        <SelectField
          name="shipped"
          label={text.shipped}
          hint={text.shippedHint}
          placeholder={text.shippedNone}
          options={Object.entries(text.shippedNames).map(([value, label]) => ({ value, label }))}
          value={module?.video_shipped}
        />
        <FileField
          name="video"
          label={text.video}
          hint={text.videoHint}
          accept="video/mp4,video/webm"
          maxBytes={VIDEO_BYTES}
        />
        <TextField name="length" label={text.length} hint={text.lengthHint} width="short" value={lengthOf(module)} />
        <TextArea name="captions" label={text.captions} hint={text.captionsHint} rows={8} value={module?.captions} />
      </Form>
    </StaffPage>
  )
}

function lengthOf(module: Module | undefined): string | undefined {
  const seconds = module?.video_seconds
  return seconds ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` : undefined
}

export function QuestionForm({
  form,
  course,
  question,
}: {
  form: FormState
  course: Course
  /** With the id it was asked for by: an edit elsewhere gave it another, and the form stays where it was opened. */
  question?: (QuestionRow & { at: string }) | undefined
}) {
  const text = useMessages(messages)
  const at = `/kursus/${course.id}/soal`
  return (
    <StaffPage
      title={question ? text.editQuestion : text.addQuestion}
      lead={question ? text.editQuestionLead : undefined}
      crumbs={useCrumbs(course, '/soal')}
      form={form}
    >
      <Form
        action={question ? `${at}/${question.at}` : at}
        seen={question && seenOf(question.id)}
        form={form}
        submit={text.save}
        draft={`soal-${question?.id ?? course.id}`}
        secondary={<Cancel href={at} />}
      >
        <RadioGroup
          name="kind"
          legend={text.kind}
          options={pick(QUESTION_KINDS, text.kinds)}
          value={question?.body.kind ?? 'single'}
          layout="row"
          required
        />
        <TextArea name="stem" label={text.stem} rows={3} maxLength={4000} value={question?.stem} required />
        <TextArea
          name="answers"
          label={text.answers}
          hint={text.answersHint}
          rows={6}
          value={question ? answerLines(question.body) : undefined}
          required
        />
        <TextField
          name="points"
          label={text.points}
          inputmode="numeric"
          width="short"
          value={question?.points ?? 1}
          required
        />
        <TextArea name="feedback" label={text.feedback} rows={2} value={question?.feedback} />
      </Form>
    </StaffPage>
  )
}

type TestsProps = {
  form: FormState
  course: Course
  tests: readonly Test[]
  questions: readonly QuestionRow[]
  mayManage: boolean
}

export function testsSeen(tests: readonly Test[]): string {
  return seenOf(tests.map(({ kind, minutes, attempts, questions }) => [kind, minutes, attempts, questions]))
}

export function TestsPage({ form, course, tests, questions, mayManage }: TestsProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const pre = tests.find((test) => test.kind === 'pre')
  const post = tests.find((test) => test.kind === 'post')
  const options = questions.map((question) => ({
    value: question.id,
    label: question.stem,
    hint: `${text.kinds[question.body.kind]}, ${text.pointsOf(format.number(question.points))}`,
  }))
  const everything = questions.map((question) => question.id)
  if (!mayManage) return <TestsRead course={course} tests={tests} questions={questions} />
  return (
    <CourseFrame course={course} tab="tests">
      <p>{text.testsLead}</p>
      {questions.length === 0 ? <Notice title={text.questionsEmpty}>{text.questionsEmptyBody}</Notice> : null}
      <Form action={`/kursus/${course.id}/tes`} form={form} submit={text.save} seen={testsSeen(tests)}>
        <TextField
          name="preMinutes"
          label={`${text.preTest}: ${text.limit}`}
          inputmode="numeric"
          width="short"
          value={pre?.minutes ?? 20}
          required
        />
        <CheckboxGroup
          name="pre"
          legend={text.testQuestions(text.preTest)}
          options={options}
          value={pre?.questions ?? everything}
          required
        />
        <TextField
          name="postMinutes"
          label={`${text.postTest}: ${text.limit}`}
          inputmode="numeric"
          width="short"
          value={post?.minutes ?? 20}
          required
        />
        <TextField
          name="postAttempts"
          label={text.postAttempts}
          inputmode="numeric"
          width="short"
          value={post?.attempts ?? 3}
          required
        />
        <CheckboxGroup
          name="post"
          legend={text.testQuestions(text.postTest)}
          options={options}
          value={post?.questions ?? everything}
          required
        />
      </Form>
    </CourseFrame>
  )
}

/** For whoever may read the course and not change it: what the tests are, without fields that nobody takes. */
function TestsRead({ course, tests, questions }: Pick<TestsProps, 'course' | 'tests' | 'questions'>) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <CourseFrame course={course} tab="tests">
      {tests.length === 0 ? <EmptyState title={text.testsEmpty} icon="develop" /> : null}
      {tests.map((test) => (
        <Section title={test.kind === 'pre' ? text.preTest : text.postTest} id={test.kind} key={test.id}>
          <p>
            {text.minutesOf(format.number(test.minutes))}
            {test.kind === 'post' ? ` · ${text.postAttempts}: ${format.number(test.attempts)}` : ''}
          </p>
          <ol>
            {questions
              .filter((question) => test.questions.includes(question.id))
              .map((question) => (
                <li key={question.id}>{question.stem}</li>
              ))}
          </ol>
        </Section>
      ))}
    </CourseFrame>
  )
}
