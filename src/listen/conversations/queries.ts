import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { pictureStateOf } from '../../platform/files.ts'
import type { Hint } from './language.ts'
import type { Conversation, Happening, Message, Outcome } from './model.ts'
import { hashOf, isToken } from './token.ts'

const columns = sql`c.id, c.unit_id, u.name as unit_name, c.service_id, s.name as service_name, c.name, c.language, c.state,
  c.outcome, c.assignee_id, a.name as assignee_name, c.opened_at, c.waiting_since, c.first_answered_at, c.last_at,
  c.closed_at, c.last_seq, c.citizen_seq, c.seen_seq, c.hint, c.hint_sure, c.complaint_id,
  c.sealed, c.mailed_seq,  c.email_sealed is not null as has_email, c.erased_at`
const source = sql`conversations.conversation c
  join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
  left join services.v_service s on s.institution_id = c.institution_id and s.id = c.service_id
  left join people.account a on a.institution_id = c.institution_id and a.id = c.assignee_id`

async function one(db: Db, scope: Scope, which: RawBuilder<unknown>, lock: boolean): Promise<Conversation | undefined> {
  const { rows } = await sql<Conversation>`
    select ${columns} from ${source} where c.institution_id = ${scope.institution} and ${which}
    ${lock ? sql`for update of c` : sql``}`.execute(db)
  return rows[0]
}

/** For whoever holds its address. */
export async function findByToken(db: Db, scope: Scope<'public'>, token: string, lock = false) {
  return isToken(token) ? one(db, scope, sql`c.token_hash = ${hashOf(token)}`, lock) : undefined
}

/** In the reach of an officer. */
export async function findConversation(db: Db, scope: Scope, id: string, lock = false) {
  return one(db, scope, sql`c.id = ${id} and not c.sealed and c.unit_id = any(${scope.units}::uuid[])`, lock)
}

/** For jobs, wherever it lies. */
export async function lockAny(db: Db, scope: Scope, id: string) {
  return one(db, scope, sql`c.id = ${id}`, true)
}

