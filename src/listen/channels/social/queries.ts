import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'

export type PostRow = {
  complaint_id: string
  url: string
  platform: string
  author: string | null
  posted_on: string | null
  created_at: Date
}

const columns = sql`complaint_id, url, platform, author, posted_on, created_at`

/** The case a post was already taken to; a post becomes one case, however many officers see it. */
export async function findPost(db: Db, scope: Scope, url: string): Promise<PostRow | undefined> {
  const { rows } = await sql<PostRow>`
    select ${columns} from channels.social_post where institution_id = ${scope.institution} and url = ${url}`.execute(
    db,
  )
  return rows[0]
}

export async function insertPost(db: Db, scope: Scope, post: PostRow): Promise<boolean> {
  const { rows } = await sql`
    insert into channels.social_post (institution_id, complaint_id, url, platform, author, posted_on, created_at)
    values (${scope.institution}, ${post.complaint_id}, ${post.url}, ${post.platform}, ${post.author}, ${post.posted_on},
      ${post.created_at})
    on conflict do nothing returning complaint_id`.execute(db)
  return rows.length > 0
}

export async function listPosts(db: Db, scope: Scope, most: number): Promise<(PostRow & { code: string })[]> {
  const { rows } = await sql<PostRow & { code: string }>`
    select p.complaint_id, p.url, p.platform, p.author, p.posted_on, p.created_at, c.code
    from channels.social_post p
    join complaints.v_case c on c.institution_id = p.institution_id and c.id = p.complaint_id
    where p.institution_id = ${scope.institution}
    order by p.created_at desc, p.complaint_id limit ${most}`.execute(db)
  return rows
}
