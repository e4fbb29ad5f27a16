import { expect, test } from 'vitest'
import { messages as complaints } from '../../listen/complaints/messages.ts'
import { newScene, type Scene, sendReport, takeStep } from '../../listen/complaints/test-scene.ts'
import { wizardMessages } from '../../listen/complaints/wizard-messages.ts'
import { localDate } from '../../platform/i18n.ts'
import { get, newClient, newPerson, post, signInAs, testHouse } from '../../platform/test/harness.ts'

const house = await testHouse()
const DAY_MS = 86_400_000
const STORY = { kind: 'complaint', subject: 'Antrean panjang', body: 'Menunggu sejak pagi.', privacy: 'open' }

const today = () => localDate(house.clock.now, 'Asia/Jakarta')
const inDays = (days: number) => localDate(new Date(house.clock.now.getTime() + days * DAY_MS), 'Asia/Jakarta')
const word = (label: string, fields: Readonly<Record<string, string>> = {}) => ({
  label_id: label,
  label_en: `${label} (en)`,
  note_id: '',
  note_en: '',
  position: '15',
  source: 'Keputusan Bupati 12/2026',
  valid_from: today(),
  ...fields,
})

async function newKeeper(scene: Scene) {
  const held = ['vocabulary.read', 'vocabulary.manage', 'complaint.create', 'complaint.verify', 'complaint.read']
  return newPerson(house, scene.institution, scene.institution.root, [...held, 'signal.map'])
}

/** Some days later, signed in anew. */
async function later(scene: Scene, days: number, account: string) {
  house.clock.now = new Date(house.clock.now.getTime() + days * DAY_MS)
  return { cookie: await signInAs(house, scene.institution, account) }
}

const themesOn = (body: string) =>
  [
    ...(/<select[^>]*name="theme"[\s\S]*?<\/select>/.exec(body)?.[0] ?? '').matchAll(
      /<option value="(\w+)"[^>]*>([^<]*)/g,
    ),
  ].map(([, slug, label]) => [slug, label])

test('a word renamed from tomorrow is the old one today and the new one everywhere when its day begins', async () => {
  const scene = await newScene(house)
  const keeper = await newKeeper(scene)
  const neighbor = await newScene(house)
  const { id } = await sendReport(scene, STORY)
  await takeStep(scene, id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: scene.unit }, scene.officer)
  const set = await post(
    house,
    '/istilah/theme/kata/sarana',
    word('Gedung dan alat', { offered: 'on', valid_from: inDays(1) }),
    keeper,
  )
  expect([set.statusCode, set.headers.location]).toEqual([303, '/istilah/theme/kata/sarana'])
  const before = (await get(house, `/pengaduan/${id}`, scene.officer)).body
  expect(before).toContain('Sarana')
  expect(before).not.toContain('Gedung dan alat')
  const planned = (await get(house, '/istilah', keeper)).body
  expect(planned.indexOf('Gedung dan alat')).toBeGreaterThan(planned.indexOf('Perubahan yang akan berlaku'))

  const officer = await later(scene, 1, scene.officer.account)
  for (const path of [`/pengaduan/${id}`, '/pengaduan?antrean=work', '/pengaduan/unduh?antrean=work&format=csv'])
    expect([path, (await get(house, path, officer)).body.includes('Gedung dan alat')]).toEqual([path, true])
  // What was decided then was called so; the case says both, its story the words of the day, lists only today's.
  const past = (await get(house, `/pengaduan/${id}`, officer)).body
  expect(past).toMatch(/Sarana<span class="fact-note">Kini disebut: Gedung dan alat</)
  expect(past.slice(past.indexOf('id="riwayat"'))).toMatch(/· Sarana</)
  expect((await get(house, '/pengaduan?antrean=work', officer)).body).not.toMatch(/>Sarana</)
  const others = { cookie: await signInAs(house, neighbor.institution, neighbor.officer.account) }
  expect((await get(house, '/pengaduan', others)).body).not.toContain('Gedung dan alat')
  const auditor = await newPerson(house, scene.institution, scene.institution.root, ['vocabulary.read'])
  const shown = (await get(house, '/istilah', auditor)).body
  expect(shown).toContain('Gedung dan alat')
  expect(shown).toContain('Perlu verifikasi')
  expect(shown).toContain('Keputusan Bupati 12/2026')
  const yesterday = (await get(house, `/istilah?pada=${inDays(-1)}`, auditor)).body
  expect(yesterday).not.toContain('Gedung dan alat')
  const [hit, miss] = await Promise.all(
    ['gedung alat', 'tidak ada kata ini'].map((wanted) =>
      get(house, `/istilah?cari=${encodeURIComponent(wanted)}`, auditor).then((page) => page.body),
    ),
  )
  expect(hit).toMatch(/<details class="part part-page" open id="theme">[\s\S]*Gedung dan alat/)
  expect(hit).not.toContain('id="channel"')
  expect(miss).toContain('Tidak ada istilah dengan kata itu')
  const history = (await get(house, '/istilah/theme/kata/sarana', auditor)).body
  expect(history).toContain('Gedung dan alat')
  expect(history).not.toContain('action="/istilah/')
})

