import { TOTP } from 'otpauth'
import { beforeAll, expect, test } from 'vitest'
import { permissions, routes } from '../../slices.ts'
import type { Route } from '../http/route.ts'
import { localDate } from '../i18n.ts'
import { newId } from '../id.ts'
import { get, newPerson, ownDemoHouse, post, signInAs, type TestHouse, type TestPerson } from './harness.ts'
import { refusedBy } from './mistakes.ts'
import { decoded, formsOf, targetOf } from './page-forms.ts'
import { newDevice } from './passkey.ts'
import { preparePlaces } from './places.ts'
import { filledIn, type Standing, standingForms } from './standing-forms.ts'
import { undoing } from './undoing.ts'
import { addressOf, plausibleFields, sampleValues } from './visit.ts'

/** Forms in which something stands already, and which need not know what their page had shown: each with its reason. */
const EXEMPT: Readonly<Record<string, readonly string[]>> = {
  'makes something new; what stands in it is a proposal, today, or the choice most people make': [
    '/fgd/:id/temuan',
    '/i/:institution/lapor/singkat',
    '/istilah/:set/tambah',
    '/kalender/jam',
    '/kanal/medsos',
    '/kanal/surat/:id',
    '/kinerja/:unit/sop/:checklist',
    '/kinerja/:unit/target',
    '/kuesioner/baru',
    '/kuesioner/impor',
    '/kursus/:id/modul',
    '/kursus/:id/soal',
    '/layanan',
    '/layanan/maklumat',
    '/pelanggaran/:id/pemeriksaan',
    '/pengaduan',
    '/pengaduan/:id/pemeriksaan',
    '/pengaduan/ketidakhadiran',
    '/pengawasan/baru',
    '/pengawasan/penilaian-mandiri',
    '/pengawasan/tim/:id/anggota',
    '/pengetahuan/kelola',
    '/penyedia-masuk',
    '/peran/pemberian',
    '/percakapan/:id/laporan',
    '/praktik/baru',
    '/program',
    '/program/:id/indikator',
    '/survei/rencana',
    '/survei/rencana/:id/undang',
    '/survei/tindak-lanjut',
    '/survei/undangan',
    '/unit/baru',
    '/pensiun/aturan/daftar',
  ],
  'sets a dated row; nothing that is stored stands in the form, so nothing goes back to what it was': [
    '/faktor-kedua',
    '/hasil/aturan',
    '/kebijakan/aturan',
    '/kebutuhan/parameter',
    '/kinerja/aturan',
    '/kompetensi/aturan',
    '/kursus/aturan',
    '/kompetensi/standar/:id',
    '/pengawasan/ketentuan',
    '/penghargaan/kelola',
    '/percakapan/aturan',
    '/praktik/ketentuan',
    '/sinyal/aturan',
    '/sinyal/pemetaan/ubah',
    '/sinyal/pemetaan/unsur',
    '/refleksi/kelola/hari',
  ],
  'one step that can be taken once; the second tab is refused by the state it finds': [
    '/kanal/surel/:id/terima',
    '/layanan/proses/:id/selesai',
    '/pegawai/:id/nonaktif',
    '/unit/:id/tutup',
  ],
  'a draft of whoever writes it, shown whole once more before it is sent': [
    '/i/:institution/lapor/:draft/biaya',
    '/i/:institution/lapor/:draft/cerita',
    '/i/:institution/lapor/:draft/jenis',
    '/i/:institution/lapor/:draft/kerahasiaan',
    '/i/:institution/lapor/:draft/layanan',
  ],
}

const undo = undoing()
let house: TestHouse
let contoh: { id: string; slug: string; root: string }
let administrator: TestPerson
let standing: ReadonlyMap<Route, readonly Standing[]>

