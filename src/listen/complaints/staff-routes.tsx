import { z } from 'zod'
import { loadCalendar } from '../../core/organization/index.ts'
import type { Permission } from '../../platform/access.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam, optionalText } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query, type Route } from '../../platform/http/route.ts'
import { remembered } from '../../platform/remember.ts'
import { listServiceNames } from '../services/index.ts'
import { applyEvents, EventRefused } from './acts.ts'
import { listAttachments } from './attachments/queries.ts'
import { clocks } from './clocks.ts'
import { readCode } from './code.ts'
import { messages } from './messages.ts'
import { standing } from './model.ts'
import { tellJob } from './notices.ts'
import {
  countQueues,
  findComplaint,
  findIdByCode,
  findNeighbors,
  listComplaints,
  listUnits,
  PAGE_SIZE,
  type QueueCounts,
  searchWords,
  type Tab,
} from './queries.ts'
import { listEvents } from './rows.ts'
import { staffMessages } from './staff-messages.ts'
import { CasePage, WorklistPage } from './staff-views.tsx'
import { STEP_ACCESS, STEP_NAMES, STEPS, type StepName, stepsFor } from './steps.ts'
import { loadTiming } from './timing.ts'

const List = z.object({
  antrean: z.enum(['verify', 'work', 'overdue', 'citizen', 'done']).optional().catch(undefined),
  q: optionalText(100).catch(undefined),
  unit: idParam().optional().catch(undefined),
  service: idParam().optional().catch(undefined),
  theme: z
    .enum(['kecepatan', 'keramahan', 'keakuratan', 'kemudahan', 'biaya', 'sarana', 'integritas'])
    .optional()
    .catch(undefined),
  setelah: z
    .string()
    .regex(/^\d{1,14}\.[0-9a-f-]{36}$/)
    .optional()
    .catch(undefined),
})

/** In a queue of thousands nobody notices one more or less; a short one is always counted. */
const queueCounts = remembered<[], QueueCounts>(({ verify, work, citizen }) => verify + work + citizen > 2000)

/** Where a page ends: the deadline in milliseconds and the id of its last row. */
function cursorOf(text: string | undefined): { at: Date; id: string } | undefined {
  const [at, id] = text?.split('.') ?? []
  return at && id ? { at: new Date(Number(at)), id } : undefined
}

const caseSample = { id: 'select id from complaints.complaint order by id limit 1' }

async function casePage(
  context: Context<Permission>,
  id: string,
  asked: string | undefined,
  form?: FormState,
): Promise<Outcome> {
  const { db, now, also } = context
  const read = also('complaint.read')
  const complaint = read && (await findComplaint(db, read, id))
  if (!read || !complaint) throw new NotFound('complaint')
  const events = await listEvents(db, read, [id])
  const timing = await loadTiming(db, read, now)
  const steps = stepsFor(standing(events)).filter((step) => also(STEP_ACCESS[step])?.units.includes(complaint.unit_id))
  const chosen = steps.find((step) => step === asked) ?? steps[0] ?? 'catatan'
  const units = (await listUnits(db, read)).map((unit) => ({ value: unit.id, label: unit.name }))
  return {
    page: (
      <CasePage
        complaint={complaint}
        events={events}
        files={await listAttachments(db, read, [id])}
        clocks={clocks(events, timing.rules, timing.calendar)}
        calendar={timing.calendar}
        mayIdentify={
          complaint.privacy === 'open' || also('complaint.identity')?.units.includes(complaint.unit_id) === true
        }
        neighbors={await findNeighbors(db, read, complaint)}
        step={{ steps, chosen, units, form }}
      />
    ),
  }
}

/** One command for each step: the same checks, the same refusal when somebody else was faster. */
function stepRoute(name: StepName): Route {
  const step = STEPS[name]
  return command({
    path: `/pengaduan/:id/${name}`,
    access: STEP_ACCESS[name] as Permission,
    audit: `complaint.${name}`,
    input: step.input,
    sample: caseSample,
    invalid: (context, raw, form) => casePage(context, String(raw['id']), name, form),
    async handle(context, input) {
      const { db, scope, now } = context
      const text = context.t(staffMessages)
      if (input.unit && !(await listUnits(db, scope)).some((unit) => unit.id === input.unit)) {
        throw new Refusal(422, text.unitUnknown, { unit: text.unitUnknown })
      }
      const events = step.events(input)
      const [place = 1] = await applyEvents(db, scope, now, [{ id: input.id, events, seen: input.seen }]).catch(
        (error: unknown) => {
          if (!(error instanceof EventRefused)) throw error
          if (error.problem === 'missing') throw new NotFound('complaint')
          const refused = context.t(messages).refused[error.problem]
          throw new Refusal(409, refused, { _refused: refused })
        },
      )
      for (const [index] of events.entries())
        await context.enqueue(tellJob, { complaint: input.id, seq: place + index })
      const stays = !input.unit || context.also('complaint.read')?.units.includes(input.unit)
      return {
        redirect: stays ? `/pengaduan/${input.id}` : '/pengaduan',
        notice: text.done[name],
        audit: {
          subject: `complaint:${input.id}`,
          detail: { events: events.map((event) => event.kind), unit: input.unit ?? null },
        },
      }
    },
  })
}

export const staffRoutes: Route[] = [
  query({
    path: '/pengaduan',
    access: 'complaint.read',
    input: List,
    async handle({ db, scope, now, also }, input) {
      const code = input.q ? readCode(input.q) : undefined
      const direct = code?.ok ? await findIdByCode(db, scope, code.code) : undefined
      if (direct) return { redirect: `/pengaduan/${direct}` }
      const counts = await queueCounts(scope, now, [], () => countQueues(db, scope, now))
      const tab: Tab =
        input.antrean ??
        (counts.verify > 0 && also('complaint.verify') ? 'verify' : counts.overdue > 0 ? 'overdue' : 'work')
      const rows = await listComplaints(db, scope, now, {
        tab,
        unit: input.unit,
        service: input.service,
        theme: input.theme,
        words: input.q ? searchWords(input.q) : undefined,
        after: cursorOf(input.setelah),
      })
      const last = rows.length > PAGE_SIZE ? rows[PAGE_SIZE - 1] : undefined
      const units = (await listUnits(db, scope)).filter((unit) => scope.units.includes(unit.id))
      const services = (await listServiceNames(db, scope)).filter((service) => scope.units.includes(service.unit_id))
      return {
        page: (
          <WorklistPage
            tab={tab}
            counts={counts}
            rows={rows.slice(0, PAGE_SIZE)}
            next={last && `${last.queue_at.getTime()}.${last.id}`}
            paged={input.setelah !== undefined}
            filter={{
              q: input.q ?? '',
              unit: input.unit ?? '',
              service: input.service ?? '',
              theme: input.theme ?? '',
            }}
            units={units.map((unit) => ({ value: unit.id, label: unit.name }))}
            services={services.map((service) => ({ value: service.id, label: service.name }))}
            calendar={await loadCalendar(db, scope)}
            mayRecord={also('complaint.create') !== undefined}
          />
        ),
      }
    },
  }),

  query({
    path: '/pengaduan/:id',
    access: 'complaint.read',
    input: z.object({ id: idParam(), langkah: z.string().optional() }),
    sample: caseSample,
    handle: (context, { id, langkah }) => casePage(context, id, langkah),
  }),

  ...STEP_NAMES.map(stepRoute),
]
