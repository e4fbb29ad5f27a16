import { z } from 'zod'
import type { Permission } from '../../platform/access.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query, type Route } from '../../platform/http/route.ts'
import { formatDate, localDate } from '../../platform/i18n.ts'
import { applyEvents, EventRefused, type NewEvent } from './acts.ts'
import { listAttachments } from './attachments/queries.ts'
import { findCaseParts } from './case-parts.ts'
import { type Clock, clocks, clocksOfMatter, type Rule, ruleOn } from './clocks.ts'
import { formatCode } from './code.ts'
import { decideObjection, listObjectionDeciders, recordRuling } from './disclosure/deciders.ts'
import { caseExtras } from './duplicates/case.tsx'
import { filesOfParted, wordsOfParted } from './duplicates/parted.ts'
import { survivorOf } from './duplicates/queries.ts'
import { holdAnswer } from './four-eyes/acts.ts'
import { fourEyesMessages } from './four-eyes/messages.ts'
import { findHeldOf, needsFourEyes } from './four-eyes/queries.ts'
import { messages } from './messages.ts'
import { standing } from './model.ts'
import { tellJob } from './notices.ts'
import { type ComplaintRow, findComplaint, findNeighbor } from './queries.ts'
import { listReferences } from './reference-queries.ts'
import { listEvents } from './rows.ts'
import type { Lane } from './sight.ts'
import { CasePage } from './staff-case-views.tsx'
import { LANE_NAMES, LANES, reachCase } from './staff-lanes.ts'
import { staffMessages } from './staff-messages.ts'
import { fillTemplate, listTemplates, type Template } from './staff-templates-queries.ts'
import { findSubstitute, listColleagues, listTasks, listWatchers } from './staff-work-queries.ts'
import { STEP_NAMES, STEPS, type StepName, stepsFor } from './steps.ts'
import { loadTiming } from './timing.ts'
import { requireOffered } from './vocabulary.ts'
import { guardedOf } from './whistleblowing/panel.ts'
import { workMessages } from './work-messages.ts'

export type Asked = { step?: string | undefined; template?: string | undefined; form?: FormState | undefined }

export async function casePage(context: Context<Permission>, lane: Lane, id: string, asked: Asked): Promise<Outcome> {
  const { db, now, also, tree } = context
  // Asked for together: they leave in one packet and wait for nothing of each other.
  const [{ read, complaint }, has] = await Promise.all([
    reachCase(context, lane, id),
    findCaseParts(db, context.scope, id),
  ])
  const reaches = (permission: Permission) => also(permission)?.units.includes(complaint.unit_id) === true
  const today = localDate(now, context.institution.timeZone)
  const mayHandle = reaches(LANES[lane].handle)
  const [
    events,
    timing,
    templates,
    files,
    extras,
    references,
    colleagues,
    away,
    watchers,
    tasks,
    parted,
    waiting,
    guarded,
  ] = await Promise.all([
    listEvents(db, read, [id]),
    loadTiming(db, read, now),
    listTemplates(db, read, [complaint.unit_id]),
    has.attachments || complaint.photo_id ? listAttachments(db, read, [id]) : [],
    caseExtras(context, read, complaint, has, asked.form),
    has.references ? listReferences(db, read, [id]) : [],
    mayHandle ? listColleagues(db, read, now, tree.above(complaint.unit_id), id, LANES[lane].handle) : [],
    complaint.assignee_id ? findSubstitute(db, read, today, complaint.assignee_id) : undefined,
    has.watchers ? listWatchers(db, read, id) : [],
    has.tasks ? listTasks(db, read, id) : [],
    has.merges ? survivorOf(db, read, id).then((survivor) => wordsOfParted(db, read, id, survivor)) : [],
    has.held ? findHeldOf(db, read, id, lane) : undefined,
    lane === 'sealed' ? guardedOf(context, complaint, asked.form) : undefined,
  ])
  const state = standing(events)
  const objected = state.objecting ? events.findLast(({ kind }) => kind === 'objected') : undefined
  const deciders = objected ? await listObjectionDeciders(db, read, now, complaint, events) : []
  const decides = deciders.some(({ id: one }) => one === context.scope.account)
  const all = clocks(events, timing.rules, timing.calendarOf)
  const steps = stepsFor(state)
    .filter((step) => reaches(LANES[lane].step(step)))
    .filter((step) => (step === 'keberatan' ? decides : step !== 'perpanjang' || mayExtend(all, now)))
  const chosen = steps.find((step) => step === asked.step) ?? steps[0] ?? 'catatan'
  const units = tree.named.map((unit) => ({ value: unit.id, label: unit.name }))
  const offered = templates.filter((template) => template.active)
  const { images, ...told } = extras
  return {
    images,
    page: (
      <CasePage
        lane={lane}
        complaint={complaint}
        held={waiting}
        guarded={guarded}
        doubts={complaint.status === 'received' ? has.doubts : null}
        events={events}
        meanwhile={parted}
        files={[...files, ...(await filesOfParted(db, read, id, parted))]}
        {...told}
        references={references}
        clocks={clocksOfMatter(all)}
        objection={objected && { objection: objected, deciders }}
        mayIdentify={complaint.privacy === 'open' || reaches(LANES[lane].identity)}
        receipt={lane === 'ordinary' && also('complaint.create') ? `/pengaduan/baru/${id}` : undefined}
        mayHandle={mayHandle}
        me={context.scope.account}
        colleagues={colleagues}
        away={away}
        watchers={watchers}
        tasks={tasks}
        units={units}
        step={{
          steps,
          chosen,
          units,
          templates: offered.map((template) => ({ value: template.id, label: template.name })),
          answer:
            answerOf(context, complaint, offered, asked.template) ??
            (waiting?.written_by === context.scope.account ? waiting?.body : undefined),
          extension: extensionOf(all, timing.rules),
          form: asked.form,
        }}
      />
    ),
  }
}

