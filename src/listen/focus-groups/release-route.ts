import { NotFound, Refusal } from '../../platform/http/errors.ts'
import type { FormState } from '../../platform/http/input.ts'
import { type Context, command, type Outcome } from '../../platform/http/route.ts'
import { messages } from './messages.ts'
import { Release } from './model.ts'
import { lockActivity, releaseCoder } from './queries.ts'

type Manage = Context<'focus_group.manage'>

/** The activity's page says why a place could not be freed. */
export function releaseRoute(again: (context: Manage, id: string, form: FormState) => Promise<Outcome>) {
  return command({
    path: '/fgd/:id/lepas',
    access: 'focus_group.manage',
    audit: 'focus_group.coder_released',
    input: Release,
    sample: {
      id: `select id from focus_groups.activity where state = 'coding' order by held_on limit 1`,
      coder: "select '1'",
    },
    invalid: (context, raw, form) => again(context, String(raw['id']), form),
    async handle(context, { id, coder }) {
      const { db, scope, t } = context
      const text = t(messages)
      const row = await lockActivity(db, scope, id)
      if (!row) throw new NotFound('activity')
      if (row.state !== 'coding') throw new Refusal(409, text.notOpen)
      const place = coder === '1' ? 1 : 2
      if (!(await releaseCoder(db, scope, row, place))) throw new Refusal(409, text.noRelease)
      return {
        redirect: `/fgd/${id}`,
        notice: text.released,
        audit: {
          subject: `focus-group:${id}`,
          detail: { coder: place, account: row[`coder_${place === 1 ? 'one' : 'two'}`] },
        },
      }
    },
  })
}
