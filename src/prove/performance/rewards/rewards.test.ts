import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../platform/id.ts'
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
} from '../../../platform/test/harness.ts'
import { shareFigure } from '../score.ts'
import { actsOf, meets, type State } from './model.ts'

const NOW = new Date('2026-11-20T03:00:00Z')
const text = (body: string) => body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

let house: TestHouse
let institution: TestInstitution
let unit: string
let head: TestPerson
let nominee: TestPerson
let reviewer: TestPerson
let leader: TestPerson
let second: TestPerson
let outsider: TestPerson
let rules: TestPerson

/** Who was told what about rewards. */
async function told(): Promise<[string, string][]> {
  const { rows } = await house.owner.query<{ account_id: string; title: string }>(
    `select account_id, title from notifications.message where institution_id = $1 and kind = 'performance.reward'`,
    [institution.id],
  )
  return rows.map((row) => [row.account_id, row.title])
}

const nipOf = async (person: TestPerson) =>
  (await house.owner.query('select nip from people.employee where id = $1', [person.employee])).rows[0].nip as string

beforeAll(async () => {
  house = await testHouse()
  house.clock.now = NOW
  institution = await newInstitution(house)
  unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji Hadiah')
  head = await newPerson(house, institution, unit, ['reward.propose', 'reward.review', 'reward.decide'])
  nominee = await newPerson(house, institution, unit, ['reward.review', 'reward.decide'], { name: 'Pegawai Teladan' })
  reviewer = await newPerson(house, institution, institution.root, ['reward.review', 'reward.decide'])
  leader = await newPerson(house, institution, institution.root, ['reward.decide'])
  second = await newPerson(house, institution, institution.root, ['reward.decide'])
  outsider = await newPerson(house, institution, institution.root)
  rules = await newPerson(house, institution, institution.root, ['reward.rules'])
  return () => {
    house.clock.now = new Date()
  }
})

const reward = {
  kind: 'employee',
  name: 'Piagam pelayanan prima',
  criteria: 'Melayani dengan ramah, cepat, dan menurut prosedur sepanjang tahun.',
  source: 'Keputusan bupati (uji)',
  valid_from: '2026-01-01',
}
const note = 'Alasan yang dapat dibaca oleh semua pihak.'
let rewardId: string

async function newNomination(period = '2026-T4'): Promise<string> {
  const made = await post(
    house,
    '/penghargaan/usulan',
    { reward: rewardId, nip: await nipOf(nominee), reason: 'Menyelesaikan 400 berkas tanpa keluhan.' },
    head,
  )
  expect(made.statusCode, text(made.body)).toBe(303)
  const at = String(made.headers.location)
  await house.owner.query('update performance.nomination set period = $2 where id = $1', [at.split('/').at(-1), period])
  return at
}

describe('published criteria', () => {
  test('hold from their day, open to everybody, with their source', async () => {
    expect((await post(house, '/penghargaan/kelola', reward, rules)).statusCode).toBe(303)
    await post(house, '/penghargaan/kelola', { ...reward, name: 'Piagam tahun depan', valid_from: '2027-01-01' }, rules)
    const { rows } = await house.owner.query(
      'select id from performance.reward where institution_id = $1 and name = $2',
      [institution.id, reward.name],
    )
    rewardId = rows[0].id
    const page = text((await get(house, `/i/${institution.slug}/penghargaan`)).body)
    expect(page).toContain('Piagam pelayanan prima')
    expect(page).toContain('Keputusan bupati (uji)')
    expect(page).toContain('Perlu verifikasi')
    expect(page).not.toContain('Piagam tahun depan')
    expect((await post(house, '/penghargaan/kelola', reward, head)).statusCode).toBe(403)
    const wrong = { ...reward, template: 'on_time', threshold: '90' }
    expect(text((await post(house, '/penghargaan/kelola', wrong, rules)).body)).toContain('mengukur unit, bukan orang')
  })
})

