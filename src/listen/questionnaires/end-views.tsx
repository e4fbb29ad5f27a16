import {
  Actions,
  Badge,
  Card,
  Code,
  EmptyState,
  Form,
  type FormState,
  Grid,
  HiddenField,
  LinkButton,
  Notice,
  Prose,
  PublicPage,
  StaffPage,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import type { ServiceRow } from '../services/index.ts'
import { answerMessages } from './answer-messages.ts'
import { formatCode } from './code.ts'
import { type Definition, say } from './definition.ts'
import type { OpenRow, QuestionnaireRow, VersionRow } from './queries.ts'
import { QuestionField } from './question-views.tsx'

function useBase(): string {
  return `/i/${useRequest().institution?.slug}`
}

export function SavedPage({ code, until, next }: { code: string; until: Date; next: string }) {
  const text = useMessages(answerMessages)
  const format = useFormat()
  return (
    <PublicPage title={text.saved} lead={text.savedLead}>
      <Code label={text.codeLabel} value={formatCode(code)} />
      <Prose>
        <p>
          {text.savedUntil(format.date(until))} {text.savedWho}
        </p>
      </Prose>
      <Actions>
        <LinkButton href={next}>{text.goOn}</LinkButton>
      </Actions>
    </PublicPage>
  )
}

export function ThanksPage({
  row,
  definition,
  kiosk,
  service,
}: {
  row: QuestionnaireRow
  definition: Definition
  kiosk: boolean
  service: string | undefined
}) {
  const text = useMessages(answerMessages)
  const { language } = useRequest()
  const base = useBase()
  const again =
    row.instrument === 'short_survey' && service
      ? `${base}/survei-singkat/${service}?kios=ya`
      : `${base}/kuesioner/${row.slug}?kios=ya`
  return (
    <PublicPage title={text.thanks}>
      <Notice tone="success" live>
        <p>{text.thanksBody}</p>
      </Notice>
      {definition.thanks ? <Prose text={say(definition.thanks, language)} /> : null}
      {kiosk ? (
        <Actions>
          <LinkButton href={again}>{text.again}</LinkButton>
        </Actions>
      ) : (
        <Actions>
          {row.results_public ? (
            <LinkButton href={`${base}/kuesioner/${row.slug}/hasil`} tone="secondary">
              {text.seeResults}
            </LinkButton>
          ) : null}
          <LinkButton href={`${base}/lapor`} tone="quiet">
            {text.complain}
          </LinkButton>
        </Actions>
      )}
    </PublicPage>
  )
}

/** Why this cannot be answered, and what can be done instead. */
export function RefusedPage({
  title,
  body,
  action,
}: {
  title: string
  body: string
  action?: { href: string; label: string } | undefined
}) {
  const base = useBase()
  const text = useMessages(answerMessages)
  const way = action ?? { href: `${base}/kuesioner`, label: text.open }
  return (
    <PublicPage title={title} back={base}>
      <EmptyState title={body} icon="info" action={<LinkButton href={way.href}>{way.label}</LinkButton>} />
    </PublicPage>
  )
}

export function ShortChoosePage({ services }: { services: readonly ServiceRow[] }) {
  const text = useMessages(answerMessages)
  const base = useBase()
  return (
    <PublicPage title={text.shortChoose} lead={text.shortChooseLead} back={base}>
      <Grid size="large">
        {services.map((service) => (
          <Card
            key={service.id}
            level={2}
            title={service.name}
            href={`${base}/survei-singkat/${service.slug}`}
            kicker={service.unit_name}
          />
        ))}
      </Grid>
    </PublicPage>
  )
}

/** The four questions about one service on one page, to be sent at once. */
export function ShortPage({
  version,
  service,
  kiosk,
  form,
}: {
  version: VersionRow
  service: ServiceRow
  kiosk: boolean
  form: FormState
}) {
  const text = useMessages(answerMessages)
  return (
    <PublicPage title={service.name} lead={text.shortLead(service.unit_name)} form={form}>
      <Form action={`${useBase()}/survei-singkat/${service.slug}`} form={form} submit={text.send}>
        {kiosk ? <HiddenField name="kios" value="ya" /> : null}
        <HiddenField name="versi" value={String(version.number)} />
        {version.definition.sections[0]!.questions.map((question) => (
          <QuestionField question={question} key={question.code} />
        ))}
      </Form>
    </PublicPage>
  )
}

export function MinePage({ open }: { open: readonly OpenRow[] }) {
  const text = useMessages(answerMessages)
  const { language } = useRequest()
  const base = useBase()
  return (
    <StaffPage title={text.mine} lead={text.mineLead}>
      {open.length === 0 ? (
        <EmptyState title={text.mineEmpty} body={text.mineEmptyBody} />
      ) : (
        <Grid size="medium">
          {open.map((row) => (
            <Card
              key={row.id}
              level={2}
              title={say(row.definition.title, language)}
              href={`${base}/kuesioner/${row.slug}`}
              kicker={row.unit_name}
              aside={
                row.answered ? <Badge tone="success">{text.done}</Badge> : <Badge tone="accent">{text.fill}</Badge>
              }
            >
              <p>{say(row.definition.intro, language)}</p>
            </Card>
          ))}
        </Grid>
      )}
    </StaffPage>
  )
}
