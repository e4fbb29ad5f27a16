import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { listServices } from '../services/index.ts'
import { AgreementPage, ReportPage } from './agreement-views.tsx'
import { listAttachments } from './attachments/queries.ts'
import { attachmentRoutes } from './attachments/routes.tsx'
import { codebookMessages } from './codebook/messages.ts'
import { type Codebook, codesToday } from './codebook/model.ts'
import { findCodebook, measure, readFindings, readPairs } from './codebook/queries.ts'
import { codebookRoutes } from './codebook/routes.tsx'
import { jointRoute } from './joint-routes.tsx'
import { messages } from './messages.ts'
import {
  AtId,
  Codings,
  MOST_PARTICIPANTS,
  MOST_SEGMENTS,
  NewActivity,
  NewFinding,
  NewParticipant,
  NewResolution,
  NewSegment,
  Withdraw,
} from './model.ts'
import * as rows from './queries.ts'
import { releaseRoute } from './release-route.ts'
import { ActivityPage, CodingPage, CreatePage, codesSeen, ListPage } from './views.tsx'

type Read = Context<'focus_group.read'>
type Manage = Context<'focus_group.manage'>
type Coding = Context<'focus_group.code'>
const SAMPLE = { id: `select id from focus_groups.activity where state = 'agreed' order by held_on limit 1` }
const SAMPLE_OPEN = { id: `select id from focus_groups.activity where state = 'open' order by held_on limit 1` }
const SAMPLE_CODING = { id: `select id from focus_groups.activity where state = 'coding' order by held_on limit 1` }

async function requireActivity({ db, scope }: Pick<Read | Manage | Coding, 'db' | 'scope'>, id: string) {
  const row = await rows.findActivity(db, scope, id)
  if (!row) throw new NotFound('activity')
  return row
}

/** For a change in this state; in another the person is told what is over. */
async function lockIn(context: Manage | Coding, id: string, state: rows.ActivityRow['state'], message: string) {
  const row = await rows.lockActivity(context.db, context.scope, id)
  if (!row) throw new NotFound('activity')
  if (row.state !== state) throw new Refusal(409, message)
  return row
}

async function createPage({ db, scope, tree }: Pick<Manage, 'db' | 'scope' | 'tree'>, form: FormState) {
  const units = tree.named.filter((unit) => scope.units.includes(unit.id))
  const services = (await listServices(db, scope)).filter((one) => one.active && scope.units.includes(one.unit_id))
  return { page: <CreatePage units={units} services={services} form={form} /> }
}

async function activityPage(context: Pick<Read | Manage, 'db' | 'scope' | 'also'>, id: string, form: FormState) {
  const { db, scope, also } = context
  const row = await requireActivity({ db, scope } as Read, id)
  const holds = (permission: 'focus_group.manage' | 'focus_group.code') =>
    also(permission)?.units.includes(row.unit_id) ?? false
  return {
    page: (
      <ActivityPage
        row={row}
        participants={await rows.listParticipants(db, scope, id)}
        segments={await rows.listSegments(db, scope, id)}
        findings={await readFindings(db, scope, { activity: id })}
        attachments={await listAttachments(db, scope, id)}
        may={{ manage: holds('focus_group.manage'), code: holds('focus_group.code') }}
        form={form}
      />
    ),
  }
}

async function agreementPage(context: Pick<Read | Manage, 'db' | 'scope' | 'also'>, id: string, form: FormState) {
  const { db, scope, also } = context
  const row = await requireActivity({ db, scope } as Read, id)
  const measured = await measure(context.db, context.scope, id)
  return {
    page: (
      <AgreementPage
        row={row}
        {...measured}
        findings={await readFindings(db, scope, { activity: id })}
        services={(await listServices(db, scope)).filter((one) => one.active && one.unit_id === row.unit_id)}
        mayManage={also('focus_group.manage')?.units.includes(row.unit_id) ?? false}
        form={form}
      />
    ),
  }
}

/** Only a theme that stands is given anew. */
function requireTheme({ t }: Manage, book: Codebook, theme: string): void {
  if (!book.themes.some((one) => one.key === theme)) throw new Refusal(422, '', { theme: t(codebookMessages).unknown })
}