describe('a proposal', () => {
  test('goes through different hands, and none of them is the one proposed', async () => {
    const at = await newNomination('2026-T1')
    expect((await get(house, at, outsider)).statusCode).toBe(404)
    expect((await get(house, at, nominee)).statusCode).toBe(200)
    expect(await told()).toEqual([[nominee.account, 'Anda diusulkan untuk penghargaan']])
    const review = { recommended: 'yes', note }
    expect((await post(house, `${at}/tinjau`, review, head)).statusCode).toBe(409)
    expect((await post(house, `${at}/tinjau`, review, nominee)).statusCode).toBe(409)
    expect((await post(house, `${at}/tinjau`, { recommended: 'yes', note: '' }, reviewer)).statusCode).toBe(422)
    expect((await post(house, `${at}/tinjau`, review, reviewer)).statusCode).toBe(303)
    for (const person of [head, nominee, reviewer])
      expect((await post(house, `${at}/putus`, { granted: 'yes', note }, person)).statusCode).toBe(409)
    expect((await post(house, `${at}/putus`, { granted: 'yes', note }, leader)).statusCode).toBe(303)
    expect(
      (await told())
        .filter(([account]) => account === nominee.account)
        .map(([, title]) => title)
        .toSorted(),
    ).toEqual([
      'Anda diusulkan untuk penghargaan',
      'Usulan penghargaan diputuskan',
      'Usulan penghargaan selesai ditinjau',
    ])
    expect((await told()).filter(([account]) => account === head.account)).toHaveLength(2)
    // Named only after agreeing to it.
    const open = `/i/${institution.slug}/penghargaan`
    expect((await get(house, open)).body).not.toContain('Pegawai Teladan')
    expect((await post(house, `${at}/izin`, { consent: 'yes' }, head)).statusCode).toBe(409)
    expect((await post(house, `${at}/izin`, { consent: 'yes' }, nominee)).statusCode).toBe(303)
    expect((await get(house, open)).body).toContain('Pegawai Teladan')
  })

  test('a refusal can be contested by those it concerns, and another decides', async () => {
    const at = await newNomination('2026-T2')
    await post(house, `${at}/tinjau`, { recommended: 'no', note }, reviewer)
    await post(house, `${at}/putus`, { granted: 'no', note }, leader)
    expect((await post(house, `${at}/sanggah`, { note }, leader)).statusCode).toBe(409)
    expect((await post(house, `${at}/sanggah`, { note }, nominee)).statusCode).toBe(303)
    expect((await post(house, `${at}/putus-sanggahan`, { granted: 'no', note }, leader)).statusCode).toBe(409)
    expect((await post(house, `${at}/putus-sanggahan`, { granted: 'yes', note }, second)).statusCode).toBe(303)
    expect(text((await get(house, at, nominee)).body)).toContain('Diberikan')
  })

  test('nobody proposes themselves, the same twice, or somebody out of reach', async () => {
    const propose = async (nip: string) => {
      const answer = await post(
        house,
        '/penghargaan/usulan',
        { reward: rewardId, nip, reason: 'Alasan yang cukup panjang.' },
        head,
      )
      return { status: answer.statusCode, page: text(answer.body) }
    }
    expect((await propose(await nipOf(head))).page).toContain('diri sendiri')
    expect((await propose(await nipOf(outsider))).page).toContain('Tidak ada pegawai')
    const nip = await nipOf(nominee)
    expect((await propose(nip)).status).toBe(303)
    expect((await propose(nip)).page).toContain('sudah ada')
  })

  test('even a statement that forgets the rule cannot let one person be two: the table refuses', async () => {
    const at = await newNomination('2026-T3').catch(() => undefined)
    const { rows } = await house.owner.query(
      `select id from performance.nomination where institution_id = $1 and state = 'proposed' limit 1`,
      [institution.id],
    )
    const id = at?.split('/').at(-1) ?? rows[0].id
    const change = house.owner.query(
      `update performance.nomination set state = 'reviewed', reviewed_by = proposed_by, reviewed_at = now() where id = $1`,
      [id],
    )
    await expect(change).rejects.toThrow(/check constraint/)
  })
})

