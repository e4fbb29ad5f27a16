import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { formatNumber, formatPercent, type Language } from '../../../platform/i18n.ts'
import { surveyMessages } from '../messages.ts'
import type { Period } from '../queries.ts'

/** People invited by slip or letter in a period, and how many of them answered: what an index alone hides. */
export type NonResponse = {
  invited: number
  used: number
  /** Of those who did not answer, how many still can. */
  open: number
  /** Everybody who answered, invited or not. */
  answered: number
}

export async function countNonResponse(
  db: Db,
  scope: Scope<'survey.read'>,
  wanted: Period & { units: readonly string[]; service?: string | undefined; today: string },
): Promise<NonResponse> {
  const { rows } = await sql<NonResponse>`
    with batch as (
      select b.size - b.undelivered as invited, b.expires_on,
        (select count(*) from surveys.invitation i
          where i.institution_id = b.institution_id and i.batch_id = b.id and i.used)::int as used
      from surveys.invitation_batch b join organization.institution o on o.id = b.institution_id
      where b.institution_id = ${scope.institution} and b.unit_id = any(${wanted.units}::uuid[])
        ${wanted.service ? sql`and b.service_id = ${wanted.service}` : sql``}
        and (b.created_at at time zone o.time_zone)::date >= ${`${wanted.from}-01`}::date
        and (b.created_at at time zone o.time_zone)::date < ${`${wanted.to}-01`}::date + interval '1 month'
    )
    select coalesce(sum(greatest(invited, used)), 0)::int as invited, coalesce(sum(used), 0)::int as used,
      coalesce(sum(greatest(invited - used, 0)) filter (where expires_on >= ${wanted.today}), 0)::int as open,
      (select coalesce(sum(n), 0)::int from surveys.v_answered
        where institution_id = ${scope.institution} and unit_id = any(${wanted.units}::uuid[])
          ${wanted.service ? sql`and service_id = ${wanted.service}` : sql``}
          and month between ${`${wanted.from}-01`}::date and ${`${wanted.to}-01`}::date) as answered
    from batch`.execute(db)
  return rows[0]!
}

/** What a report says of it; of few answers not how many they are. */
export function nonResponseLines(
  { invited, used, open, answered }: NonResponse,
  least: number,
  language: Language,
): (readonly [string, string])[] {
  const text = surveyMessages[language]
  const count = (number: number) => formatNumber(number, language)
  const share = (part: number) => `${count(part)} (${formatPercent(part / invited, language)})`
  if (invited === 0) return [[text.silent, text.silentUnknown]]
  if (used < least)
    return [
      [text.invited, count(invited)],
      [text.answeredInvited, text.hiddenN(String(least))],
      [text.silent, invited < least ? '–' : text.silentAtLeast(count(invited - least + 1))],
    ]
  const lines: (readonly [string, string])[] = [
    [text.invited, count(invited)],
    [text.answeredInvited, share(used)],
    [text.silent, open > 0 ? `${share(invited - used)}; ${text.silentOpen(count(open))}` : share(invited - used)],
  ]
  return answered > used ? [...lines, [text.answeredOpen, text.answeredOpenOf(count(answered - used))]] : lines
}
