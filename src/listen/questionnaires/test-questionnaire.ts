import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestPerson,
} from '../../platform/test/harness.ts'
import { saveServices } from '../services/index.ts'
import { createQuestionnaire, publishDraft } from './acts.ts'
import type { Definition, Instrument } from './definition.ts'

export const NOW = new Date('2026-11-21T03:00:00Z')
export const TODAY = '2026-11-21'

const EVERYTHING = [
  'questionnaire.read',
  'questionnaire.texts',
  'questionnaire.enter',
  'questionnaire.manage',
  'questionnaire.rules',
] as const

export type World = Awaited<ReturnType<typeof newWorld>>

/** An institution with one office, one service, an editor of everything and an employee of the office. */
export async function newWorld(house: TestHouse) {
  house.clock.now = NOW
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  const editor = await newPerson(house, institution, institution.root, EVERYTHING)
  const employee = await newPerson(house, institution, unit)
  const service = await asSystem(house, institution, 'service.manage', async (db, scope) => {
    const [saved] = await saveServices(db, scope, NOW, [
      {
        name: 'Kartu Keluarga',
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
  const home = `/i/${institution.slug}`
  return {
    institution,
    unit,
    editor,
    employee,
    service,
    home,
    /** A published questionnaire of this wording. */
    async published(definition: Definition, instrument: Instrument = 'own', owner = unit) {
      const id = await asSystem(house, institution, 'questionnaire.manage', async (db, scope) => {
        const made = await createQuestionnaire(db, scope, NOW, { unit: owner, definition, instrument })
        await publishDraft(db, scope, NOW, made!)
        return made!
      })
      const { rows } = await house.owner.query('select slug from questionnaires.questionnaire where id = $1', [id])
      return { id, slug: String(rows[0].slug) }
    },
    /** Begins an answer and gives the address of its pages. */
    async begin(slug: string, fields: Record<string, string> = {}, as?: TestPerson) {
      const begun = await post(house, `${home}/kuesioner/${slug}`, fields, as)
      return String(begun.headers.location)
    },
    responses: (questionnaire: string) =>
      house.owner
        .query<{ answers: Record<string, unknown>; [column: string]: unknown }>(
          'select * from questionnaires.response where institution_id = $1 and questionnaire_id = $2',
          [institution.id, questionnaire],
        )
        .then(({ rows }) => rows),
    get: (path: string, as?: TestPerson) => get(house, path, as),
    post: (path: string, fields: Readonly<Record<string, string | readonly string[]>>, as?: TestPerson) =>
      post(house, path, fields, as),
  }
}
