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
import { AGE_BANDS, DISABILITIES, EDUCATIONS, GENDERS, MAX_COMMENT, OCCUPATIONS } from './model.ts'
import type { ElementText, RuleInForce } from './rules.ts'

export function ChooseService({ services, search }: { services: readonly ServiceRow[]; search: string }) {
  const text = useMessages(surveyMessages)
  const { institution } = useRequest()
  const base = `/i/${institution?.slug}`
  return (
    <PublicPage title={text.choose} lead={text.chooseLead} back={base} width="wide">
      <Filters values={{ q: search }}>
        <TextField name="q" label={text.chooseSearch} type="search" />
      </Filters>
      {services.length === 0 ? (
        <EmptyState title={text.chooseEmpty} body={text.chooseEmptyBody} />
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
  form: FormState
  /** Of an invitation; it travels in the body, so that no log holds it beside the answer. */
  token: string | undefined
}

/** Nine fieldsets on one page: one load on a slow line, and nothing is lost between steps. */
export function QuestionnairePage({ service, rule, form, token }: QuestionnaireProps) {
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
        {rule.elementTexts.map((element, index) => (
          <Question element={element} number={index + 1} of={rule.elementTexts.length} key={element.element} />
        ))}
        <TextArea name="comment" label={text.comment} hint={text.commentHint} rows={3} maxLength={MAX_COMMENT} />
        <AboutYou />
      </Form>
    </PublicPage>
  )
}

function Question({ element, number, of }: { element: ElementText; number: number; of: number }) {
  const text = useMessages(surveyMessages)
  const { language } = useRequest()
  return (
    <RadioGroup
      name={element.element}
      legend={text.question(String(number), String(of), element.question[language])}
      quiet
      options={element.answers[language].map((label, index) => ({ value: String(index + 1), label }))}
    />
  )
}

function AboutYou() {
  const text = useMessages(surveyMessages)
  return (
    <Section title={text.aboutYou} id="tentang-anda" lead={text.aboutYouLead}>
      <Why label={text.aboutYouWhy}>
        <p>{text.aboutYouReason}</p>
      </Why>
      <RadioGroup name="gender" legend={text.gender} layout="row" options={labelled(GENDERS, text.genders)} />
      <SelectField name="age_band" label={text.ageBand} width="medium" options={labelled(AGE_BANDS, text.ageBands)} />
      <SelectField
        name="education"
        label={text.education}
        width="medium"
        options={labelled(EDUCATIONS, text.educations)}
      />
      <SelectField
        name="occupation"
        label={text.occupation}
        width="medium"
        options={labelled(OCCUPATIONS, text.occupations)}
      />
      <RadioGroup
        name="disability"
        legend={text.disability}
        hint={text.disabilityHint}
        layout="row"
        options={labelled(DISABILITIES, text.disabilities)}
      />
    </Section>
  )
}

function labelled<T extends string>(values: readonly T[], labels: Readonly<Record<T, string>>) {
  return values.map((value) => ({ value, label: labels[value] }))
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
