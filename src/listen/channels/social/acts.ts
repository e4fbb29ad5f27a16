import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { type EventActor, findByReference, linkReference, submitOnce } from '../../complaints/index.ts'
import { findPost, insertPost } from './queries.ts'

export type NewPost = {
  url: string
  platform: string
  author?: string | undefined
  posted_on?: string | undefined
  subject: string
  body: string
  unit_id: string
  actor: EventActor
}

/** One post, one case: recorded again, here or at the desk, it leads to the case that is there. */
export async function recordPost(
  db: Db,
  scope: Scope,
  now: Date,
  post: NewPost,
): Promise<{ id: string; code: string; repeated: boolean }> {
  const known = await findByReference(db, scope, 'social', nameOf(post.url))
  if (known) return { id: known.complaint_id, code: known.code, repeated: true }
  const made = await submitOnce(
    db,
    scope,
    now,
    { source: 'social', key: nameOf(post.url) },
    {
      kind: 'complaint',
      subject: post.subject,
      body: post.body,
      // The post is public, its writer was not asked: no name goes on.
      privacy: 'anonymous',
      unit_id: post.unit_id,
      channel: 'social',
      actor: post.actor,
    },
  )
  if (made.repeated || (await findPost(db, scope, post.url))) return { ...made, repeated: true }
  await insertPost(db, scope, {
    complaint_id: made.id,
    url: post.url,
    platform: post.platform,
    author: post.author ?? null,
    posted_on: post.posted_on ?? null,
    created_at: now,
  })
  await linkReference(db, scope, now, {
    complaintId: made.id,
    system: 'social',
    externalId: nameOf(post.url),
    data: { platform: post.platform, author: post.author ?? null, page: post.url },
  })
  return made
}

/** As the desk names it too. */
export function nameOf(url: string): string {
  return url.slice(0, 250)
}
