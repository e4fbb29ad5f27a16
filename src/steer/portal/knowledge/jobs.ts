import { sql } from 'kysely'
import { z } from 'zod'
import { notify } from '../../../core/notifications/index.ts'
import { systemScope } from '../../../platform/access.ts'
import { formatDate, localDate } from '../../../platform/i18n.ts'
import { job } from '../../../platform/jobs.ts'
import { knowledgeMessages } from './messages.ts'
import { listReviewers, takeStale } from './queries.ts'

/** Each morning: of an article whose review date has come, its writer and those who publish hear once. */
export const staleJob = job({
  name: 'portal.stale_articles',
  payload: z.object({}),
  schedule: '40 23 * * *',
  async handle({ db, institution, now, log }) {
    const { rows } = await sql<{ time_zone: string }>`
      select time_zone from organization.institution where id = ${institution}`.execute(db)
    const today = localDate(now, rows[0]?.time_zone)
    const scope = systemScope('article.write', 'review dates that have come', institution, [])
    const stale = await takeStale(db, scope, today)
    const text = knowledgeMessages.id
    for (const one of stale) {
      const accounts = await listReviewers(db, scope, now, one.written_by)
      await notify(
        db,
        scope,
        now,
        accounts.map((accountId) => ({
          accountId,
          kind: 'portal.article_stale',
          title: text.staleTitle(one.title),
          body: text.staleBody(formatDate(one.review_by, 'id')),
          href: `/pengetahuan/kelola/${one.id}`,
          key: `article:${one.id}:${one.review_by}`,
        })),
      )
    }
    if (stale.length > 0) log.info({ stale: stale.length }, 'articles to be reviewed')
  },
})
