import {
  Card,
  EmptyState,
  Facts,
  Form,
  type FormState,
  Grid,
  HiddenField,
  LinkButton,
  Notice,
  Section as Part,
  Prose,
  PublicPage,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import type { ServiceRow } from '../services/index.ts'
import { answerMessages } from './answer-messages.ts'
import { type Answers, type Definition, questionsOf, say } from './definition.ts'
import { shownSections } from './logic.ts'
import type { OpenRow, QuestionnaireRow } from './queries.ts'
import { QuestionField, useSaid } from './question-views.tsx'

function useBase(): string {
  return `/i/${useRequest().institution?.slug}`
}

export function OpenPage({ open }: { open: readonly OpenRow[] }) {
  const text = useMessages(answerMessages)
  const { language } = useRequest()
  const base = useBase()
  return (
    <PublicPage title={text.open} lead={text.openLead} back={base}>
      {open.length === 0 ? (
        <EmptyState
          title={text.noneOpen}
          body={text.noneOpenBody}
          action={<LinkButton href={`${base}/survei`}>{text.rate}</LinkButton>}
        />
      ) : (
        <Grid size="large">
          {open.map((row) => (
            <Card
              key={row.id}
              level={2}
              title={say(row.definition.title, language)}
              href={`${base}/kuesioner/${row.slug}`}
              kicker={row.unit_name}
            >
              <p>{say(row.definition.intro, language)}</p>
            </Card>
          ))}
        </Grid>
      )}
    </PublicPage>
  )
}

interface StartProps {
  row: QuestionnaireRow
  definition: Definition
  service: ServiceRow | undefined
  invitation: string | undefined
  kiosk: boolean
  form: FormState | undefined
}

export function StartPage({ row, definition, service, invitation, kiosk, form }: StartProps) {
  const text = useMessages(answerMessages)
  const format = useFormat()
  const { language } = useRequest()
  const base = `${useBase()}/kuesioner`
  const count = questionsOf(definition).length
  const pages = definition.sections.length
  const anonymous = definition.anonymity === 'anonymous'
  return (
    <PublicPage title={say(definition.title, language)} lead={service?.name} back={useBase()} form={form}>
      {definition.intro ? <Prose text={say(definition.intro, language)} /> : null}
      <Notice title={anonymous ? text.anonymous : text.named} tone={anonymous ? 'success' : 'info'}>
        <p>{anonymous ? text.anonymousBody : text.namedBody}</p>
      </Notice>
      <Prose>
        <p>
          {pages === 1 ? text.sizeOne(format.number(count)) : text.size(format.number(count), format.number(pages))}{' '}
          {row.closes_on ? text.until(format.date(row.closes_on)) : null} {kiosk ? null : text.returnLater}
        </p>
      </Prose>
      <Form action={`${base}/${row.slug}`} form={form} submit={text.start}>
        {service ? <HiddenField name="layanan" value={service.slug} /> : null}
        {kiosk ? <HiddenField name="kios" value="ya" /> : null}
        {definition.audience === 'invited' ? (
          <TextField
            name="undangan"
            label={text.invitation}
            hint={text.invitationHint}
            value={invitation}
            required
            width="medium"
            autocomplete="off"
            spellcheck={false}
          />
        ) : null}
      </Form>
      {kiosk ? null : <Resume />}
    </PublicPage>
  )
}

function Resume() {
  const text = useMessages(answerMessages)
  return (
    <Why label={text.haveCode}>
      <ResumeForm form={undefined} />
    </Why>
  )
}

export function ResumeForm({ form }: { form: FormState | undefined }) {
  const text = useMessages(answerMessages)
  return (
    <Form action={`${useBase()}/isian`} form={form} submit={text.resume} tone="secondary" id="lanjut">
      <TextField
        name="kode"
        label={text.codeLabel}
        hint={text.codeHint}
        required
        width="medium"
        autocomplete="off"
        spellcheck={false}
      />
    </Form>
  )
}

export function ResumePage({ form }: { form: FormState | undefined }) {
  const text = useMessages(answerMessages)
  return (
    <PublicPage title={text.resume} back={`${useBase()}/kuesioner`} form={form}>
      <ResumeForm form={form} />
    </PublicPage>
  )
}

interface SectionPageProps {
  code: string
  definition: Definition
  section: string
  answers: Answers
  kiosk: boolean
  about: string | undefined
  form: FormState
}

/** One section: the fields of its questions, and two ways on. */
export function SectionPage({ code, definition, section, answers, kiosk, about, form }: SectionPageProps) {
  const text = useMessages(answerMessages)
  const { language } = useRequest()
  const base = `${useBase()}/isian/${code}`
  const shown = shownSections(definition, answers)
  const at = shown.findIndex((one) => one.section.code === section)
  const { section: here, questions } = shown[at]!
  const before = shown[at - 1]
  const only = shown.length === 1 && definition.sections.length === 1
  return (
    <PublicPage
      title={say(here.title, language)}
      lead={[say(definition.title, language), about].filter(Boolean).join(' · ')}
      step={only ? undefined : { number: at + 1, of: shown.length }}
      back={before ? `${base}/bagian/${before.section.code}` : undefined}
      form={form}
    >
      {here.intro ? <Prose text={say(here.intro, language)} /> : null}
      <Form action={`${base}/bagian/${section}`} form={form}>
        {questions.map((question) => (
          <QuestionField question={question} key={question.code} />
        ))}
        <div class="form-end">
          <button type="submit" name="act" value="next" class="button button-primary">
            {only ? text.send : text.next}
          </button>
          {kiosk || only ? null : (
            <button type="submit" name="act" value="later" class="button button-quiet">
              {text.later}
            </button>
          )}
        </div>
      </Form>
    </PublicPage>
  )
}

export function CheckPage({
  code,
  definition,
  answers,
  form,
}: {
  code: string
  definition: Definition
  answers: Answers
  form: FormState
}) {
  const text = useMessages(answerMessages)
  const { language } = useRequest()
  const said = useSaid()
  const base = `${useBase()}/isian/${code}`
  const shown = shownSections(definition, answers)
  return (
    <PublicPage
      title={text.check}
      lead={text.checkLead}
      back={`${base}/bagian/${shown.at(-1)?.section.code}`}
      form={form}
    >
      {shown.map(({ section, questions }) => (
        <Part
          key={section.code}
          id={`bagian-${section.code}`}
          title={say(section.title, language)}
          actions={
            <a href={`${base}/bagian/${section.code}`}>
              {text.change}
              <span class="visually-hidden"> {say(section.title, language)}</span>
            </a>
          }
        >
          <Facts
            items={questions.map((question) => ({
              label: say(question.text, language),
              value: <Said lines={said(question, answers[question.code])} />,
            }))}
          />
        </Part>
      ))}
      <Form action={`${base}/kirim`} form={form} submit={text.send} />
    </PublicPage>
  )
}

function Said({ lines }: { lines: readonly string[] }) {
  const text = useMessages(answerMessages)
  if (lines.length === 0) return <span class="hint">{text.notFilled}</span>
  return (
    <>
      {lines.map((line, index) => (
        <span class="question-said" key={index}>
          {line}
        </span>
      ))}
    </>
  )
}
