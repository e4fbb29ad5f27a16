import type { DemoWorld } from '../../demo/world.ts'
import { storeBytes } from '../../platform/files.ts'
import { localDate } from '../../platform/i18n.ts'
import type { ServiceRow } from '../services/index.ts'
import { loadChoices } from './choices/queries.ts'
import { answerOn, type Counter } from './demo-answers.ts'
import { demoInvitations } from './demo-invitations.ts'
import { insertFollowUp, setFollowUp } from './follow-up/queries.ts'
import { submitAnswers } from './intake.ts'
import { countKiosk, insertKiosk, pairKiosk } from './kiosk/queries.ts'
import { comparePasses } from './paper/acts.ts'
import { DIGIT_FIELDS, mostOf, type Sheet } from './paper/model.ts'
import { findPaperBatch, insertPaperBatch, putSheets, setPaperBatch } from './paper/queries.ts'
import { targetsOf } from './plans/model.ts'
import { insertPlan, listProgress, setPlanState, setStrata } from './plans/queries.ts'
import { loadReport } from './report/data.ts'
import { reportPdf } from './report/pdf.ts'
import { insertReport, setReport } from './report/queries.ts'

const DAY = 86_400_000

/** What officers do around the answers: a plan under way for the busiest office. */
export async function demoSurveyWork(world: DemoWorld, counters: readonly Counter[]): Promise<void> {
  const busiest = counters[0]
  if (!busiest) return
  const first = busiest.service
  await plan(
    world,
    counters.filter(({ service }) => service.unit_id === first.unit_id),
  )
  await kiosk(world, busiest)
  await paper(world, first)
  await followUps(world, first.unit_id)
  await wholeReport(world, first.unit_id)
}

const ACTIONS = [
  {
    element: 'waktu' as const,
    action: 'Antrean dipisah untuk pengambilan berkas, sehingga yang hanya mengambil tidak menunggu.',
    owner: 'Kepala Seksi Pelayanan',
    days: -12,
    state: 'done' as const,
    evidence: 'Loket pengambilan dibuka dan tandanya terpasang di depan pintu.',
  },
  {
    element: 'perilaku' as const,
    action: 'Sapaan dan penjelasan awal di loket dilatih kembali dan diamati dua kali sebulan.',
    owner: 'Kepala Subbagian Umum',
    days: 40,
    state: 'running' as const,
    evidence: '',
  },
  {
    element: 'pengaduan' as const,
    action: 'Jawaban atas pengaduan ditempel setiap Senin di papan ruang tunggu.',
    owner: 'Kepala Seksi Pelayanan',
    days: -4,
    state: 'planned' as const,
    evidence: '',
  },
]

async function followUps(world: DemoWorld, unit: string): Promise<void> {
  const { db, anchor, months, institution } = world
  const scope = await world.scopeFor('survey.follow_up')
  for (const { element, action, owner, days, state, evidence } of ACTIONS) {
    const due_on = localDate(new Date(anchor.getTime() + days * DAY), institution.timeZone)
    const plan = { unit, first_month: months[0]!, last_month: months[11]!, element, action, owner, due_on }
    const id = await insertFollowUp(db, scope, new Date(anchor.getTime() - 120 * DAY), plan)
    const done = state === 'done'
    await setFollowUp(db, scope, anchor, id, {
      state,
      due_on,
      evidence,
      shown: true,
      done_on: done ? due_on : null,
      evidence_link: done ? 'https://dpmptsp.contoh.example/berita/loket-pengambilan' : '',
      evidence_file_id: done ? await photo(world, id) : null,
    })
  }
}

