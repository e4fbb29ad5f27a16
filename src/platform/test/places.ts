import sharp from 'sharp'
import { newId } from '../id.ts'
import { getMailer } from '../mail.ts'
import { get, post, postMultipart, signInAs, type TestHouse, type TestPerson } from './harness.ts'

/** Where a page is visited when its sample alone cannot say it. Without a cookie the administrator goes. */
export type Place = { readonly address: string; readonly cookie?: string; readonly status?: number }

type Institution = { readonly id: string; readonly slug: string }

/** What the demonstration data do not hold, because it lives for minutes or belongs to one person. */
export async function preparePlaces(
  house: TestHouse,
  institution: Institution,
  administrator: TestPerson,
): Promise<ReadonlyMap<string, Place>> {
  return new Map<string, Place>([
    ...(await draft(house, institution)),
    ...(await ownReport(house, institution, administrator)),
    ...(await anAnswer(house, institution)),
    ...(await anImport(house, administrator)),
    ...(await ownPages(house, institution)),
    ...(await anInvitation(house, institution, administrator)),
    ...(await aKiosk(house, institution, administrator)),
    ...(await aLearner(house, institution)),
    ...(await aLetter(institution)),
    ...(await aSecret(house, institution)),
    ...(await aDisciplineCase(house, institution)),
    ...(await aPlanBelow(house, institution)),
    // The first administrator's link is used up where institutions exist.
    ['/mulai', { address: '/mulai', status: 410 }],
    // Reached with a link from an e-mail, which this one is not: it says so.
    [
      '/i/:institution/berhenti-surel/:id/:token',
      { address: `/i/${institution.slug}/berhenti-surel/${newId()}/x`, status: 410 },
    ],
    [
      '/i/:institution/berhenti-ringkasan/:id/:token',
      { address: `/i/${institution.slug}/berhenti-ringkasan/${newId()}/x`, status: 410 },
    ],
    ['/i/:institution/kata-sandi/:token', { address: `/i/${institution.slug}/kata-sandi/x`, status: 410 }],
  ])
}

/** Only those named in it find it. */
async function aDisciplineCase(house: TestHouse, institution: Institution): Promise<[string, Place][]> {
  const { rows } = await house.owner.query<{ id: string; reporter: string }>(
    'select id, reporter from performance.discipline_case where institution_id = $1 order by id limit 1',
    [institution.id],
  )
  const one = rows[0]!
  const cookie = await signInAs(house, institution, one.reporter)
  return [['/disiplin/:id', { address: `/disiplin/${one.id}`, cookie }]]
}

/** Only the direct superior finds it. */
async function aPlanBelow(house: TestHouse, institution: Institution): Promise<[string, Place][]> {
  const { rows } = await house.owner.query<{ id: string; superior: string }>(
    `select i.id, a.id as superior from plans.item i
     join people.assignment w on w.institution_id = i.institution_id and w.employee_id = i.employee_id and w.valid_to is null
     join people.account a on a.institution_id = w.institution_id and a.employee_id = w.superior_id
     where i.institution_id = $1 order by i.id limit 1`,
    [institution.id],
  )
  const one = rows[0]!
  const cookie = await signInAs(house, institution, one.superior)
  return [['/rencana-diri/bawahan/:id', { address: `/rencana-diri/bawahan/${one.id}`, cookie }]]
}