test('the question about payment is asked in the institution’s words, of the services for which it is offered', async () => {
  const scene = await newScene(house)
  const keeper = await newKeeper(scene)
  const set = (slug: string, label: string, fields: Record<string, string> = {}) =>
    post(house, `/istilah/payment/kata/${slug}`, word(label, { note_id: `Soal ${slug}`, ...fields }), keeper)
  const service = async (slug: string, cost: number) => {
    const { rows } = await house.owner.query(
      `insert into services.service (institution_id, id, unit_id, name, slug, cost, product, promise_days, channels, updated_at)
        values ($1, gen_random_uuid(), $2, $3, $3, $4, 'Surat', 1, '{}', now()) returning id`,
      [scene.institution.id, scene.unit, slug, cost],
    )
    return `service:${rows[0].id}`
  }
  const [paid, free] = [await service('surat-berbayar', 25000), await service('surat-gratis', 0)]
  const path = `/i/${scene.institution.slug}/lapor`
  const begin = async (about: string) => {
    const begun = await post(house, path, { kind: 'complaint' })
    const draft = String(begun.headers.location).replace(/\/[a-z]+$/, '')
    return { draft, next: (await post(house, `${draft}/layanan`, { about })).headers.location }
  }
  const first = await begin(free)
  expect(first.next).toBe(`${first.draft}/biaya`)
  expect((await get(house, `${first.draft}/biaya`)).body).toContain('Anda diminta membayar?')
  await set('paid', 'Ada yang meminta uang?', { offered: 'on' })
  await set('more', 'Ya, lebih dari tarif', { offered: 'on' })
  await set('free', 'Anda diminta membayar?')
  // Begun before it was withdrawn: it leads on.
  expect((await get(house, `${first.draft}/biaya`)).headers.location).toBe(`${first.draft}/cerita`)
  const second = await begin(free)
  expect(second.next).toBe(`${second.draft}/cerita`)
  const third = await begin(paid)
  const asked = (await get(house, `${third.draft}/biaya`)).body
  for (const said of ['Ada yang meminta uang?', 'Soal paid', 'Ya, lebih dari tarif']) expect(asked).toContain(said)
  expect(asked).not.toContain('Anda diminta membayar?')
  await post(house, `${third.draft}/biaya`, { asked: 'more', amount: '150.000' })
  await post(house, `${third.draft}/cerita`, { subject: 'Pungutan', body: 'Diminta uang di loket.' })
  await post(house, `${third.draft}/kerahasiaan`, { privacy: 'anonymous' })
  const check = (await get(house, `${third.draft}/periksa`)).body
  expect(check).toContain('Ada yang meminta uang?')
  expect((await set('more', 'Ya', { offered: '' })).statusCode).toBe(422)
})

