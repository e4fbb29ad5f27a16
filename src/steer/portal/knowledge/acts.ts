import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import type { knowledgeMessages } from './messages.ts'
import { type ArticleText, slugOf } from './model.ts'
import {
  type ArticleRow,
  insertArticle,
  listSlugs,
  lockArticle,
  putDraft,
  setPublished,
  setState,
  setTopic,
} from './queries.ts'
import { type Starter, starterText } from './starters.ts'

type Words = (typeof knowledgeMessages)['id']

export async function writeArticle(
  db: Db,
  scope: Scope<'article.write'>,
  now: Date,
  text: ArticleText,
  starter?: Starter,
): Promise<string> {
  const wanted = starter?.slug ?? slugOf(text.title)
  const taken = new Set(await listSlugs(db, scope, wanted))
  let slug = wanted
  for (let number = 2; taken.has(slug); number++) slug = `${wanted}-${number}`
  const id = await insertArticle(db, scope, now, { ...text, slug, starter: starter?.slug })
  await putDraft(db, scope, now, id, 1, text)
  return id
}

/** Takes a starter article over as a draft of this institution; it goes the same way to publication as any other. */
export function adoptStarter(db: Db, scope: Scope<'article.write'>, now: Date, starter: Starter): Promise<string> {
  return writeArticle(db, scope, now, starterText(starter, now), starter)
}

async function locked(db: Db, scope: Scope, id: string): Promise<ArticleRow> {
  const article = await lockArticle(db, scope, id)
  if (!article) throw new NotFound('article')
  return article
}

/** What readers see stays until the new version is published. */
export async function reviseArticle(
  db: Db,
  scope: Scope<'article.write'>,
  now: Date,
  id: string,
  text: ArticleText,
): Promise<number> {
  const article = await locked(db, scope, id)
  const version = article.state === 'published' ? article.version + 1 : article.version
  await putDraft(db, scope, now, id, version, text)
  await setTopic(db, scope, id, text)
  return version
}

export async function submitArticle(db: Db, scope: Scope<'article.write'>, words: Words, id: string) {
  const article = await locked(db, scope, id)
  if (article.state !== 'draft') throw new Refusal(409, words.movedOn)
  await setState(db, scope, article, 'submitted')
  return article
}

/** A second person publishes: never who wrote this version last. */
export async function publishArticle(db: Db, scope: Scope<'article.publish'>, now: Date, words: Words, id: string) {
  const article = await locked(db, scope, id)
  if (article.state !== 'submitted') throw new Refusal(409, words.movedOn)
  if (article.written_by !== null && article.written_by === scope.account) throw new Refusal(409, words.notYourOwn)
  await setPublished(db, scope, now, article)
  return article
}

export async function returnArticle(db: Db, scope: Scope<'article.publish'>, words: Words, id: string, reason: string) {
  const article = await locked(db, scope, id)
  if (article.state !== 'submitted') throw new Refusal(409, words.movedOn)
  await setState(db, scope, article, 'draft', reason)
  return article
}
