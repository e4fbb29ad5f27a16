import { z } from 'zod'
import { NotFound } from '../../platform/http/errors.ts'
import {
  bilingual,
  checkbox,
  emptyForm,
  type FormState,
  idParam,
  optionalText,
  requiredText,
} from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { applyGradeStandards, installFrameworks, setStandards } from './acts.ts'
import { CompetencyPage, DictionaryPage } from './dictionary-views.tsx'
import { listEditions } from './entry-queries.ts'
import { findPosition, listIndicators, listLevels, listPositionStandards, listStandards } from './framework-queries.ts'
import { manageMessages } from './manage-messages.ts'
import { gradeOf, Id } from './model.ts'
import { listCompetencies } from './queries.ts'
import { PositionPage, StandardsPage } from './standard-views.tsx'

const PAGE = 50
const EDITIONS_SHOWN = 30
const Standard = z.object({
  id: idParam(),
  competency: z
    .string({ error: bilingual('Pilih kompetensi.', 'Choose a competency.') })
    .refine((value) => value !== '', {
      error: bilingual('Pilih kompetensi.', 'Choose a competency.'),
    }),
  level: z.enum(['1', '2', '3', '4', '5', 'end'], {
    error: bilingual('Pilih level yang diwajibkan.', 'Choose the required level.'),
  }),
  importance: z.enum(['1', '2', '3', '4', '5'], {
    error: bilingual('Pilih seberapa penting, 1 sampai 5.', 'Choose how important, 1 to 5.'),
  }),
  source: requiredText(300, bilingual('Sebutkan sumber standar ini.', 'Name the source of this standard.')),
  verified: checkbox(),
})

async function positionPage({ db, scope }: Context<'competency.manage'>, id: string, form: FormState) {
  const position = await findPosition(db, scope, id)
  if (!position) throw new NotFound('position')
  const rows = await listStandards(db, scope, id)
  const competencies = await listCompetencies(db, scope)
  const hasGrade = gradeOf(position.kind, position.level) !== undefined
  return {
    page: <PositionPage position={position} rows={rows} competencies={competencies} hasGrade={hasGrade} form={form} />,
  }
}

export const standardRoutes = [
  query({
    path: '/kompetensi/kamus',
    access: 'self',
    input: z.object({}),
    async handle({ db, scope }) {
      return { page: <DictionaryPage competencies={await listCompetencies(db, scope)} /> }
    },
  }),

  query({
    path: '/kompetensi/kamus/:id',
    access: 'self',
    input: z.object({ id: idParam() }),
    sample: { id: "select id from competency.competency where code = 'M5' limit 1" },
    async handle({ db, scope }, { id }) {
      const competency = (await listCompetencies(db, scope)).find((one) => one.id === id)
      if (!competency) throw new NotFound('competency')
      const levels = await listLevels(db, scope, competency.framework_id)
      const indicators = await listIndicators(db, scope, [id])
      const editions = await listEditions(db, scope, id, EDITIONS_SHOWN)
      return {
        page: <CompetencyPage {...{ competency, levels, indicators, editions }} mostEditions={EDITIONS_SHOWN} />,
      }
    },
  }),

  command({
    path: '/kompetensi/kamus/pasang',
    access: 'competency.manage',
    audit: 'competency.framework_installed',
    input: z.object({}),
    async handle({ db, scope, now, t }) {
      await installFrameworks(db, scope, now)
      return {
        redirect: '/kompetensi/kamus',
        notice: t(manageMessages).dictionary.installed,
        audit: { subject: `institution:${scope.institution}` },
      }
    },
  }),

  query({
    path: '/kompetensi/standar',
    access: 'competency.manage',
    input: z.object({ cari: optionalText(100), sesudah: optionalText(200) }),
    async handle({ db, scope }, { cari, sesudah }) {
      const rows = await listPositionStandards(db, scope, cari, sesudah, PAGE + 1)
      const shown = rows.slice(0, PAGE)
      return {
        page: <StandardsPage rows={shown} search={cari} next={rows.length > PAGE ? shown.at(-1)?.code : undefined} />,
      }
    },
  }),

  query({
    path: '/kompetensi/standar/:id',
    access: 'competency.manage',
    input: Id,
    sample: { id: 'select position_id from competency.standard order by position_id limit 1' },
    handle: (context, { id }) => positionPage(context, id, emptyForm),
  }),

  command({
    path: '/kompetensi/standar/:id',
    access: 'competency.manage',
    audit: 'competency.standard_set',
    input: Standard,
    invalid: (context, raw, form) => positionPage(context, String(raw['id']), form),
    async handle({ db, scope, now, t }, input) {
      const position = await findPosition(db, scope, input.id)
      const competency = (await listCompetencies(db, scope)).find((one) => one.id === input.competency)
      if (!position || !competency) throw new NotFound('position')
      await setStandards(db, scope, now, [
        {
          position_id: position.id,
          competency_id: competency.id,
          required_level: input.level === 'end' ? undefined : Number(input.level),
          importance: Number(input.importance),
          source: input.source,
          verified: input.verified,
        },
      ])
      return {
        redirect: `/kompetensi/standar/${position.id}`,
        notice: t(manageMessages).standards.saved,
        audit: {
          subject: `position:${position.id}`,
          detail: { competency: competency.code, level: input.level, source: input.source },
        },
      }
    },
  }),

  command({
    path: '/kompetensi/standar/:id/isi-jenjang',
    access: 'competency.manage',
    audit: 'competency.standard_from_grade',
    input: Id,
    async handle({ db, scope, now, t }, { id }) {
      if (!(await findPosition(db, scope, id))) throw new NotFound('position')
      const filled = await applyGradeStandards(db, scope, now, [id])
      return {
        redirect: `/kompetensi/standar/${id}`,
        notice: t(manageMessages).standards.filled(filled),
        audit: { subject: `position:${id}`, detail: { filled } },
      }
    },
  }),

  command({
    path: '/kompetensi/standar/isi-jenjang',
    access: 'competency.manage',
    audit: 'competency.standard_from_grade',
    input: z.object({}),
    async handle({ db, scope, now, t }) {
      const filled = await applyGradeStandards(db, scope, now, null)
      return {
        redirect: '/kompetensi/standar',
        notice: t(manageMessages).standards.filled(filled),
        audit: { subject: `institution:${scope.institution}`, detail: { filled } },
      }
    },
  }),
]
