import type { DemoWorld } from '../../demo/world.ts'
import { localDate } from '../../platform/i18n.ts'
import { listServices } from '../services/index.ts'
import { answer, type Counter } from './demo-answers.ts'
import { demoInvitations } from './demo-invitations.ts'
import { demoSurveyWork } from './demo-work.ts'
import { submitAnswers } from './intake.ts'
import { mixAnswers, settleAnswers } from './mixing.ts'
import type { Submission } from './model.ts'
import { insertOldResult } from './old-results/queries.ts'
import { listUnits, type UnitRow } from './queries.ts'
import { releaseAnswers } from './release.ts'
import { publishResult } from './results.ts'

const ANSWERS = { full: 50_000, small: 1500 }
const CHUNK = 5000
const ANNOUNCED = 6

/** Answers drawn from the story's means, an announced result per busy unit, and a few invitation sheets. */
export async function demoSurveys(world: DemoWorld): Promise<void> {
  const { db, random } = world
  const scope = await world.scopeFor('survey.read')
  const units = await listUnits(db, scope)
  const counters = (await listServices(db, scope))
    .filter((service) => service.active)
    .map((service) => ({ service, code: storyCode(world, units, service.unit_id) }))
    .filter(({ code }) => world.story.traffic(code) > 0)
  if (counters.length === 0) return
  await answers(world, counters)
  await settle(world)
  const busiest = counters.toSorted((a, b) => world.story.traffic(b.code) - world.story.traffic(a.code))
  await publications(world, [...new Set(busiest.map(({ service }) => service.unit_id))].slice(0, ANNOUNCED))
  await sheets({ ...world, random: random.fork('invitations') }, counters.slice(0, 3))
  await oldResults(world, busiest)
  await demoSurveyWork({ ...world, random: random.fork('survey work') }, busiest)
  await settle(world)
}

/** What the jobs do by and by: nothing is left to be counted one by one each time figures are read. */
async function settle({ db, scopeFor, anchor, institution }: DemoWorld): Promise<void> {
  const scope = await scopeFor('survey.read')
  let more = true
  while (more) more = await mixAnswers(db, scope, 1)
  const today = localDate(anchor, institution.timeZone)
  await settleAnswers(db, scope, today)
  await releaseAnswers(db, scope, today)
}

/** Three years of one office as its old reports printed them. */
async function oldResults(world: DemoWorld, busiest: readonly Counter[]): Promise<void> {
  const unit = busiest[0]?.service.unit_id
  if (!unit) return
  const scope = await world.scopeFor('survey.publish')
  for (const [year, index] of [
    [2013, 71.4],
    [2014, 74.85],
    [2015, 76.2],
  ] as const)
    await insertOldResult(world.db, scope, world.anchor, {
      unit,
      year,
      part: 0,
      index,
      respondents: 150,
      source: `Laporan IKM ${year} (contoh)`,
    })
}

/** The story speaks of offices; a service may hang on a section beneath one. */
function storyCode(world: DemoWorld, units: readonly UnitRow[], unit: string): string {
  const byId = new Map(units.map((one) => [one.id, one]))
  let here = byId.get(unit)
  while (here && world.story.traffic(here.code) === 0 && here.parent_id) here = byId.get(here.parent_id)
  return here?.code ?? ''
}

/** So many answers a month let each month of a service be counted by itself: they are counted ten at a time. */
const COUNTED = 20

/**
 * The services of an office that are asked about, and how often a month. A small load asks about fewer of them rather
 * than too few people about each: its months would stand empty, and no story could be found in them.
 */
function askedOf(world: DemoWorld, counters: readonly Counter[], eachMonth: number) {
  const some = world.scale < 1 ? counters.slice(0, Math.max(1, Math.floor(eachMonth / COUNTED))) : counters
  const each = eachMonth / some.length
  return some.map((counter) => ({ counter, each: world.scale < 1 ? Math.max(each, COUNTED) : each }))
}

async function answers(world: DemoWorld, counters: readonly Counter[]): Promise<void> {
  const { db, random, months, story } = world
  const scope = await world.scopeFor('survey.read')
  const total = ANSWERS[world.institution.size] * world.scale
  const offices = Map.groupBy(counters, (counter) => counter.code)
  const traffic = [...offices.keys()].reduce((sum, code) => sum + story.traffic(code), 0)
  const running = Number(localDate(world.anchor, world.institution.timeZone).slice(8)) / 30
  const perMonth = total / (months.length - 1 + running)
  const expected = new Map<Counter, number>()
  for (const [code, own] of offices) {
    const eachMonth = (perMonth * story.traffic(code)) / traffic
    for (const { counter, each } of askedOf(world, own, eachMonth)) expected.set(counter, each)
  }
  let waiting: Submission[] = []
  let done = 0
  for (const month of months.keys()) {
    const share = month === months.length - 1 ? running : 1
    for (const counter of counters) {
      const about = (expected.get(counter) ?? 0) * share
      for (let left = random.poisson(about); left > 0; left--) waiting.push(answer(world, counter, month))
      if (waiting.length < CHUNK) continue
      done += await submitAnswers(db, scope, world.anchor, waiting)
      waiting = []
      world.progress('survey answers', done, Math.round(total))
    }
  }
  await submitAnswers(db, scope, world.anchor, waiting)
}

async function publications(world: DemoWorld, units: readonly string[]): Promise<void> {
  const scope = await world.scopeFor('survey.publish')
  const from = world.months[0]!
  const to = world.months[11]!
  const at = new Date(Date.parse(`${world.months[12]}-08T03:00:00Z`))
  for (const unitId of units) {
    await publishResult(world.db, scope, at, {
      unitId,
      from,
      to,
      followUp:
        'Unsur terendah dibahas bersama petugas loket, diperbaiki dalam triwulan berikutnya, lalu diukur kembali.',
    })
  }
}

async function sheets(world: DemoWorld, counters: readonly Counter[]): Promise<void> {
  for (const [index, counter] of counters.entries())
    await demoInvitations(world, counter, {
      label: `Loket ${index + 1}`,
      size: 24,
      share: 0.6,
      days: { handed: 20 - index * 5, left: 60 },
    })
}