async function draft(house: TestHouse, { id, slug }: Institution): Promise<[string, Place][]> {
  const { rows } = await house.owner.query(
    'select id from services.service where institution_id = $1 and active order by id limit 1',
    [id],
  )
  const begun = await post(house, `/i/${slug}/lapor`, { kind: 'complaint' })
  const at = String(begun.headers.location).replace('/layanan', '')
  await post(house, `${at}/layanan`, { about: `service:${rows[0].id}` })
  await post(house, `${at}/biaya`, { asked: 'no' })
  await post(house, `${at}/cerita`, {
    subject: 'Loket tutup lebih awal',
    body: 'Saya datang pukul 14.00 dan loket tutup.',
  })
  const body = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#0b5f66' } })
    .jpeg()
    .toBuffer()
  await postMultipart(house, `${at}/foto`, { photo: { name: 'antrean.jpg', type: 'image/jpeg', body } })
  const file = /foto\/([0-9a-f-]{36})/.exec((await get(house, `${at}/foto`)).body)?.[1]
  await post(house, `${at}/kerahasiaan`, { privacy: 'anonymous' })
  const pages = ['jenis', 'layanan', 'biaya', 'cerita', 'tempat', 'foto', 'kerahasiaan', 'periksa', 'mirip']
  return [
    ...pages.map((page): [string, Place] => [`/i/:institution/lapor/:draft/${page}`, { address: `${at}/${page}` }]),
    ['/i/:institution/lapor/:draft/foto/:file', { address: `${at}/foto/${file}` }],
  ]
}

/** An answered report as its reporter sees it: the code in the samples opens only what everybody may see. */
async function ownReport(
  house: TestHouse,
  { id, slug }: Institution,
  administrator: TestPerson,
): Promise<[string, Place][]> {
  const { rows: units } = await house.owner.query(
    'select id from organization.unit where institution_id = $1 and parent_id is null',
    [id],
  )
  const unit = units[0].id
  const body = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#0b5f66' } })
    .jpeg()
    .toBuffer()
  const sent = await postMultipart(house, `/i/${slug}/lapor/singkat`, {
    about: `unit:${unit}`,
    kind: 'complaint',
    privacy: 'anonymous',
    subject: 'Loket tutup lebih awal',
    body: 'Saya datang pukul 14.00 dan loket tutup.',
    photo: { name: 'antrean.jpg', type: 'image/jpeg', body },
  })
  const own = String(sent.headers.location).replace('/tanda-terima', '')
  const { rows } = await house.owner.query(
    `select c.id, a.file_id from complaints.complaint c
     join complaints.attachment a on a.institution_id = c.institution_id and a.complaint_id = c.id
     where c.institution_id = $1 and c.code = $2`,
    [id, own.split('/').at(-1)!.slice(0, 8)],
  )
  const step = (name: string, fields: Record<string, string>) =>
    post(house, `/pengaduan/${rows[0].id}/${name}`, { seen: '99', ...fields }, administrator)
  await step('verifikasi', { class: 'ordinary', theme: 'kecepatan', unit })
  await step('jawab', { outcome: 'resolved', body: 'Loket kini buka sampai 16.00.' })
  const path = '/i/:institution/lacak/:code'
  return [
    [path, { address: own }],
    [`${path}/tanda-terima`, { address: `${own}/tanda-terima` }],
    [`${path}/berkas/:file`, { address: `${own}/berkas/${rows[0].file_id}` }],
  ]
}

/** A questionnaire that is being filled in, and one that was sent; its code is known to nobody but its writer. */
async function anAnswer(house: TestHouse, { id, slug }: Institution): Promise<[string, Place][]> {
  const { rows } = await house.owner.query(
    `select q.slug, v.definition from questionnaires.questionnaire q
     join questionnaires.version v on v.institution_id = q.institution_id and v.questionnaire_id = q.id
     where q.institution_id = $1 and v.state = 'published' and v.definition ->> 'audience' = 'public' and q.instrument = 'own'`,
    [id],
  )
  const section = rows[0].definition.sections[0].code
  const begin = async () => String((await post(house, `/i/${slug}/kuesioner/${rows[0].slug}`, {})).headers.location)
  const [open, sent] = [await begin(), await begin()]
  await post(house, `${sent}/bagian/${section}`, { q_waktu_pelayanan: '5', q_kualitas_informasi: '4' })
  const path = '/i/:institution/isian/:draft'
  return [
    [path, { address: open, status: 303 }],
    [`${path}/bagian/:section`, { address: `${open}/bagian/${section}` }],
    [`${path}/simpan`, { address: `${open}/simpan` }],
    [`${path}/periksa`, { address: `${open}/periksa` }],
    [`${path}/selesai`, { address: `${sent}/selesai` }],
  ]
}

