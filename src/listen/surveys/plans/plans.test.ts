import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../../platform/log.ts'
import { createMailer, type Letter, useMailer } from '../../../platform/mail.ts'
import { get, newClient, newPerson, newUnit, post } from '../../../platform/test/harness.ts'
import { invitationLetterJob } from '../jobs.ts'
import { form, NOW, useSurvey } from '../test-survey.ts'
import { addressesOf, targetsOf } from './model.ts'

const world = useSurvey(beforeEach)

async function newPlan(more: Record<string, string> = {}) {
  const fields = {
    name: 'SKM Semester 2',
    unit: world.unit,
    first_month: '2026-07',
    last_month: '2026-12',
    response_percent: '60',
    ...more,
  }
  return post(world.house, '/survei/rencana', fields, world.officer)
}

async function running(population = '500') {
  const plan = String((await newPlan()).headers.location)
  const numbers = { [`n_${world.service.id}`]: population, source: 'Buku register 2025' }
  expect((await post(world.house, `${plan}/populasi`, numbers, world.officer)).statusCode).toBe(303)
  expect((await post(world.house, `${plan}/mulai`, {}, world.officer)).statusCode).toBe(303)
  return plan
}

describe('targets', () => {
  test('the vectors of Krejcie and Morgan, shared by largest remainder', () => {
    expect(targetsOf([250, 150, 100], 100).map((one) => one.target)).toEqual([109, 65, 43])
    expect(targetsOf([500], 50)).toEqual([{ population: 500, target: 217, invite: 434 }])
    expect(targetsOf([4, 3], 60)).toEqual([
      { population: 4, target: 4, invite: 4 },
      { population: 3, target: 3, invite: 3 },
    ])
    expect(targetsOf([], 60)).toEqual([])
  })

  test('parts add up and never ask for more people than there are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50_000), { maxLength: 60 }), fc.integer({ min: 10, max: 100 }), (sizes, percent) => {
        const targets = targetsOf(sizes, percent)
        for (const { population, target, invite } of targets) {
          expect(target).toBeLessThanOrEqual(population)
          expect(invite).toBeGreaterThanOrEqual(target)
          expect(invite).toBeLessThanOrEqual(population)
        }
        const [whole] = targetsOf([sizes.reduce((sum, size) => sum + size, 0)], percent)
        expect(targets.reduce((sum, one) => sum + one.target, 0)).toBe(whole!.target)
      }),
    )
  })
})

describe('plan', () => {
  test('numbers with a source, then a start after which they stay', async () => {
    const plan = String((await newPlan()).headers.location)
    expect((await post(world.house, `${plan}/mulai`, {}, world.officer)).statusCode).toBe(409)
    const nowhere = await post(world.house, `${plan}/populasi`, { [`n_${world.service.id}`]: '1.300' }, world.officer)
    expect(nowhere.statusCode).toBe(422)
    expect(nowhere.body).toContain('Sebutkan sumber angkanya')
    expect(nowhere.body).toContain('value="1.300"')
    const wrong = await post(world.house, `${plan}/populasi`, { [`n_${world.service.id}`]: 'banyak' }, world.officer)
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain(`href="#f-n_${world.service.id}"`)
    const numbers = { [`n_${world.service.id}`]: '1.300', source: 'Buku register 2025' }
    expect((await post(world.house, `${plan}/populasi`, numbers, world.officer)).statusCode).toBe(303)
    const draft = await get(world.house, plan, world.officer)
    expect(draft.body).toContain('297')
    expect(draft.body).toContain('495')
    expect((await post(world.house, `${plan}/mulai`, {}, world.officer)).statusCode).toBe(303)
    expect((await post(world.house, `${plan}/populasi`, numbers, world.officer)).statusCode).toBe(409)
  })

  test('invited, answered, silent and self-chosen are told apart', async () => {
    const plan = await running()
    const draw = { service: world.service.id, size: '10', expires_on: '2026-12-31' }
    expect((await post(world.house, `${plan}/undang`, draw, world.officer)).statusCode).toBe(303)
    const list = await get(world.house, '/survei/undangan', world.officer)
    const batch = /href="(\/survei\/undangan\/[0-9a-f-]{36})"/.exec(list.body)![1]!
    const sheet = await get(world.house, batch, world.officer)
    const tokens = [...sheet.body.matchAll(/class="survey-token">([0-9A-Z-]{14})</g)].map(([, token]) => token!)
    for (const token of tokens.slice(0, 4))
      await post(world.house, `/i/${world.institution.slug}/survei/undangan`, form({ token }))
    await post(world.house, world.page(), form())
    expect((await post(world.house, `${batch}/kembali`, { undelivered: '7' }, world.officer)).statusCode).toBe(422)
    expect((await post(world.house, `${batch}/kembali`, { undelivered: '2' }, world.officer)).statusCode).toBe(303)
    const page = (await get(world.house, plan, world.officer)).body
    expect(page).toContain('50,0')
    expect(page).toContain('4 undangan tidak dijawab')
    expect(page).toContain('1 jawaban datang lewat tautan terbuka')
    expect(page).toContain('Kurang 212')
    expect((await post(world.house, `${plan}/tutup`, {}, world.officer)).statusCode).toBe(303)
    expect((await post(world.house, `${plan}/undang`, draw, world.officer)).statusCode).toBe(409)
  })

  test('people served come from recorded transactions, and say so', async () => {
    const plan = String((await newPlan()).headers.location)
    expect((await post(world.house, `${plan}/transaksi`, {}, world.officer)).statusCode).toBe(409)
    const sent = await world.house.app.inject({
      method: 'POST',
      url: '/api/v1/service-transactions',
      headers: await newClient(world.house, world.institution, ['service.record']),
      payload: {
        transactions: Array.from({ length: 25 }, (_, n) => ({
          key: `loket-${n}`,
          service: world.service.slug,
          arrived_at: '2026-11-16T08:00:00+07:00',
          started_at: '2026-11-16T08:20:00+07:00',
          ended_at: '2026-11-16T09:00:00+07:00',
          outcome: 'completed',
          digital: false,
        })),
      },
    })
    expect(sent.json()).toMatchObject({ added: 25 })
    expect((await post(world.house, `${plan}/transaksi`, {}, world.officer)).statusCode).toBe(303)
    const page = (await get(world.house, plan, world.officer)).body
    expect(page).toContain('Transaksi layanan yang tercatat, 1 Juli 2026 sampai 31 Desember 2026')
    expect(page).toContain('value="25"')
  })

  test('who may see and make a plan', async () => {
    const plan = await running()
    const elsewhere = await newPerson(
      world.house,
      world.institution,
      await newUnit(world.house, world.institution, world.institution.root),
      ['survey.plan'],
    )
    expect((await get(world.house, plan, elsewhere)).statusCode).toBe(404)
    expect((await get(world.house, '/survei/rencana', elsewhere)).body).not.toContain('SKM Semester 2<')
    expect(
      (
        await post(
          world.house,
          '/survei/rencana',
          { name: 'x', unit: world.unit, first_month: '2026-07', last_month: '2026-12', response_percent: '60' },
          elsewhere,
        )
      ).statusCode,
    ).toBe(404)
    const reader = await newPerson(world.house, world.institution, world.institution.root, ['survey.read'])
    expect((await get(world.house, plan, reader)).statusCode).toBe(403)
    for (const wrong of [{ last_month: '2026-01' }, { first_month: 'Juli' }, { name: '' }, { response_percent: '5' }])
      expect((await newPlan(wrong as Record<string, string>)).statusCode, JSON.stringify(wrong)).toBe(422)
  })
})

