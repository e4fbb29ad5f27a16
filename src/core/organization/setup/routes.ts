import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { bilingual, requiredText } from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import { openVersion } from '../calendar/queries.ts'
import { INSTITUTION_KINDS } from '../model.ts'
import { findRegionPath, listRegions } from '../regions/regions.ts'
import { setupMessages } from './messages.ts'
import { findBySlug, findInstitution, setInstitution, setRegion } from './queries.ts'
import { institutionPage, regionPage } from './views.tsx'

const IdentityForm = z.object({
  name: requiredText(200, bilingual(setupMessages.id.nameMissing, setupMessages.en.nameMissing)).pipe(
    z.string().min(3),
  ),
  slug: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{1,40}$/, { error: bilingual(setupMessages.id.slugShape, setupMessages.en.slugShape) }),
  kind: z.enum(INSTITUTION_KINDS),
  zone: z.enum(['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura']),
})
const RegionCode = z
  .string()
  .regex(/^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$/)
  .optional()
  .catch(undefined)

export const setupRoutes = [
  query({
    path: '/instansi',
    access: 'organization.manage',
    input: z.object({}),
    handle: (ctx) => identity(ctx),
  }),

  command({
    path: '/instansi',
    access: 'organization.manage',
    audit: 'institution.changed',
    input: IdentityForm,
    invalid: (ctx) => identity(ctx),
    async handle({ db, scope, now, t, requireSeen }, input) {
      const text = t(setupMessages)
      const before = await findInstitution(db, scope)
      requireSeen(seenOf(before))
      const other = await findBySlug(db, input.slug)
      if (other && other.id !== scope.institution)
        throw new Refusal(409, text.slugTaken(input.slug), { slug: text.slugTaken(input.slug) })
      await setInstitution(db, scope, { slug: input.slug, name: input.name, kind: input.kind, timeZone: input.zone })
      // Another zone is another clock for every deadline.
      if (before.time_zone !== input.zone) await openVersion(db, scope, now, text.zone)
      return {
        redirect: '/instansi',
        notice: text.saved,
        audit: {
          subject: `institution:${scope.institution}`,
          detail: {
            name_from: before.name,
            name_to: input.name,
            slug: input.slug,
            zone_from: before.time_zone,
            zone_to: input.zone,
          },
        },
      }
    },
  }),

  query({
    path: '/instansi/wilayah',
    access: 'organization.manage',
    input: z.object({ kode: RegionCode }),
    handle: (context, { kode }) => region(context, kode),
  }),

  command({
    path: '/instansi/wilayah',
    access: 'organization.manage',
    audit: 'institution.region_set',
    input: z.object({ kode: RegionCode }),
    invalid: (context) => region(context, undefined),
    async handle({ db, scope, t }, { kode }) {
      const region = kode ? (await findRegionPath(db, scope, kode)).find((one) => one.code === kode) : undefined
      if (!region) throw new NotFound('region')
      await setRegion(db, scope, region.code)
      return {
        redirect: '/instansi',
        notice: t(setupMessages).regionSaved(region.name),
        audit: { subject: `institution:${scope.institution}`, detail: { region: region.code } },
      }
    },
  }),
]

async function region({ db, scope }: Context<'organization.manage'>, code: string | undefined): Promise<Outcome> {
  const path = code ? await findRegionPath(db, scope, code) : []
  return { page: regionPage({ path, regions: await listRegions(db, scope, path.at(-1)?.code ?? null) }) }
}

async function identity({ db, scope, form }: Context<'organization.manage'>): Promise<Outcome> {
  const institution = await findInstitution(db, scope)
  const path = institution.region_code ? await findRegionPath(db, scope, institution.region_code) : []
  return { page: institutionPage({ institution, path, form }) }
}
