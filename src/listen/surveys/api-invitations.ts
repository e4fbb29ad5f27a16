import { z } from 'zod'
import { Refusal } from '../../platform/http/errors.ts'
import { api } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { findServiceBySlug } from '../services/index.ts'
import { inviteByKeys } from './invitations.ts'
import { surveyMessages } from './messages.ts'
import { MAX_BATCH } from './model.ts'

export const invitationApiRoutes = [
  api({
    method: 'POST',
    path: '/api/v1/survey-invitations',
    makes: true,
    access: 'survey.invite',
    audit: 'survey.invited_by_client',
    summary: {
      id: 'Tautan sekali pakai ke survei kepuasan untuk orang yang baru dilayani. Isiannya tidak dapat ditelusuri ke tautan; kunci yang sama memberi tautan yang sama.',
      en: 'One-time links to the satisfaction survey for people who were just served. No answer leads back to its link; the same key gives the same link.',
    },
    input: z.object({
      service: z.string().min(1).max(100).describe('Slug of the service'),
      keys: z
        .array(z.string().min(1).max(200))
        .min(1)
        .max(MAX_BATCH)
        .describe('Your own id of each service that was given. It is kept nowhere: the link is computed from it.'),
    }),
    output: z.object({
      made: z.number().describe('How many of them are new'),
      invitations: z.array(
        z.object({
          key: z.string(),
          url: z.string().describe('Hand it to the person and keep it nowhere'),
          token: z.string().describe('The same to be typed, such as 7K3P-Q9XM-2B4T'),
          expires_on: z.string().describe('Last day on which it can be answered'),
        }),
      ),
    }),
    async handle(context, { service: slug, keys }) {
      const { db, scope, now, actor, institution, url } = context
      const service = await findServiceBySlug(db, scope, slug)
      if (!service?.active || !scope.units.includes(service.unit_id)) {
        const unknown = context.t(surveyMessages).serviceUnknown
        throw new Refusal(422, unknown, { service: unknown })
      }
      const today = localDate(now, institution.timeZone)
      const label = context.t(surveyMessages).fromSystems(today.slice(0, 7))
      const { made, invited } = await inviteByKeys(db, scope, now, {
        today,
        label,
        service,
        client: actor.client!,
        keys: [...new Set(keys)],
      })
      return {
        status: made > 0 ? 201 : 200,
        json: {
          made,
          invitations: invited.map(({ key, token, expires_on }) => ({
            key,
            url: url(`/i/${institution.slug}/survei/undangan/${token}`),
            token,
            expires_on,
          })),
        },
        audit: { subject: 'survey:invitations', detail: { service: slug, made } },
      }
    },
  }),
]
