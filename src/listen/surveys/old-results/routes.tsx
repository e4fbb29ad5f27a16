import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { oldResultMessages as messages } from './messages.ts'
import { OldResultInput, WithdrawInput } from './model.ts'
import { getOldRule, insertOldResult, listOldResults, withdrawOldResult } from './queries.ts'
import { OldResultsPage } from './views.tsx'

const AT = '/survei/hasil-lama'
type Any = Context<'survey.read'> | Context<'survey.publish'>

async function listPage(context: Any, filter: { unit?: string | undefined; page: number }, form: FormState) {
  const { db, also } = context
  const scope = also('survey.read')
  if (!scope) throw new NotFound('old results')
  const publish = also('survey.publish')
  const units = context.tree.named
  const found = await listOldResults(db, scope, filter)
  const props = {
    ...found,
    ...filter,
    rule: await getOldRule(db, scope),
    units: units.filter((unit) => scope.units.includes(unit.id)),
    own: units.filter((unit) => publish?.units.includes(unit.id)),
    form,
  }
  return { page: <OldResultsPage {...props} /> }
}

export const oldResultRoutes = [
  query({
    path: AT,
    access: 'survey.read',
    input: z.object({
      unit: idParam().optional().catch(undefined),
      halaman: z.coerce.number().int().min(1).max(1000).catch(1),
    }),
    handle: (context, { unit, halaman }) => listPage(context, { unit, page: halaman }, context.form),
  }),

  command({
    path: AT,
    access: 'survey.publish',
    audit: 'survey.old_result_added',
    input: OldResultInput,
    invalid: (context, _raw, form) => listPage(context, { page: 1 }, form),
    async handle({ db, scope, now, t }, input) {
      const text = t(messages)
      if (!scope.units.includes(input.unit)) throw new Refusal(422, '', { unit: text.unitUnknown })
      const rule = await getOldRule(db, scope)
      const [from, to] = [rule.valid_from.slice(0, 4), rule.valid_to.slice(0, 4)]
      if (input.year < Number(from) || input.year > Number(to))
        throw new Refusal(422, '', { year: text.notThen(from, to) })
      const id = await insertOldResult(db, scope, now, input)
      if (!id) throw new Refusal(422, '', { year: text.twice })
      const { unit, year, part, index } = input
      return {
        redirect: AT,
        notice: text.saved,
        audit: { subject: `survey-old-result:${id}`, detail: { unit, year, part, index } },
      }
    },
  }),

  command({
    path: `${AT}/:id/tarik`,
    access: 'survey.publish',
    audit: 'survey.old_result_withdrawn',
    input: WithdrawInput,
    sample: { id: 'select id from surveys.old_result where withdrawn_at is null order by id limit 1' },
    invalid: (context, _raw, form) => listPage(context, { page: 1 }, form),
    async handle({ db, scope, now, t }, { id, reason }) {
      if (!(await withdrawOldResult(db, scope, now, id, reason))) throw new NotFound('old result')
      return {
        redirect: AT,
        notice: t(messages).withdrawn,
        audit: { subject: `survey-old-result:${id}`, detail: { reason } },
      }
    },
  }),
]
