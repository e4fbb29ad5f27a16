import ical, { ICalCalendarMethod } from 'ical-generator'
import { z } from 'zod'
import { reachOf } from '../../../core/roles/index.ts'
import { NotFound } from '../../../platform/http/errors.ts'
import { command, query } from '../../../platform/http/route.ts'
import { formatCode } from '../code.ts'
import { messages } from './messages.ts'
import { DEMO_TOKEN, deleteFeed, findFeedDate, findFeedOwner, listDeadlines, renewFeed } from './queries.ts'
import { FEED_PATH, FeedPage, MadeFeedPage } from './views.tsx'

const QUARTER_MS = 15 * 60_000

export const deadlineFeedRoutes = [
  query({
    path: FEED_PATH,
    access: 'complaint.read',
    input: z.object({}),
    handle: async ({ db, scope }) => ({ page: <FeedPage since={await findFeedDate(db, scope)} /> }),
  }),

  command({
    path: FEED_PATH,
    access: 'complaint.read',
    audit: 'complaint.feed_made',
    input: z.object({}),
    async handle({ db, scope, now, institution, url }) {
      const token = await renewFeed(db, scope, now)
      return {
        page: <MadeFeedPage address={url(`/i/${institution.slug}/tenggat/${token}/pengaduan.ics`)} />,
        audit: { subject: `account:${scope.account}` },
      }
    },
  }),

  command({
    path: `${FEED_PATH}/hapus`,
    access: 'complaint.read',
    audit: 'complaint.feed_removed',
    input: z.object({}),
    async handle({ db, scope, t }) {
      await deleteFeed(db, scope)
      return { redirect: FEED_PATH, notice: t(messages).removed, audit: { subject: `account:${scope.account}` } }
    },
  }),

  /** The address is the key, as calendar programs cannot sign in; what it shows is what its owner may read right now. */
  query({
    path: '/i/:institution/tenggat/:token/pengaduan.ics',
    access: 'public',
    input: z.object({ institution: z.string(), token: z.string().max(100) }),
    open: {
      summary: {
        id: 'Tenggat pengaduan sebagai kalender (iCalendar); alamatnya dibuat petugas untuk dirinya',
        en: 'Deadlines of complaints as a calendar (iCalendar); an officer makes the address for themselves',
      },
      answers: { 'text/calendar': z.string() },
    },
    sample: {
      institution: 'select slug from organization.institution order by created_at limit 1',
      token: `select '${DEMO_TOKEN}'`,
    },
    limit: { points: 60, seconds: 600, by: 'ip', bucket: 'deadline-feed' },
    async handle({ db, scope, now, institution, url, t }, { token }) {
      const owner = await findFeedOwner(db, scope, token)
      const reach = owner && (await reachOf(db, scope, owner, 'complaint.read', now))
      if (!reach) throw new NotFound('feed')
      const text = t(messages)
      const calendar = ical({
        name: text.calendar(institution.name),
        prodId: { company: 'Sigap', product: 'Sigap', language: 'ID' },
        method: ICalCalendarMethod.PUBLISH,
        ttl: 3600,
      })
      for (const deadline of await listDeadlines(db, reach)) {
        const code = formatCode(deadline.code)
        const late = deadline.due_at < now ? `${text.overdue}: ` : ''
        calendar.createEvent({
          id: `${deadline.id}@sigap`,
          stamp: now,
          // The entry ends with the deadline, so that a calendar shows it before, not after.
          start: new Date(deadline.due_at.getTime() - QUARTER_MS),
          end: deadline.due_at,
          summary: late + (deadline.verify ? text.verify(code) : text.handle(code)),
          location: deadline.unit,
          url: url(`/pengaduan/${deadline.id}`),
        })
      }
      return {
        file: { name: 'pengaduan.ics', type: 'text/calendar; charset=utf-8', body: calendar.toString(), inline: true },
      }
    },
  }),
]