/** The set-up of an authenticator, between its proposal and its confirmation. */
async function aSecret(house: TestHouse, institution: Institution): Promise<[string, Place][]> {
  const { rows } = await house.owner.query<{ id: string }>(
    'select id from people.account where institution_id = $1 and employee_id is not null order by id limit 1',
    [institution.id],
  )
  const cookie = await signInAs(house, institution, rows[0]!.id)
  await post(house, '/keamanan/kode/mulai', {}, { cookie })
  return [['/keamanan/kode', { address: '/keamanan/kode', cookie }]]
}

async function anImport(house: TestHouse, administrator: TestPerson): Promise<[string, Place][]> {
  const file = { name: 'unit.csv', type: 'text/csv', body: Buffer.from('kode;nama\nA-1;Bagian Contoh\n') }
  const sent = await postMultipart(house, '/impor', { kind: 'unit', file }, administrator)
  const at = String(sent.headers.location)
  return [
    ['/impor/:id', { address: at }],
    ['/impor/:id/hasil', { address: `${at}/hasil` }],
  ]
}

async function anInvitation(
  house: TestHouse,
  { id, slug }: Institution,
  administrator: TestPerson,
): Promise<[string, Place][]> {
  const { rows } = await house.owner.query('select id from services.service where institution_id = $1 limit 1', [id])
  const fields = { service: rows[0].id, label: 'Loket uji', size: '1', expires_on: '2099-12-31' }
  const made = await post(house, '/survei/undangan', fields, administrator)
  const sheet = await get(house, String(made.headers.location), administrator)
  const token = /class="survey-token">([0-9A-Z-]{14})</.exec(sheet.body)?.[1]
  return [['/i/:institution/survei/undangan/:token', { address: `/i/${slug}/survei/undangan/${token}` }]]
}

/** A tablet that was let in, and a code that still lets one in. */
async function aKiosk(
  house: TestHouse,
  { id, slug }: Institution,
  administrator: TestPerson,
): Promise<[string, Place][]> {
  const { rows } = await house.owner.query(
    `select u.id as unit, s.slug as service from organization.unit u
     join services.service s on s.institution_id = u.institution_id and s.active
     where u.institution_id = $1 and u.parent_id is null limit 1`,
    [id],
  )
  const code = async (name: string) => {
    const made = await post(house, '/survei/kios', { name, unit: rows[0].unit }, administrator)
    return /kios\/pasang\/([\w-]+)/.exec(made.body)?.[1] ?? ''
  }
  const base = `/i/${slug}/kios`
  const paired = await post(house, `${base}/pasang`, { code: await code('Kios uji') })
  const cookie = String(paired.headers['set-cookie']).split(';')[0]!
  return [
    ['/i/:institution/kios', { address: base, cookie }],
    ['/i/:institution/kios/layanan/:service', { address: `${base}/layanan/${rows[0].service}`, cookie }],
    ['/i/:institution/kios/pasang/:code', { address: `${base}/pasang/${await code('Kios baru')}` }],
  ]
}

