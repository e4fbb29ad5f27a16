import { beforeAll, expect, test } from 'vitest'
import { localDate } from '../../platform/i18n.ts'
import { asSystem, get, newPerson, post, type TestHouse, testHouse } from '../../platform/test/harness.ts'
import { applyEvents, type NewEvent, type Submission, submitComplaints } from './acts.ts'
import { newScene } from './test-scene.ts'

const NOW = new Date('2026-11-20T03:00:00Z')
const HOUR = 3_600_000
let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
  house.clock.now = NOW
})

test('shares are of what can be told already: neither what came in just now, nor what another report stands for', async () => {
  const at = await newScene(house)
  const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR)
  const accepted = (hours: number): NewEvent[] => [
    { kind: 'verified', actor: 'officer', at: ago(hours) },
    { kind: 'classified', actor: 'officer', class: 'ordinary', theme: 'kecepatan', at: ago(hours) },
    { kind: 'routed', actor: 'officer', unit_id: at.unit, at: ago(hours) },
  ]
  const answered = (hours: number): NewEvent => ({
    kind: 'answered',
    actor: 'officer',
    outcome: 'resolved',
    body: 'Sudah.',
    at: ago(hours),
  })
  const reopened = (hours: number): NewEvent => ({
    kind: 'reopened',
    actor: 'citizen',
    reason: 'Belum selesai',
    at: ago(hours),
  })
  const refused = (hours: number): NewEvent => ({
    kind: 'rejected',
    actor: 'officer',
    reason: 'out_of_scope',
    body: 'Bukan kami.',
    at: ago(hours),
  })
  const archived = (hours: number): NewEvent => ({
    kind: 'archived',
    actor: 'officer',
    reason: 'taken_as_input',
    body: 'Terima kasih.',
    at: ago(hours),
  })
  const file = async (hours: number, events: NewEvent[] = [], kind: NonNullable<Submission['kind']> = 'complaint') =>
    asSystem(house, at.institution, 'complaint.read', async (db, scope) => {
      const words = {
        subject: 'Loket tutup',
        body: 'Loket tutup pukul 14.00.',
        privacy: 'open',
        channel: 'web',
      } as const
      const [sent] = await submitComplaints(db, scope, NOW, [
        { ...words, kind, actor: 'citizen', unit_id: at.unit, at: ago(hours) },
      ])
      if (events.length > 0) await applyEvents(db, scope, NOW, [{ id: sent!.id, events }])
      return sent!.id
    })
  const lead = await file(40, [...accepted(35), answered(30)])
  await file(60, [...accepted(50), answered(20)])
  await file(60, [...accepted(50), answered(48), reopened(40)])
  await file(30)
  const fresh = await file(2)
  // What says nothing about speed: refused, archived as input, contested before any answer, and of the same matter.
  await file(30, [refused(20)])
  await file(30, [archived(28)])
  await file(30, [refused(29), reopened(28), refused(20)])
  const twin = await file(39)
  expect((await post(house, `/pengaduan/${twin}/gabung`, { into: lead }, at.officer)).statusCode).toBe(303)
  await file(200, [...accepted(190), answered(180)], 'question')
  await file(48, [], 'question')

  const shown = async () =>
    Object.fromEntries(
      [
        ...(await get(house, '/pengaduan/pemantauan', at.officer)).body.matchAll(
          /<p class="stat-label">([^<]+)<\/p><p class="stat-value">([^<]+)<small>([^<]+)<\/small>/g,
        ),
      ].map(([, label, share, of]) => [label, `${share}${of}`.replaceAll('\u00a0', ' ')]),
    )
  const today = localDate(NOW, 'Asia/Jakarta')
  const now = {
    'Dijawab dalam 24 jam': '33,3 % dari 6',
    'Pertanyaan dijawab dalam 7 hari': '100,0 % dari 1',
    'Sudah dijawab': '42,9 % dari 7',
    'Dibuka kembali oleh pelapor': '25,0 % dari 4',
  }
  expect(await shown()).toEqual(now)
  await asSystem(house, at.institution, 'complaint.read', (db, scope) =>
    applyEvents(db, scope, NOW, [{ id: fresh, events: [...accepted(1), answered(1)] }]),
  )
  expect(await shown()).toEqual({
    ...now,
    'Dijawab dalam 24 jam': '42,9 % dari 7',
    'Sudah dijawab': '57,1 % dari 7',
    'Dibuka kembali oleh pelapor': '20,0 % dari 5',
  })
  // How long is a dated rule: 20 hours stay in time for the question of last week, 4 are too many for one of today.
  const rule = { rule: 'question', amount: '3', unit: 'hour', source: 'Keputusan uji' }
  const keeper = await newPerson(house, at.institution, at.institution.root, ['complaint.rules'])
  const set = (fields: Record<string, string>) => post(house, '/pengaduan/batas-waktu', { ...rule, ...fields }, keeper)
  expect((await set({ unit: 'working_day', valid_from: today })).body).toContain('dihitung dalam jam')
  expect((await set({ valid_from: today })).statusCode).toBe(303)
  await file(5, [...accepted(4), answered(1)], 'question')
  expect(await shown()).toMatchObject({ 'Pertanyaan dijawab dalam 3 jam': '50,0 % dari 2' })
  // One of a day to come changes nothing today.
  const tomorrow = localDate(new Date(NOW.getTime() + 24 * HOUR), 'Asia/Jakarta')
  expect((await set({ amount: '1', valid_from: tomorrow })).statusCode).toBe(303)
  expect(await shown()).toMatchObject({ 'Pertanyaan dijawab dalam 3 jam': '50,0 % dari 2' })
})

test('secret reports are counted where they are handled, and the page says so; their words stay with those who may read', async () => {
  const at = await newScene(house)
  await asSystem(house, at.institution, 'complaint.read', (db, scope) =>
    submitComplaints(
      db,
      scope,
      NOW,
      (['secret', 'open'] as const).map((privacy) => ({
        kind: 'complaint' as const,
        subject: `Loket ${privacy}`,
        body: 'Loket tutup pukul 14.00.',
        privacy,
        channel: 'web' as const,
        actor: 'citizen' as const,
        unit_id: at.unit,
        at: new Date(NOW.getTime() - HOUR),
      })),
    ),
  )
  const { body } = await get(house, '/pengaduan/pemantauan', at.officer)
  expect(body).toContain('Laporan rahasia ikut dihitung')
  expect(body).toContain('di statistik publik tidak')
  // One unit in the table: what waits for its coordinator are both.
  const cells = body.slice(body.indexOf('<tbody')).match(/<td[^>]*>[\s\S]*?<\/td>/g) ?? []
  expect(cells.map((cell) => cell.replaceAll(/<[^>]+>/g, ''))).toContain('2')
})
