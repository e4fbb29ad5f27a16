import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'

export const QUEUE_SORTS = ['due', '-due', 'received', '-received', 'unit', '-unit', 'service', '-service'] as const
export type QueueSort = (typeof QUEUE_SORTS)[number]
export type SortKey = 'due' | 'received' | 'unit' | 'service'

type Asked = { tab: string; words: string | undefined; sort?: QueueSort | undefined }

/**
 * How the rows stand: by their deadline unless somebody wishes otherwise, done ones newest first. By anything else only
 * where no more rows wait than are read and sorted at once: not what is done, which only grows, nor a search.
 */
export function sortOf({ tab, words, sort }: Asked) {
  const bounded = tab !== 'done' && !words
  const asked = bounded || sort?.endsWith('due') ? sort : undefined
  const key = (asked?.replace('-', '') ?? 'due') as SortKey
  return { key, descending: asked ? asked.startsWith('-') : tab === 'done', bounded }
}

/** What rows of one office or one service stand by among themselves is their deadline; those of no service come last. */
const SORT_COLUMNS = {
  due: [sql`c.queue_at`],
  received: [sql`c.received_at`],
  unit: [sql`u.name`, sql`c.queue_at`],
  service: [sql`coalesce(s.name, '\uffff')`, sql`c.queue_at`],
} as const

export const JOINED = {
  due: sql``,
  received: sql``,
  unit: sql`join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id`,
  service: sql`left join services.v_service s on s.institution_id = c.institution_id and s.id = c.service_id`,
} as const

export function orderOf(key: SortKey, descending: boolean): RawBuilder<unknown> {
  const direction = descending ? sql`desc` : sql`asc`
  return sql`order by ${sql.join([...SORT_COLUMNS[key], sql`c.id`].map((column) => sql`${column} ${direction}`))}`
}

/** What stands behind the last row of the page before; its names are looked up, because the mark holds none. */
export function behind(
  scope: Scope,
  key: SortKey,
  newest: boolean,
  after: { at: Date; id: string },
): RawBuilder<unknown> {
  const beyond = newest ? sql`<` : sql`>`
  const last =
    key === 'unit' || key === 'service'
      ? sql`select ${SORT_COLUMNS[key][0]}, ${after.at}::timestamptz, c.id from complaints.complaint c ${JOINED[key]}
          where c.institution_id = ${scope.institution} and c.id = ${after.id}::uuid`
      : sql`${after.at}, ${after.id}::uuid`
  return sql`(${sql.join([...SORT_COLUMNS[key], sql`c.id`])}) ${beyond} (${last})`
}