/** A drawn counter, so that no real place is shown. */
async function photo(world: DemoWorld, id: string): Promise<string> {
  const sign = '<rect x="430" y="70" width="290" height="90" rx="8" fill="#0b5f66"/>'
  const words =
    '<text x="575" y="128" font-family="sans-serif" font-size="38" text-anchor="middle" fill="#fff">Pengambilan</text>'
  const desk =
    '<rect x="400" y="270" width="350" height="150" fill="#b98d5d"/><rect x="60" y="270" width="280" height="150" fill="#9fb4ae"/>'
  const people =
    '<circle cx="575" cy="210" r="34" fill="#8a5a3c"/><rect x="535" y="240" width="80" height="34" rx="16" fill="#27496d"/>'
  const label = '<text x="20" y="40" font-family="sans-serif" font-size="22" fill="#445">Gambar contoh</text>'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="500"><rect width="800" height="500" fill="#e6ece6"/><rect y="420" width="800" height="80" fill="#c8bba1"/>${sign}${words}${people}${desk}${label}</svg>`
  const { default: sharp } = await import('sharp')
  const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: 78 }).toBuffer()
  const file = { name: 'loket-pengambilan.jpg', type: 'image/jpeg', bytes, owner: `surveys:${id}`, inline: true }
  return storeBytes(world.db, await world.scopeFor('survey.follow_up'), world.anchor, file)
}

async function wholeReport(world: DemoWorld, unit: string): Promise<void> {
  const { db, anchor, months, institution } = world
  const scope = await world.scopeFor('survey.read')
  const period = { from: months[0]!, to: months[11]! }
  const id = await insertReport(db, scope, anchor, { unit, ...period })
  const bytes = await reportPdf(
    [
      await loadReport(db, scope, institution.name, {
        unitId: unit,
        ...period,
        today: localDate(anchor, institution.timeZone),
      }),
    ],
    anchor,
    institution.name,
  )
  const file = { name: 'laporan-skm.pdf', type: 'application/pdf', bytes, owner: `surveys:${id}`, inline: false }
  await setReport(db, scope, id, { done: 1, total: 1, file_id: await storeBytes(db, scope, anchor, file) })
}

/** A pile with a few readings that differ, and one that nobody has keyed yet. */
async function paper(world: DemoWorld, service: ServiceRow): Promise<void> {
  const { db, random, anchor, institution } = world
  const scope = await world.scopeFor('survey.paper')
  const at = new Date(anchor.getTime() - 3 * DAY)
  const pile = { service_id: service.id, unit_id: service.unit_id, answered_on: localDate(at, institution.timeZone) }
  const id = await insertPaperBatch(db, scope, at, { ...pile, label: 'Loket 1, lembar kotak saran', sheets: 12 })
  const book = await loadChoices(db, scope)
  const first = Array.from({ length: 12 }, (_, index) => ({
    sheet: index + 1,
    content: Object.fromEntries([
      ...DIGIT_FIELDS.map((field) => {
        const most = mostOf(book, pile.answered_on, field)
        return [field.name, String(random.int(Math.min(2, most), most))]
      }),
      ['comment', ''],
    ]) as Sheet,
  }))
  await putSheets(db, scope, id, 1, first)
  const misread = first.map(({ sheet, content }) => ({
    sheet,
    content: sheet % 5 === 0 ? { ...content, waktu: content.waktu === '2' ? '3' : '2' } : content,
  }))
  await putSheets(db, scope, id, 2, misread)
  const typists = await db
    .selectFrom('people.account')
    .select('id')
    .where('institution_id', '=', institution.id)
    .orderBy('id', 'desc')
    .limit(2)
    .execute()
  await setPaperBatch(db, scope, id, { first_by: typists[0]?.id ?? null, second_by: typists[1]?.id ?? null })
  const batch = await findPaperBatch(db, scope, id)
  if (batch) await comparePasses(db, scope, at, localDate(at, institution.timeZone), batch)
  await insertPaperBatch(db, scope, anchor, { ...pile, label: 'Loket 2, minggu ini', sheets: 30 })
}

const KIOSK = { answers: 200, small: 20, late: 0.15, days: 30 }

/** One that works, one that waits for its tablet. What it counts is what it sent. */
async function kiosk(world: DemoWorld, counter: Counter): Promise<void> {
  const { db, random, anchor, institution } = world
  const scope = await world.scopeFor('survey.kiosk')
  const open = await world.scopeFor('public')
  const { unit_id: unit } = counter.service
  const day = (days: number) => localDate(new Date(anchor.getTime() - days * DAY), institution.timeZone)
  const at = new Date(anchor.getTime() - KIOSK.days * DAY)
  const { id, code } = await insertKiosk(db, scope, at, { name: 'Loket 1', unit })
  await pairKiosk(db, open, at, day(KIOSK.days), code)
  const most = institution.size === 'full' ? KIOSK.answers : KIOSK.small
  const sent = Array.from({ length: Math.max(KIOSK.small, Math.round(most * world.scale)) }, () => ({
    ...answerOn(world, counter, day(random.int(1, KIOSK.days)), 'kiosk'),
    arrival: random.chance(KIOSK.late) ? ('stored' as const) : ('live' as const),
  }))
  const kept = await submitAnswers(db, open, anchor, sent)
  const late = sent.filter(({ arrival }) => arrival === 'stored').length
  await countKiosk(db, open, id, { day: day(0), kept, late, refused: 0 })
  await insertKiosk(db, scope, anchor, { name: 'Loket 2', unit })
}

const PLAN = { handed: 25, left: 40, most: 60, share: 0.52 }

/** Whom the office means to ask: of each service a bit more people than have answered already. */
async function plan(world: DemoWorld, counters: readonly Counter[]): Promise<void> {
  const { db, random, anchor, months } = world
  const scope = await world.scopeFor('survey.plan')
  const at = new Date(anchor.getTime() - PLAN.handed * DAY)
  const [first_month, last_month] = [months.at(-5)!, months.at(-1)!]
  const unit = counters[0]!.service.unit_id
  const id = await insertPlan(
    db,
    scope,
    at,
    { name: 'SKM Semester 2', unit, first_month, last_month, response_percent: 60 },
    counters.map(({ service }) => service),
  )
  const period = { id, first_month: `${first_month}-01`, last_month: `${last_month}-01` }
  const answered = await listProgress(db, scope, period)
  // In the order of the counters: ids differ each time, and the same seed must tell the same story.
  const strata = counters.map(({ service }) => ({
    service_id: service.id,
    population: Math.round((answered.get(service.id)?.answered ?? 0) * (2 + random.next())) + random.int(180, 600),
    origin: 'typed' as const,
    source: 'Buku register loket, masa yang sama tahun lalu',
  }))
  await setStrata(db, scope, { id, response_percent: 60 }, strata)
  await setPlanState(db, scope, at, id, 'active')
  const targets = targetsOf(
    strata.map((stratum) => stratum.population),
    60,
  )
  for (const [index, stratum] of strata.slice(0, 2).entries())
    await demoInvitations(world, counters.find(({ service }) => service.id === stratum.service_id)!, {
      label: `SKM Semester 2: lembar ${index + 1}`,
      size: Math.min(PLAN.most, targets[index]!.invite),
      share: PLAN.share,
      days: PLAN,
      plan: id,
    })
}