test('other systems read units in reach and the words of the institution', async () => {
  const scene = await newScene(house)
  const keeper = await newKeeper(scene)
  const headers = await newClient(house, scene.institution, ['complaint.read'])
  const read = async () => (await house.app.inject({ url: '/api/v1/complaint-choices', headers })).json()
  await post(house, '/istilah/theme/tambah', word('Dampak lingkungan'), keeper)
  await post(house, '/istilah/theme/kata/sarana', word('Gedung'), keeper)
  const { units, themes, kinds } = await read()
  expect(units.map((unit: { id: string }) => unit.id)).toContain(scene.unit)
  expect(kinds.map((one: { slug: string }) => one.slug)).toContain('whistleblowing')
  expect(themes).toContainEqual({
    slug: 'dampak_lingkungan',
    label: { id: 'Dampak lingkungan', en: 'Dampak lingkungan (en)' },
    offered: true,
    from: today(),
  })
  expect(themes.find((one: { slug: string }) => one.slug === 'sarana')).toMatchObject({ offered: false })
  const stranger = await newClient(house, scene.institution, ['service.read'])
  expect((await house.app.inject({ url: '/api/v1/complaint-choices', headers: stranger })).statusCode).toBe(403)
})

test('a focus group codes with the themes of the institution', async () => {
  const scene = await newScene(house)
  const keeper = await newKeeper(scene)
  await post(house, '/istilah/theme/tambah', word('Dampak lingkungan'), keeper)
  await post(house, '/istilah/theme/kata/sarana', word('Gedung'), keeper)
  const may = ['focus_group.read', 'focus_group.manage']
  const leader = await newPerson(house, scene.institution, scene.institution.root, may)
  const plan = { title: 'Diskusi', held_on: today(), protocol: 'Apa?', kind: 'observation', unit: scene.unit }
  const at = String((await post(house, '/fgd/baru', plan, leader)).headers.location)
  for (const text of ['Sampah menumpuk', 'Selokan berbau'])
    await post(house, `${at}/catatan`, { text, item: '1' }, leader)
  await post(house, `${at}/mulai-kode`, {}, leader)
  const coding = ['focus_group.read', 'focus_group.code']
  for (const n of [1, 2]) {
    const coder = await newPerson(house, scene.institution, scene.institution.root, coding)
    const form = (await get(house, `${at}/kode`, coder)).body
    expect(form).toContain('Dampak lingkungan')
    expect(form).not.toContain('value="sarana"')
    const sent = await post(house, `${at}/kode`, { s_1: 'dampak_lingkungan', s_2: 'lain', act: 'done' }, coder)
    expect([n, sent.statusCode]).toEqual([n, 303])
  }
  const finding = { theme: 'dampak_lingkungan', text: 'Tempat sampah kurang' }
  expect((await post(house, `${at}/temuan`, finding, leader)).statusCode).toBe(303)
  expect((await get(house, `/fgd/gabungan?unit=${scene.unit}`, leader)).body).toContain('Dampak lingkungan')
  expect((await post(house, `${at}/tema/tambah`, { name: 'dampak lingkungan', reason: 'x' }, leader)).statusCode).toBe(
    422,
  )
})