/** Somebody in the middle of a course: the content is open to them and a test is running. */
async function aLearner(house: TestHouse, institution: Institution): Promise<[string, Place][]> {
  const { rows } = await house.owner.query<{ account: string; course: string; modules: string[]; video: string }>(
    `select a.id as account, e.course_id as course, array_agg(m.id::text order by m.position) as modules,
       max(m.id::text) filter (where m.kind = 'video') as video
     from learning.enrollment e
     join people.account a on a.institution_id = e.institution_id and a.employee_id = e.employee_id
     join learning.module m on m.institution_id = e.institution_id and m.course_id = e.course_id and m.removed_at is null
     where e.institution_id = $1 and e.completed_at is null
     group by a.id, e.course_id having bool_or(m.kind = 'video') order by e.course_id, a.id limit 1`,
    [institution.id],
  )
  const { account, course, modules, video } = rows[0]!
  const as = { cookie: await signInAs(house, institution, account) }
  const at = `/belajar/${course}`
  const before = await post(house, `${at}/tes/pre`, {}, as)
  await post(house, `${before.headers.location}/kumpulkan`, {}, as)
  for (const module of modules) await post(house, `${at}/modul/${module}/selesai`, { confirm: 'on' }, as)
  const running = await post(house, `${at}/tes/post`, {}, as)
  // The paper they will have, without knowing the right answers here.
  await house.owner.query(
    `insert into learning.certificate (institution_id, code, enrollment_id, holder, nip, unit, course, jp, completed_on, issued_at)
     select e.institution_id, '7K3PQ9XM2R', e.id, p.name, p.nip, 'Unit contoh', 'Kursus contoh', 4, now()::date, now()
     from learning.enrollment e
     join people.employee p on p.institution_id = e.institution_id and p.id = e.employee_id
     join people.account a on a.institution_id = e.institution_id and a.employee_id = p.id
     where e.institution_id = $1 and a.id = $2 and e.course_id = $3 on conflict do nothing`,
    [institution.id, account, course],
  )
  return [
    ['/belajar/:id/surat', { address: `${at}/surat`, ...as }],
    ['/belajar/:id', { address: at, ...as }],
    ['/belajar/:id/modul/:module', { address: `${at}/modul/${video}`, ...as }],
    ['/belajar/:id/modul/:module/video', { address: `${at}/modul/${video}/video`, ...as }],
    ['/belajar/:id/modul/:module/teks', { address: `${at}/modul/${video}/teks`, ...as }],
    ['/belajar/percobaan/:id', { address: String(running.headers.location), ...as }],
  ]
}

async function aLetter({ id }: Institution): Promise<[string, Place][]> {
  const to = { name: 'Warga Contoh', address: 'warga@contoh.example' }
  const letter = {
    institution: id,
    from: 'Contoh',
    to,
    subject: 'Surel uji',
    text: 'Isi surel.',
    html: '<p>Isi surel.</p>',
  }
  await getMailer().send(letter, new Date())
  const [kept] = (await getMailer().kept?.list(id, 1)) ?? []
  return [
    ['/surat-keluar/:id', { address: `/surat-keluar/${kept?.id}` }],
    ['/surat-keluar/:id/eml', { address: `/surat-keluar/${kept?.id}/eml` }],
  ]
}

/** Pages of one's own, visited by the one they belong to: SQL that finds an employee and the values of the path. */
const OWN: Readonly<Record<string, string>> = {
  '/kompetensi/siklus/:cycle/menilai/:employee': `select a.superior_id as who, c.id as cycle, a.employee_id as employee
    from people.assignment a cross join competency.cycle c
    where a.institution_id = $1 and c.institution_id = $1 and c.state = 'open' and a.valid_to is null
      and a.superior_id is not null limit 1`,
}

async function ownPages(house: TestHouse, institution: Institution): Promise<[string, Place][]> {
  const places: [string, Place][] = []
  for (const [path, statement] of Object.entries(OWN)) {
    const { rows } = await house.owner.query<Record<string, string>>(statement, [institution.id])
    const found = rows[0]
    if (!found) continue
    const address = path.replaceAll(/:(\w+)/g, (_, name: string) => found[name]!)
    places.push([path, { address, cookie: await signInEmployee(house, institution, found['who']!) }])
  }
  return places
}

async function signInEmployee(house: TestHouse, institution: Institution, employee: string): Promise<string> {
  const { rows } = await house.owner.query<{ id: string }>(
    'select id from people.account where institution_id = $1 and employee_id = $2',
    [institution.id, employee],
  )
  if (rows[0]) return signInAs(house, institution, rows[0].id)
  const account = newId()
  await house.owner.query(
    `insert into people.account (institution_id, id, employee_id, name, created_at) values ($1, $2, $3, 'Pegawai contoh', now())`,
    [institution.id, account, employee],
  )
  return signInAs(house, institution, account)
}
