import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { addWorkingTime } from '../../platform/calendar.ts'
import { storeBytes } from '../../platform/files.ts'
import { newId } from '../../platform/id.ts'
import { listServices, THEMES, type Theme } from '../services/index.ts'
import { applyEvents, type Continuation, type Submission, submitComplaints } from './acts.ts'
import { demoCitizens } from './demo-citizens.ts'
import { demoEvents } from './demo-story.ts'
import { demoText, demoWords } from './demo-texts.ts'
import { demoWork } from './demo-work.ts'
import { type Channel, PRIVACIES } from './model.ts'
import { demoPublications } from './moderation/demo.ts'
import { loadTiming } from './timing.ts'

const THEME_WEIGHTS: Record<Theme, number> = {
  kecepatan: 26,
  keramahan: 14,
  keakuratan: 14,
  kemudahan: 18,
  biaya: 8,
  sarana: 14,
  integritas: 6,
}
const CHANNELS: readonly (readonly [Channel, number])[] = [
  ['web', 62],
  ['counter', 14],
  ['phone', 10],
  ['letter', 5],
  ['email', 6],
  ['social', 3],
]
const TOTAL = { full: 20_000, small: 300 }
const BATCH = 1000
const PHOTOS = 12

type Unit = { id: string; code: string; name: string }

/** Eighteen months of complaints with their whole stories, drawn from the rates of the story. */
export async function demoComplaints(world: DemoWorld): Promise<void> {
  const { db, institution, random, anchor, scale } = world
  const scope = await world.scopeFor('complaint.read')
  const { rows: units } = await sql<Unit>`
    select id, code, name from organization.unit where institution_id = ${institution.id} order by code`.execute(db)
  const busy = units.filter((unit) => !unit.code.includes('.') && world.story.traffic(unit.code) > 0)
  const services = Map.groupBy(await listServices(db, scope), (service) => service.unit_id)
  const { calendar } = await loadTiming(db, scope, anchor)
  const drawn = draw(world, busy, TOTAL[institution.size] * (institution.size === 'full' ? scale : 1))
  for (let start = 0; start < drawn.length; start += BATCH) {
    const submissions: Submission[] = []
    const stories: Continuation[] = []
    for (const { unit, theme, at } of drawn.slice(start, start + BATCH)) {
      const service = random.pick(services.get(unit.id) ?? [undefined])
      const submission = submissionOf(world, unit, theme, at, service)
      submissions.push(submission)
      const events = demoEvents({ random, calendar, anchor }, at, unit.id, theme)
      stories.push({
        id: submission.id!,
        events: reopenedInTime(events, anchor, (from) => addWorkingTime(calendar, from, { days: 10 })),
      })
    }
    if (start + BATCH >= drawn.length) await addPhotos(world, submissions.slice(-PHOTOS))
    await submitComplaints(db, scope, anchor, submissions, true)
    await applyEvents(
      db,
      scope,
      anchor,
      stories.filter((story) => story.events.length > 0),
      { quiet: true },
    )
    world.progress('pengaduan', Math.min(start + BATCH, drawn.length), drawn.length)
  }
  await demoPublications(world)
  await demoWork(world)
  await demoCitizens(world)
}

/** How many of each unit and theme came in each month: usual traffic times what the story says happened. */
function draw(world: DemoWorld, units: readonly Unit[], total: number): { unit: Unit; theme: Theme; at: Date }[] {
  const { random, story, months, anchor } = world
  const weightOf = (unit: Unit, theme: Theme) => story.traffic(unit.code) * THEME_WEIGHTS[theme]
  const all = units
    .flatMap((unit) => THEMES.map((theme) => weightOf(unit, theme)))
    .reduce((sum, weight) => sum + weight, 0)
  const drawn: { unit: Unit; theme: Theme; at: Date }[] = []
  for (const [month, name] of months.entries()) {
    const share = month === months.length - 1 ? Math.min(1, anchor.getUTCDate() / daysIn(name)) : 1
    for (const unit of units) {
      for (const theme of THEMES) {
        const mean =
          (total / months.length) * share * (weightOf(unit, theme) / all) * story.complaintRate(unit.code, theme, month)
        const count = random.poisson(mean)
        for (let index = 0; index < count; index++)
          drawn.push({ unit, theme, at: world.instant(month, random, random.chance(0.6)) })
      }
    }
  }
  return drawn.sort((a, b) => a.at.getTime() - b.at.getTime())
}

