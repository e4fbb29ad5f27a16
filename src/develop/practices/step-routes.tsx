import { z } from 'zod'
import { findFile, sendFile, storeUpload, tooLarge } from '../../platform/files.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam } from '../../platform/http/input.ts'
import { command, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { askChange, reviewChange } from './acts.ts'
import { listCriteria } from './log-queries.ts'
import { messages } from './messages.ts'
import {
  AtId,
  criteriaOn,
  MAX_EVIDENCE_BYTES,
  MOST_PEOPLE,
  MOST_RESULTS,
  missingParts,
  NewChange,
  NewPerson,
  NewResult,
  nextStates,
  Review as ReviewInput,
  readCriteria,
} from './model.ts'
import { findEntry, lockEntry, setPublished } from './queries.ts'
import { entryPage, type Manage, type Review, SAMPLE } from './routes.tsx'
import * as story from './story-queries.ts'

type Raw = Readonly<Record<string, unknown>>
const again = (context: Manage, raw: Raw, form: FormState) =>
  entryPage(context, String(raw['id']), withSize(context, form))
const reviewAgain = (context: Review, raw: Raw, form: FormState) => entryPage(context, String(raw['id']), form)
const SAMPLE_TRIAL = { id: `select id from practices.entry where state = 'trial' order by id limit 1` }
const SAMPLE_WAITING = {
  id: `select c.entry_id as id from practices.change c where not exists (select from practices.review r
    where r.institution_id = c.institution_id and r.entry_id = c.entry_id and r.number = c.number) limit 1`,
}
const SAMPLE_FILE = {
  id: 'select entry_id as id from practices.change where file_id is not null order by entry_id, number limit 1',
  number: 'select number::text from practices.change where file_id is not null order by entry_id, number limit 1',
}

function withSize(context: Manage, form: FormState): FormState {
  if (form.errors['file'] !== '') return form
  return { ...form, errors: { ...form.errors, file: tooLarge(MAX_EVIDENCE_BYTES, context.language) } }
}

async function requireEntry({ db, scope }: Pick<Manage | Review, 'db' | 'scope'>, id: string) {
  const row = await lockEntry(db, scope, id)
  if (!row) throw new NotFound('entry')
  return row
}

export const stepRoutes = [
  command({
    path: '/praktik/:id/hasil',
    access: 'practice.manage',
    audit: 'practice.measured',
    input: NewResult,
    sample: SAMPLE,
    invalid: again,
    async handle(context, { id, result_link, ...result }) {
      const { db, scope, now, t, institution } = context
      const text = t(messages)
      await requireEntry(context, id)
      if (result.measured_on > localDate(now, institution.timeZone))
        throw new Refusal(422, '', { measured_on: text.future })
      const number = await story.insertResult(db, scope, now, id, { ...result, link: result_link })
      if (number > MOST_RESULTS) throw new Refusal(409, text.tooMany)
      return {
        redirect: `/praktik/${id}#hasil`,
        notice: text.resultAdded,
        audit: { subject: `practice:${id}`, detail: { result: number } },
      }
    },
  }),

  command({
    path: '/praktik/:id/keadaan',
    access: 'practice.manage',
    audit: 'practice.state_asked',
    input: NewChange,
    sample: SAMPLE_TRIAL,
    maxUploadBytes: MAX_EVIDENCE_BYTES,
    invalid: again,
    async handle(context, input) {
      const { db, scope, now, t, institution } = context
      const { id, to, happened_on, evidence, link, file } = input
      const text = t(messages)
      const row = await requireEntry(context, id)
      const today = localDate(now, institution.timeZone)
      if (row.kind !== 'innovation') throw new Refusal(409, text.onlyInnovations)
      if (row.waiting) throw new Refusal(409, text.oneAtATime)
      if (!nextStates(row.state).includes(to)) throw new Refusal(422, '', { to: text.wrongNext })
      if (happened_on > today) throw new Refusal(422, '', { happened_on: text.future })
      if (row.since && happened_on < row.since) throw new Refusal(422, '', { happened_on: text.beforeLast })
      const criteria = to === 'implemented' ? criteriaOn(await listCriteria(db, scope), happened_on) : []
      const { answered, errors } = readCriteria(input, criteria, text.criterionMissing)
      if (Object.keys(errors).length > 0) throw new Refusal(422, '', errors)
      const stored = file
        ? await storeUpload(context, 'file', file, {
            owner: `practices:${id}`,
            kinds: ['image', 'document'],
            maxBytes: MAX_EVIDENCE_BYTES,
          })
        : undefined
      const number = await askChange(db, scope, now, row, {
        to,
        happened_on,
        evidence,
        link,
        file: stored?.id ?? null,
        criteria: answered,
      })
      return {
        redirect: `/praktik/${id}#perjalanan`,
        notice: text.changeAsked,
        audit: { subject: `practice:${id}`, detail: { number, from: row.state, to } },
      }
    },
  }),

  command({
    path: '/praktik/:id/tinjau',
    access: 'practice.review',
    audit: 'practice.reviewed',
    input: ReviewInput,
    sample: SAMPLE_WAITING,
    invalid: reviewAgain,
    async handle(context, { id, number, decision, note }) {
      const { db, scope, now, t } = context
      const text = t(messages)
      const row = await requireEntry(context, id)
      const change = (await story.listChanges(db, scope, id)).find((one) => one.decision === null)
      if (change?.number !== number) throw new Refusal(409, text.nothingWaiting)
      const people = await story.listPeople(db, scope, id)
      const takesPart = people.some((one) => one.employee_id === scope.employee)
      if (change.asked_by === scope.account || takesPart) throw new Refusal(409, text.notOwn)
      await reviewChange(db, scope, now, row, change, { decision, note })
      return {
        redirect: `/praktik/${id}#perjalanan`,
        notice: text.reviewed,
        audit: { subject: `practice:${id}`, detail: { number, decision, to: change.to_state } },
      }
    },
  }),

  command({
    path: '/praktik/:id/tayang',
    access: 'practice.review',
    audit: 'practice.published',
    input: AtId,
    sample: SAMPLE,
    invalid: reviewAgain,
    async handle(context, { id }) {
      const { db, scope, now, t } = context
      const text = t(messages)
      const row = await requireEntry(context, id)
      const measured = (await story.listResults(db, scope, [id])).length > 0
      const missing = [
        ...missingParts(row).map((part) => text.parts[part]),
        ...(measured || row.outcome ? [] : [text.noResultYet]),
      ]
      if (missing.length > 0) throw new Refusal(409, text.cannotPublish(missing.join(', ')))
      await setPublished(db, scope, id, now)
      return { redirect: `/praktik/${id}`, notice: text.publishedNow, audit: { subject: `practice:${id}` } }
    },
  }),

  command({
    path: '/praktik/:id/tarik',
    access: 'practice.review',
    audit: 'practice.withdrawn',
    input: AtId,
    sample: SAMPLE,
    async handle(context, { id }) {
      const { db, scope, t } = context
      await requireEntry(context, id)
      await setPublished(db, scope, id, null)
      return { redirect: `/praktik/${id}`, notice: t(messages).withdrawnNow, audit: { subject: `practice:${id}` } }
    },
  }),

  command({
    path: '/praktik/:id/orang',
    access: 'practice.manage',
    audit: 'practice.person_named',
    input: NewPerson,
    sample: SAMPLE,
    invalid: again,
    async handle(context, { id, employee, part }) {
      const { db, scope, t } = context
      const text = t(messages)
      const row = await requireEntry(context, id)
      const known = (await story.listColleagues(db, scope, [row.unit_id])).some((one) => one.id === employee)
      if (!known) throw new Refusal(422, '', { employee: text.personUnknown })
      if ((await story.listPeople(db, scope, id)).length >= MOST_PEOPLE) throw new Refusal(409, text.tooMany)
      await story.putPerson(db, scope, { entry: id, employee, part })
      return { redirect: `/praktik/${id}#orang`, audit: { subject: `practice:${id}`, detail: { employee, part } } }
    },
  }),

  command({
    path: '/praktik/:id/orang/hapus',
    access: 'practice.manage',
    audit: 'practice.person_removed',
    input: z.object({ id: idParam(), employee: idParam() }),
    sample: SAMPLE,
    invalid: (context, raw, form) => entryPage(context, String(raw['id']), form),
    async handle(context, { id, employee }) {
      const { db, scope, t } = context
      await requireEntry(context, id)
      if (!(await story.deletePerson(db, scope, id, employee))) throw new NotFound('person')
      return {
        redirect: `/praktik/${id}#orang`,
        notice: t(messages).removed,
        audit: { subject: `practice:${id}`, detail: { employee } },
      }
    },
  }),

  query({
    path: '/praktik/:id/bukti/:number',
    access: 'practice.read',
    input: z.object({ id: idParam(), number: z.coerce.number().int().catch(0) }),
    sample: SAMPLE_FILE,
    async handle({ db, scope }, { id, number }) {
      if (!(await findEntry(db, scope, id))) throw new NotFound('entry')
      const change = (await story.listChanges(db, scope, id)).find((one) => one.number === number)
      const file = change?.file_id ? await findFile(db, scope, change.file_id) : undefined
      if (!file) throw new NotFound('evidence')
      return sendFile(scope, file)
    },
  }),
]
