import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { listUnits } from '../../../core/organization/index.ts'
import { listServices } from '../../../listen/services/index.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { emptyForm, type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { itemsOn } from '../model.ts'
import { listItems } from '../queries.ts'
import { communityMessages } from './messages.ts'
import { ActionDone, FEWEST, NewAction, NewCard, readScores, resultsOf, SIDES } from './model.ts'
import * as rows from './queries.ts'
import { CardPage, CardsPage } from './views.tsx'

type Read = Context<'oversight.read'>
type Manage = Context<'oversight.manage'>
type Raw = Readonly<Record<string, unknown>>
const SAMPLE = (state: string) => ({ id: `select id from oversight.card where state = '${state}' order by id limit 1` })
const AtId = z.object({ id: idParam() })
const Sheet = z.looseObject({ id: idParam(), side: z.enum(SIDES) })

const todayOf = ({ now, institution }: Pick<Manage, 'now' | 'institution'>) => localDate(now, institution.timeZone)

async function cardsPage(
  context: Pick<Read | Manage, 'db' | 'scope' | 'also' | 'url' | 'institution'>,
  form: FormState,
) {
  const { db, scope, also, url, institution } = context
  const manage = also('oversight.manage')
  const services = manage
    ? (await listServices(db, scope)).filter((one) => one.active && manage.units.includes(one.unit_id))
    : []
  const monitors = manage ? await rows.listMonitors(db, manage) : []
  const link = (token: string) => url(`/i/${institution.slug}/pemantau/${token}`)
  return {
    page: (
      <CardsPage
        rows={await rows.listCards(db, scope as Read['scope'])}
        manage={
          manage && {
            services,
            units: (await listUnits(db, manage)).filter((unit) => unit.active_to === null),
            monitors: monitors.map((one) => ({ ...one, href: link(one.token) })),
          }
        }
        form={form}
      />
    ),
  }
}

async function cardPage(
  context: Pick<Read | Manage, 'db' | 'scope' | 'also' | 'now' | 'institution'>,
  id: string,
  form: FormState,
) {
  const { db, scope, also } = context
  const row = await rows.findCard(db, scope, id)
  if (!row) throw new NotFound('card')
  return {
    page: (
      <CardPage
        row={row}
        ballots={await rows.listBallots(db, scope, id)}
        actions={await rows.listActions(db, scope, id)}
        manage={also('oversight.manage')?.units.includes(row.unit_id) ?? false}
        today={todayOf(context)}
        form={form}
      />
    ),
  }
}

async function lockIn({ db, scope, t }: Manage, id: string, states: readonly rows.CardRow['state'][]) {
  await rows.lockCard(db, scope, id)
  const row = await rows.findCard(db, scope, id)
  if (!row) throw new NotFound('card')
  if (!states.includes(row.state)) throw new Refusal(409, t(communityMessages).closed)
  return row
}

const again = (context: Manage, raw: Raw, form: FormState) => cardPage(context, String(raw['id']), form)