beforeAll(async () => {
  house = await ownDemoHouse(undo.around)
  const { rows } = await house.owner.query<{ id: string; slug: string; root: string }>(
    `select i.id, i.slug, u.id as root from organization.institution i
     join organization.unit u on u.institution_id = i.id and u.parent_id is null where i.slug = 'contoh'`,
  )
  contoh = rows[0]!
  administrator = await newPerson(house, contoh, contoh.root, Object.keys(permissions))
  standing = await standingForms(house, contoh, administrator, await preparePlaces(house, contoh, administrator))
  // What the demonstration has published already can be told once more.
  await house.owner.query('update portal.story set withdrawn_at = now(), withdrawn_reason = $1', ['uji'])
  undo.on = true
})

/** Paths of forms that edit a record and do not say what they had shown. */
function unguarded(forms: ReadonlyMap<Route, readonly Standing[]>): string[] {
  // `seen` of a report is the number of its last event, `revision` that of a questionnaire's draft.
  const guards = ['_seen', 'seen', 'revision']
  const guarded = ({ form }: Standing) => guards.some((name) => form.fields.has(name))
  const open = [...forms].filter(([, all]) => {
    // Where a form makes and changes, the one that makes shows choices but no words.
    const edits = all.some(guarded)
    return all.some(
      (one) => !guarded(one) && [...one.form.fields.values()].some((field) => field.shown && (!edits || field.typed)),
    )
  })
  return open.map(([route]) => route.path).sort()
}

test('a form that edits a record sends along what it had shown, or is exempt for a reason', () => {
  expect(unguarded(standing)).toEqual(Object.values(EXEMPT).flat().sort())
  // Planted: one that does so forgets it.
  const [editing] = [...standing].filter(([, all]) => all.some(({ form }) => form.fields.has('_seen')))
  const [route, all] = editing!
  const forgetful = all.map(({ form, as }) => {
    const fields = new Map([...form.fields].filter(([name]) => name !== '_seen'))
    return { form: { ...form, fields }, as }
  })
  expect(unguarded(new Map([[route, forgetful]]))).toEqual([route.path])
})

/** Sends a form as it stands, once with what an earlier page had shown and once more; false where its state refuses it. */
async function sendTwice(route: Route, { form, as }: Standing): Promise<boolean> {
  const shown = Object.fromEntries([...form.fields].map(([name, { value }]) => [name, value]))
  // What has to be given anew each time, such as the source of a rule.
  const empty = new Set(refusedBy(route, { ...shown, ...targetOf(form.action)?.values, institution: contoh.slug }))
  const given = Object.entries(filledIn(route, form)).filter(([name]) => empty.has(name))
  const plain: Record<string, string> = { ...shown, ...Object.fromEntries(given) }
  const words = [...form.fields].filter(([, { typed, value }]) => typed && /\p{L} \p{L}/u.test(value))
  const text = words[0]?.[0]
  const mine = { ...plain, ...(text ? { [text]: `${plain[text]} lagi` } : {}) }
  const late = await post(house, form.action, { ...mine, _seen: 'x' }, as)
  if (!late.body.includes('Isi ini sudah diubah di tab lain atau oleh orang lain')) return false
  if (text) {
    expect(late.body.includes('Tersimpan sekarang:'), route.path).toBe(true)
    expect(decoded(late.body).includes(mine[text]!), route.path).toBe(true)
  }
  const again = formsOf(late.body).find(({ action, fields }) => action === form.action && fields.has('_seen'))
  expect(again?.fields.get('_seen')?.value, route.path).toBe(plain['_seen'])
  expect((await post(house, form.action, plain, as)).statusCode, route.path).not.toBe(409)
  return true
}

test('of two tabs the second is told, and shown what the first has stored', async () => {
  const untold: string[] = []
  for (const [route, all] of standing) {
    const guarded = all.filter(({ form }) => form.fields.has('_seen'))
    let told = guarded.length === 0
    for (const one of guarded) told ||= await sendTwice(route, one)
    if (!told) untold.push(route.path)
  }
  expect(untold).toEqual([])
})

/** May end the visit, or the way in, of whoever sends these: they come last, each from somebody of its own. */
const LAST = /keluar|akhiri|kata-sandi|nonaktif|faktor-kedua|keamanan|peran|\/akun/
/** Computes for a whole institution, thrice. */
const LEFT_OUT = /periksa$|hitung$/
/** Its answer goes with a cookie that lies nowhere but in its browser; asked once more, the question before it is void. */
const ASKS_ANEW = '/keamanan/kunci-sandi/mulai'

