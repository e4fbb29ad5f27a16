import { z } from 'zod'
import type { Scope } from '../../../platform/access.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { bilingual, dateInput, emptyForm, type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { adoptStarter, publishArticle, returnArticle, reviseArticle, submitArticle, writeArticle } from './acts.ts'
import { knowledgeMessages } from './messages.ts'
import { ArticleInput, articleOf, Reason, sourceGap, TOPICS, wordsOf } from './model.ts'
import { ArticlePage, KnowledgePage, StaffKnowledgePage } from './public-views.tsx'
import {
  type FullArticle,
  findArticle,
  findPublished,
  listArticles,
  listPublished,
  listPublishedVersions,
  listVersions,
  lockArticle,
  setReviewed,
  setWithdrawn,
} from './queries.ts'
import { articleSeen, EditPage, ManagePage, StaffArticlePage, versionSeen } from './staff-views.tsx'
import { findStarter, STARTERS } from './starters.ts'
import { missingSources } from './text.ts'

const HOME = '/pengetahuan/kelola'
const ANY = { id: 'select id from portal.article order by id limit 1' }
const AtId = z.object({ id: idParam() })
const Looking = z.object({
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .catch(undefined)
    .transform((text) => text ?? ''),
  topik: z.enum(TOPICS).optional().catch(undefined),
})

type Reader = Pick<Context<'public'>, 'db' | 'now' | 'institution'> & { readonly scope: Scope }

async function look({ db, scope, now, institution }: Reader, { q, topik }: z.output<typeof Looking>) {
  const articles = await listPublished(db, scope, { words: wordsOf(q), topic: topik })
  return { articles, looked: { q, topic: topik ?? '' }, today: localDate(now, institution.timeZone) }
}

/** Those the writer chose, then others of the same area. */
async function relatedTo({ db, scope }: Reader, article: FullArticle) {
  const others = (await listPublished(db, scope)).filter((one) => one.id !== article.id)
  const chosen = others.filter((one) => article.related.includes(one.id))
  const near = others.filter((one) => one.topic === article.topic && !chosen.includes(one))
  return [...chosen, ...near].slice(0, Math.max(3, chosen.length))
}

async function newestText({ db, scope }: Pick<Context<'article.write'>, 'db' | 'scope'>, id: string) {
  const article = await findArticle(db, scope, id)
  const [newest] = article ? await listVersions(db, scope, id) : []
  if (!article || !newest) throw new NotFound('article')
  const note = newest.state === 'published' ? undefined : (newest.note ?? undefined)
  return { ...newest, topic: article.topic, language: article.language, note }
}

async function editPage(context: Context<'article.write'>, id: string | undefined, form?: FormState) {
  const { db, scope, now, institution } = context
  const others = (await listArticles(db, scope)).filter((one) => one.id !== id)
  if (id === undefined) {
    const next = `${Number(localDate(now, institution.timeZone).slice(0, 4)) + 1}${localDate(now, institution.timeZone).slice(4, 8)}01`
    return { page: <EditPage text={{ review_by: next }} others={others} form={form} /> }
  }
  const text = await newestText(context, id)
  return { page: <EditPage id={id} text={text} others={others} form={form} /> }
}

async function managePage({ db, scope, now, institution }: Context<'article.write'>) {
  const articles = await listArticles(db, scope)
  const taken = new Set(articles.map((one) => one.starter))
  const starters = STARTERS.filter((one) => !taken.has(one.slug))
  return { page: <ManagePage articles={articles} starters={starters} today={localDate(now, institution.timeZone)} /> }
}

async function articlePage(
  context: Context<'article.write' | 'article.publish'>,
  id: string,
  form: FormState = emptyForm,
) {
  const { db, scope, now, institution } = context
  const article = await findArticle(db, scope, id)
  if (!article) throw new NotFound('article')
  const versions = await listVersions(db, scope, id)
  const may = {
    publish: context.also('article.publish') !== undefined,
    own: article.written_by !== null && article.written_by === scope.account,
  }
  const today = localDate(now, institution.timeZone)
  return { page: <StaffArticlePage article={article} versions={versions} today={today} may={may} form={form} /> }
}

