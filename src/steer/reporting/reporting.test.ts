import { beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import {
  demoHouse,
  get,
  grant,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
} from '../../platform/test/harness.ts'

let house: TestHouse
let home: { id: string; slug: string; root: string }
const LEADER = [
  'report.read',
  'complaint.read',
  'signal.read',
  'need.read',
  'need.approve',
  'program.read',
  'evaluation.read',
  'story.publish',
]

beforeAll(async () => {
  house = await demoHouse()
  const { rows } = await house.owner.query(
    `select i.id, i.slug, u.id as root from organization.institution i join organization.unit u on u.institution_id = i.id and u.parent_id is null where i.slug = 'contoh'`,
  )
  home = rows[0]
})

test('the loop shows every signal in reach with how far its turn has come, and each opens as one page', async () => {
  const leader = await newPerson(house, home, home.root, LEADER)
  const { rows } = await house.owner.query('select id, unit_id from signals.signal where institution_id = $1', [
    home.id,
  ])
  const page = await get(house, '/lingkaran', leader)
  expect(page.statusCode).toBe(200)
  for (const signal of rows.slice(0, 50)) expect(page.body).toContain(`/lingkaran/${signal.id}`)
  for (const signal of rows.slice(0, 5))
    expect((await get(house, `/lingkaran/${signal.id}`, leader)).statusCode).toBe(200)
})

test('from what a citizen said to its effect and back, each stage is at most two clicks from the one before', async () => {
  const leader = await newPerson(house, home, home.root, LEADER)
  const { rows } = await house.owner.query(
    `select s.id, t.program_id, n.id as need, to_char(s.detected_month, 'YYYY-MM') as month from portal.story t
     join signals.signal s on s.institution_id = t.institution_id and s.id = t.signal_id
     join needs.need n on n.institution_id = s.institution_id and n.signal_id = s.id
     where t.institution_id = $1 and t.withdrawn_at is null order by s.theme = 'keramahan' desc limit 1`,
    [home.id],
  )
  const { id, program_id: program, need, month } = rows[0]
  const turn = (await get(house, `/lingkaran/${id}`, leader)).body
  const [, complaint = ''] = /href="\/pengaduan\/([0-9a-f-]{36})"/.exec(turn) ?? []
  const said = await house.owner.query<{ month: string }>(
    `select to_char(received_at at time zone 'Asia/Jakarta', 'YYYY-MM') as month from complaints.complaint where id = any($1)`,
    [[...turn.matchAll(/href="\/pengaduan\/([0-9a-f-]{36})"/g)].map(([, one]) => one)],
  )
  // What was said after the signal may already be about something better.
  for (const one of said.rows) expect(one.month <= month).toBe(true)
  expect(turn).toMatch(/Buktikan<span[^>]*> \(selesai\)/)
  expect(turn).toContain(`/i/${home.slug}/perubahan/`)
  expect(turn).not.toContain('Terbitkan kepada warga')

  const linked = async (from: string, to: string) => {
    const page = (await get(house, from, leader)).body.replaceAll('&amp;', '&')
    expect(page.includes(`href="${to}`), `${from} leads to ${to}`).toBe(true)
    return new RegExp(`href="(${to.replaceAll('?', '\\?')}[^"]*)"`).exec(page)![1]!
  }
  const signals = await linked(`/pengaduan/${complaint}`, '/sinyal?status=all&unit=')
  await linked(signals, `/sinyal/${id}`)
  await linked(`/sinyal/${id}`, `/lingkaran/${id}`)
  await linked(`/lingkaran/${id}`, `/kebutuhan/${need}`)
  await linked(`/kebutuhan/${need}`, `/program/${program}`)
  await linked(`/program/${program}`, `/hasil/${program}`)
  await linked(`/hasil/${program}`, `/lingkaran/${id}`)
  await linked(`/lingkaran/${id}`, `/i/${home.slug}/perubahan/`)
  await linked(`/hasil/${program}`, `/program/${program}`)
  await linked(`/program/${program}`, `/kebutuhan/${need}`)
  await linked(`/kebutuhan/${need}`, `/sinyal/${id}`)
  await linked(`/sinyal/${id}`, '/pengaduan/')
  const elsewhere = await get(house, `/sinyal?status=all&unit=${home.root}&theme=keramahan`, leader)
  expect(elsewhere.body).not.toContain(`/sinyal/${id}`)
})

test('a head sees the turns of the own units only', async () => {
  const { rows } = await house.owner.query('select id, unit_id from signals.signal where institution_id = $1 limit 1', [
    home.id,
  ])
  const other = await house.owner.query(
    'select id from organization.unit where institution_id = $1 and id <> $2 and parent_id is not null and id not in (select unit_id from signals.signal where institution_id = $1) limit 1',
    [home.id, rows[0].unit_id],
  )
  const head = await newPerson(house, home, other.rows[0].id, ['report.read', 'signal.read'])
  expect((await get(house, '/lingkaran', head)).body).not.toContain(rows[0].id)
  expect((await get(house, `/lingkaran/${rows[0].id}`, head)).statusCode).toBe(404)
  await grant(house, home, head.account, rows[0].unit_id, ['report.read'])
  expect((await get(house, `/lingkaran/${rows[0].id}`, head)).statusCode).toBe(200)
})

test('today shows only what this person can act on', async () => {
  const plain = await newPerson(house, home, home.root)
  const page = await get(house, '/hari-ini', plain)
  expect(page.statusCode).toBe(200)
  expect(page.body).not.toMatch(/\/lingkaran|href="\/(?:pengaduan|sinyal|kebutuhan|percakapan)/)
  expect((await get(house, '/lingkaran', plain)).statusCode).toBe(403)
  // Late reports wait for those who work on them, not for everybody who may read them.
  const waits = async (permissions: string[]) =>
    (await get(house, '/hari-ini', await newPerson(house, home, home.root, permissions))).body.includes(
      'href="/pengaduan?antrean=overdue"',
    )
  expect([await waits(['complaint.read']), await waits(['complaint.read', 'complaint.handle'])]).toEqual([false, true])
})

test('today shows a role of an administrator’s making what it opens, and no more', async () => {
  const auditor = await newPerson(house, home, home.root, ['audit.read', 'program.read'])
  const { body } = await get(house, '/hari-ini', auditor)
  const work = body.slice(body.indexOf('id="pekerjaan"'))
  expect(work).toMatch(/href="\/audit"[^>]*>Jejak audit/)
  expect(work).toContain('Melihat jejak audit')
  expect(work).toMatch(/Program disetujui atau berjalan[\s\S]*href="\/program"/)
  expect(work).not.toContain('href="/pengaduan')
  const plain = await newPerson(house, home, home.root)
  expect((await get(house, '/hari-ini', plain)).body).not.toContain('id="pekerjaan"')
  const leader = await newPerson(house, home, home.root, LEADER)
  expect((await get(house, '/hari-ini', leader)).body).not.toContain('id="pekerjaan"')
})

test('today tells an employee what is asked of them, until it is done', async () => {
  const world = await newInstitution(house)
  const unit = await newUnit(house, world, world.root)
  const head = await newPerson(house, world, unit)
  const person = await newPerson(house, world, unit)
  const today = async (who: { cookie: string }) => (await get(house, '/hari-ini', who)).body
  expect(await today(person)).toContain('Tidak ada yang menunggu Anda')

  const cycle = newId()
  await house.owner.query(
    `insert into competency.cycle (institution_id, id, name, opens_on, closes_on, state, created_at)
     values ($1, $2, 'Akhir tahun', $3::timestamptz::date - 5, $3::timestamptz::date + 5, 'open', $3)`,
    [world.id, cycle, house.clock.now],
  )
  await house.owner.query(
    'update people.assignment set superior_id = $3 where institution_id = $1 and employee_id = $2',
    [world.id, person.employee, head.employee],
  )
  expect(await today(person)).toContain('Penilaian diri Anda belum dikirim')
  expect(await today(person)).not.toContain('belum Anda nilai')
  expect(await today(head)).toContain('1 pegawai belum Anda nilai')
  await house.owner.query(
    `insert into competency.assessment
       (institution_id, id, cycle_id, employee_id, assessor_id, kind, state, saved_at, submitted_at)
     select $1, gen_random_uuid(), $2, $3, who, kind::competency.assessment_kind, 'submitted', $5, $5
     from (values ($3::uuid, 'self'), ($4::uuid, 'superior')) as told (who, kind)`,
    [world.id, cycle, person.employee, head.employee, house.clock.now],
  )
  expect(await today(person)).toContain('Tidak ada yang menunggu Anda')
  expect(await today(head)).not.toContain('belum Anda nilai')

  await house.owner.query(
    `insert into plans.item (institution_id, id, employee_id, aim, due_on, state, created_at, changed_at)
     values ($1, $2, $3, 'Memandu warga', $4::timestamptz::date + 30, 'proposed', $4, $4)`,
    [world.id, newId(), person.employee, house.clock.now],
  )
  expect(await today(head)).toMatch(/href="\/rencana-diri\/bawahan"[^>]*>1 tujuan pegawai menunggu tanggapan Anda/)
  expect(await today(person)).not.toContain('menunggu tanggapan')
})

test('today tells an officer of citizens who wait in a conversation and of follow-ups past their day', async () => {
  const reader = await newPerson(house, home, home.root, ['conversation.read'])
  expect((await get(house, '/hari-ini', reader)).body).not.toContain('menunggu jawaban')
  const officer = await newPerson(house, home, home.root, ['conversation.read', 'conversation.answer'])
  expect((await get(house, '/hari-ini', officer)).body).toMatch(
    /href="\/percakapan"[^>]*>\d+ percakapan menunggu jawaban/,
  )
  const surveyor = await newPerson(house, home, home.root, ['survey.follow_up'])
  const { rows } = await house.owner.query(
    `select count(*)::int as late from surveys.follow_up where institution_id = $1 and state not in ('done', 'dropped') and due_on < ($2::timestamptz at time zone 'Asia/Jakarta')::date`,
    [home.id, house.clock.now],
  )
  const page = await get(house, '/hari-ini', surveyor)
  expect(page.body.includes(`${rows[0].late} tindak lanjut survei lewat tenggat`)).toBe(rows[0].late > 0)
})

test('search finds people and units in reach, and treats what was typed as text', async () => {
  const person = await newPerson(house, home, home.root, ['employee.read', 'unit.read'], {
    name: 'Zulkarnain 100%_Uji',
  })
  expect((await get(house, `/cari?q=${encodeURIComponent('100%_uji')}`, person)).body).toContain('Zulkarnain 100%_Uji')
  expect((await get(house, '/cari?q=DPMPTSP', person)).body).toContain('Penanaman Modal')
  const plain = await newPerson(house, home, home.root)
  expect((await get(house, '/cari?q=DPMPTSP', plain)).body).not.toContain('Penanaman Modal')
})

test('the code of a report leads straight to it, for those who may read it', async () => {
  const officer = await newPerson(house, home, home.root, ['complaint.read'])
  const { rows } = await house.owner.query(
    "select id, code from complaints.complaint where institution_id = $1 and kind <> 'whistleblowing' order by id limit 1",
    [home.id],
  )
  const { id, code } = rows[0]
  const typed = `${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`
  expect((await get(house, `/cari?q=${typed}`, officer)).headers.location).toBe(`/pengaduan/${id}`)
  const plain = await newPerson(house, home, home.root)
  expect((await get(house, `/cari?q=${typed}`, plain)).statusCode).toBe(200)
})

test('a story is published once per program, read by everybody, and withdrawn with a reason', async () => {
  const leader = await newPerson(house, home, home.root, LEADER)
  const told = await house.owner.query(
    `select id, program_id, title from portal.story where institution_id = $1 and withdrawn_at is null limit 1`,
    [home.id],
  )
  const story = told.rows[0]
  const address = `/i/${home.slug}/perubahan/${story.id}`
  expect((await get(house, address)).body).toContain('Anda sampaikan')
  const text = {
    program: story.program_id,
    title: 'Judul baru',
    heard: 'x'.repeat(20),
    learned: 'y'.repeat(20),
    changed: 'z'.repeat(20),
  }
  expect((await post(house, '/kisah', text, leader)).statusCode).toBe(409)
  // Somebody of a unit that no story is about reads it and is offered nothing that the act would refuse.
  const elsewhere = await newPerson(house, home, await newUnit(house, home, home.root), LEADER)
  const offered = async (who: typeof leader) =>
    (await get(house, '/kisah', who)).body.includes(`action="/kisah/${story.id}/tarik"`)
  expect([await offered(leader), await offered(elsewhere)]).toEqual([true, false])
  expect((await get(house, '/kisah', elsewhere)).body).toContain(story.title)
  expect((await post(house, `/kisah/${story.id}/tarik`, { reason: 'Bukan unit saya' }, elsewhere)).statusCode).toBe(404)
  expect((await post(house, `/kisah/${story.id}/tarik`, { reason: '' }, leader)).statusCode).toBe(422)
  expect((await post(house, `/kisah/${story.id}/tarik`, { reason: 'Angkanya diperbaiki' }, leader)).statusCode).toBe(
    303,
  )
  expect((await get(house, address)).statusCode).toBe(404)
  const short = await post(house, '/kisah', { ...text, changed: 'pendek' }, leader)
  expect([short.statusCode, short.body.includes('Judul baru')]).toEqual([422, true])
  expect((await post(house, '/kisah', text, leader)).statusCode).toBe(303)
  expect((await get(house, `/i/${home.slug}`)).body).toContain('Judul baru')
})

test('where more has happened than a page holds, the oldest turn is still counted, found and told', async () => {
  const world = await newInstitution(house)
  const unit = await newUnit(house, world, world.root)
  const leader = await newPerson(house, world, world.root, LEADER)
  const [signal, need, program] = [newId(), newId(), newId()]
  const run = (statement: string, values: readonly unknown[]) => house.owner.query(statement, [...values])
  // Sixty newer ones of each kind stand before it.
  await run(
    `insert into signals.signal
     select $1, case n when 0 then $2 else gen_random_uuid() end, $3, theme, source, element, service_id, rule, '2024-01-01',
       date '2024-01-01' + n * interval '1 month', date '2024-01-01' + n * interval '1 month',
       timestamptz '2024-02-01' + n * interval '1 day', evidence
     from (select * from signals.signal where institution_id = $4 order by id limit 1) s cross join generate_series(0, 60) n`,
    [world.id, signal, unit, home.id],
  )
  await run(
    `insert into needs.need (institution_id, id, unit_id, competency_id, signal_id, origin, title, importance, created_at)
     values ($1, $2, $3, gen_random_uuid(), $4, 'signal', 'Kebutuhan dari kata warga', 3, now())`,
    [world.id, need, unit, signal],
  )
  await run(
    `insert into needs.measurement select $1, gen_random_uuid(), $2, at, required, shortfall, reach, assessed, demand, signal_z, theme_weight
     from needs.measurement where institution_id = $3 order by id limit 1`,
    [world.id, need, home.id],
  )
  await run(
    `with made as (insert into programs.program
       (institution_id, id, need_id, title, objective, method_code, status, starts_on, ends_on, participants, created_at, approved_at)
       select $1, case n when 0 then $2 else gen_random_uuid() end, case n when 0 then $3::uuid end, 'Program ke-' || n,
         'Tujuan program ini cukup panjang', method_code, 'approved', date '2024-03-01' + n, date '2024-06-01' + n, 5, now(), now()
       from (select method_code from programs.program where institution_id = $4 order by id limit 1) p cross join generate_series(0, 60) n
       returning id)
     insert into programs.treated_unit (institution_id, program_id, unit_id) select $1, id, $5 from made`,
    [world.id, program, need, home.id, unit],
  )
  await run(
    `insert into evaluation.result select $1, gen_random_uuid(), $2, 1, $3, now(), data_through, rule_version, inputs_hash, 'improved', grade, card
     from evaluation.result where institution_id = $4 order by id limit 1`,
    [world.id, program, unit, home.id],
  )
  const page = (await get(house, '/lingkaran', leader)).body
  const words = page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
  expect(words).toContain('61 sinyal menunggu pemeriksaan')
  expect(words).toContain('61 program disetujui atau berjalan')
  expect(words).toContain('1 dari 1 program terbukti memperbaiki')
  expect(page).not.toContain(`/lingkaran/${signal}`)
  const next = /href="(\/lingkaran\?after=[^"]+)"/.exec(page)?.[1] ?? ''
  expect((await get(house, next, leader)).body).toContain(`/lingkaran/${signal}`)
  expect((await get(house, `/lingkaran/${signal}`, leader)).body).toContain(`/program/${program}`)
  expect((await get(house, `/kisah/baru?program=${program}`, leader)).statusCode).toBe(200)
})