test('a theme of the institution’s own is chosen, filtered, counted and mapped; withdrawn, old cases keep it', async () => {
  const scene = await newScene(house)
  const keeper = await newKeeper(scene)
  const added = await post(house, '/istilah/theme/tambah', word('Dampak lingkungan', { verified: 'on' }), keeper)
  expect([added.statusCode, added.headers.location]).toEqual([303, '/istilah/theme/kata/dampak_lingkungan'])
  const { id } = await sendReport(scene, STORY)
  const asked = (await get(house, `/pengaduan/${id}`, scene.officer)).body
  expect(themesOn(asked).slice(0, 3)).toEqual([
    ['kecepatan', 'Kecepatan'],
    ['dampak_lingkungan', 'Dampak lingkungan'],
    ['keramahan', 'Keramahan'],
  ])
  const chosen = { class: 'ordinary', theme: 'dampak_lingkungan', unit: scene.unit }
  await takeStep(scene, id, 'verifikasi', chosen, scene.officer)
  const filtered = '/pengaduan?antrean=work&theme=dampak_lingkungan'
  expect((await get(house, filtered, scene.officer)).body).toContain('Antrean panjang')
  expect((await get(house, `${filtered}&q=antrean`, scene.officer)).body).toContain('Antrean panjang')
  expect((await get(house, '/sinyal/pemetaan/ubah', keeper)).body).toContain('Dampak lingkungan')

  const gone = word('Dampak lingkungan', { source: 'Rapat November', verified: 'on' })
  expect((await post(house, '/istilah/theme/kata/dampak_lingkungan', gone, keeper)).statusCode).toBe(303)
  const again = await sendReport(scene, { ...STORY, subject: 'Laporan kedua' })
  expect(
    themesOn((await get(house, `/pengaduan/${again.id}`, scene.officer)).body).map(([slug]) => slug),
  ).not.toContain('dampak_lingkungan')
  const refused = await post(house, `/pengaduan/${again.id}/verifikasi`, { seen: '1', ...chosen }, scene.officer)
  expect([refused.statusCode, refused.body.includes('Pilih temanya.')]).toEqual([422, true])
  const kept = (await get(house, `/pengaduan/${id}`, scene.officer)).body
  expect(kept).toContain('Dampak lingkungan')
  const stays = { seen: '4', class: 'light', theme: 'dampak_lingkungan' }
  expect((await post(house, `/pengaduan/${id}/golongkan`, stays, scene.officer)).statusCode).toBe(303)
  const list = (await get(house, filtered, scene.officer)).body
  expect(list).toContain('Dampak lingkungan (tidak ditawarkan lagi)')
  expect(list).toContain('Antrean panjang')
  const { rows } = await house.owner.query('select theme from complaints.complaint where id = $1', [id])
  expect(rows).toEqual([{ theme: 'dampak_lingkungan' }])
})

test('citizens read the kinds in force today; one that is not offered can be sent by nobody', async () => {
  const scene = await newScene(house)
  const keeper = await newKeeper(scene)
  const praise = { note_id: 'Ceritakan yang sudah baik.', valid_from: inDays(1) }
  expect(
    (await post(house, '/istilah/kind/kata/praise', word('Terima kasih', { offered: 'on', ...praise }), keeper))
      .statusCode,
  ).toBe(303)
  const withdrawn = word('Kritik', { position: '20', valid_from: inDays(1) })
  expect((await post(house, '/istilah/kind/kata/criticism', withdrawn, keeper)).statusCode).toBe(303)
  const before = (await get(house, `${scene.base}/lapor`)).body
  expect([before.includes('Apresiasi'), before.includes('value="criticism"')]).toEqual([true, true])

  await later(scene, 1, keeper.account)
  const shown = (await get(house, `${scene.base}/lapor`)).body
  expect(shown).toContain('Terima kasih')
  expect(shown).toContain('Ceritakan yang sudah baik.')
  expect(shown).not.toContain('Apresiasi')
  expect(shown).not.toContain('value="criticism"')
  const sent = await post(house, `${scene.base}/lapor`, { kind: 'criticism' })
  expect([sent.statusCode, sent.body.includes('tidak ditawarkan lagi')]).toEqual([422, true])
  const short = { about: `unit:${scene.unit}`, ...STORY, kind: 'criticism' }
  expect((await post(house, `${scene.base}/lapor/singkat`, short)).statusCode).toBe(422)
})

test('what would break the record or leave no choice is refused, with what was typed', async () => {
  const scene = await newScene(house)
  const keeper = await newKeeper(scene)
  const wrong: [string, Record<string, string>, string][] = [
    [
      '/istilah/theme/kata/sarana',
      word('Fasilitas', { offered: 'on', valid_from: inDays(-1) }),
      'Tidak dapat berlaku surut',
    ],
    ['/istilah/theme/kata/sarana', word('kecepatan', { offered: 'on' }), 'Sudah ada istilah'],
    ['/istilah/theme/tambah', word('Sarana'), 'Sudah ada istilah'],
    ['/istilah/theme/tambah', word('???'), 'paling sedikit satu huruf'],
    ['/istilah/theme/kata/sarana', word('Fasilitas', { source: '' }), 'Sumber belum diisi.'],
    ['/istilah/kind/kata/whistleblowing', word('Lapor pelanggaran'), 'tetap ditawarkan'],
  ]
  for (const [path, fields, said] of wrong) {
    const refused = await post(house, path, fields, keeper)
    expect([path, said, refused.statusCode, refused.body.includes(said)]).toEqual([path, said, 422, true])
    expect(refused.body).toContain(`value="${fields['label_id']}"`)
  }
  expect((await post(house, '/istilah/kind/tambah', word('Usul'), keeper)).statusCode).toBe(404)
  expect((await get(house, '/istilah/theme/kata/tidak_ada', keeper)).statusCode).toBe(404)
  const { rows } = await house.owner.query('select 1 from vocabulary.term where institution_id = $1', [
    scene.institution.id,
  ])
  expect(rows).toEqual([])
})