/** As long as its time has not run out: an offer that would only be refused is none. */
function mayExtend(all: readonly Clock[], now: Date): boolean {
  const due = all.findLast((clock) => clock.key === 'resolve' && !clock.endedAt)?.dueAt
  return due !== undefined && due !== null && due >= now
}

function extensionOf(all: readonly Clock[], rules: readonly Rule[]): number | undefined {
  const clock = all.findLast((one) => one.key === 'resolve' && !one.endedAt)
  return clock && ruleOn(rules, 'extend', null, clock.calendar.dateOf(clock.startedAt))?.amount
}

function answerOf(
  context: Context<Permission>,
  complaint: ComplaintRow,
  templates: readonly Template[],
  wanted: string | undefined,
): string | undefined {
  const template = templates.find((one) => one.id === wanted)
  if (!template) return undefined
  const name = complaint.privacy === 'open' ? complaint.reporter_name : null
  return fillTemplate(template.body, {
    kode: formatCode(complaint.code),
    perihal: complaint.subject,
    layanan: complaint.service_name ?? complaint.unit_name,
    unit: complaint.unit_name,
    nama: name ?? 'Bapak/Ibu',
    tanggal: formatDate(complaint.received_at, 'id', context.institution.timeZone),
  })
}

function refuse(context: Context<Permission>, error: unknown): never {
  if (!(error instanceof EventRefused)) throw error
  if (error.problem === 'missing') throw new NotFound('complaint')
  const refused = context.t(messages).refused[error.problem]
  throw new Refusal(409, refused, { _refused: refused })
}

/** The answer waits for a second reader instead of going to the reporter. */
async function held(context: Context<Permission>, lane: Lane, answer: Parameters<typeof holdAnswer>[3]) {
  const { db, scope, now } = context
  const text = context.t(fourEyesMessages)
  const id = await holdAnswer(db, scope, now, answer, lane).catch((error: unknown) => refuse(context, error))
  if (!id) throw new Refusal(409, text.waitsAlready, { _refused: text.waitsAlready })
  return {
    redirect: `${LANES[lane].base}/${answer.complaint}`,
    notice: text.waits,
    audit: { subject: `complaint:${answer.complaint}`, detail: { held: id } },
  }
}