/** For the streams: what is newest in each. */
export async function newestOf(db: Db, scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; last_seq: number }>`
    select id, last_seq from conversations.conversation
    where institution_id = ${scope.institution} and id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.last_seq]))
}

export async function listMessages(db: Db, scope: Scope, conversation: string, after = 0): Promise<Message[]> {
  const { rows } = await sql<Message>`
    select m.seq, m.author, m.happening, m.account_id, a.name as account_name, m.body, m.detail, m.file_id,
      f.name as file_name, f.type as file_type, ${pictureStateOf('f')} as picture, m.by_mail, m.at
    from conversations.message m
    left join people.account a on a.institution_id = m.institution_id and a.id = m.account_id
    left join platform.file f on f.institution_id = m.institution_id and f.id = m.file_id
    where m.institution_id = ${scope.institution} and m.conversation_id = ${conversation} and m.seq > ${after}
    order by m.seq`.execute(db)
  return rows
}

export type NewConversation = {
  id: string
  tokenHash: Buffer
  startKey: Buffer | null
  unit_id: string
  service_id: string | null
  name: string | null
  language: 'id' | 'en'
}

/** False when the same form began one before. */
export async function insertConversation(db: Db, scope: Scope, now: Date, row: NewConversation): Promise<boolean> {
  const { rows } = await sql`
    insert into conversations.conversation (institution_id, id, token_hash, start_key, unit_id, service_id, name, language,
      opened_at, last_at, last_seq, citizen_seq)
    values (${scope.institution}, ${row.id}, ${row.tokenHash}, ${row.startKey}, ${row.unit_id}, ${row.service_id},
      ${row.name}, ${row.language}, ${now}, ${now}, 0, 0)
    on conflict do nothing returning id`.execute(db)
  return rows.length > 0
}

export type NewMessage = {
  conversation: string
  author: Message['author']
  body?: string | undefined
  happening?: Happening | undefined
  detail?: string | undefined
  account?: string | null | undefined
  fileId?: string | undefined
  keyHash?: Buffer | undefined
  byMail?: boolean | undefined
}

/** Writes the next line; the caller holds the lock. Returns its place, undefined for a form that came before. */
export async function insertMessage(db: Db, scope: Scope, now: Date, row: NewMessage): Promise<number | undefined> {
  const { rows } = await sql<{ last_seq: number }>`
    with known as (
      select from conversations.message where institution_id = ${scope.institution}
        and conversation_id = ${row.conversation} and key_hash = ${row.keyHash ?? null}::bytea
    ), raised as (
      update conversations.conversation set last_seq = last_seq + 1, last_at = ${now},
        citizen_seq = case when ${row.author}::conversations.author = 'citizen' then last_seq + 1 else citizen_seq end
      where institution_id = ${scope.institution} and id = ${row.conversation} and not exists (select from known)
      returning last_seq
    )
    insert into conversations.message (institution_id, conversation_id, seq, author, happening, account_id, body, detail,
      file_id, key_hash, by_mail, at)
    select ${scope.institution}, ${row.conversation}, last_seq, ${row.author}::conversations.author,
      ${row.happening ?? null}::conversations.happening, ${row.account ?? null}::uuid, ${row.body ?? ''},
      ${row.detail ?? null}::text, ${row.fileId ?? null}::uuid, ${row.keyHash ?? null}::bytea,
      ${row.byMail ?? false}::boolean, ${now}::timestamptz
    from raised returning seq as last_seq`.execute(db)
  return rows[0]?.last_seq
}

export type Changes = {
  state?: Conversation['state'] | undefined
  outcome?: Outcome | null | undefined
  assignee_id?: string | null | undefined
  waiting_since?: Date | null | undefined
  first_answered_at?: Date | undefined
  closed_at?: Date | null | undefined
  complaint_id?: string | undefined
  sealed?: boolean | undefined
  mailed_seq?: number | undefined
  seen_seq?: number | undefined
  hint?: Hint | undefined
  hint_sure?: boolean | undefined
  email_sealed?: Buffer | null | undefined
  token_sealed?: Buffer | null | undefined
}

export async function setConversation(db: Db, scope: Scope, id: string, changes: Changes): Promise<void> {
  const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  if (Object.keys(named).length === 0) return
  await db
    .updateTable('conversations.conversation')
    .set(named)
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .execute()
}

/** What a letter needs; only the job that sends it reads this. */
export async function findSealed(db: Db, scope: Scope, id: string) {
  const { rows } = await sql<{ email_sealed: Buffer | null; token_sealed: Buffer | null }>`
    select email_sealed, token_sealed from conversations.conversation
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
  return rows[0]
}

export async function findComplaintOf(db: Db, scope: Scope, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ complaint_id: string | null }>`
    select complaint_id from conversations.conversation where institution_id = ${scope.institution} and id = ${id}`.execute(
    db,
  )
  return rows[0]?.complaint_id ?? undefined
}

/** The institution's name in addresses, for links written where no request is. */
export async function getRootSlug(db: Db, scope: Scope): Promise<string> {
  const { rows } = await sql<{ slug: string }>`
    select slug from organization.institution where id = ${scope.institution}`.execute(db)
  return rows[0]!.slug
}

/** Whether a file came with a message of this conversation. */
export async function hasFile(db: Db, scope: Scope, conversation: string, file: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from conversations.message where institution_id = ${scope.institution}
      and conversation_id = ${conversation} and file_id = ${file}`.execute(db)
  return rows.length > 0
}

/** Empties words, names, address and files; times, states and counts stay. Returns the ids of files to remove. */
export async function eraseWords(db: Db, scope: Scope, now: Date, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ file_id: string }>`
    select m.file_id from conversations.message m
    join conversations.conversation c on c.institution_id = m.institution_id and c.id = m.conversation_id
    where m.institution_id = ${scope.institution} and m.conversation_id = any(${ids}::uuid[])
      and m.file_id is not null and c.complaint_id is null`.execute(db)
  await sql`update conversations.message set body = '', file_id = null, key_hash = null,
      detail = case when happening in ('case', 'file_refused') then null else detail end
    where institution_id = ${scope.institution} and conversation_id = any(${ids}::uuid[])`.execute(db)
  await sql`update conversations.conversation set name = null, email_sealed = null, token_sealed = null, start_key = null,
      hint = null, erased_at = ${now}
    where institution_id = ${scope.institution} and id = any(${ids}::uuid[])`.execute(db)
  return rows.map((row) => row.file_id)
}
