import type { SkmResult } from '../../listen/surveys/index.ts'
import type { FormState } from '../../platform/http/input.ts'
import {
  Badge,
  Card,
  EmptyState,
  Form,
  Grid,
  HiddenField,
  LinkButton,
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
import { VERDICT_TONES } from '../reporting/index.ts'
import { messages } from './messages.ts'
import type { StoryText } from './model.ts'
import type { StoryRow } from './queries.ts'

export function HomePage({ skm, stories }: { skm: SkmResult; stories: readonly StoryRow[] }) {
  const t = useMessages(messages)
  const { institution } = useRequest()
  const base = `/i/${institution!.slug}`
  return (
    <PublicPage title={institution!.name} lead={t.homeLead} width="wide">
      <Grid size="medium">
        <Card level={2} title={t.complain} href={`${base}/lapor`}>
          <p>{t.complainBody}</p>
        </Card>
        <Card level={2} title={t.track} href={`${base}/lacak`}>
          <p>{t.trackBody}</p>
        </Card>
        <Card level={2} title={t.rate} href={`${base}/survei`}>
          <p>{t.rateBody}</p>
        </Card>
      </Grid>
      <Section title={t.storiesTitle} id="perubahan" lead={t.storiesLead}>
        <StoryCards stories={stories} base={base} />
        {stories.length > 0 ? (
          <p>
            <LinkButton href={`${base}/perubahan`} tone="secondary">
              {t.allStories}
            </LinkButton>
          </p>
        ) : null}
      </Section>
      <SkmStat skm={skm} href={`${base}/hasil-survei`} />
      <Grid size="medium">
        <Card level={2} title={t.ask} href={`${base}/tanya`}>
          <p>{t.askBody}</p>
        </Card>
        <Card level={2} title={t.services} href={`${base}/layanan`}>
          <p>{t.servicesBody}</p>
        </Card>
        <Card level={2} title={t.results} href={`${base}/hasil-survei`}>
          <p>{t.resultsBody}</p>
        </Card>
        <Card level={2} title={t.reports} href={`${base}/laporan`}>
          <p>{t.reportsBody}</p>
        </Card>
      </Grid>
    </PublicPage>
  )
}

function SkmStat({ skm, href }: { skm: SkmResult; href: string }) {
  const t = useMessages(messages)
  const format = useFormat()
  if (!skm.index) return <Stat label={t.figure} value="–" note={t.figureNone} href={href} />
  const note = `${skm.band ? `${t.letter(skm.band.letter)}, ` : ''}${t.figureFrom(format.number(skm.n))}`
  const interval = skm.interval
    ? `${format.number(skm.interval.low, 2)} – ${format.number(skm.interval.high, 2)}`
    : undefined
  return (
    <Stat label={t.figure} value={format.number(Number(skm.index), 2)} interval={interval} note={note} href={href} />
  )
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
          kicker={t.published(format.date(story.published_at))}
          aside={<VerdictBadge verdict={story.verdict} />}
        >
          <p>{story.changed}</p>
        </Card>
      ))}
    </Grid>
  )
}

function VerdictBadge({ verdict }: { verdict: string }) {
  const t = useMessages(messages)
  const known = verdict as keyof typeof VERDICT_TONES
  return <Badge tone={VERDICT_TONES[known]}>{t.verdict[known]}</Badge>
}

export function StoriesPage({ stories }: { stories: readonly StoryRow[] }) {
  const t = useMessages(messages)
  const { institution } = useRequest()
  const base = `/i/${institution!.slug}`
  return (
    <PublicPage title={t.storiesTitle} lead={t.storiesLead} back={base} width="wide">
      <StoryCards stories={stories} base={base} level={2} />
    </PublicPage>
  )
}

export function StoryPage({ story }: { story: StoryRow }) {
  const t = useMessages(messages)
  const format = useFormat()
  const { institution } = useRequest()
  return (
    <PublicPage
      title={story.title}
      lead={t.published(format.date(story.published_at))}
      back={`/i/${institution!.slug}/perubahan`}
    >
      <Section title={t.heard} id="disampaikan">
        <p>{story.heard}</p>
      </Section>
      <Section title={t.learned} id="dipelajari">
        <p>{story.learned}</p>
      </Section>
      <Section title={t.changed} id="berubah">
        <p>
          <VerdictBadge verdict={story.verdict} />
        </p>
        <p>{story.changed}</p>
        <Why label={t.howMeasured}>
          <p>{t.howMeasuredBody}</p>
        </Why>
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
      <Form action="/kisah" form={form} submit={t.publish} draft={`story-${program}`}>
        <HiddenField name="program" value={program} />
        <TextField name="title" label={t.storyTitle} value={draft.title} required />
        <TextArea name="heard" label={t.heard} value={draft.heard} rows={4} required />
        <TextArea name="learned" label={t.learned} value={draft.learned} rows={4} required />
        <TextArea name="changed" label={t.changed} value={draft.changed} rows={4} required />
      </Form>
    </StaffPage>
  )
}

export function StoryListPage({ stories, form }: { stories: readonly StoryRow[]; form: FormState }) {
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
            <Why label={t.withdrawTitle}>
              <Form action={`/kisah/${story.id}/tarik`} form={form} submit={t.withdraw} tone="danger" id={story.id}>
                <TextField name="reason" label={t.reason} required />
              </Form>
            </Why>
          </Section>
        ))
      )}
    </StaffPage>
  )
}