/** The lines of a step; a decision that brings the case back to work has one more. */
async function linesOf(
  context: Context<Permission>,
  lane: Lane,
  name: StepName,
  id: string,
  events: readonly NewEvent[],
): Promise<readonly NewEvent[]> {
  if (name !== 'keberatan' && name !== 'putusan') return events
  const { complaint } = await reachCase(context, lane, id)
  const story = await listEvents(context.db, context.scope, [id])
  return name === 'putusan' ? recordRuling(story, events) : decideObjection(context, complaint, story, events)
}

/** One command for each step: the same checks, the same refusal when somebody else was faster. */
function stepRoute(lane: Lane, name: StepName): Route {
  const step = STEPS[name]
  const { base, sample } = LANES[lane]
  return command({
    path: `${base}/:id/${name}`,
    frequent: true,
    access: LANES[lane].step(name),
    audit: `complaint.${name}`,
    input: step.input,
    sample,
    invalid: (context, raw, form) => casePage(context, lane, String(raw['id']), { step: name, form }),
    async handle(context, input) {
      const { db, scope, now } = context
      const text = context.t(staffMessages)
      if (input.unit && !context.tree.named.some((unit) => unit.id === input.unit)) {
        throw new Refusal(422, text.unitUnknown, { unit: text.unitUnknown })
      }
      const events = step.events(input)
      const classified = events.find(({ kind }) => kind === 'classified')
      if (classified) await requireOffered(context, classified, () => findComplaint(db, scope, input.id, lane))
      const answer = name === 'jawab' ? events[0] : undefined
      const today = localDate(now, context.institution.timeZone)
      if (answer?.outcome && answer.body && (await needsFourEyes(db, scope, today, input.id)))
        return held(context, lane, {
          complaint: input.id,
          outcome: answer.outcome,
          body: answer.body,
          seen: input.seen,
        })
      const lines = await linesOf(context, lane, name, input.id, events)
      const [place = 1] = await applyEvents(db, scope, now, [{ id: input.id, events: lines, seen: input.seen }], {
        lane,
      }).catch((error: unknown) => refuse(context, error))
      for (const [index] of lines.entries()) await context.enqueue(tellJob, { complaint: input.id, seq: place + index })
      const stays = !input.unit || context.also(LANES[lane].read)?.units.includes(input.unit)
      return {
        redirect: stays ? `${base}/${input.id}` : base,
        notice: text.done[name],
        audit: {
          subject: `complaint:${input.id}`,
          detail: { events: lines.map((event) => event.kind), unit: input.unit ?? null },
        },
      }
    },
  })
}

/** Looked for when it is asked for, not for every page: whoever reads the last one of a queue is told so. */
function neighborRoute(lane: Lane, which: 'next' | 'before', name: string): Route {
  const { base, read, sample } = LANES[lane]
  return query({
    path: `${base}/:id/${name}`,
    frequent: true,
    access: read,
    input: z.object({ id: idParam() }),
    sample,
    async handle(context, { id }) {
      const { read: scope, complaint } = await reachCase(context, lane, id)
      const found = await findNeighbor(context.db, scope, complaint, which)
      if (found) return { redirect: `${base}/${found}` }
      return { redirect: `${base}/${id}`, notice: context.t(workMessages).noFurther[which] }
    },
  })
}

export const caseRoutes: Route[] = LANE_NAMES.flatMap((lane) => [
  query({
    path: `${LANES[lane].base}/:id`,
    frequent: true,
    access: LANES[lane].read,
    input: z.object({
      id: idParam(),
      langkah: z.string().optional(),
      templat: z.string().optional(),
    }),
    sample: LANES[lane].sample,
    handle: (context, { id, langkah, templat }) => casePage(context, lane, id, { step: langkah, template: templat }),
  }),
  neighborRoute(lane, 'before', 'sebelumnya'),
  neighborRoute(lane, 'next', 'berikutnya'),
  ...STEP_NAMES.map((name) => stepRoute(lane, name)),
])
