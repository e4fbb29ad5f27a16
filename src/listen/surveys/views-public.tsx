import {
  Actions,
  Card,
  EmptyState,
  Filters,
  Form,
  type FormState,
  Grid,
  HiddenField,
  LinkButton,
  Notice,
  Prose,
  PublicPage,
  RadioGroup,
  Section,
  SelectField,
  TextArea,
  TextField,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import type { ServiceRow } from '../services/index.ts'
import { surveyMessages } from './messages.ts'
import { MAX_COMMENT } from './model.ts'
import type { Question } from './questions.ts'
import type { ElementText, ExtraText, RuleInForce } from './rules.ts'
import { useProfileNames } from './views-parts.tsx'

export function ChooseService({ services, search }: { services: readonly ServiceRow[]; search: string }) {
  const text = useMessages(surveyMessages)
  const { institution } = useRequest()
  const base = `/i/${institution?.slug}`
  return (
    <PublicPage title={text.choose} lead={text.chooseLead} back={base} width="wide">
      <Filters values={{ q: search }} search>
        <TextField name="q" label={text.chooseSearch} type="search" />
      </Filters>
      {services.length === 0 ? (
        <EmptyState
          title={search ? text.chooseEmpty : text.chooseNone}
          body={search ? text.chooseEmptyBody : text.chooseNoneBody}
        />
      ) : (
        <Section title={text.services} id="layanan">
          <Grid size="medium">
            {services.map((service) => (
              <Card
                title={service.name}
                href={`${base}/survei/${service.slug}`}
                kicker={service.unit_name}
                key={service.id}
              />
            ))}
          </Grid>
        </Section>
      )}
      <Actions>
        <LinkButton href={`${base}/hasil-survei`} tone="secondary">
          {text.chooseResults}
        </LinkButton>
      </Actions>
    </PublicPage>
  )
}

interface QuestionnaireProps {
  service: ServiceRow
  rule: RuleInForce
  questions: readonly Question[]
  form: FormState
  /** Of an invitation; it travels in the body, so that no log holds it beside the answer. */
  token: string | undefined
}

/** Nine fieldsets on one page: one load on a slow line, and nothing is lost between steps. */
export function QuestionnairePage({ service, rule, questions, form, token }: QuestionnaireProps) {
  const text = useMessages(surveyMessages)
  const { institution } = useRequest()
  const base = `/i/${institution?.slug}/survei`
  return (
    <PublicPage title={service.name} lead={text.formLead(service.unit_name)} back={base} form={form}>
      <Notice tone="info">
        <p>{text.anonymous}</p>
        <p>{text.skip}</p>
      </Notice>
      <Form
        action={token === undefined ? `${base}/${service.slug}` : `${base}/undangan`}
        form={form}
        submit={text.send}
      >
        {token === undefined ? null : <HiddenField name="token" value={token} />}
        <QuestionnaireFields rule={rule} questions={questions} />
      </Form>
    </PublicPage>
  )
}

/** What this institution asks beside the nine, in its own words. */
export function beside(rule: RuleInForce, questions: readonly Question[]) {
  const asked = questions.filter((question) => question.asked)
  const extras = rule.extraTexts.flatMap((extra) => {
    const own = asked.find((question) => question.code === extra.code)
    return own ? [{ ...extra, question: own.wording ?? extra.question }] : []
  })
  return { extras, profile: asked.filter((question) => rule.extraTexts.every((extra) => extra.code !== question.code)) }
}

/** The nine, what is asked beside them, a free word, and who answers; the same on every channel. */
export function QuestionnaireFields({ rule, questions }: { rule: RuleInForce; questions: readonly Question[] }) {
  const text = useMessages(surveyMessages)
  const { extras, profile } = beside(rule, questions)
  return (
    <>
      <HiddenField name="wording" value={rule.wording.from} />
      {rule.elementTexts.map((element, index) => (
        <ElementQuestion element={element} number={index + 1} of={rule.elementTexts.length} key={element.element} />
      ))}
      {extras.length > 0 ? (
        <Section title={text.extrasTitle} id="tambahan" lead={text.extrasLead}>
          {extras.map((extra) => (
            <ExtraQuestion extra={extra} key={extra.code} />
          ))}
        </Section>
      ) : null}
      <TextArea name="comment" label={text.comment} hint={text.commentHint} rows={3} maxLength={MAX_COMMENT} />
      {profile.length > 0 ? <AboutYou questions={profile} /> : null}
    </>
  )
}

type ElementQuestionProps = { element: ElementText; number?: number | undefined; of?: number | undefined }

/** Without a number where something else counts the questions. */
export function ElementQuestion({ element, number, of }: ElementQuestionProps) {
  const text = useMessages(surveyMessages)
  const { language } = useRequest()
  return (
    <RadioGroup
      name={element.element}
      legend={
        number ? text.question(String(number), String(of), element.question[language]) : element.question[language]
      }
      quiet
      options={scoreOptions(element.answers[language])}
    />
  )
}

export function ExtraQuestion({ extra }: { extra: ExtraText }) {
  const { language } = useRequest()
  return (
    <RadioGroup
      name={extra.code}
      legend={extra.question[language]}
      quiet
      options={scoreOptions(extra.answers[language])}
    />
  )
}

function scoreOptions(labels: readonly string[]) {
  return labels.map((label, index) => ({ value: String(index + 1), label }))
}

export function AboutYou({ questions }: { questions: readonly Question[] }) {
  const text = useMessages(surveyMessages)
  const { language } = useRequest()
  const usual: Record<string, string> = useProfileNames()
  return (
    <Section title={text.aboutYou} id="tentang-anda" lead={text.aboutYouLead}>
      <Why label={text.aboutYouWhy}>
        <p>{text.aboutYouReason}</p>
      </Why>
      {questions.map((question) => (
        <ProfileQuestion
          key={question.code}
          question={question}
          label={question.wording?.[language] ?? usual[question.code] ?? question.code}
        />
      ))}
    </Section>
  )
}

/** As many as fit side by side are seen at once; more are a list. */
const SEEN_AT_ONCE = 3

function ProfileQuestion({ question, label }: { question: Question; label: string }) {
  const text = useMessages(surveyMessages)
  const { language } = useRequest()
  const { code, choices } = question
  const options = choices.map((choice) => ({ value: choice.code, label: choice[language] }))
  const hint = code === 'disability' ? text.disabilityHint : undefined
  return choices.length <= SEEN_AT_ONCE ? (
    <RadioGroup name={code} legend={label} hint={hint} layout="row" options={options} />
  ) : (
    <SelectField name={code} label={label} hint={hint} width="medium" options={options} />
  )
}

export function ThanksPage() {
  const text = useMessages(surveyMessages)
  const { institution } = useRequest()
  const base = `/i/${institution?.slug}`
  return (
    <PublicPage title={text.thanks} lead={text.thanksBody}>
      <Prose>
        <p>{text.thanksNext}</p>
      </Prose>
      <Actions>
        <LinkButton href={`${base}/hasil-survei`}>{text.thanksResults}</LinkButton>
        <LinkButton href={`${base}/lapor`} tone="quiet">
          {text.thanksComplain}
        </LinkButton>
      </Actions>
    </PublicPage>
  )
}
