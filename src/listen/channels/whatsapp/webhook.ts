import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type OutsideContext, outside } from '../../../platform/http/route.ts'
import { unseal } from '../../../platform/seal.ts'
import { insertFailure } from '../queries.ts'
import { houseScope, intakeScope } from '../scopes.ts'
import { PURPOSE } from './graph.ts'
import { readDelivery, signatureFits } from './model.ts'
import { findProvider } from './queries.ts'
import { takeDelivery } from './receive.ts'

export const WEBHOOK_PATH = '/api/webhook/whatsapp/:institution'
const LIMIT = { points: 3000, seconds: 60, by: 'ip' } as const
const Slug = z.string().max(100)

async function providerOf({ database, institutions }: OutsideContext, slug: string) {
  const institution = await institutions.bySlug(slug)
  const provider =
    institution &&
    (await database.transaction('read', institution.id, (db) => findProvider(db, houseScope(institution.id))))
  if (!institution || !provider?.active) throw new NotFound('whatsapp')
  return { institution: institution.id, provider }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

export const webhookRoutes = [
  outside({
    path: WEBHOOK_PATH,
    limit: LIMIT,
    input: z.object({
      institution: Slug,
      'hub.mode': z.string().optional(),
      'hub.verify_token': z.string().max(300).optional(),
      'hub.challenge': z
        .string()
        .regex(/^[\w.-]{1,200}$/)
        .optional()
        .catch(undefined),
    }),
    async handle(context, input) {
      // Without a question it is a person who looks; they learn only that something listens here.
      if (input['hub.mode'] === undefined) return { text: 'WhatsApp webhook', type: 'text/plain; charset=utf-8' }
      const { provider } = await providerOf(context, input.institution)
      const token = input['hub.verify_token']
      if (!token || !input['hub.challenge'] || !same(token, unseal(PURPOSE, provider.verify_sealed)))
        throw new Refusal(403, 'verify token')
      return { text: input['hub.challenge'], type: 'text/plain; charset=utf-8' }
    },
  }),

  outside({
    method: 'POST',
    path: WEBHOOK_PATH,
    raw: true,
    // The provider sends up to a thousand parts at once, in up to three megabytes; what is refused it sends for a week.
    maxUploadBytes: 2_000_000,
    limit: LIMIT,
    input: z.object({ institution: Slug }),
    async handle(context, input) {
      const { institution, provider } = await providerOf(context, input.institution)
      const raw = context.request.raw ?? Buffer.alloc(0)
      const signature = context.request.header('x-hub-signature-256')
      if (!signatureFits(unseal(PURPOSE, provider.secret_sealed), raw, signature))
        return { json: { error: 'signature' }, status: 401 }
      const { events, skipped } = readDelivery(parse(raw), provider.phone_number_id)
      const taken = await context.database.transaction('write', institution, async (db) => {
        const scope = await intakeScope(db, institution)
        if (skipped > 0)
          await insertFailure(db, scope, context.now, 'whatsapp', `${skipped} bagian kiriman tidak dikenali.`)
        return takeDelivery(db, scope, context.now, events)
      })
      return { json: { taken } }
    },
  }),
]

/**
 * Signed but not JSON is the sender's mistake, and sending it again would not mend it. A null character fits in no
 * column, wherever it stands, and would hold up the whole batch for ever.
 */
function parse(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'), (_key, value: unknown) =>
      typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
    )
  } catch {
    return undefined
  }
}
