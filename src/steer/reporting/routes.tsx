import { z } from 'zod'
import { addMonths, unitsOfOffice } from '../../diagnose/signals/index.ts'
import {
  complaintExcerpts,
  complaintSummary,
  findIdByCode,
  monthlyComplaints,
  readCode,
} from '../../listen/complaints/index.ts'
import { NotFound } from '../../platform/http/errors.ts'
import { idParam, optionalText } from '../../platform/http/input.ts'
import { query } from '../../platform/http/route.ts'
import { findChain, newestProofs } from './chain.ts'
import { readLoop } from './loop.ts'
import { findEmployees, findUnits } from './queries.ts'
import { SearchPage } from './search-view.tsx'
import { listTasks, TodayPage } from './today.tsx'
import { ChainPage, LoopPage } from './views.tsx'
import { readWork } from './work.tsx'

export const routes = [
  query({
    path: '/cari',
    access: 'self',
    input: z.object({ q: optionalText(100).catch(undefined) }),
    async handle({ db, also }, { q = '' }) {
      const people = also('employee.read')
      const units = also('unit.read')
      const reports = also('complaint.read')
      const code = reports ? readCode(q) : undefined
      const report = reports && code?.ok ? await findIdByCode(db, reports, code.code) : undefined
      if (report) return { redirect: `/pengaduan/${report}` }
      const props = {
        text: q,
        employees: people && q ? await findEmployees(db, people, q) : [],
        units: units && q ? await findUnits(db, units, q) : [],
        complaints: reports !== undefined,
      }
      return { page: <SearchPage {...props} /> }
    },
  }),

  query({
    path: '/hari-ini',
    access: 'self',
    input: z.object({}),
    async handle(context) {
      const { db, also, now, institution, language, actor } = context
      const report = also('report.read')
      const loop = report && (await readLoop(db, report, now, institution.timeZone, language))
      const proofs = report && loop ? await newestProofs(db, report, loop.turns) : []
      const read = also('complaint.read')
      const complaints = read && (await complaintSummary(db, read, now))
      const tasks = await listTasks(context, complaints)
      const work = loop ? undefined : await readWork(context, complaints)
      const person = { name: actor.name, learner: actor.employee !== null }
      return { page: <TodayPage {...person} tasks={tasks} work={work} loop={loop || undefined} proofs={proofs} /> }
    },
  }),

  query({
    path: '/lingkaran',
    frequent: true,
    access: 'report.read',
    input: z.object({ after: idParam().optional().catch(undefined) }),
    async handle({ db, scope, now, institution, language }, { after }) {
      return { page: <LoopPage loop={await readLoop(db, scope, now, institution.timeZone, language, after)} /> }
    },
  }),

  query({
    path: '/lingkaran/:id',
    access: 'report.read',
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from signals.signal order by id limit 1' },
    async handle({ db, scope, also }, { id }) {
      const chain = await findChain(db, scope, id)
      if (!chain) throw new NotFound('signal')
      const { signal } = chain
      // What was said until the signal opened: later words may already be about something better.
      const to = signal.month
      const from = addMonths(signal.first_month, -1)
      const units = await unitsOfOffice(db, scope, signal.unit_id)
      const wanted = { units, theme: signal.theme, from, to, limit: 8 }
      const readers = also('complaint.read')
      const words = readers ? await complaintExcerpts(db, readers, wanted) : []
      const months = await monthlyComplaints(db, scope, { from, to }, wanted)
      const count = months.reduce((sum, row) => sum + row.count, 0)
      return {
        page: (
          <ChainPage
            chain={chain}
            words={words}
            count={count}
            from={from}
            to={to}
            mayTell={also('story.publish') !== undefined}
          />
        ),
      }
    },
  }),
]