export const communityRoutes = [
  query({
    path: '/pengawasan/warga',
    access: 'oversight.read',
    input: z.object({}),
    handle: (context) => cardsPage(context, emptyForm),
  }),

  command({
    path: '/pengawasan/warga/pemantau',
    access: 'oversight.manage',
    audit: 'oversight.monitor_invited',
    input: z.object({ unit: idParam() }),
    invalid: (context, _raw, form) => cardsPage(context, form),
    async handle({ db, scope, now, t }, { unit }) {
      if (!scope.units.includes(unit)) throw new NotFound('unit')
      const id = await rows.insertMonitor(db, scope, now, unit, randomBytes(16).toString('base64url'))
      return {
        redirect: '/pengawasan/warga#pemantau',
        notice: t(communityMessages).invited,
        audit: { subject: `monitor:${id}`, detail: { unit } },
      }
    },
  }),

  command({
    path: '/pengawasan/warga/kartu',
    access: 'oversight.manage',
    audit: 'oversight.card_made',
    input: NewCard,
    invalid: (context, _raw, form) => cardsPage(context, form),
    async handle(context, input) {
      const { db, scope, now, t } = context
      const text = t(communityMessages)
      const service = (await listServices(db, scope)).find((one) => one.id === input.service)
      if (!service || !scope.units.includes(service.unit_id))
        throw new Refusal(422, '', { service: text.serviceUnknown })
      const items = itemsOn(await listItems(db, scope, 'scorecard'), 'scorecard', todayOf(context))
      const criteria = items.map(({ key, text: words }) => ({ key, text: words }))
      const id = await rows.insertCard(db, scope, now, { ...input, unit: service.unit_id, criteria })
      return {
        redirect: `/pengawasan/warga/${id}`,
        notice: text.created,
        audit: { subject: `card:${id}`, detail: { service: service.id } },
      }
    },
  }),

  query({
    path: '/pengawasan/warga/:id',
    access: 'oversight.read',
    input: AtId,
    sample: SAMPLE('published'),
    handle: (context, { id }) => cardPage(context, id, emptyForm),
  }),

  command({
    path: '/pengawasan/warga/:id/lembar',
    access: 'oversight.manage',
    audit: 'oversight.card_sheet',
    input: Sheet,
    sample: SAMPLE('open'),
    invalid: again,
    async handle(context, { id, side, ...fields }) {
      const { db, scope, t } = context
      const text = t(communityMessages)
      const row = await lockIn(context, id, ['open'])
      const { scores, errors } = readScores(fields, row.criteria, text.scoreMissing)
      if (Object.keys(errors).length > 0) throw new Refusal(422, '', errors)
      await rows.insertBallot(db, scope, id, side, scores)
      return {
        redirect: `/pengawasan/warga/${id}#lembar`,
        notice: text.entered,
        audit: { subject: `card:${id}`, detail: { side } },
      }
    },
  }),

  command({
    path: '/pengawasan/warga/:id/selesai',
    access: 'oversight.manage',
    audit: 'oversight.card_scored',
    input: AtId,
    sample: SAMPLE('open'),
    invalid: again,
    async handle(context, { id }) {
      const { db, scope, t } = context
      const text = t(communityMessages)
      const row = await lockIn(context, id, ['open'])
      const { counts } = resultsOf(row.criteria, await rows.listBallots(db, scope, id))
      if (counts.citizen < FEWEST || counts.staff < FEWEST) throw new Refusal(409, text.needMore(String(FEWEST)))
      await rows.setCard(db, scope, id, 'scored', null)
      return { redirect: `/pengawasan/warga/${id}`, notice: text.finished, audit: { subject: `card:${id}` } }
    },
  }),

  command({
    path: '/pengawasan/warga/:id/rencana',
    access: 'oversight.manage',
    audit: 'oversight.card_planned',
    input: NewAction,
    sample: SAMPLE('published'),
    invalid: again,
    async handle(context, { id, ...action }) {
      const { db, scope, t } = context
      await lockIn(context, id, ['scored', 'published'])
      await rows.insertAction(db, scope, id, action)
      return {
        redirect: `/pengawasan/warga/${id}#rencana`,
        notice: t(communityMessages).actionAdded,
        audit: { subject: `card:${id}`, detail: { due_on: action.due_on } },
      }
    },
  }),

  command({
    path: '/pengawasan/warga/:id/rencana/selesai',
    access: 'oversight.manage',
    audit: 'oversight.card_action_done',
    input: ActionDone,
    sample: SAMPLE('published'),
    invalid: again,
    async handle(context, { id, number, evidence }) {
      const { db, scope, t } = context
      await lockIn(context, id, ['scored', 'published'])
      const done = { on: todayOf(context), evidence }
      if (!(await rows.finishAction(db, scope, id, number, done))) throw new NotFound('action')
      return {
        redirect: `/pengawasan/warga/${id}#rencana`,
        notice: t(communityMessages).actionDone,
        audit: { subject: `card:${id}`, detail: { number } },
      }
    },
  }),

  command({
    path: '/pengawasan/warga/:id/tayang',
    access: 'oversight.manage',
    audit: 'oversight.card_published',
    input: AtId,
    sample: SAMPLE('scored'),
    invalid: again,
    async handle(context, { id }) {
      const { db, scope, now, t } = context
      const text = t(communityMessages)
      const row = await lockIn(context, id, ['scored'])
      if (row.facilitator === scope.account) throw new Refusal(409, text.notOwn)
      if ((await rows.listActions(db, scope, id)).length === 0) throw new Refusal(409, text.notReady)
      await rows.setCard(db, scope, id, 'published', now)
      return { redirect: `/pengawasan/warga/${id}`, notice: text.published, audit: { subject: `card:${id}` } }
    },
  }),
]
