import { sql } from 'kysely'
import type { DemoWorld } from '../../../demo/world.ts'
import { selfScope } from '../../../platform/access.ts'
import { openCampaigns } from './jobs.ts'
import {
  insertDay,
  insertGoal,
  insertQuestion,
  listCampaigns,
  listQuestions,
  listSuggestions,
  saveAnswers,
} from './queries.ts'

const ANSWERS = [
  'Berkas warga selesai pada hari yang sama.',
  'Saya masih sering lupa memberi tahu bila ada penundaan.',
  '4',
  '3',
  'Menjelaskan persyaratan dengan bahasa yang sederhana.',
  'Meminta masukan rekan di loket.',
]

/** The day of January that has passed, and one of the institution's own that is open now; a few have written. */
export async function demoReflection(world: DemoWorld): Promise<void> {
  const { db, anchor, institution } = world
  const scope = await world.scopeFor('reflection.manage')
  const year = Number(world.months.at(-1)!.slice(0, 4))
  for (const day of await listSuggestions(db, scope))
    if (day.code === 'amal_bakti') await insertDay(db, scope, anchor, { ...day, valid_from: `${year - 1}-01-01` })
  await openCampaigns(db, scope, new Date(`${year}-01-03T02:00:00Z`), institution.timeZone)
  const today = new Date(anchor.getTime() + 7 * 3_600_000 - 3 * 86_400_000)
  await insertDay(db, scope, anchor, {
    name: 'Hari Refleksi Pelayanan (contoh)',
    month: today.getUTCMonth() + 1,
    day: Math.min(today.getUTCDate(), 28),
    source: 'Surat edaran bupati (contoh)',
    verified: false,
    valid_from: `${year}-01-01`,
  })
  if ((await listQuestions(db, scope)).every((question) => question.id === null))
    await insertQuestion(db, scope, anchor, {
      kind: 'text',
      body: 'Siapa yang dapat membantu Anda, dan apa yang Anda butuhkan darinya?',
    })
  await openCampaigns(db, scope, anchor, institution.timeZone)
  const { rows } = await sql<{ id: string; employee_id: string; unit_id: string }>`
    select a.id, a.employee_id, p.unit_id from people.account a
    join people.assignment p on p.institution_id = a.institution_id and p.employee_id = a.employee_id and p.valid_to is null
    where a.institution_id = ${institution.id} order by p.unit_id, a.id limit 12`.execute(db)
  const campaigns = await listCampaigns(db, scope)
  for (const person of rows) {
    const own = selfScope(institution.id, person.id, person.employee_id)
    for (const campaign of campaigns)
      await saveAnswers(db, own, anchor, {
        campaign: campaign.id,
        unit: person.unit_id,
        answers: campaign.questions.map((_, at) => ANSWERS[at] ?? ''),
      })
    await insertGoal(db, own, anchor, {
      body: 'Memberi kabar setiap kali ada penundaan.',
      due_on: `${year}-12-20`,
    })
  }
}