describe('by rule, from an indicator', () => {
  test('units are proposed whose interval meets the threshold, once, with the figure as it was', async () => {
    await post(
      house,
      '/penghargaan/kelola',
      { ...reward, kind: 'unit', name: 'Unit tepat janji', template: 'on_time', threshold: '90' },
      rules,
    )
    const small = await newUnit(house, institution, institution.root, 'department', 'Dinas Kecil')
    for (const [where, all] of [
      [unit, 200],
      [small, 8],
    ] as const) {
      const service = newId()
      await house.owner.query(
        `insert into services.service (institution_id, id, unit_id, name, slug, product, promise_minutes, channels, updated_at)
         values ($1, $2, $3, 'Izin uji', $4, 'Izin', 60, '{}', now())`,
        [institution.id, service, where, `izin-${service.slice(-8)}`],
      )
      await house.owner.query(
        `insert into services.transaction (institution_id, id, service_id, unit_id, state, channel, digital, arrived_at,
           started_at, ended_at, outcome, on_time)
         select $1, gen_random_uuid(), $2, $3, 3, 'counter', false, '2026-08-05T02:00:00Z', '2026-08-05T02:00:00Z',
           '2026-08-05T03:00:00Z', 'completed', n > 2 or $4 = 8 from generate_series(1, $4::int) n`,
        [institution.id, service, where, all],
      )
    }
    const first = await post(house, '/penghargaan/usulan/indikator', {}, reviewer)
    expect(first.statusCode).toBe(303)
    await post(house, '/penghargaan/usulan/indikator', {}, reviewer)
    const { rows } = await house.owner.query(
      `select unit_id, figure, period from performance.nomination where institution_id = $1 and proposed_by is null`,
      [institution.id],
    )
    // 198 of 200 and not 8 of 8: what few cases show may be chance.
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ unit_id: unit, period: '2026-T3', figure: { value: 99, n: 200 } })
    expect(text((await get(house, '/penghargaan', reviewer)).body)).toContain('Dinas Uji Hadiah')
  })

  test('what meets a threshold still meets every lower one, and more cases of the same share never lose it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 300 }), fc.nat(100), fc.nat(100), (n, percent, least) => {
        const figure = shareFigure(Math.round((n * percent) / 100), n, 5, [])
        const larger = shareFigure(Math.round((n * percent) / 100) * 10, n * 10, 5, [])
        if (!meets(figure, 'on_time', 'up', least)) return
        expect(meets(figure, 'on_time', 'up', Math.max(0, least - 1))).toBe(true)
        expect(meets(larger, 'on_time', 'up', least)).toBe(true)
      }),
    )
  })
})

test('whoever is proposed, proposed, reviewed or decided never decides, whatever roles they hold', () => {
  const person = fc.constantFrom('a', 'b', 'c')
  const states = fc.constantFrom<State>('proposed', 'reviewed', 'granted', 'refused', 'contested', 'upheld')
  fc.assert(
    fc.property(person, person, person, states, fc.boolean(), (proposed_by, reviewed_by, decided_by, state, own) => {
      const one = {
        state,
        employee_id: own ? 'ea' : null,
        proposed_by,
        reviewed_by,
        decided_by,
        contest_until: NOW,
        consent: null,
      }
      const acts = actsOf(one, { account: 'a', employee: 'ea' }, { propose: true, review: true, decide: true }, NOW)
      const involved = own || [proposed_by, reviewed_by, decided_by].includes('a')
      if (involved) for (const act of ['review', 'decide', 'final'] as const) expect(acts.has(act)).toBe(false)
    }),
  )
})
