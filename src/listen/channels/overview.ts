import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { mailDoor } from './mail/door.ts'

export type ChannelName = 'email' | 'whatsapp' | 'letter' | 'social' | 'lapor'
export type ChannelState = {
  channel: ChannelName
  state: 'on' | 'off' | 'stopped' | 'closed' | 'down'
  last: Date | null
  month: number
  waiting: number
  failed: number
}

/** Each channel with what came in lately; one statement, small tables. */
export async function listChannels(db: Db, scope: Scope<'channel.work'>, now: Date): Promise<ChannelState[]> {
  const since = new Date(now.getTime() - 30 * 86_400_000)
  const { rows } = await sql<ChannelState>`
    select 'email' as channel, 1 as place,
      coalesce((select case when mail_active then 'on' when mailbox is null then 'off' else 'stopped' end
        from channels.setting where institution_id = ${scope.institution}), 'off') as state,
      max(received_at) as last, count(*) filter (where received_at > ${since}) as month,
      count(*) filter (where state = 'quarantine') as waiting,
      (select count(*) from channels.failure where institution_id = ${scope.institution} and channel = 'email') as failed
    from channels.mail where institution_id = ${scope.institution}
    union all
    select 'whatsapp', 2, coalesce((select case when active then 'on' else 'stopped' end from channels.provider
        where institution_id = ${scope.institution}), 'off'),
      max(at), count(*) filter (where at > ${since}),
      (select count(*) from channels.contact where institution_id = ${scope.institution} and dialog is not null),
      (select count(*) from channels.failure where institution_id = ${scope.institution} and channel = 'whatsapp')
    from channels.message where institution_id = ${scope.institution} and not outgoing
    union all
    select 'letter', 3, 'on', max(uploaded_at), count(*) filter (where uploaded_at > ${since}),
      count(*) filter (where complaint_id is null and discarded_at is null), 0
    from channels.letter where institution_id = ${scope.institution}
    union all
    select 'social', 4, 'on', max(created_at), count(*) filter (where created_at > ${since}), 0, 0
    from channels.social_post where institution_id = ${scope.institution}
    union all
    select 'lapor', 5, 'on', max(updated_at), count(*) filter (where updated_at > ${since}),
      (select count(*) from channels.lapor_import where institution_id = ${scope.institution} and applied_at is null
        and lines <> '[]'),
      (select count(*) from channels.failure where institution_id = ${scope.institution} and channel = 'lapor')
    from channels.lapor_case where institution_id = ${scope.institution}
    order by place`.execute(db)
  // That an address is set says nothing about whether what is written to it comes in.
  return rows.map((row) => (row.channel === 'email' && row.state === 'on' ? { ...row, state: mailDoor() } : row))
}
