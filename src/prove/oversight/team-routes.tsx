import { z } from 'zod'
import { listUnits } from '../../core/organization/index.ts'
import { smallestCell } from '../../listen/services/index.ts'
import { findFile, sendFile } from '../../platform/files.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { bilingual, checkbox, emptyForm, type FormState, idParam, requiredText } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { countKinds, summarize } from './finding-queries.ts'
import { messages } from './messages.ts'
import { AtId, MAX_FILE_BYTES, NewInterest, NewItem, NewMember, NewTeam, suppress } from './model.ts'
import { listItems, putItem } from './queries.ts'
import { type Examine, keep, type Manage, type Read, todayOf, withSize } from './routes.tsx'
import { PublicSummaryPage, RulesPage } from './rules-views.tsx'
import * as teams from './team-queries.ts'
import { InterestsPage, TeamPage, TeamsPage } from './team-views.tsx'

type Any = Pick<Read | Manage, 'db' | 'scope' | 'also' | 'now' | 'institution'>
const SAMPLE = { id: 'select id from oversight.team order by decree_on, id limit 1' }
const SAMPLE_DECREE = { id: 'select id from oversight.team where decree_file_id is not null order by id limit 1' }
const YEAR = 365 * 86_400_000

async function teamsPage({ db, scope, also }: Any, form: FormState) {
  const manage = also('oversight.manage') !== undefined
  return { page: <TeamsPage rows={await teams.listTeams(db, scope)} manage={manage} form={form} /> }
}

async function teamPage(context: Any, id: string, form: FormState) {
  const { db, scope, also, now } = context
  const row = (await teams.listTeams(db, scope)).find((one) => one.id === id)
  if (!row) throw new NotFound('team')
  const manage = also('oversight.manage') !== undefined
  return {
    page: (
      <TeamPage
        row={row}
        members={await teams.listMembers(db, scope, id)}
        examiners={manage ? await teams.listExaminers(db, scope, now) : []}
        today={todayOf(context)}
        manage={manage}
        form={form}
      />
    ),
  }
}

async function interestsPage({ db, scope }: Examine, form: FormState) {
  const units = (await listUnits(db, scope)).filter((unit) => unit.active_to === null)
  return { page: <InterestsPage rows={await teams.listOwnInterests(db, scope)} units={units} form={form} /> }
}

async function rulesPage(context: Context<'oversight.rules'>, form: FormState) {
  const { db, scope } = context
  const items = await listItems(db, scope)
  const published = await teams.listPublication(db, scope)
  const { timeZone } = context.institution
  const replaced = (await teams.listReplacedPublication(db, scope)).map(({ topic, shown, reason, set_at }) => ({
    topic,
    shown,
    source: reason,
    verified: true,
    valid_from: localDate(set_at, timeZone),
    replaced: true,
  }))
  const props = { rows: items, published, replaced, today: todayOf(context), form }
  return { page: <RulesPage {...props} /> }
}