test('a form sent twice is done once, and pressed again in another tab it is answered with a sentence', async () => {
  undo.on = false
  const audits = async () => Number((await house.owner.query('select count(*) from audit.event')).rows[0].count)
  const told = { done: 0, doubled: [] as string[], broken: [] as string[], undone: [] as string[] }
  const commands = routes.filter(({ kind, path }) => kind === 'command' && !LEFT_OUT.test(path))
  const last = commands.filter(({ path }) => LAST.test(path))
  const given = await facts()
  for (const route of [...commands.filter((one) => !last.includes(one)), ...last]) {
    const own = last.includes(route) ? await ofSomebody(route) : undefined
    const { form, as } = own ?? standing.get(route)?.[0] ?? (await guessed(route))
    const fields = { ...filledIn(route, form), ...given[route.path], ...own?.given }
    const send = (key: string) => post(house, form.action, { ...fields, _key: key }, as)
    const key = newId()
    const first = await send(key)
    const done = first.statusCode === 303 || (own !== undefined && first.statusCode === 200)
    if (own && !done) told.undone.push(`${route.path} ${first.statusCode}`)
    if (done && (form.fields.has('_key') || own) && !route.unkept && route.path !== ASKS_ANEW) {
      const before = await audits()
      const second = await send(key)
      told.done++
      const same = isSameAnswer(first, second)
      if (!same || (await audits()) !== before) told.doubled.push(`${route.path} ${second.statusCode}`)
    }
    const third = await send(newId())
    for (const { statusCode } of [first, third]) if (statusCode >= 500) told.broken.push(`${route.path} ${statusCode}`)
  }
  expect(told).toMatchObject({ doubled: [], broken: [], undone: [] })
  expect(told.done).toBeGreaterThan(100)
})

/** What the forms of accounts and roles have to name, because nobody types a stranger's number by chance. */
async function facts(): Promise<Record<string, Record<string, string>>> {
  const { rows } = await house.owner.query<{ nip: string; role: string; login: string }>(
    `select (select nip from people.employee e where e.institution_id = $1 and e.active and not exists
         (select from people.account a where a.institution_id = $1 and a.employee_id = e.id) limit 1) as nip,
       (select id from roles.role where institution_id = $1 order by id limit 1) as role,
       (select email from people.account where institution_id = $1 and email like 'pegawai@%') as login`,
    [contoh.id],
  )
  const { nip, role, login } = rows[0]!
  const from = localDate(house.clock.now, 'Asia/Jakarta')
  return {
    '/akun-pegawai': { nip },
    '/peran/pemberian': { login, role, unit: contoh.root, kind: 'definitive', from, until: '' },
    // A name of its own: the form of a new role was sent before it.
    '/peran/:id': { name: 'Peran yang diubah' },
    '/faktor-kedua': { role, demanded: 'yes', from, reason: 'Keputusan pimpinan' },
  }
}

type Reply = Awaited<ReturnType<typeof post>>

/** A page of secrets is shown once; whoever sends its form again is led to where they are kept. */
function isSameAnswer(first: Reply, second: Reply): boolean {
  const shown = String(first.headers['content-type']).startsWith('text/html')
  if (first.statusCode === 303 || !shown)
    return (
      second.statusCode === first.statusCode &&
      second.headers.location === first.headers.location &&
      (shown || second.body === first.body)
    )
  return second.statusCode === 303
}

type Prepared = { action?: string; given?: Record<string, string>; cookie?: string }