test('a second change of the same day takes effect and the first stays in the history; who may change', async () => {
  const scene = await newScene(house)
  const keeper = await newKeeper(scene)
  const set = (label: string) => post(house, '/istilah/class/kata/light', word(label, { offered: 'on' }), keeper)
  expect((await set('Enteng')).statusCode).toBe(303)
  expect((await set('Sederhana')).statusCode).toBe(303)
  const page = (await get(house, '/istilah/class/kata/light', keeper)).body
  for (const said of ['Enteng', 'Sederhana', 'Ringan', 'diganti']) expect(page).toContain(said)
  const { id } = await sendReport(scene, STORY)
  const asked = (await get(house, `/pengaduan/${id}`, scene.officer)).body
  expect([asked.includes('Sederhana'), asked.includes('Enteng')]).toEqual([true, false])
  expect((await get(house, '/istilah', scene.officer)).statusCode).toBe(403)
  const auditor = await newPerson(house, scene.institution, scene.institution.root, ['vocabulary.read'])
  expect((await post(house, '/istilah/class/kata/light', word('Kecil', { offered: 'on' }), auditor)).statusCode).toBe(
    403,
  )
  const { rows } = await house.owner.query<{ detail: { label: string } }>(
    `select detail from audit.event where institution_id = $1 and action = 'vocabulary.term_changed'`,
    [scene.institution.id],
  )
  expect(rows.map(({ detail }) => detail.label).sort()).toEqual(['Enteng', 'Sederhana'])
})

test('what every institution begins with is what the program says by itself', async () => {
  const { rows } = await house.owner.query<Record<string, string>>(
    'select set_name, slug, label_id, label_en, note_id, note_en from vocabulary.standard order by position, slug',
  )
  const said = (language: 'id' | 'en') =>
    (['kind', 'class', 'channel'] as const).map((set) => [set, complaints[language][set]])
  const begun = (language: 'id' | 'en') =>
    ['kind', 'class', 'channel'].map((set) => [
      set,
      Object.fromEntries(
        rows.filter(({ set_name }) => set_name === set).map((row) => [row['slug'], row[`label_${language}`]]),
      ),
    ])
  const notes = (language: 'id' | 'en') =>
    Object.fromEntries(
      rows.filter(({ set_name }) => set_name === 'kind').map((row) => [row['slug'], row[`note_${language}`]]),
    )
  for (const language of ['id', 'en'] as const) {
    expect(begun(language)).toEqual(said(language))
    expect(notes(language)).toEqual(wizardMessages[language].kindHint)
  }
})

test('a channel that is withdrawn cannot be chosen when a report is recorded, nor be sent', async () => {
  const scene = await newScene(house)
  const keeper = await newKeeper(scene)
  expect((await get(house, '/pengaduan/baru', keeper)).body).toContain('value="letter"')
  const gone = word('Surat', { position: '40' })
  expect((await post(house, '/istilah/channel/kata/letter', gone, keeper)).statusCode).toBe(303)
  expect((await get(house, '/pengaduan/baru', keeper)).body).not.toContain('value="letter"')
  const sent = { ...STORY, about: `unit:${scene.unit}`, channel: 'letter' }
  const refused = await post(house, '/pengaduan', sent, keeper)
  expect([refused.statusCode, refused.body.includes('Kanal ini tidak ditawarkan lagi')]).toEqual([422, true])
})
