import type { PublicAnswers } from '../../listen/statistics/index.ts'
import type { SkmResult } from '../../listen/surveys/index.ts'
import type { FormState } from '../../platform/http/input.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { formatMonth } from '../../platform/i18n.ts'
import {
  Actions,
  Badge,
  Card,
  Chapters,
  EmptyState,
  Fold,
  Form,
  Grid,
  HiddenField,
  LinkButton,
  ListEnd,
  Notice,
  PublicPage,
  Section,
  StaffPage,
  Stat,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import { EffectView, type Result } from '../../prove/evaluation/index.ts'
import { VERDICT_TONES } from '../reporting/index.ts'
import { messages } from './messages.ts'
import type { StoryText } from './model.ts'
import type { StoryRow } from './queries.ts'

type HomeProps = {
  skm: SkmResult
  answers: PublicAnswers | undefined
  stories: readonly StoryRow[]
  overseen: boolean
  assessed: boolean
}

export function HomePage({ skm, answers, stories, overseen, assessed }: HomeProps) {
  const t = useMessages(messages)
  const { institution } = useRequest()
  const base = `/i/${institution!.slug}`
  return (
    <PublicPage
      title={institution!.name}
      lead={t.homeLead}
      hero={
        <>
          <LinkButton href={`${base}/lapor`} icon="listen">
            {t.complain}
          </LinkButton>
          <LinkButton href={`${base}/survei`} icon="star" tone="secondary">
            {t.rate}
          </LinkButton>
          <LinkButton href={`${base}/lacak`} icon="search" tone="secondary">
            {t.track}
          </LinkButton>
        </>
      }
    >
      {answers || skm.index ? (
        <Section title={t.figuresTitle} id="angka" lead={t.figuresLead}>
          <HomeFigures skm={skm} answers={answers} base={base} />
        </Section>
      ) : null}
      {stories.length > 0 ? (
        <Section
          title={t.storiesTitle}
          id="perubahan"
          lead={t.storiesLead}
          actions={<a href={`${base}/perubahan`}>{t.allStories}</a>}
        >
          <StoryCards stories={stories} base={base} />
        </Section>
      ) : null}
      <Section title={t.moreTitle} id="lainnya">
        <Grid>
          <Card title={t.services} href={`${base}/layanan`}>
            <p>{t.servicesBody}</p>
          </Card>
          <Card title={t.ask} href={`${base}/tanya`}>
            <p>{t.askBody}</p>
          </Card>
          <Card title={t.reports} href={`${base}/laporan`}>
            <p>{t.reportsBody}</p>
          </Card>
          <Card title={t.results} href={`${base}/hasil-survei`}>
            <p>{t.resultsBody}</p>
          </Card>
          <Card title={t.policies} href={`${base}/kebijakan`}>
            <p>{t.policiesBody}</p>
          </Card>
          <Card title={t.knowledge} href={`${base}/pengetahuan`}>
            <p>{t.knowledgeBody}</p>
          </Card>
          <Card title={t.practices} href={`${base}/praktik`}>
            <p>{t.practicesBody}</p>
          </Card>
          {overseen ? (
            <Card title={t.oversight} href={`${base}/pengawasan`}>
              <p>{t.oversightBody}</p>
            </Card>
          ) : null}
          {assessed ? (
            <Card title={t.governance} href={`${base}/tata-kelola`}>
              <p>{t.governanceBody}</p>
            </Card>
          ) : null}
        </Grid>
      </Section>
    </PublicPage>
  )
}

/** Three figures that an office can be held to; a share says of how many. */
function HomeFigures({ skm, answers, base }: Omit<HomeProps, 'stories' | 'overseen' | 'assessed'> & { base: string }) {
  const t = useMessages(messages)
  const format = useFormat()
  const { language } = useRequest()
  const href = `${base}/statistik-pengaduan`
  const stat = (label: string, hits: number, of: number, { from, to }: PublicAnswers) => (
    <Stat
      label={label}
      value={format.percent(hits / of)}
      note={t.ofReports(format.number(of), formatMonth(from, language), formatMonth(to, language))}
      href={href}
    />
  )
  return (
    <Grid size="medium">
      <SkmStat skm={skm} href={`${base}/hasil-survei`} />
      {answers ? stat(t.answered, answers.answered, answers.counted, answers) : null}
      {answers?.withinDay ? stat(t.withinDay, answers.withinDay.hits, answers.withinDay.n, answers) : null}
    </Grid>
  )
}

function SkmStat({ skm, href }: { skm: SkmResult; href: string }) {
  const t = useMessages(messages)
  const format = useFormat()
  if (!skm.index) return <Stat label={t.figure} value="–" note={t.figureNone} href={href} />
  const note = `${skm.band ? `${t.letter(skm.band.letter)}, ` : ''}${t.figureFrom(format.number(skm.n))}`
  return <Stat label={t.figure} value={t.outOf(format.number(Number(skm.index), 1))} note={note} href={href} />
}

function StoryCards({ stories, base, level }: { stories: readonly StoryRow[]; base: string; level?: 2 }) {
  const t = useMessages(messages)
  const format = useFormat()
  if (stories.length === 0) return <EmptyState title={t.noStories} body={t.noStoriesBody} icon="steer" />
  return (
    <Grid size="large">
      {stories.map((story) => (
        <Card
          key={story.id}
          level={level}
          title={story.title}
          href={`${base}/perubahan/${story.id}`}
          kicker={<VerdictBadge verdict={story.verdict} />}
        >
          <p>{story.changed}</p>
          <p class="kicker">{t.published(format.date(story.published_at))}</p>
        </Card>
      ))}
    </Grid>
  )
}

type Verdict = keyof typeof VERDICT_TONES

function VerdictBadge({ verdict }: { verdict: string }) {
  const t = useMessages(messages)
  const known = verdict as Verdict
  return <Badge tone={VERDICT_TONES[known]}>{t.verdict[known]}</Badge>
}

export function StoriesPage({ stories }: { stories: readonly StoryRow[] }) {
  const t = useMessages(messages)
  const { institution } = useRequest()
  const base = `/i/${institution!.slug}`
  return (
    <PublicPage title={t.storiesTitle} lead={t.storiesLead} back={base} width="wide">
      <StoryCards stories={stories} base={base} level={2} />
      <ListEnd count={stories.length} />
    </PublicPage>
  )
}

export function StoryPage({ story, result }: { story: StoryRow; result: Result | undefined }) {
  const t = useMessages(messages)
  const format = useFormat()
  const { institution } = useRequest()
  const base = `/i/${institution!.slug}`
  const outcome = result?.card.primary
  const verdict = story.verdict as Verdict
  return (
    <PublicPage title={story.title} lead={t.published(format.date(story.published_at))} back={`${base}/perubahan`}>
      <Chapters
        items={[
          { title: t.heard, icon: 'listen', body: <p>{story.heard}</p> },
          { title: t.learned, icon: 'diagnose', body: <p>{story.learned}</p> },
          {
            title: t.changed,
            icon: 'prove',
            body: (
              <>
                <Notice tone={VERDICT_TONES[verdict]} title={t.verdict[verdict]}>
                  <p>{story.changed}</p>
                </Notice>
                {outcome ? <EffectView outcome={outcome} /> : null}
                <Why label={t.howMeasured}>
                  <p>{t.howMeasuredBody}</p>
                  {result ? <p>{t.dataThrough(format.date(result.data_through))}</p> : null}
                </Why>
              </>
            ),
          },
        ]}
      />
      <Section title={t.yourTurn} id="anda" lead={t.yourTurnBody}>
        <Actions>
          <LinkButton href={`${base}/lapor`} icon="listen">
            {t.complain}
          </LinkButton>
          <LinkButton href={`${base}/survei`} icon="star" tone="secondary">
            {t.rate}
          </LinkButton>
        </Actions>
      </Section>
    </PublicPage>
  )
}

export function PublishPage({ program, draft, form }: { program: string; draft: StoryText; form: FormState }) {
  const t = useMessages(messages)
  return (
    <StaffPage
      title={t.publishTitle}
      lead={t.publishLead}
      crumbs={[{ href: '/kisah', label: t.listTitle }]}
      form={form}
    >
      <Form action="/kisah" form={form} submit={t.publish} draft={`story-${program}`} seen={seenOf(draft)}>
        <HiddenField name="program" value={program} />
        <TextField name="title" label={t.storyTitle} value={draft.title} required />
        <TextArea name="heard" label={t.heard} value={draft.heard} rows={4} required />
        <TextArea name="learned" label={t.learned} value={draft.learned} rows={4} required />
        <TextArea name="changed" label={t.changed} value={draft.changed} rows={4} required />
      </Form>
    </StaffPage>
  )
}

export function StoryListPage({
  stories,
  own,
  form,
}: {
  stories: readonly StoryRow[]
  /** Units whose stories may be taken back. */
  own: readonly string[]
  form: FormState
}) {
  const t = useMessages(messages)
  const { institution } = useRequest()
  return (
    <StaffPage title={t.listTitle} lead={t.listLead} form={form}>
      {stories.length === 0 ? (
        <EmptyState title={t.noStories} body={t.noStoriesBody} icon="steer" />
      ) : (
        stories.map((story) => (
          <Section
            key={story.id}
            title={story.title}
            id={story.id}
            actions={
              <LinkButton href={`/i/${institution!.slug}/perubahan/${story.id}`} tone="secondary">
                {t.see}
              </LinkButton>
            }
          >
            <p>
              <VerdictBadge verdict={story.verdict} /> {story.changed}
            </p>
            {own.includes(story.unit_id) ? (
              <Fold action={`/kisah/${story.id}/tarik`} label={t.withdrawTitle} tone="quiet">
                <Form action={`/kisah/${story.id}/tarik`} form={form} submit={t.withdraw} tone="danger" id={story.id}>
                  <TextField name="reason" label={t.reason} required />
                </Form>
              </Fold>
            ) : null}
          </Section>
        ))
      )}
      <ListEnd count={stories.length} />
    </StaffPage>
  )
}
