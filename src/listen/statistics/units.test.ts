import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import {
  asSystem,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  testHouse,
} from '../../platform/test/harness.ts'
import { applyEvents, submitComplaints } from '../complaints/index.ts'
import { fold } from './fold.ts'
import { alikeness, SKETCH } from './model.ts'
import { findGaming } from './queries.ts'

const NOW = new Date('2026-11-20T03:00:00Z')
const WINDOW = { from: '2026-11', to: '2026-11' }
const HOUR = 3_600_000
let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
  house.clock.now = NOW
})

/** Reports to these units, each answered with its text so many hours later. */
async function answered(
  institution: TestInstitution,
  items: readonly { unit: string; at?: Date; hours: number; answer: string }[],
): Promise<string[]> {
  return asSystem(house, institution, 'complaint.verify', async (db, scope) => {
    const sent = await submitComplaints(
      db,
      scope,
      NOW,
      items.map(({ unit, at }, index) => ({
        at: at ?? new Date('2026-11-02T02:00:00Z'),
        subject: `Laporan ${index}`,
        body: 'Isi laporan.',
        privacy: 'open',
        unit_id: unit,
        channel: 'web',
        actor: 'citizen',
      })),
      true,
    )
    const events = items.map(({ unit, at, hours, answer }, index) => {
      const verified = new Date((at ?? new Date('2026-11-02T02:00:00Z')).getTime() + HOUR)
      const steps = [
        { kind: 'verified' },
        { kind: 'classified', class: 'ordinary', theme: 'sarana' },
        { kind: 'routed', unit_id: unit },
        { kind: 'answered', outcome: 'explained', body: answer, at: new Date(verified.getTime() + (hours - 1) * HOUR) },
      ] as const
      return {
        id: sent[index]!.id,
        events: steps.map((step) => ({ at: verified, actor: 'officer' as const, ...step })),
      }
    })
    await applyEvents(db, scope, NOW, events, { quiet: true })
    await fold(db, scope, NOW)
    return sent.map((one) => one.id)
  })
}

const TEMPLATE = (name: string, code: string) =>
  `Yth. ${name}, terima kasih atas laporan Anda nomor ${code}. Laporan sudah kami terima dan akan kami tindak lanjuti bersama bidang terkait sesuai ketentuan yang berlaku. Mohon menunggu kabar selanjutnya dari petugas kami.`
const NAMES = ['Siti Aminah', 'Budi', 'Ketut Sudarma', 'Maria', 'Yohanes Lobo', 'Rahmat', 'Dewi Lestari', 'Agus']
const HONEST = [
  'Lampu di Jalan Melati sudah diganti kemarin sore dan kini menyala lagi sampai pagi.',
  'Berkas Anda kurang surat pengantar; bawalah ke loket tiga pada hari kerja, tidak perlu antre ulang.',
  'Selokan dikeruk hari Selasa oleh tim kebersihan, dan saringan baru dipasang di hulu.',
  'Petugas yang bersangkutan sudah ditegur dan dipindahkan dari loket depan mulai minggu ini.',
  'Kartu keluarga tercetak hari ini; silakan diambil sendiri atau oleh anggota keluarga.',
  'Pungutan itu tidak ada dasarnya. Uangnya dikembalikan dan kasusnya diteruskan ke inspektorat.',
  'Terima kasih atas laporan Anda. Pohon tumbang sudah dipotong dan jalan dapat dilalui.',
  'Aplikasi sempat mati karena pemeliharaan; sejak pukul sepuluh dapat dipakai kembali.',
]

test('copies of one template with other names and numbers are found, answers written by themselves are not', async () => {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root)
  const other = await newUnit(house, institution, institution.root)
  const copies = NAMES.map((name, index) => TEMPLATE(name, `AB${index}K-9${index}21`))
  await answered(institution, [
    ...[...copies, ...HONEST].map((answer) => ({ unit, hours: 3, answer })),
    // Few copies in another unit are no sign, and the units are not put together.
    ...copies.slice(0, 4).map((answer) => ({ unit: other, hours: 3, answer })),
  ])
  const gaming = (least: number) =>
    asSystem(house, institution, 'complaint.read', (db, scope) =>
      findGaming(db, scope, WINDOW, [unit, other], least, [{ since: '2018-01-01', days: 3 }]),
    )
  expect(await gaming(5)).toMatchObject({ compared: 20, alike: 8 })
  expect(await gaming(3)).toMatchObject({ alike: 12 })
  expect(await gaming(8)).toMatchObject({ alike: 0 })
})

test('alikeness is symmetric, whole for the same, nothing for the different, and near the true share', () => {
  const set = fc.uniqueArray(fc.integer(), { maxLength: 80 })
  const sketch = (values: readonly number[]) => values.toSorted((a, b) => a - b).slice(0, SKETCH)
  fc.assert(
    fc.property(set, set, (a, b) => {
      const alike = alikeness(sketch(a), sketch(b))
      expect(alikeness(sketch(b), sketch(a))).toBe(alike)
      expect(alikeness(sketch(a), sketch(a))).toBe(a.length === 0 ? 0 : 1)
      if (a.length + b.length > SKETCH) return
      const union = new Set([...a, ...b]).size
      expect(alike).toBeCloseTo(union === 0 ? 0 : a.filter((value) => b.includes(value)).length / union)
    }),
  )
})

test('working days are those of the calendar of the unit of the case, and follow a change of it', async () => {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  const beneath = await newUnit(house, institution, unit, 'division', 'Bidang Uji')
  const other = await newUnit(house, institution, institution.root, 'department', 'Dinas Lain')
  const clerk = await newPerson(house, institution, institution.root, ['calendar.read', 'calendar.manage'])
  const ids = await answered(
    institution,
    [unit, beneath, other].map((one) => ({ unit: one, hours: 72, answer: 'Sudah diperbaiki hari ini.' })),
  )
  const days = async () => {
    const { rows } = await house.owner.query<{ complaint_id: string; answer_days: number }>(
      'select complaint_id, answer_days from statistics.fact where institution_id = $1',
      [institution.id],
    )
    return ids.map((id) => rows.find((row) => row.complaint_id === id)?.answer_days)
  }
  expect(await days()).toEqual([3, 3, 3])
  const closed = {
    unit_id: unit,
    date: '2026-11-04',
    kind: 'local_holiday',
    name: 'Pindah kantor',
    source: 'Uji',
    verified: 'on',
  }
  expect((await post(house, '/kalender/hari', closed, clerk)).statusCode).toBe(303)
  await asSystem(house, institution, 'complaint.read', (db, scope) => fold(db, scope, NOW))
  expect(await days()).toEqual([2, 2, 3])
})
