import { z } from 'zod'
import { requireUnit } from '../../../platform/access.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { kioskMessages } from './messages.ts'
import { KioskAddress, NewKiosk } from './model.ts'
import { findKiosk, insertKiosk, listKiosks, renewCode, revokeKiosk } from './queries.ts'
import { KiosksPage, PairLinkPage } from './views.tsx'

type KioskContext = Context<'survey.kiosk'>
const SAMPLE = { id: 'select id from surveys.kiosk order by id limit 1' }

export const kioskRoutes = [
  query({ path: '/survei/kios', access: 'survey.kiosk', input: z.object({}), handle: kiosksPage }),

  command({
    path: '/survei/kios',
    access: 'survey.kiosk',
    audit: 'survey.kiosk_made',
    input: NewKiosk,
    invalid: kiosksPage,
    async handle(context, kiosk) {
      const { db, scope, now } = context
      requireUnit(scope, kiosk.unit)
      const { id, code } = await insertKiosk(db, scope, now, kiosk)
      return {
        page: <PairLinkPage name={kiosk.name} link={pairLink(context, code)} />,
        audit: { subject: `survey-kiosk:${id}`, detail: { name: kiosk.name, unit: kiosk.unit } },
      }
    },
  }),

  command({
    path: '/survei/kios/:id/tautan',
    access: 'survey.kiosk',
    audit: 'survey.kiosk_renewed',
    input: KioskAddress,
    sample: SAMPLE,
    async handle(context, { id }) {
      const kiosk = await getKiosk(context, id)
      const code = await renewCode(context.db, context.scope, context.now, id)
      return {
        page: <PairLinkPage name={kiosk.name} link={pairLink(context, code)} />,
        audit: { subject: `survey-kiosk:${id}` },
      }
    },
  }),

  command({
    path: '/survei/kios/:id/cabut',
    access: 'survey.kiosk',
    audit: 'survey.kiosk_revoked',
    input: KioskAddress,
    sample: SAMPLE,
    async handle(context, { id }) {
      const { db, scope, now, t } = context
      const kiosk = await getKiosk(context, id)
      if (kiosk.revoked_at) throw new Refusal(409, t(kioskMessages).revoked)
      await revokeKiosk(db, scope, now, id)
      return {
        redirect: '/survei/kios',
        notice: t(kioskMessages).revokeDone,
        audit: { subject: `survey-kiosk:${id}` },
      }
    },
  }),
]

async function kiosksPage({ db, scope, form, tree }: KioskContext) {
  const units = tree.named.filter((unit) => scope.units.includes(unit.id))
  const kiosks = await listKiosks(db, scope)
  return {
    page: <KiosksPage kiosks={kiosks} units={units} form={form} />,
  }
}

async function getKiosk({ db, scope }: KioskContext, id: string) {
  const kiosk = await findKiosk(db, scope, id)
  if (!kiosk) throw new NotFound('kiosk')
  return kiosk
}

function pairLink({ url, institution }: KioskContext, code: string): string {
  return url(`/i/${institution.slug}/kios/pasang/${code}`)
}
