import { z } from 'zod'
import { notify } from '../../core/notifications/index.ts'
import { listCompetencies } from '../../diagnose/competency/index.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import type { FormState } from '../../platform/http/input.ts'
import { idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { localDate } from '../../platform/i18n.ts'
import { planItem } from './acts.ts'
import { messages } from './messages.ts'
import { Answer, ItemInput, OwnChange } from './model.ts'
import { listAccounts, listItemsBelow, listOwnItems, setAnswer, setOwnState } from './queries.ts'
import { AnswerPage, BelowPage, OwnPage } from './views.tsx'

const own = { id: 'select id from plans.item order by id limit 1' }
// Of somebody whose superior can sign in, so that there is a person to whom the page is open.
const below = {
  id: `select i.id from plans.item i join people.assignment w on w.employee_id = i.employee_id and w.valid_to is null
    join people.account a on a.employee_id = w.superior_id order by i.id limit 1`,
}

async function ownPage(context: Context<'self'>, form: FormState) {
  const { db, scope, now, institution } = context
  return {
    page: (
      <OwnPage
        items={scope.employee ? await listOwnItems(db, scope) : undefined}
        competencies={await listCompetencies(db, scope)}
        today={localDate(now, institution.timeZone)}
        form={form}
      />
    ),
  }
}

async function itemBelow({ db, scope }: Context<'self'>, id: string) {
  const [item] = scope.employee ? await listItemsBelow(db, scope, id) : []
  if (!item) throw new NotFound('plan item')
  return item
}

export const routes = [
  query({
    path: '/rencana-diri',
    access: 'self',
    input: z.object({}),
    handle: (context) => ownPage(context, context.form),
  }),

  command({
    path: '/rencana-diri',
    access: 'self',
    audit: 'plan.item_added',
    input: ItemInput,
    invalid: (context, _raw, form) => ownPage(context, form),
    async handle({ db, scope, now, institution, t }, { aim, competency, due_on }) {
      const text = t(messages)
      if (!scope.employee) throw new Refusal(409, text.noEmployee)
      if (due_on < localDate(now, institution.timeZone)) throw new Refusal(422, '', { due_on: text.pastDue })
      if (competency && !(await listCompetencies(db, scope)).some((one) => one.id === competency))
        throw new Refusal(422, '', { competency: text.unknownCompetency })
      const id = await planItem(db, scope, now, { aim, competency: competency || null, due_on, reference: null })
      return { redirect: '/rencana-diri', notice: text.added, audit: { subject: `plan:${id}`, detail: { due_on } } }
    },
  }),

  query({
    path: '/rencana-diri/bawahan',
    access: 'self',
    input: z.object({}),
    async handle({ db, scope }) {
      return { page: <BelowPage items={scope.employee ? await listItemsBelow(db, scope) : []} /> }
    },
  }),

  command({
    path: '/rencana-diri/:id',
    access: 'self',
    audit: 'plan.item_changed',
    input: OwnChange,
    sample: own,
    async handle({ db, scope, now, t }, { id, state }) {
      if (!scope.employee || !(await setOwnState(db, scope, now, id, state))) throw new NotFound('plan item')
      return {
        redirect: '/rencana-diri',
        notice: t(messages).changed,
        audit: { subject: `plan:${id}`, detail: { state } },
      }
    },
  }),

  query({
    path: '/rencana-diri/bawahan/:id',
    access: 'self',
    input: z.object({ id: idParam() }),
    sample: below,
    async handle(context, { id }) {
      return { page: <AnswerPage item={await itemBelow(context, id)} form={context.form} /> }
    },
  }),

  command({
    path: '/rencana-diri/bawahan/:id',
    access: 'self',
    audit: 'plan.item_answered',
    input: Answer,
    sample: below,
    async invalid(context, raw, form) {
      return { page: <AnswerPage item={await itemBelow(context, idParam().parse(raw['id']))} form={form} /> }
    },
    async handle(context, { id, agreed, note }) {
      const { db, scope, now, t } = context
      const item = await itemBelow(context, id)
      context.requireSeen(seenOf(item))
      await setAnswer(db, scope, now, { id, agreed: agreed === 'yes', note: note ?? null })
      const text = t(messages)
      await notify(
        db,
        scope,
        now,
        (await listAccounts(db, scope, item.employee_id, 'own')).map((accountId) => ({
          accountId,
          kind: 'plans.item',
          title: agreed === 'yes' ? text.mailAgreed : text.mailChange,
          body: item.aim,
          href: '/rencana-diri',
          key: `plan:${id}:${now.toISOString()}`,
        })),
      )
      return {
        redirect: '/rencana-diri/bawahan',
        notice: text.sent,
        audit: { subject: `plan:${id}`, detail: { agreed: agreed === 'yes' } },
      }
    },
  }),
]
