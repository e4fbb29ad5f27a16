import { z } from 'zod'
import { api } from '../../platform/http/route.ts'
import { wordsOf } from '../../platform/words.ts'

const Word = z.object({
  slug: z.string().describe('What records say; it never changes'),
  label: z.object({ id: z.string(), en: z.string() }).describe('What it is called today'),
  offered: z.boolean().describe('Whether it can still be chosen; older reports keep it'),
  from: z.string().describe('Since when it is called so'),
})
const SETS = { kinds: 'kind', classes: 'class', themes: 'theme', channels: 'channel' } as const

/** What an integrator has to know before a report can be sent, filtered or read. */
export const choiceApiRoutes = [
  api({
    method: 'GET',
    path: '/api/v1/complaint-choices',
    access: 'complaint.read',
    // Who may only send reports needs the words for that.
    or: 'complaint.create',
    summary: {
      id: 'Unit dalam jangkauan serta jenis, golongan, tema, dan kanal dengan istilah instansi hari ini',
      en: 'The units within reach, and kinds, classes, themes and channels in the institution’s words of today',
    },
    input: z.object({}),
    output: z.object({
      units: z.array(z.object({ id: z.string(), name: z.string(), parent_id: z.string().nullable() })),
      kinds: z.array(Word),
      classes: z.array(Word),
      themes: z.array(Word),
      channels: z.array(Word),
    }),
    async handle({ scope, institution, tree }) {
      const units = tree.named.filter((unit) => scope.units.includes(unit.id))
      const list = (set: (typeof SETS)[keyof typeof SETS]) =>
        wordsOf(institution.id)
          .list(set)
          .map(({ slug, label, offered, from }) => ({ slug, label, offered, from }))
      return {
        json: {
          units: units.map(({ id, name, parent_id }) => ({ id, name, parent_id })),
          kinds: list(SETS.kinds),
          classes: list(SETS.classes),
          themes: list(SETS.themes),
          channels: list(SETS.channels),
        },
      }
    },
  }),
]
