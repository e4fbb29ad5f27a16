import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import type { ArticleText, Source, Topic } from './model.ts'

export type PublicArticle = {
  id: string
  slug: string
  topic: Topic
  language: 'id' | 'en'
  title: string
  summary: string
  review_by: string | null
  published_at: Date
  version: number
}
export type FullArticle = PublicArticle & { body: string; sources: Source[]; related: string[] }

const ESCAPED = /[\\%_]/g
const newestPublished = sql`
  select distinct on (institution_id, article_id) * from portal.article_version
  where published_at is not null order by institution_id, article_id, version desc`

/** What everybody may read, newest first; each word must be somewhere, those in the title come first. */
export async function listPublished(
  db: Db,
  scope: Scope,
  filter: { words?: readonly string[]; topic?: Topic | undefined } = {},
): Promise<PublicArticle[]> {
  const words = (filter.words ?? []).map((word) => `%${word.replaceAll(ESCAPED, '\\$&')}%`)
  const { rows } = await sql<PublicArticle>`
    select a.id, a.slug, a.topic, a.language, v.title, v.summary, a.review_by, v.published_at, v.version
    from portal.article a
    join (${newestPublished}) v on v.institution_id = a.institution_id and v.article_id = a.id
    where a.institution_id = ${scope.institution} and a.withdrawn_at is null
      and (${filter.topic ?? null}::text is null or a.topic = ${filter.topic ?? null})
      and (v.title || ' ' || v.summary || ' ' || v.body) ilike all (${words}::text[])
    order by (v.title ilike any (${words}::text[])) desc, v.published_at desc, a.slug limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function findPublished(db: Db, scope: Scope, slug: string): Promise<FullArticle | undefined> {
  const { rows } = await sql<FullArticle>`
    select a.id, a.slug, a.topic, a.language, v.title, v.summary, v.body, v.sources, v.related, a.review_by,
      v.published_at, v.version
    from portal.article a
    join (${newestPublished}) v on v.institution_id = a.institution_id and v.article_id = a.id
    where a.institution_id = ${scope.institution} and a.slug = ${slug} and a.withdrawn_at is null`.execute(db)
  return rows[0]
}

export type PublishedVersion = { version: number; published_at: Date; note: string | null }

/** When it was published and why it changed, newest first; for everybody. */
export async function listPublishedVersions(db: Db, scope: Scope, article: string): Promise<PublishedVersion[]> {
  const { rows } = await sql<PublishedVersion>`
    select version, published_at, note from portal.article_version
    where institution_id = ${scope.institution} and article_id = ${article} and published_at is not null
    order by version desc limit 50`.execute(db)
  return rows
}

export type ArticleRow = {
  id: string
  slug: string
  topic: Topic
  language: 'id' | 'en'
  starter: string | null
  review_by: string | null
  reviewed_at: Date | null
  withdrawn_at: Date | null
  withdrawn_reason: string | null
  title: string
  state: 'draft' | 'submitted' | 'published'
  version: number
  written_by: string | null
  writer: string | null
  written_at: Date
  published: boolean
}

/** Every article with its newest version, whatever its state. */
export async function listArticles(db: Db, scope: Scope<'article.write'>): Promise<ArticleRow[]> {
  return articles(db, scope, null)
}

export async function findArticle(db: Db, scope: Scope, id: string): Promise<ArticleRow | undefined> {
  return (await articles(db, scope, id))[0]
}

async function articles(db: Db, scope: Scope, id: string | null): Promise<ArticleRow[]> {
  const { rows } = await sql<ArticleRow>`
    select a.id, a.slug, a.topic, a.language, a.starter, a.review_by, a.reviewed_at, a.withdrawn_at, a.withdrawn_reason,
      v.title, v.state, v.version, v.written_by, w.name as writer, v.written_at,
      exists (select from portal.article_version p where p.institution_id = a.institution_id and p.article_id = a.id
        and p.published_at is not null) as published
    from portal.article a
    join lateral (select * from portal.article_version v where v.institution_id = a.institution_id
      and v.article_id = a.id order by v.version desc limit 1) v on true
    left join people.account w on w.institution_id = a.institution_id and w.id = v.written_by
    where a.institution_id = ${scope.institution} and (${id}::uuid is null or a.id = ${id})
    order by v.title limit ${MOST_LISTED}`.execute(db)
  return rows
}

export type VersionRow = {
  version: number
  state: 'draft' | 'submitted' | 'published'
  title: string
  summary: string
  body: string
  sources: Source[]
  related: string[]
  review_by: string
  note: string | null
  writer: string | null
  written_at: Date
  returned_reason: string | null
  publisher: string | null
  published_at: Date | null
}

export async function listVersions(db: Db, scope: Scope, article: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select v.version, v.state, v.title, v.summary, v.body, v.sources, v.related, v.review_by, v.note, w.name as writer,
      v.written_at, v.returned_reason, p.name as publisher, v.published_at
    from portal.article_version v
    left join people.account w on w.institution_id = v.institution_id and w.id = v.written_by
    left join people.account p on p.institution_id = v.institution_id and p.id = v.published_by
    where v.institution_id = ${scope.institution} and v.article_id = ${article}
    order by v.version desc limit 100`.execute(db)
  return rows
}

/** One change of one article at a time. */
export async function lockArticle(db: Db, scope: Scope, id: string): Promise<ArticleRow | undefined> {
  await sql`select from portal.article where institution_id = ${scope.institution} and id = ${id} for update`.execute(
    db,
  )
  return findArticle(db, scope, id)
}