/** What has to be true for some of them to be done, and what only whoever made it so can type. */
const PREPARED: Readonly<Record<string, (as: TestPerson) => Promise<Prepared | undefined>>> = {
  '/i/:institution/kata-sandi/:token': async (as) => {
    const token = newId()
    await house.owner.query(
      `insert into people.challenge (institution_id, token_hash, kind, account_id, data, expires_at)
       values ($1, sha256($2), 'recovery', $3, '{}', $4)`,
      [contoh.id, Buffer.from(token), as.account, new Date(house.clock.now.getTime() + 60_000)],
    )
    const password = 'sebuah kalimat yang hanya saya tahu'
    return { action: `/i/${contoh.slug}/kata-sandi/${token}`, given: { password, repeat: password } }
  },
  '/keamanan/kode': async (as) => ({ given: { code: await newApp(as) } }),
  '/keamanan/kode-pemulihan': async (as) => {
    await post(house, '/keamanan/kode', { code: await newApp(as) }, as)
    return undefined
  },
  '/keamanan/kunci-sandi': async (as) => {
    const asked = await post(house, ASKS_ANEW, {}, as)
    const answer = newDevice().register(asked.json(), { origin: 'http://localhost:3000' })
    return { given: { answer }, cookie: asked.cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
  },
  '/keamanan/kunci-sandi/:id/hapus': async (as) => {
    const keys = [newId(), newId()]
    for (const id of keys)
      await house.owner.query(
        `insert into people.passkey values ($1, $2, $3, $4, '\\x00', 0, '{}', 'Ponsel', now(), null)`,
        [contoh.id, id, as.account, id],
      )
    return { action: `/keamanan/kunci-sandi/${keys[0]}/hapus` }
  },
  '/pegawai/:id/nonaktif': async () => {
    const { employee } = await newPerson(house, contoh, contoh.root)
    return { action: `/pegawai/${employee}/nonaktif`, given: { on: localDate(house.clock.now, 'Asia/Jakarta') } }
  },
  '/pengaduan/ketidakhadiran/:id/akhiri': async (as) => {
    const substitute = await newPerson(house, contoh, contoh.root, ['complaint.handle'])
    const [from_on, to_on] = ['2099-01-04', '2099-01-08']
    const absence = { account: as.account, substitute: substitute.account, from_on, to_on, hand_over: '' }
    expect((await post(house, '/pengaduan/ketidakhadiran', absence, as)).statusCode).toBe(303)
    const { rows } = await house.owner.query('select id from complaints.absence where account_id = $1', [as.account])
    return { action: `/pengaduan/ketidakhadiran/${rows[0].id}/akhiri` }
  },
}

/** The code that an app shows which was set up just now, and not yet confirmed. */
async function newApp(as: TestPerson): Promise<string> {
  expect((await post(house, '/keamanan/kode/mulai', {}, as)).statusCode).toBe(303)
  const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec((await get(house, '/keamanan/kode', as)).body)![1]!
  return new TOTP({ secret: secret.replaceAll(' ', '') }).generate({ timestamp: house.clock.now.getTime() })
}

/** The form as somebody sees it who signed in twice just now: of their own page where it is about themselves. */
async function ofSomebody(route: Route): Promise<Standing & Prepared> {
  const as = await newPerson(house, contoh, contoh.root, Object.keys(permissions))
  const own = route.path.startsWith('/keamanan')
  if (own) await signInAs(house, contoh, as.account)
  const { action, given, cookie } = (await PREPARED[route.path]?.(as)) ?? {}
  const shown = own ? formsOf((await get(house, '/keamanan', as)).body) : []
  const form =
    shown.find((one) => targetOf(one.action)?.route === route) ??
    (own ? undefined : standing.get(route)?.[0]?.form) ??
    (await guessed(route)).form
  return {
    form: { ...form, action: action ?? form.action },
    as: { cookie: cookie ? `${as.cookie}; ${cookie}` : as.cookie },
    ...(given && { given }),
  }
}

/** What no page of the demonstration shows goes to its sample address. */
async function guessed(route: Route): Promise<Standing> {
  const values = { ...(await sampleValues(house, contoh.id, route)), institution: contoh.slug }
  const fields = Object.entries(plausibleFields(route)).map(
    ([name, value]) => [name, { value, typed: false, date: false, shown: false }] as const,
  )
  return { form: { action: addressOf(route, values), fields: new Map(fields) }, as: administrator }
}
