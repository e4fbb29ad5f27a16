import {
  Badge,
  Card,
  Count,
  EmptyState,
  Filters,
  Grid,
  ListEnd,
  Notice,
  PublicPage,
  Section,
  SelectField,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../../platform/ui/index.ts'
import { ArticleBody, SourceList } from './article-text.tsx'
import { knowledgeMessages } from './messages.ts'
import { isStale, TOPICS } from './model.ts'
import type { FullArticle, PublicArticle, PublishedVersion } from './queries.ts'

export type Looked = { q: string; topic: string }
type ListProps = { articles: readonly PublicArticle[]; looked: Looked; today: string }

export function KnowledgePage(props: ListProps) {
  const t = useMessages(knowledgeMessages)
  const { institution } = useRequest()
  return (
    <PublicPage title={t.title} lead={t.lead} back={`/i/${institution!.slug}`} width="wide">
      <ArticleList {...props} />
    </PublicPage>
  )
}

/** The same list in the staff shell; an article has one page, the one that citizens read. */
export function StaffKnowledgePage(props: ListProps) {
  const t = useMessages(knowledgeMessages)
  return (
    <StaffPage title={t.title} lead={t.staffLead}>
      <ArticleList {...props} />
    </StaffPage>
  )
}

function ArticleList({ articles, looked, today }: ListProps) {
  const t = useMessages(knowledgeMessages)
  const format = useFormat()
  const searching = looked.q !== '' || looked.topic !== ''
  if (articles.length === 0 && !searching) return <EmptyState title={t.none} body={t.noneBody} icon="file" />
  return (
    <>
      <Filters values={{ q: looked.q, topik: looked.topic }}>
        <TextField name="q" label={t.search} type="search" />
        <SelectField
          name="topik"
          label={t.topic}
          placeholder={t.allTopics}
          options={TOPICS.map((topic) => ({ value: topic, label: t.topics[topic] }))}
        />
      </Filters>
      {searching ? (
        articles.length === 0 ? (
          <EmptyState title={t.noneFound} body={t.noneFoundBody} icon="search" />
        ) : (
          <>
            <Count value={articles.length} label={t.found(format.number(articles.length))} />
            <Cards articles={articles} today={today} level={2} />
          </>
        )
      ) : (
        TOPICS.filter((topic) => articles.some((one) => one.topic === topic)).map((topic) => (
          <Section title={t.topics[topic]} id={topic} key={topic}>
            <Cards articles={articles.filter((one) => one.topic === topic)} today={today} />
          </Section>
        ))
      )}
      <ListEnd count={articles.length} />
    </>
  )
}

function Cards({
  articles,
  today,
  level,
}: {
  articles: readonly PublicArticle[]
  today: string
  level?: 2 | undefined
}) {
  const t = useMessages(knowledgeMessages)
  const { institution, language } = useRequest()
  return (
    <Grid size="large">
      {articles.map((one) => (
        <Card
          key={one.id}
          level={level}
          title={one.title}
          href={`/i/${institution!.slug}/pengetahuan/${one.slug}`}
          kicker={
            isStale(one.review_by, today) ? (
              <Badge tone="warning">{t.stale}</Badge>
            ) : one.language === language ? undefined : (
              t.languages[one.language]
            )
          }
        >
          <p lang={one.language === language ? undefined : one.language}>{one.summary}</p>
        </Card>
      ))}
    </Grid>
  )
}

type ArticleProps = {
  article: FullArticle
  versions: readonly PublishedVersion[]
  related: readonly PublicArticle[]
  today: string
}

export function ArticlePage({ article, versions, related, today }: ArticleProps) {
  const t = useMessages(knowledgeMessages)
  const format = useFormat()
  const { institution } = useRequest()
  const base = `/i/${institution!.slug}/pengetahuan`
  const review = article.review_by
  return (
    <PublicPage title={article.title} lead={article.summary} back={base}>
      {isStale(review, today) ? (
        <Notice tone="warning" title={t.stale}>
          <p>{t.staleBody(format.date(review!))}</p>
        </Notice>
      ) : null}
      <article lang={article.language}>
        <ArticleBody body={article.body} sources={article.sources} />
      </article>
      {article.sources.length > 0 ? (
        <Section title={t.sources} id="sumber" lead={t.sourcesLead}>
          <SourceList sources={article.sources} />
        </Section>
      ) : null}
      <p class="kicker">
        {t.topics[article.topic]} · {t.publishedOn(format.date(article.published_at), format.number(article.version))}
        {review && !isStale(review, today) ? ` · ${t.reviewBy(format.date(review))}` : null}
      </p>
      <Why label={t.history}>
        <ol class="article-history">
          {versions.map((one) => (
            <li key={one.version}>
              {t.version(format.number(one.version))}, {format.date(one.published_at)}:{' '}
              {one.note ?? (one.version === 1 ? t.firstVersion : t.noNote)}
            </li>
          ))}
        </ol>
      </Why>
      {related.length > 0 ? (
        <Section title={t.related} id="terkait">
          <Cards articles={related} today={today} />
        </Section>
      ) : null}
    </PublicPage>
  )
}
