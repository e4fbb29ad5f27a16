import { z } from 'zod'
import { Refusal } from '../../../platform/http/errors.ts'
import { bilingual, requiredText } from '../../../platform/http/input.ts'
import { command } from '../../../platform/http/route.ts'
import { wordsOf } from '../../../platform/words.ts'
import { messages } from '../messages.ts'
import { SLUG } from '../model.ts'
import { asCitizen } from '../tracking-case.ts'
import { Case, limit, sample, tracked } from '../tracking-routes.tsx'
import { disclosureMessages } from './messages.ts'

const GROUND_MISSING = bilingual('Pilih alasannya.', 'Choose the reason.')

export const objectionRoutes = [
  command({
    path: '/i/:institution/lacak/:code/keberatan-informasi',
    access: 'public',
    audit: 'complaint.objected',
    input: Case.extend({
      ground: z.string({ error: GROUND_MISSING }).regex(SLUG, { error: GROUND_MISSING }),
      objection: requiredText(2000, bilingual('Tuliskan mengapa Anda keberatan.', 'Say why you object.')),
    }),
    sample,
    limit,
    invalid: (context, raw, form) =>
      tracked(context, String(raw['code']), { ...form, values: { ground: '', ...form.values } }),
    async handle(context, { code, ground, objection }) {
      const { path, audit } = await asCitizen(context, code, ({ own }) => {
        const refused = context.t(messages).refused.not_allowed
        if (own.kind === 'whistleblowing') throw new Refusal(409, refused, { _refused: refused })
        if (!wordsOf(context.institution.id).find('objection', ground)?.offered) {
          const missing = context.t(disclosureMessages).groundMissing
          throw new Refusal(422, missing, { ground: missing })
        }
        return [{ kind: 'objected', actor: 'citizen', reason: ground, body: objection }]
      })
      return { redirect: path, notice: context.t(disclosureMessages).sent, audit: { ...audit, detail: { ground } } }
    },
  }),
]