function idOf(raw: Readonly<Record<string, unknown>>): string {
  return idParam().catch('').parse(raw['id'])
}

/** The text of the form, once every source that it names is there. */
function checked({ t }: Pick<Context<'article.write'>, 't'>, input: z.output<typeof ArticleInput>) {
  const words = t(knowledgeMessages)
  const gap = sourceGap(input)
  if (gap) throw new Refusal(422, '', { [gap]: words.sourceGap })
  const text = articleOf(input)
  const missing = missingSources(text.body, text.sources.length)
  if (missing.length > 0) throw new Refusal(422, '', { body: words.sourceMissing(missing.join(', ')) })
  return text
}

export const knowledgeRoutes = [
  query({
    path: '/i/:institution/pengetahuan',
    access: 'public',
    input: Looking,
    handle: async (context, input) => ({ page: <KnowledgePage {...(await look(context, input))} /> }),
  }),

  query({
    path: '/i/:institution/pengetahuan/:slug',
    access: 'public',
    input: z.object({ slug: z.string().max(90) }),
    sample: {
      slug: 'select a.slug from portal.article a join portal.article_version v on v.article_id = a.id where v.published_at is not null and a.withdrawn_at is null order by a.slug limit 1',
    },
    async handle(context, { slug }) {
      const { db, scope, now, institution } = context
      const article = await findPublished(db, scope, slug)
      if (!article) throw new NotFound('article')
      const versions = await listPublishedVersions(db, scope, article.id)
      const related = await relatedTo(context, article)
      const today = localDate(now, institution.timeZone)
      return { page: <ArticlePage article={article} versions={versions} related={related} today={today} /> }
    },
  }),

  query({
    path: '/pengetahuan',
    access: 'self',
    input: Looking,
    handle: async (context, input) => ({ page: <StaffKnowledgePage {...(await look(context, input))} /> }),
  }),

  query({
    path: HOME,
    access: 'article.write',
    input: z.object({}),
    handle: managePage,
  }),

  command({
    path: `${HOME}/awal`,
    access: 'article.write',
    audit: 'article.adopted',
    input: z.object({ starter: z.string().max(80) }),
    invalid: managePage,
    async handle({ db, scope, now, t }, { starter: slug }) {
      const words = t(knowledgeMessages)
      const starter = findStarter(slug)
      if (!starter) throw new NotFound('starter')
      if ((await listArticles(db, scope)).some((one) => one.starter === slug))
        throw new Refusal(409, words.adoptedAlready)
      const id = await adoptStarter(db, scope, now, starter)
      return {
        redirect: `${HOME}/${id}`,
        notice: words.adopted,
        audit: { subject: `article:${id}`, detail: { starter: slug } },
      }
    },
  }),

  query({
    path: `${HOME}/baru`,
    access: 'article.write',
    input: z.object({}),
    handle: (context) => editPage(context, undefined),
  }),

  command({
    path: HOME,
    access: 'article.write',
    audit: 'article.written',
    input: ArticleInput,
    invalid: (context, _raw, form) => editPage(context, undefined, form),
    async handle({ db, scope, now, t }, input) {
      const id = await writeArticle(db, scope, now, checked({ t }, input))
      return {
        redirect: `${HOME}/${id}`,
        notice: t(knowledgeMessages).saved,
        audit: { subject: `article:${id}`, detail: { version: 1 } },
      }
    },
  }),

  query({
    path: `${HOME}/:id`,
    access: 'article.write',
    input: AtId,
    sample: ANY,
    handle: (context, { id }) => articlePage(context, id),
  }),

  query({
    path: `${HOME}/:id/ubah`,
    access: 'article.write',
    input: AtId,
    handle: (context, { id }) => editPage(context, id),
  }),

  command({
    path: `${HOME}/:id/ubah`,
    access: 'article.write',
    audit: 'article.written',
    input: ArticleInput.extend({ id: idParam() }),
    invalid: (context, raw, form) => editPage(context, idOf(raw), form),
    async handle({ db, scope, now, t, requireSeen }, { id, ...input }) {
      requireSeen(articleSeen(await newestText({ db, scope }, id)))
      const version = await reviseArticle(db, scope, now, id, checked({ t }, input))
      return {
        redirect: `${HOME}/${id}`,
        notice: t(knowledgeMessages).saved,
        audit: { subject: `article:${id}`, detail: { version } },
      }
    },
  }),

  command({
    path: `${HOME}/:id/ajukan`,
    access: 'article.write',
    audit: 'article.submitted',
    input: AtId,
    async handle({ db, scope, t }, { id }) {
      const words = t(knowledgeMessages)
      const { version } = await submitArticle(db, scope, words, id)
      return {
        redirect: `${HOME}/${id}`,
        notice: words.submitted,
        audit: { subject: `article:${id}`, detail: { version } },
      }
    },
  }),

  command({
    path: `${HOME}/:id/terbitkan`,
    access: 'article.publish',
    audit: 'article.published',
    input: AtId,
    async handle({ db, scope, now, t, requireSeen }, { id }) {
      const words = t(knowledgeMessages)
      const article = await lockArticle(db, scope, id)
      if (article) requireSeen(versionSeen(article), words.movedOn)
      const { version } = await publishArticle(db, scope, now, words, id)
      return {
        redirect: `${HOME}/${id}`,
        notice: words.published,
        audit: { subject: `article:${id}`, detail: { version } },
      }
    },
  }),

  command({
    path: `${HOME}/:id/kembalikan`,
    access: 'article.publish',
    audit: 'article.returned',
    input: Reason,
    invalid: (context, raw, form) => articlePage(context, idOf(raw), form),
    async handle({ db, scope, t }, { id, reason }) {
      const words = t(knowledgeMessages)
      const { version } = await returnArticle(db, scope, words, id, reason)
      return {
        redirect: `${HOME}/${id}`,
        notice: words.returned,
        audit: { subject: `article:${id}`, detail: { version, reason } },
      }
    },
  }),

  command({
    path: `${HOME}/:id/periksa`,
    access: 'article.publish',
    audit: 'article.reviewed',
    input: AtId.extend({
      review_by: dateInput(bilingual('Pilih tanggal pemeriksaan berikutnya.', 'Choose the next date.')),
    }),
    invalid: (context, raw, form) => articlePage(context, idOf(raw), form),
    async handle({ db, scope, now, institution, t }, { id, review_by }) {
      const words = t(knowledgeMessages)
      if (review_by <= localDate(now, institution.timeZone))
        throw new Refusal(422, '', { review_by: words.futureReview })
      const article = await lockArticle(db, scope, id)
      if (!article) throw new NotFound('article')
      if (!article.published || article.withdrawn_at) throw new Refusal(409, words.notPublished)
      await setReviewed(db, scope, now, id, review_by)
      return {
        redirect: `${HOME}/${id}`,
        notice: words.reviewed,
        audit: { subject: `article:${id}`, detail: { review_by } },
      }
    },
  }),

  command({
    path: `${HOME}/:id/tarik`,
    access: 'article.publish',
    audit: 'article.withdrawn',
    input: Reason,
    invalid: (context, raw, form) => articlePage(context, idOf(raw), form),
    async handle({ db, scope, now, t }, { id, reason }) {
      const words = t(knowledgeMessages)
      const article = await lockArticle(db, scope, id)
      if (!article) throw new NotFound('article')
      if (!article.published || article.withdrawn_at) throw new Refusal(409, words.notPublished)
      await setWithdrawn(db, scope, now, id, reason)
      return { redirect: HOME, notice: words.withdrawn, audit: { subject: `article:${id}`, detail: { reason } } }
    },
  }),
]