describe('by e-mail', () => {
  const send = (addresses: string) =>
    post(
      world.house,
      '/survei/undangan/surel',
      { service: world.service.id, label: 'Surel', expires_on: '2026-12-31', addresses },
      world.officer,
    )

  test('where letters are kept instead of sent, none is written and no link is made', async () => {
    useMailer(createMailer({ smtpUrl: undefined, dataDir: world.house.folder, baseUrl: 'http://localhost:3000' }))
    const refused = await send('sari@contoh.example')
    expect([refused.statusCode, refused.body.includes('sari@contoh.example')]).toEqual([409, true])
    expect(refused.body).toContain('Server surel belum diatur')
    const { rows } = await world.house.owner.query('select 1 from surveys.invitation_batch where institution_id = $1', [
      world.institution.id,
    ])
    expect(rows).toEqual([])
  })

  test('one letter with one working link each; the address is nowhere once it is sent', async () => {
    const letters: Letter[] = []
    useMailer({
      baseUrl: 'http://localhost:3000',
      kept: undefined,
      close: () => undefined,
      send: async (letter) => {
        if (letter.to.address.startsWith('gagal')) throw new Error('550 no such user')
        letters.push(letter)
      },
    })
    expect(
      (await send('Sari@contoh.example\nbudi@contoh.example, sari@contoh.example\ngagal@contoh.example')).statusCode,
    ).toBe(303)
    const { rows } = await world.house.owner.query<{ payload: { payload: { tries: number }; institution: string } }>(
      `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = 'surveys.invitation_letter' and payload->>'institution' = $1`,
      [world.institution.id],
    )
    expect(rows).toHaveLength(3)
    for (const { payload } of rows) {
      const last = { ...payload, payload: { ...payload.payload, tries: 4 } }
      await invitationLetterJob.run(world.house.database, last, NOW, createLog('silent'))
    }
    expect(letters.every((letter) => letter.guarded)).toBe(true)
    expect(letters.map((letter) => letter.to.address).toSorted()).toEqual([
      'budi@contoh.example',
      'sari@contoh.example',
    ])
    const links = letters.map((letter) => /undangan\/([0-9A-Z-]{14})/.exec(letter.text)![1]!)
    expect(new Set(links).size).toBe(2)
    expect((await get(world.house, `/i/${world.institution.slug}/survei/undangan/${links[0]}`)).statusCode).toBe(200)
    const kept = await world.house.owner.query(
      `select t::text as line, b.undelivered from surveys.invitation t join surveys.invitation_batch b
        on b.institution_id = t.institution_id and b.id = t.batch_id where t.institution_id = $1`,
      [world.institution.id],
    )
    expect(kept.rows).toHaveLength(3)
    expect(kept.rows[0].undelivered).toBe(1)
    for (const { line } of kept.rows) expect(line).not.toContain('contoh.example')
    const audited = await world.house.owner.query(
      'select e::text as line from audit.event e where institution_id = $1',
      [world.institution.id],
    )
    for (const { line } of audited.rows) expect(line).not.toContain('sari@')
  })

  test('a broken address and too many are named, what was typed stays', async () => {
    const wrong = await send('sari@contoh.example\nbudi@')
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Alamat ini tidak lengkap: budi@.')
    expect(wrong.body).toContain('sari@contoh.example')
    const many = await send(Array.from({ length: 201 }, (_, n) => `a${n}@contoh.example`).join('\n'))
    expect(many.body).toContain('Paling banyak 200 alamat')
    expect(addressesOf(' A@b.id;a@b.id\n')).toEqual(['a@b.id'])
  })
})