export async function listSlugs(db: Db, scope: Scope, beginning: string): Promise<string[]> {
  const { rows } = await sql<{ slug: string }>`
    select slug from portal.article where institution_id = ${scope.institution} and slug like ${`${beginning}%`}`.execute(
    db,
  )
  return rows.map((row) => row.slug)
}

export async function insertArticle(
  db: Db,
  scope: Scope<'article.write'>,
  now: Date,
  article: { slug: string; topic: Topic; language: string; starter?: string | undefined },
): Promise<string> {
  const id = newId(now)
  await sql`
    insert into portal.article (institution_id, id, slug, topic, language, starter, made_at)
    values (${scope.institution}, ${id}, ${article.slug}, ${article.topic}, ${article.language},
      ${article.starter ?? null}, ${now})`.execute(db)
  return id
}

/** Writes this version as a draft: a new one, or in the place of the one that is still open. */
export async function putDraft(
  db: Db,
  scope: Scope<'article.write'>,
  now: Date,
  article: string,
  version: number,
  text: ArticleText,
): Promise<void> {
  await sql`
    insert into portal.article_version (institution_id, article_id, version, state, title, summary, body, sources, related,
      review_by, note, written_by, written_at)
    values (${scope.institution}, ${article}, ${version}, 'draft', ${text.title}, ${text.summary}, ${text.body},
      ${JSON.stringify(text.sources)}, ${text.related as string[]}::uuid[], ${text.review_by}, ${text.note ?? null},
      ${scope.account}, ${now})
    on conflict (institution_id, article_id, version) do update set state = 'draft', title = excluded.title,
      summary = excluded.summary, body = excluded.body, sources = excluded.sources, related = excluded.related,
      review_by = excluded.review_by, note = excluded.note, written_by = excluded.written_by,
      written_at = excluded.written_at
    where portal.article_version.published_at is null`.execute(db)
}

export async function setTopic(db: Db, scope: Scope<'article.write'>, id: string, text: ArticleText): Promise<void> {
  await sql`
    update portal.article set topic = ${text.topic}, language = ${text.language}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export async function setState(
  db: Db,
  scope: Scope,
  article: { id: string; version: number },
  state: 'draft' | 'submitted',
  reason: string | null = null,
): Promise<void> {
  await sql`
    update portal.article_version set state = ${state}::portal.article_state, returned_reason = ${reason}
    where institution_id = ${scope.institution} and article_id = ${article.id} and version = ${article.version}
      and published_at is null`.execute(db)
}

/** The version is read by everybody from now on, also when the article had been withdrawn. */
export async function setPublished(
  db: Db,
  scope: Scope<'article.publish'>,
  now: Date,
  article: { id: string; version: number },
): Promise<void> {
  await sql`
    update portal.article_version set state = 'published', published_at = ${now}, published_by = ${scope.account},
      returned_reason = null
    where institution_id = ${scope.institution} and article_id = ${article.id} and version = ${article.version}`.execute(
    db,
  )
  await sql`
    update portal.article a set review_by = v.review_by, reviewed_at = ${now}, withdrawn_at = null, withdrawn_reason = null
    from portal.article_version v
    where a.institution_id = ${scope.institution} and a.id = ${article.id} and v.institution_id = a.institution_id
      and v.article_id = a.id and v.version = ${article.version}`.execute(db)
}

/** Published articles whose review date has come and was not told yet; they count as told from now on. */
export async function takeStale(
  db: Db,
  scope: Scope<'article.write'>,
  today: string,
): Promise<{ id: string; title: string; review_by: string; written_by: string | null }[]> {
  const { rows } = await sql<{ id: string; title: string; review_by: string; written_by: string | null }>`
    with due as (
      update portal.article set reminded_for = review_by
      where institution_id = ${scope.institution} and withdrawn_at is null and review_by < ${today}
        and reminded_for is distinct from review_by
      returning institution_id, id, review_by
    )
    select d.id, v.title, d.review_by, v.written_by from due d
    join (${newestPublished}) v on v.institution_id = d.institution_id and v.article_id = d.id
    order by d.review_by, d.id`.execute(db)
  return rows
}

/** Accounts that may publish articles, and the writer. */
export async function listReviewers(
  db: Db,
  scope: Scope<'article.write'>,
  now: Date,
  writer: string | null,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.id from people.account a
    where a.institution_id = ${scope.institution} and a.disabled_at is null and (a.id = ${writer}::uuid or exists (
      select from roles.grant g
      join roles.role_permission p on p.institution_id = g.institution_id and p.role_id = g.role_id
        and p.permission = 'article.publish'
      where g.institution_id = a.institution_id and g.account_id = a.id and g.valid_from <= ${now}
        and (g.valid_to is null or g.valid_to > ${now})))
    order by a.id limit 100`.execute(db)
  return rows.map((row) => row.id)
}

export async function setReviewed(
  db: Db,
  scope: Scope<'article.publish'>,
  now: Date,
  id: string,
  reviewBy: string,
): Promise<void> {
  await sql`
    update portal.article set review_by = ${reviewBy}, reviewed_at = ${now}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export async function setWithdrawn(
  db: Db,
  scope: Scope<'article.publish'>,
  now: Date,
  id: string,
  reason: string,
): Promise<void> {
  await sql`
    update portal.article set withdrawn_at = ${now}, withdrawn_reason = ${reason}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}
