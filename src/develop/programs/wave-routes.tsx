import { Refusal } from '../../platform/http/errors.ts'
import { command, query } from '../../platform/http/route.ts'
import { formatDate } from '../../platform/i18n.ts'
import { setWaves } from './acts.ts'
import { ProgramId } from './model.ts'
import { listTreatedUnits } from './queries.ts'
import { lockProgram, OPEN, openForm, programOf, requireOpen } from './routes.tsx'
import { waveMessages } from './wave-messages.ts'
import { WavesPage, wavesSeen } from './wave-views.tsx'
import { WavesInput, waveField, waveProblems } from './waves.ts'

export const waveRoutes = [
  query({
    path: '/program/:id/gelombang',
    access: 'program.manage',
    input: ProgramId,
    sample: OPEN,
    handle: (ctx, input) =>
      openForm(ctx, input, 'design', (program) => ({ page: <WavesPage form={ctx.form} program={program} /> })),
  }),

  command({
    path: '/program/:id/gelombang',
    access: 'program.manage',
    audit: 'program.waves_set',
    input: WavesInput,
    sample: OPEN,
    invalid: async (ctx, raw, form) => ({ page: <WavesPage form={form} program={await programOf(ctx, raw)} /> }),
    async handle(ctx, { id, dates }) {
      const program = await lockProgram(ctx, id)
      requireOpen(ctx, program.status, 'design')
      const treated = await listTreatedUnits(ctx.db, ctx.scope, id)
      ctx.requireSeen(wavesSeen(treated))
      const units = treated.map((unit) => unit.id)
      const text = ctx.t(waveMessages)
      const day = (date: string) => formatDate(date, ctx.language, ctx.institution.timeZone)
      const problems = waveProblems(units, dates, { from: program.starts_on, to: program.ends_on })
      if (problems.size > 0) {
        const outside = text.outside(day(program.starts_on), day(program.ends_on))
        const fields = [...problems].map(([unit, problem]) => [
          waveField(unit),
          problem === 'outside' ? outside : text[problem],
        ])
        throw new Refusal(422, '', Object.fromEntries(fields))
      }
      const waves = units.map((unit) => ({ unit, on: dates.get(unit) || null }))
      await setWaves(ctx.db, ctx.scope, id, waves)
      return {
        redirect: `/program/${id}#rancangan`,
        notice: text.saved,
        audit: { subject: `program:${id}`, detail: { waves: waves.map(({ unit, on }) => `${unit} ${on ?? '-'}`) } },
      }
    },
  }),
]