export const teamRoutes = [
  query({
    path: '/pengawasan/tim',
    access: 'oversight.read',
    input: z.object({}),
    handle: (context) => teamsPage(context, emptyForm),
  }),

  command({
    path: '/pengawasan/tim',
    access: 'oversight.manage',
    audit: 'oversight.team_formed',
    input: NewTeam,
    maxUploadBytes: MAX_FILE_BYTES,
    invalid: (context, _raw, form) => teamsPage(context, withSize(context, form)),
    async handle(context, { file, ends_on, ...team }) {
      const { db, scope, now, t } = context
      const id = newId(now)
      const stored = await keep(context, `oversight:${id}`, file)
      await teams.insertTeam(db, scope, now, { ...team, id, ends_on: ends_on ?? null, file: stored })
      return {
        redirect: `/pengawasan/tim/${id}`,
        notice: t(messages).teamSaved,
        audit: { subject: `oversight-team:${id}`, detail: { decree: team.decree_number } },
      }
    },
  }),

  query({
    path: '/pengawasan/tim/:id',
    access: 'oversight.read',
    input: AtId,
    sample: SAMPLE,
    handle: (context, { id }) => teamPage(context, id, emptyForm),
  }),

  query({
    path: '/pengawasan/tim/:id/sk',
    access: 'oversight.read',
    input: AtId,
    sample: SAMPLE_DECREE,
    async handle({ db, scope }, { id }) {
      const row = (await teams.listTeams(db, scope)).find((one) => one.id === id)
      const file = row?.decree_file_id ? await findFile(db, scope, row.decree_file_id) : undefined
      if (!file) throw new NotFound('decree')
      return sendFile(scope, file)
    },
  }),

  command({
    path: '/pengawasan/tim/:id/anggota',
    access: 'oversight.manage',
    audit: 'oversight.member_added',
    input: NewMember,
    sample: SAMPLE,
    invalid: (context, raw, form) => teamPage(context, String(raw['id']), form),
    async handle(context, { id, account, part, from_on }) {
      const { db, scope, now, t } = context
      const text = t(messages)
      const row = (await teams.listTeams(db, scope)).find((one) => one.id === id)
      if (!row) throw new NotFound('team')
      const known = (await teams.listExaminers(db, scope, now)).some((one) => one.id === account)
      if (!known) throw new Refusal(422, '', { account: text.memberUnknown })
      if (from_on < row.decree_on) throw new Refusal(422, '', { from_on: text.memberEarly })
      if (!(await teams.insertMember(db, scope, { team: id, account, part, from_on })))
        throw new Refusal(422, '', { account: text.memberTwice })
      return {
        redirect: `/pengawasan/tim/${id}`,
        notice: text.memberAdded,
        audit: { subject: `oversight-team:${id}`, detail: { account, part } },
      }
    },
  }),

  command({
    path: '/pengawasan/tim/:id/akhiri',
    access: 'oversight.manage',
    audit: 'oversight.member_ended',
    input: z.object({ id: idParam(), account: idParam() }),
    sample: SAMPLE,
    invalid: (context, raw, form) => teamPage(context, String(raw['id']), form),
    async handle(context, { id, account }) {
      const { db, scope, t } = context
      if (!(await teams.endMember(db, scope, id, account, todayOf(context)))) throw new NotFound('member')
      return {
        redirect: `/pengawasan/tim/${id}`,
        notice: t(messages).ended,
        audit: { subject: `oversight-team:${id}`, detail: { account } },
      }
    },
  }),

  query({
    path: '/pengawasan/kepentingan',
    access: 'oversight.examine',
    input: z.object({}),
    handle: (context) => interestsPage(context, emptyForm),
  }),

  command({
    path: '/pengawasan/kepentingan',
    access: 'oversight.examine',
    audit: 'oversight.interest_declared',
    input: NewInterest,
    invalid: (context, _raw, form) => interestsPage(context, form),
    async handle({ db, scope, now, t }, { unit, reason }) {
      const text = t(messages)
      if (!scope.units.includes(unit)) throw new Refusal(422, '', { unit: text.unitUnknown })
      await teams.insertInterest(db, scope, now, { unit, reason })
      return {
        redirect: '/pengawasan/kepentingan',
        notice: text.declared,
        audit: { subject: `unit:${unit}`, detail: { account: scope.account } },
      }
    },
  }),

  query({
    path: '/pengawasan/ketentuan',
    access: 'oversight.rules',
    input: z.object({}),
    handle: (context) => rulesPage(context, emptyForm),
  }),

  command({
    path: '/pengawasan/ketentuan',
    access: 'oversight.rules',
    audit: 'oversight.item_set',
    input: NewItem,
    invalid: (context, _raw, form) => rulesPage(context, form),
    async handle({ db, scope, now, t }, typed) {
      const input = { ...typed, key: typed.key || `b${newId(now).replaceAll('-', '').slice(-12)}` }
      await putItem(db, scope, now, input)
      const detail = { ...input, amount: input.amount ?? null }
      return {
        redirect: `/pengawasan/ketentuan#${input.area}`,
        notice: t(messages).itemSet,
        audit: { subject: `oversight-item:${input.area}:${input.key}`, detail },
      }
    },
  }),

  command({
    path: '/pengawasan/ketentuan/umum',
    access: 'oversight.rules',
    audit: 'oversight.publication_set',
    input: z.object({
      topic: z.enum(teams.TOPICS, { error: bilingual('Pilih bagiannya.', 'Choose the part.') }),
      shown: checkbox(),
      why: requiredText(500, bilingual('Tuliskan alasannya.', 'Give the reason.')),
    }),
    invalid: (context, _raw, form) => rulesPage(context, form),
    async handle({ db, scope, now, t }, { topic, shown, why }) {
      await teams.putPublication(db, scope, now, { topic, shown, reason: why })
      return {
        redirect: '/pengawasan/ketentuan',
        notice: t(messages).publicationSet,
        audit: { subject: `publication:${topic}`, detail: { shown, reason: why } },
      }
    },
  }),

  query({
    path: '/i/:institution/pengawasan',
    access: 'public',
    input: z.object({}),
    async handle({ db, scope, now, institution }) {
      if (!(await teams.isPublished(db, scope, 'findings'))) throw new NotFound('summary')
      const since = new Date(now.getTime() - YEAR)
      const all = await summarize(db, scope, now, since)
      const least = await smallestCell(db, scope, localDate(now, institution.timeZone))
      const { shown, hidden } = suppress(all, least)
      const sum = (of: (row: (typeof all)[number]) => number) => all.reduce((total, row) => total + of(row), 0)
      const total = { all: sum((row) => row.total), done: sum((row) => row.done), late: sum((row) => row.late) }
      const kinds = await countKinds(db, scope, since)
      return { page: <PublicSummaryPage shown={shown} hidden={hidden} total={total} kinds={kinds} least={least} /> }
    },
  }),
]