async function codingPage(context: Coding, id: string, form: FormState) {
  const { db, scope, t } = context
  const text = t(messages)
  const row = await requireActivity(context, id)
  const coder = row.coder_one === scope.account ? 1 : row.coder_two === scope.account ? 2 : undefined
  const taken = row.coder_one !== null && row.coder_two !== null
  if (row.state !== 'coding') return { redirect: `/fgd/${id}` }
  if (!coder && taken) return { redirect: '/fgd', notice: text.coderTaken }
  if (coder && (coder === 1 ? row.one_done : row.two_done)) return { redirect: '/fgd', notice: text.coderFinished }
  const own = coder ? await rows.listOwnCodings(db, scope, id, coder) : new Map<number, string>()
  const book = await findCodebook(db, scope, id)
  const segments = await rows.listSegments(db, scope, id)
  return { page: <CodingPage row={row} segments={segments} book={book} own={codesToday(own, book)} form={form} /> }
}

const again = (context: Manage, raw: Readonly<Record<string, unknown>>, form: FormState) =>
  activityPage(context, String(raw['id']), form)
const agreeAgain = (context: Manage, raw: Readonly<Record<string, unknown>>, form: FormState) =>
  agreementPage(context, String(raw['id']), form)

export const routes = [
  ...attachmentRoutes(activityPage),
  ...codebookRoutes,
  releaseRoute(activityPage),

  query({
    path: '/fgd',
    access: 'focus_group.read',
    input: z.object({}),
    async handle({ db, scope, also }) {
      const all = await rows.listActivities(db, scope)
      return { page: <ListPage rows={all} mayManage={also('focus_group.manage') !== undefined} /> }
    },
  }),

  query({
    path: '/fgd/baru',
    access: 'focus_group.manage',
    input: z.object({}),
    handle: (context) => createPage(context, emptyForm),
  }),

  command({
    path: '/fgd/baru',
    access: 'focus_group.manage',
    audit: 'focus_group.planned',
    input: NewActivity,
    invalid: (context, _raw, form) => createPage(context, form),
    async handle({ db, scope, now, t }, input) {
      const text = t(messages)
      if (!scope.units.includes(input.unit)) throw new Refusal(422, '', { unit: text.unitUnknown })
      const services = input.service ? await listServices(db, scope) : []
      const service = services.find((one) => one.id === input.service && one.unit_id === input.unit)
      if (input.service && !service) throw new Refusal(422, '', { service: text.serviceUnknown })
      const { kind, title, held_on, place, purpose, protocol } = input
      const id = await rows.insertActivity(db, scope, now, {
        unit_id: input.unit,
        service_id: service?.id ?? null,
        kind,
        title,
        held_on,
        place: place ?? '',
        purpose: purpose ?? '',
        protocol,
      })
      return { redirect: `/fgd/${id}`, audit: { subject: `focus-group:${id}`, detail: { kind, unit: input.unit } } }
    },
  }),

  jointRoute,

  query({
    path: '/fgd/:id',
    access: 'focus_group.read',
    input: AtId,
    sample: SAMPLE_OPEN,
    handle: (context, { id }) => activityPage(context, id, emptyForm),
  }),

  command({
    path: '/fgd/:id/peserta',
    access: 'focus_group.manage',
    audit: 'focus_group.participant_recorded',
    input: NewParticipant,
    sample: SAMPLE_OPEN,
    invalid: again,
    async handle(context, { id, role, consent_form }) {
      const { db, scope, now, t } = context
      await lockIn(context, id, 'open', t(messages).notOpen)
      const number = (await rows.listParticipants(db, scope, id)).length + 1
      if (number > MOST_PARTICIPANTS) throw new Refusal(409, t(messages).full)
      await rows.insertParticipant(db, scope, now, { activity: id, number, role, consent_form })
      return {
        redirect: `/fgd/${id}#peserta`,
        audit: { subject: `focus-group:${id}`, detail: { participant: number } },
      }
    },
  }),

  command({
    path: '/fgd/:id/tarik',
    access: 'focus_group.manage',
    audit: 'focus_group.consent_withdrawn',
    input: Withdraw,
    sample: SAMPLE_OPEN,
    invalid: (context, raw, form) => activityPage(context, String(raw['id']), form),
    async handle(context, { id, number }) {
      await requireActivity(context, id)
      if (!(await rows.withdrawConsent(context.db, context.scope, id, number))) throw new NotFound('participant')
      return {
        redirect: `/fgd/${id}#peserta`,
        notice: context.t(messages).withdrawn,
        audit: { subject: `focus-group:${id}`, detail: { participant: number } },
      }
    },
  }),

  command({
    path: '/fgd/:id/catatan',
    access: 'focus_group.manage',
    audit: 'focus_group.noted',
    input: NewSegment,
    sample: SAMPLE_OPEN,
    invalid: again,
    async handle(context, { id, item, participant, outcome, text: said }) {
      const { db, scope, t } = context
      const text = t(messages)
      const row = await lockIn(context, id, 'open', text.notOpen)
      const speaking = (await rows.listParticipants(db, scope, id)).filter((one) => one.consent === 'given')
      if (participant !== undefined && !speaking.some((one) => one.number === participant))
        throw new Refusal(422, '', { participant: text.withoutConsent })
      const about = item !== undefined && item <= row.protocol.length ? item : undefined
      const number = await rows.insertSegment(db, scope, id, { item: about, participant, outcome, text: said })
      if (number > MOST_SEGMENTS) throw new Refusal(409, text.full)
      return {
        redirect: `/fgd/${id}#tambah-catatan`,
        audit: { subject: `focus-group:${id}`, detail: { note: number } },
      }
    },
  }),

  command({
    path: '/fgd/:id/mulai-kode',
    access: 'focus_group.manage',
    audit: 'focus_group.coding_begun',
    input: AtId,
    sample: SAMPLE_OPEN,
    invalid: again,
    async handle(context, { id }) {
      const { db, scope, t } = context
      const text = t(messages)
      await lockIn(context, id, 'open', text.notOpen)
      if ((await rows.listSegments(db, scope, id)).length < 2) throw new Refusal(409, text.needNotes)
      await rows.setState(db, scope, id, 'coding')
      return { redirect: `/fgd/${id}`, notice: text.codingStarted, audit: { subject: `focus-group:${id}` } }
    },
  }),

  query({
    path: '/fgd/:id/kode',
    access: 'focus_group.code',
    input: AtId,
    sample: SAMPLE_CODING,
    handle: (context, { id }) => codingPage(context, id, emptyForm),
  }),

  command({
    path: '/fgd/:id/kode',
    access: 'focus_group.code',
    audit: 'focus_group.coded',
    input: Codings,
    sample: SAMPLE_CODING,
    invalid: (context, raw, form) => codingPage(context, String(raw['id']), form),
    async handle(context, input) {
      const { db, scope, t } = context
      const text = t(messages)
      const { id, act } = input
      const row = await lockIn(context, id, 'coding', text.notOpen)
      const coder = await rows.takeCoder(db, scope, row)
      if (!coder) throw new Refusal(409, text.coderTaken)
      if (coder === 1 ? row.one_done : row.two_done) throw new Refusal(409, text.coderFinished)
      const book = await findCodebook(db, scope, id)
      const before = await rows.listOwnCodings(db, scope, id, coder)
      context.requireSeen(codesSeen(codesToday(before, book)))
      const segments = await rows.listSegments(db, scope, id)
      const given = segments.flatMap(({ number }) => {
        // A page from before a merge still says what was meant; the merge is followed at reading.
        const theme = input[`s_${number}`]
        return typeof theme === 'string' && book.today(theme) ? [{ segment: number, theme }] : []
      })
      const open = segments.filter(({ number }) => !given.some((one) => one.segment === number))
      if (act === 'done' && open.length > 0)
        throw new Refusal(422, '', Object.fromEntries(open.map(({ number }) => [`s_${number}`, text.codesMissing])))
      const kept = (segment: number, theme: string) =>
        book.today(before.get(segment) ?? '')?.key === book.today(theme)?.key
      const fresh = given.filter(({ segment, theme }) => !kept(segment, theme))
      await rows.putCodings(db, scope, id, coder, fresh)
      if (act === 'done' && (await rows.finishCoder(db, scope, id, coder))) await rows.setState(db, scope, id, 'agreed')
      return {
        redirect: act === 'done' ? '/fgd' : `/fgd/${id}/kode`,
        notice: act === 'done' ? text.coderFinished : text.saved,
        audit: { subject: `focus-group:${id}`, detail: { coder, done: act === 'done' } },
      }
    },
  }),

  query({
    path: '/fgd/:id/kesepakatan',
    access: 'focus_group.read',
    input: AtId,
    sample: SAMPLE,
    handle: (context, { id }) => agreementPage(context, id, emptyForm),
  }),

  command({
    path: '/fgd/:id/sepakati',
    access: 'focus_group.manage',
    audit: 'focus_group.difference_settled',
    input: NewResolution,
    sample: SAMPLE,
    invalid: agreeAgain,
    async handle(context, { id, segment, theme, reason }) {
      const { db, scope, now, t } = context
      const text = t(messages)
      await lockIn(context, id, 'agreed', text.notDone)
      const book = await findCodebook(db, scope, id)
      requireTheme(context, book, theme)
      const pair = (await readPairs(db, scope, id, book)).find((one) => one.segment === segment && one.one !== one.two)
      if (!pair) throw new Refusal(422, '', { segment: text.noDifference })
      await rows.putResolution(db, scope, now, { activity: id, segment, theme, reason })
      return { redirect: `/fgd/${id}/kesepakatan`, audit: { subject: `focus-group:${id}`, detail: { segment, theme } } }
    },
  }),

  command({
    path: '/fgd/:id/temuan',
    access: 'focus_group.manage',
    audit: 'focus_group.found',
    input: NewFinding,
    sample: SAMPLE,
    invalid: agreeAgain,
    async handle(context, { id, theme, service: chosen, text: said }) {
      const { db, scope, now, t } = context
      const activity = await lockIn(context, id, 'agreed', t(messages).notDone)
      requireTheme(context, await findCodebook(db, scope, id), theme)
      const service = chosen === undefined ? activity.service_id : chosen || null
      const known =
        service === activity.service_id ||
        (await listServices(db, scope)).some((one) => one.id === service && one.unit_id === activity.unit_id)
      if (service !== null && !known) throw new Refusal(422, '', { service: t(messages).serviceUnknown })
      const finding = await rows.insertFinding(db, scope, now, { activity, service, theme, text: said })
      return {
        redirect: `/fgd/${id}/kesepakatan#temuan`,
        audit: { subject: `focus-group:${id}`, detail: { finding, theme } },
      }
    },
  }),

  command({
    path: '/fgd/:id/tutup',
    access: 'focus_group.manage',
    audit: 'focus_group.closed',
    input: AtId,
    sample: SAMPLE,
    invalid: agreeAgain,
    async handle(context, { id }) {
      const { db, scope, t } = context
      await lockIn(context, id, 'agreed', t(messages).notDone)
      const { pairs } = await measure(context.db, context.scope, id)
      const open = pairs.some((one) => one.one !== one.two && one.theme === null)
      if (open) throw new Refusal(409, t(messages).openDifferences)
      await rows.setState(db, scope, id, 'closed')
      return { redirect: `/fgd/${id}/laporan`, audit: { subject: `focus-group:${id}` } }
    },
  }),

  query({
    path: '/fgd/:id/laporan',
    access: 'focus_group.read',
    input: AtId,
    sample: SAMPLE,
    async handle(context, { id }) {
      const { db, scope } = context
      const row = await requireActivity(context, id)
      const measured = await measure(context.db, context.scope, id)
      return {
        page: (
          <ReportPage
            row={row}
            participants={await rows.listParticipants(db, scope, id)}
            segments={await rows.listSegments(db, scope, id)}
            {...measured}
            findings={await readFindings(db, scope, { activity: id })}
          />
        ),
      }
    },
  }),
]
