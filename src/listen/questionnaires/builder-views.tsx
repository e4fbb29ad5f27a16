import {
  ActionButton,
  Card,
  Form,
  HiddenField,
  LinkButton,
  Notice,
  Section as Part,
  SelectField,
  StaffPage,
  useFormat,
  useMessages,
  useRequest,
  useTerm,
} from '../../platform/ui/index.ts'
import { type Condition, type Definition, findQuestion, KINDS, type Question, type Section, say } from './definition.ts'
import { messages } from './messages.ts'
import type { Problem } from './problems.ts'
import type { QuestionnaireRow, VersionRow } from './queries.ts'
import { QuestionField } from './question-views.tsx'

interface BuilderProps {
  row: QuestionnaireRow
  draft: VersionRow
  problems: readonly Problem[]
}

/** The whole draft as respondents see it, with what can be done to each part beside it. */
export function BuilderPage({ row, draft, problems }: BuilderProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const { language } = useRequest()
  const { definition } = draft
  const at = `/kuesioner/${row.id}`
  const change = { action: `${at}/susun`, revision: draft.revision }
  let number = 0
  return (
    <StaffPage
      title={say(definition.title, language) || '…'}
      lead={`${text.build} · ${text.versionOf(format.number(draft.number))}`}
      crumbs={[
        { href: '/kuesioner', label: text.list },
        { href: at, label: say(definition.title, language) },
      ]}
      actions={
        <>
          <LinkButton href={`${at}/pratinjau`} tone="secondary">
            {text.preview}
          </LinkButton>
          <LinkButton href={at}>{text.publish}</LinkButton>
        </>
      }
    >
      <Problems problems={problems} at={at} />
      {definition.sections.map((section, index) => (
        <Part
          key={section.code}
          id={`s-${section.code}`}
          title={`${format.number(index + 1)}. ${say(section.title, language) || '…'}`}
          lead={<ConditionNote condition={section.showIf} definition={definition} />}
          actions={
            <>
              <EditButton
                {...change}
                act="section_up"
                target={section.code}
                label={text.up}
                about={say(section.title, language)}
              />
              <EditButton
                {...change}
                act="section_down"
                target={section.code}
                label={text.down}
                about={say(section.title, language)}
              />
              <LinkButton href={`${at}/bagian/${section.code}`} tone="quiet">
                {text.edit}
                <span class="visually-hidden"> {say(section.title, language)}</span>
              </LinkButton>
            </>
          }
        >
          {section.questions.length === 0 ? <p class="hint">{text.nothingYet}</p> : null}
          {section.questions.map((question) => {
            number++
            const about = text.questionNumber(format.number(number))
            return (
              <div class="builder-question" id={`q-${question.code}`} key={question.code}>
                <Card kicker={<Kicker question={question} number={about} definition={definition} />}>
                  <Preview question={question} />
                  <div class="builder-bar">
                    <LinkButton href={`${at}/pertanyaan/${question.code}`} tone="secondary">
                      {text.edit}
                      <span class="visually-hidden"> {about}</span>
                    </LinkButton>
                    <EditButton {...change} act="question_up" target={question.code} label={text.up} about={about} />
                    <EditButton
                      {...change}
                      act="question_down"
                      target={question.code}
                      label={text.down}
                      about={about}
                    />
                    <EditButton
                      {...change}
                      act="question_copy"
                      target={question.code}
                      label={text.copy}
                      about={about}
                    />
                  </div>
                </Card>
              </div>
            )
          })}
          <AddQuestion {...change} section={section} name={say(section.title, language)} />
        </Part>
      ))}
      <Form action={change.action} submit={text.addSection} tone="secondary" id="bagian-baru">
        <HiddenField name="revision" value={String(draft.revision)} />
        <HiddenField name="act" value="section_add" />
      </Form>
    </StaffPage>
  )
}

function Kicker({ question, number, definition }: { question: Question; number: string; definition: Definition }) {
  const text = useMessages(messages)
  const themeOf = useTerm('theme')
  const marks = [
    number,
    text.kinds[question.kind],
    question.required ? text.requiredMark : '',
    question.published ? text.publishedMark : '',
    question.theme ? themeOf(question.theme) : '',
  ].filter(Boolean)
  return (
    <>
      {marks.join(' · ')}
      <ConditionNote condition={question.showIf} definition={definition} before=" · " />
    </>
  )
}

function ConditionNote({
  condition,
  definition,
  before = '',
}: {
  condition: Condition | undefined
  definition: Definition
  before?: string
}) {
  const text = useMessages(messages)
  const { language } = useRequest()
  if (!condition) return null
  const question = findQuestion(definition, condition.question)
  const asked = say(question?.text, language) || condition.question
  return (
    <>
      {before}
      {text.shownIf(asked, text.operators[condition.operator], shownValue(question, condition, language))}
    </>
  )
}

export function shownValue(question: Question | undefined, condition: Condition, language: 'id' | 'en'): string {
  return say(question?.options?.find((one) => one.code === condition.value)?.text, language) || condition.value
}

/** Drawn as the respondent gets it; it sends nothing. */
function Preview({ question }: { question: Question }) {
  return (
    <div class="builder-preview">
      <QuestionField question={question} />
    </div>
  )
}

export interface ChangeProps {
  action: string
  revision: number
}

function EditButton(props: ChangeProps & { act: string; target: string; label: string; about: string }) {
  const { action, revision, act, target, label, about } = props
  return (
    <ActionButton
      action={`${action}#${act.startsWith('q') ? 'q' : 's'}-${target}`}
      fields={{ revision: String(revision), act, target }}
      label={label}
      about={about}
      tone="quiet"
    />
  )
}

function AddQuestion({ action, revision, section, name }: ChangeProps & { section: Section; name: string }) {
  const text = useMessages(messages)
  return (
    <div class="builder-add">
      <Form action={action} submit={text.add} tone="secondary" id={`tambah-${section.code}`}>
        <HiddenField name="revision" value={String(revision)} />
        <HiddenField name="act" value="question_add" />
        <HiddenField name="target" value={section.code} />
        <SelectField
          name="kind"
          label={text.addHere(name)}
          options={KINDS.map((kind) => ({ value: kind, label: text.kinds[kind] }))}
          placeholder={null}
          value="likert"
          width="medium"
          required
        />
      </Form>
    </div>
  )
}

export function Problems({ problems, at }: { problems: readonly Problem[]; at: string }) {
  const text = useMessages(messages)
  if (problems.length === 0) return null
  const href = (place: string) =>
    place.startsWith('q.')
      ? `${at}/pertanyaan/${place.slice(2)}`
      : place.startsWith('s.')
        ? `${at}/bagian/${place.slice(2)}`
        : `${at}/pengaturan`
  return (
    <Notice tone="warning" title={text.problems}>
      <ul>
        {problems.map((problem, index) => (
          <li key={index}>
            <a href={href(problem.place)}>{problem.place === 'title' ? text.settings : problem.place.slice(2)}</a>:{' '}
            {text.problem[problem.code]}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
