import { z } from 'zod'
import { findProgram, type Program } from '../../develop/programs/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { command, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { evaluate, evaluateAll, wholeInstitution } from './compute.ts'
import { MeasurePage } from './forms.tsx'
import { learningMessages } from './learning-messages.ts'
import { messages } from './messages.ts'
import { MeasurementInput, ProgramId } from './model.ts'
import { findResult, insertMeasurement, listResults, listSnapshots } from './queries.ts'
import { ruleRoutes } from './rule-routes.tsx'
import { ResultListPage, ResultPage } from './views.tsx'

const sample = { id: 'select program_id from evaluation.result order by id limit 1' }

async function getProgram(
  db: Db,
  scope: Scope<'evaluation.read' | 'evaluation.compute' | 'evaluation.measure'>,
  id: string,
): Promise<Program> {
  const program = await findProgram(db, scope, id)
  if (!program) throw new NotFound('program')
  return program
}

export const routes = [
  query({
    path: '/hasil',
    access: 'evaluation.read',
    input: z.object({}),
    async handle({ db, scope }) {
      return { page: <ResultListPage results={await listResults(db, scope)} /> }
    },
  }),

  ...ruleRoutes,

  command({
    path: '/hasil/hitung',
    access: 'evaluation.compute',
    audit: 'evaluation.computed',
    input: z.object({}),
    async handle({ db, scope, now, t }) {
      const outcome = await evaluateAll(db, await wholeInstitution(db, scope), now)
      return {
        redirect: '/hasil',
        notice: t(messages).computedAll(outcome.computed, outcome.changed),
        audit: { subject: 'evaluation:all', detail: outcome },
      }
    },
  }),

  query({
    path: '/hasil/:id',
    access: 'evaluation.read',
    input: ProgramId,
    sample,
    async handle({ db, scope }, { id }) {
      const program = await getProgram(db, scope, id)
      const result = await findResult(db, scope, id)
      const snapshots = await listSnapshots(db, scope, id)
      return { page: <ResultPage program={program} result={result} snapshots={snapshots} /> }
    },
  }),

  command({
    path: '/hasil/:id/hitung',
    access: 'evaluation.compute',
    audit: 'evaluation.computed',
    input: ProgramId,
    sample,
    async handle({ db, scope, now, t }, { id }) {
      const program = await getProgram(db, scope, id)
      if (program.status === 'draft' || program.status === 'approved')
        throw new Refusal(409, t(messages).notComputedBody)
      const outcome = await evaluate(db, await wholeInstitution(db, scope), now, id)
      return {
        redirect: `/hasil/${id}`,
        notice: outcome?.isNew ? t(messages).computedNew : t(messages).computedSame,
        audit: { subject: `program:${id}`, detail: { changed: outcome?.isNew ?? false } },
      }
    },
  }),

  query({
    path: '/hasil/:id/ukur',
    access: 'evaluation.measure',
    input: ProgramId,
    sample,
    async handle({ db, scope, form }, { id }) {
      return { page: <MeasurePage program={await getProgram(db, scope, id)} form={form} /> }
    },
  }),

  command({
    path: '/hasil/:id/ukur',
    access: 'evaluation.measure',
    audit: 'evaluation.measured',
    input: MeasurementInput,
    sample,
    async invalid({ db, scope }, raw, form) {
      return { page: <MeasurePage program={await getProgram(db, scope, ProgramId.parse(raw).id)} form={form} /> }
    },
    async handle({ db, scope, now, institution, t }, input) {
      const program = await getProgram(db, scope, input.id)
      const text = t(learningMessages)
      const indicator = program.indicators.find((one) => one.id === input.indicator)
      if (!indicator) throw new Refusal(422, text.indicatorUnknown, { indicator: text.indicatorUnknown })
      if (input.measured_on > localDate(now, institution.timeZone))
        throw new Refusal(422, text.inFuture, { measured_on: text.inFuture })
      await insertMeasurement(db, scope, now, {
        programId: program.id,
        indicatorId: indicator.id,
        value: input.value,
        measuredOn: input.measured_on,
        source: input.source,
      })
      if (program.status !== 'draft' && program.status !== 'approved')
        await evaluate(db, await wholeInstitution(db, scope), now, program.id)
      return {
        redirect: `/hasil/${program.id}`,
        notice: text.recorded,
        audit: { subject: `indicator:${indicator.id}`, detail: { value: input.value, measured_on: input.measured_on } },
      }
    },
  }),
]