function daysIn(month: string): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()
}

function submissionOf(
  world: DemoWorld,
  unit: Unit,
  theme: Theme,
  at: Date,
  service: { id: string; name: string } | undefined,
): Submission {
  const { random } = world
  const channel = CHANNELS[random.weighted(CHANNELS.map(([, weight]) => weight))]![0]
  const named = random.chance(0.45)
  return {
    id: newId(at),
    at,
    random: Uint8Array.from({ length: 5 }, () => random.int(0, 255)),
    ...demoText(random, theme, service?.name ?? `layanan ${unit.name}`),
    unit_id: unit.id,
    service_id: service?.id,
    channel,
    actor: channel === 'web' ? 'citizen' : 'officer',
    privacy: PRIVACIES[random.weighted(theme === 'integritas' ? [5, 35, 60] : [30, 62, 8])]!,
    place: random.chance(0.2) ? unit.name : undefined,
    occurred_on: random.chance(0.4) ? at.toISOString().slice(0, 10) : undefined,
    reporter_name: named ? demoWords.name(random) : undefined,
    reporter_email: undefined,
    reporter_phone: undefined,
  }
}

/** A citizen who came too late could not reopen: the story then ended in silence. */
function reopenedInTime(
  events: Continuation['events'],
  anchor: Date,
  limit: (from: Date) => Date,
): Continuation['events'] {
  const at = events.findIndex((event) => event.kind === 'reopened')
  const until = at < 1 ? undefined : limit(events[at - 1]!.at!)
  if (!until || events[at]!.at! <= until) return events
  const closedAt = new Date(until.getTime() + 7 * 60_000)
  const before = events.slice(0, at)
  return closedAt <= anchor ? [...before, { kind: 'closed', actor: 'system', at: closedAt }] : before
}

async function addPhotos(world: DemoWorld, submissions: Submission[]): Promise<void> {
  const scope = await world.scopeFor('complaint.read')
  for (const [index, submission] of submissions.entries()) {
    const bytes = await demoPhoto(index)
    submission.photo_id = await storeBytes(world.db, scope, submission.at!, {
      name: `foto-contoh-${index + 1}.jpg`,
      type: 'image/jpeg',
      bytes,
      owner: `complaints:${submission.id}`,
      inline: true,
    })
  }
}

/** A drawn waiting room, so that no real place is shown. */
async function demoPhoto(index: number): Promise<Buffer> {
  const people = Array.from({ length: 5 + (index % 4) }, (_, place) => {
    const x = 70 + place * 78
    return `<circle cx="${x}" cy="${250 - ((place * 37 + index * 11) % 18)}" r="20" fill="#8a5a3c"/><rect x="${x - 24}" y="272" width="48" height="90" rx="18" fill="hsl(${(place * 67 + index * 40) % 360} 35% 45%)"/>`
  }).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="500"><rect width="800" height="500" fill="#dfe7e4"/><rect y="380" width="800" height="120" fill="#b9a98d"/><rect x="560" y="140" width="210" height="240" fill="#0b5f66"/><rect x="580" y="165" width="170" height="80" fill="#f3f7f6"/><text x="665" y="218" font-family="sans-serif" font-size="38" text-anchor="middle" fill="#0b5f66">A-${17 + index}</text>${people}<text x="20" y="40" font-family="sans-serif" font-size="22" fill="#445">Gambar contoh</text></svg>`
  const { default: sharp } = await import('sharp')
  return sharp(Buffer.from(svg)).jpeg({ quality: 78 }).toBuffer()
}
