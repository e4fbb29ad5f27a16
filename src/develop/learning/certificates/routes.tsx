import { z } from 'zod'
import { readRequestCode } from '../../../listen/services/index.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { requiredText } from '../../../platform/http/input.ts'
import { command, query } from '../../../platform/http/route.ts'
import { CourseId } from '../catalog/model.ts'
import { messages } from './messages.ts'
import { findByCode, findMyCertificate } from './queries.ts'
import { CertificatePage, CheckedPage, CheckPage } from './views.tsx'

// One bucket for the form and the address: numbers cannot be guessed by the one after the other is closed.
const guesses = { points: 60, seconds: 600, by: 'ip', bucket: 'certificate' } as const
const Institution = z.object({ institution: z.string() })
const newest = 'from learning.certificate order by issued_at desc, code limit 1'
const ofNewest = `(select c.institution_id ${newest.replace('certificate', 'certificate c')})`
const holderSlug = `select slug from organization.institution where id = ${ofNewest}`

export const certificateRoutes = [
  query({
    path: '/belajar/:id/surat',
    access: 'self',
    input: CourseId,
    sample: {
      id: `select course_id from learning.enrollment where completed_at is not null order by completed_at desc, id limit 1`,
    },
    async handle({ db, scope, institution, url }, { id }) {
      const certificate = await findMyCertificate(db, scope, id)
      if (!certificate) throw new NotFound('certificate')
      const door = url(`/i/${institution.slug}/surat-belajar`)
      const address = `${door}/${certificate.code}`
      return { page: <CertificatePage certificate={certificate} courseId={id} door={door} address={address} /> }
    },
  }),

  query({
    path: '/i/:institution/surat-belajar',
    access: 'public',
    input: Institution,
    sample: { institution: 'select slug from organization.institution order by created_at limit 1' },
    handle: async () => ({ page: <CheckPage form={undefined} /> }),
  }),

  command({
    path: '/i/:institution/surat-belajar',
    access: 'public',
    audit: 'learning.certificate_checked',
    limit: guesses,
    input: Institution.extend({ nomor: requiredText(200) }),
    sample: { institution: 'select slug from organization.institution order by created_at limit 1' },
    invalid: async (_context, _raw, form) => ({ page: <CheckPage form={form} /> }),
    async handle(context, { nomor }) {
      const { db, scope, institution } = context
      const words = context.t(messages)
      const code = readRequestCode(nomor)
      if (!code) throw new Refusal(422, '', { nomor: words.malformed })
      if (!(await findByCode(db, scope, code))) throw new Refusal(422, '', { nomor: words.unknown(institution.name) })
      return { redirect: `/i/${institution.slug}/surat-belajar/${code}`, audit: { subject: 'certificate' } }
    },
  }),

  query({
    path: '/i/:institution/surat-belajar/:code',
    access: 'public',
    limit: guesses,
    input: Institution.extend({ code: z.string().max(40) }),
    sample: { institution: holderSlug, code: `select code ${newest}` },
    async handle(context, { code: typed }) {
      const code = readRequestCode(typed)
      const certificate = code && (await findByCode(context.db, context.scope, code))
      if (certificate) return { page: <CheckedPage certificate={certificate} /> }
      const words = context.t(messages)
      const nomor = code ? words.unknown(context.institution.name) : words.malformed
      return { page: <CheckPage form={{ values: { nomor: typed }, errors: { nomor } }} />, status: 404 }
    },
  }),
]
