import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { listServices } from '../services/index.ts'
import { findBatchCodes, insertBatch, listBatches } from './intake-queries.ts'
import { AtId, NewInvitations } from './model.ts'
import { requireOwned, SAMPLE } from './routes.tsx'
import { shareMessages } from './share-messages.ts'
import { InvitationSheetPage, ServiceSheetPage, SharePage } from './share-views.tsx'
import { SHORT_SLUG } from './short-survey.ts'

type Manage = Context<'questionnaire.manage'>
const invited = `select b.questionnaire_id from questionnaires.invitation_batch b order by b.id limit 1`
const SHORT_SAMPLE = { id: `select id from questionnaires.questionnaire where instrument = 'short_survey' limit 1` }

async function sharePage(context: Manage, id: string, form: FormState): Promise<Outcome> {
  const { db, scope, url, institution } = context
  const { row, versions } = await requireOwned(context, id)
  const shown = versions.find((one) => one.state === 'published') ?? versions[0]!
  return {
    page: (
      <SharePage
        row={row}
        version={shown}
        link={url(`/i/${institution.slug}/${row.instrument === 'short_survey' ? SHORT_SLUG : `kuesioner/${row.slug}`}`)}
        batches={await listBatches(db, scope, id)}
        form={form}
      />
    ),
  }
}

export const shareRoutes = [
  query({
    path: '/kuesioner/:id/sebarkan',
    access: 'questionnaire.manage',
    input: AtId,
    sample: SAMPLE,
    handle: (context, { id }) => sharePage(context, id, emptyForm),
  }),

  command({
    path: '/kuesioner/:id/undangan',
    access: 'questionnaire.manage',
    audit: 'questionnaire.invited',
    input: AtId.extend(NewInvitations.shape),
    sample: SAMPLE,
    invalid: (context, raw, form) => sharePage(context, String(raw['id']), form),
    async handle(context, { id, label, size, expires_on }) {
      const { db, scope, now, institution, t } = context
      const text = t(shareMessages)
      const { versions } = await requireOwned(context, id)
      if (!versions.some((one) => one.state === 'published' && one.definition.audience === 'invited'))
        throw new Refusal(409, text.notInvited, { label: text.notInvited })
      if (expires_on < localDate(now, institution.timeZone))
        throw new Refusal(422, text.expiresPast, { expires_on: text.expiresPast })
      const batch = newId(now)
      await insertBatch(db, scope, now, { id: batch, questionnaire: id, label, size, expires_on })
      return {
        redirect: `/kuesioner/${id}/undangan/${batch}`,
        notice: text.created(String(size)),
        audit: { subject: `questionnaire:${id}`, detail: { batch, size } },
      }
    },
  }),

  query({
    path: '/kuesioner/:id/undangan/:batch',
    access: 'questionnaire.manage',
    input: AtId.extend({ batch: idParam() }),
    sample: { id: invited, batch: 'select id from questionnaires.invitation_batch order by id limit 1' },
    async handle(context, { id, batch }) {
      const { db, scope, url, institution } = context
      const { row, versions } = await requireOwned(context, id)
      const sheet = await findBatchCodes(db, scope, id, batch)
      if (!sheet) throw new NotFound('batch')
      const address = (code: string) => url(`/i/${institution.slug}/kuesioner/${row.slug}?undangan=${code}`)
      return {
        page: <InvitationSheetPage row={row} definition={versions[0]!.definition} sheet={sheet} address={address} />,
      }
    },
  }),

  query({
    path: '/kuesioner/:id/lembar-layanan',
    access: 'questionnaire.manage',
    input: AtId.extend({ unit: z.string().max(40).optional().catch(undefined) }),
    sample: SHORT_SAMPLE,
    async handle(context, { id, unit }) {
      const { db, scope, url, institution } = context
      const { row, versions } = await requireOwned(context, id)
      const all = (await listServices(db, scope)).filter((one) => one.active && scope.units.includes(one.unit_id))
      const units = [...new Map(all.map((one) => [one.unit_id, one.unit_name])).entries()]
      const chosen = units.some(([one]) => one === unit) ? unit : units[0]?.[0]
      const path = row.instrument === 'short_survey' ? SHORT_SLUG : `kuesioner/${row.slug}?layanan=`
      const address = (slug: string) =>
        url(`/i/${institution.slug}/${path}${row.instrument === 'short_survey' ? '/' : ''}${slug}`)
      return {
        page: (
          <ServiceSheetPage
            row={row}
            definition={versions[0]!.definition}
            units={units}
            chosen={chosen}
            services={all.filter((one) => one.unit_id === chosen)}
            address={address}
          />
        ),
      }
    },
  }),
]
