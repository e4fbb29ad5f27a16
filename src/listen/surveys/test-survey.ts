import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { createLog } from '../../platform/log.ts'
import {
  asSystem,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  testHouse,
} from '../../platform/test/harness.ts'
import { saveServices } from '../services/index.ts'
import { ELEMENTS, type Submission, skmResult, submitAnswers, surveys } from './index.ts'
import { mixAnswers } from './mixing.ts'
import type { Element } from './model.ts'
import { releaseAnswers } from './release.ts'

export const NOW = new Date('2026-11-21T03:00:00Z')
export const TODAY = '2026-11-21'
const FULL = Object.fromEntries(ELEMENTS.map((element) => [element, '3']))

/** All nine questions answered, as the form sends them. */
export function form(more: Record<string, string> = {}): Record<string, string> {
  return { ...FULL, ...more }
}

const EVERYTHING = [
  'survey.read',
  'survey.invite',
  'survey.publish',
  'survey.plan',
  'survey.kiosk',
  'survey.paper',
  'survey.follow_up',
  'survey.rule',
]

export type Survey = Awaited<ReturnType<typeof newSurvey>>

/** A fresh one for every test of a file, made by the given beforeEach; read its parts inside the tests. */
export function useSurvey(beforeEach: (make: () => Promise<void>) => void): Survey {
  const world = {} as Survey
  beforeEach(async () => {
    Object.assign(world, await newSurvey(await testHouse()))
  })
  return world
}

/** An institution with one service to be rated and one officer who may do everything with surveys. */
export async function newSurvey(house: TestHouse) {
  house.clock.now = NOW
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  const service = await newService(house, institution, unit)
  const submit = (items: readonly Partial<Submission>[]) =>
    asSystem(house, institution, 'survey.read', (db, scope) =>
      submitAnswers(
        db,
        scope,
        NOW,
        items.map((item) => ({
          serviceId: service.id,
          unitId: unit,
          channel: 'link' as const,
          answeredOn: TODAY,
          answers: Object.fromEntries(ELEMENTS.map((element) => [element, 3])),
          ...item,
        })),
      ),
    )
  const count = (now = NOW) =>
    asSystem(house, institution, 'survey.read', async (db, scope) => {
      while (await mixAnswers(db, scope, 1));
      await releaseAnswers(db, scope, localDate(now, 'Asia/Jakarta'))
    })
  return {
    house,
    institution,
    unit,
    service,
    officer: await newPerson(house, institution, institution.root, EVERYTHING),
    page: () => `/i/${institution.slug}/survei/${service.slug}`,
    submit,
    /** Kept and counted, as far as enough are together. */
    keep: async (items: readonly Partial<Submission>[]) => {
      const added = await submit(items)
      await count()
      return added
    },
    count,
    result: (more: { unitId?: string; to?: string } = {}) =>
      asSystem(house, institution, 'survey.read', (db, scope) =>
        skmResult(db, scope, { from: '2026-01', to: '2026-11', ...more }),
      ),
    async settle(now: Date) {
      const envelope = { institution: institution.id, payload: {} }
      for (const job of surveys.jobs.filter((one) => one.schedule))
        await job.run(house.database, envelope, now, createLog('silent'))
    },
    answers: () =>
      house.owner
        .query<Record<string, unknown>>('select * from surveys.answer where institution_id = $1', [institution.id])
        .then(({ rows }) => rows),
  }
}

export function newService(house: TestHouse, institution: { id: string }, unit: string) {
  return asSystem(house, institution, 'service.manage', async (db, scope) => {
    const [saved] = await saveServices(db, scope, NOW, [
      {
        name: `Kartu Keluarga ${newId().slice(-6)}`,
        unit,
        summary: undefined,
        product: 'Kartu Keluarga',
        requirements: undefined,
        procedure: undefined,
        promise: 3,
        promise_unit: 'days',
        cost: 0,
        cost_note: undefined,
        channels: ['counter'],
        active: true,
      },
    ])
    return saved!
  })
}

/** A follow-up of the unit, as its officer plans it. */
export function planFollowUp(world: Survey, more: Readonly<Record<string, string>> = {}) {
  const planned = {
    unit: world.unit,
    first_month: '2026-01',
    last_month: '2026-10',
    element: 'waktu',
    action: 'Loket pengambilan dipisah',
    owner: 'Kepala Seksi Pelayanan',
    due_on: '2026-12-20',
  }
  return post(world.house, '/survei/tindak-lanjut', { ...planned, ...more }, world.officer)
}

/** What an institution calls the element from each of these months on, as decided long before. */
export async function nameElement(
  house: TestHouse,
  institution: { id: string },
  element: Element,
  names: Readonly<Record<`${number}-${number}`, string>>,
): Promise<void> {
  for (const [month, name] of Object.entries(names))
    await house.owner.query(
      `insert into surveys.element_wording (institution_id, id, element, valid_from, name_id, name_en, question_id,
        question_en, answers_id, answers_en, source, verified, created_at)
       values ($1, $2, $3, $4::date, $5, $5, 'Pertanyaan', 'Question', '{a,b,c,d}', '{a,b,c,d}', 'Keputusan', false, $4::date)`,
      [institution.id, newId(), element, `${month}-01`, name],
    )
}
