import { beforeAll, expect, test } from 'vitest'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { get, newPerson, post, type TestHouse, testHouse } from '../../platform/test/harness.ts'
import { newScene, sendReport, takeStep } from './test-scene.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

test('the survey on the handling: shares of each question of its own answers, for units in reach, none of fewer than five', async () => {
  const at = await newScene(house)
  const reports = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      sendReport(at, { subject: `Loket tutup ${index}`, body: 'Tutup pukul 14.00.', privacy: 'anonymous' }),
    ),
  )
  const elsewhere = await sendReport(at, {
    about: `unit:${at.other}`,
    subject: 'Papan roboh',
    body: 'Papan roboh.',
    privacy: 'anonymous',
  })
  for (const { id } of [...reports, elsewhere]) {
    const unit = id === elsewhere.id ? at.other : at.unit
    await takeStep(at, id, 'verifikasi', { class: 'ordinary', theme: 'kecepatan', unit }, at.officer)
    await takeStep(at, id, 'jawab', { outcome: 'resolved', body: 'Sekarang sampai 16.00.' }, at.officer)
  }
  const say = async (code: string, path: string, fields: Record<string, string>) =>
    expect((await post(house, `${at.base}/lacak/${code}/${path}`, fields)).statusCode).toBe(303)
  const shown = async (person = at.officer) => {
    const { body } = await get(house, '/pengaduan/penilaian', person)
    const rows = [...body.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].slice(1)
    return rows.map(([, row]) =>
      [...row!.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)]
        .slice(1)
        .map(([, cell]) => cell!.replaceAll(/<[^>]+>/g, '').replaceAll('\u00a0', ' ')),
    )
  }
  const few = 'terlalu sedikit'
  for (const [index, { code }] of reports.entries()) {
    if (index === 4) expect(await shown()).toEqual([[few, few, few, few, few]])
    // Content are 4 and 5; who leaves a question out is not in its share.
    await say(code, 'nilai', {
      score: ['5', '4', '3', '4', '1', '4'][index]!,
      ...(index < 5 ? { speed: ['5', '3', '4', '4', '2'][index]! } : {}),
      ...(index < 4 ? { clarity: '5' } : {}),
    })
    await say(code, 'selesai', index === 2 ? { verdict: 'partly', reason: 'Belum semua.' } : { verdict: 'solved' })
  }
  await say(elsewhere.code, 'nilai', { score: '5' })
  const whole = ['6', '83,3 % dari 6', '60,0 % dari 5', few, '66,7 % dari 6']
  expect((await shown()).toSorted()).toEqual([whole, [few, few, few, few, few]].toSorted())
  // From how many on is the dated rule of the institution.
  const ruler = await newPerson(house, at.institution, at.institution.root, ['service.rules'])
  const today = localDate(house.clock.now, 'Asia/Jakarta')
  const rule = { key: 'small_cell', value: '6', source: 'Keputusan Bupati 7/2026', valid_from: today }
  expect((await post(house, '/layanan/ketentuan', rule, ruler)).statusCode).toBe(303)
  const fewer = ['6', '83,3 % dari 6', few, few, '66,7 % dari 6']
  expect((await shown()).toSorted()).toEqual([fewer, [few, few, few, few, few]].toSorted())
  expect((await get(house, '/pengaduan/penilaian', at.officer)).body).toContain('kurang dari 6 jawaban')
  const nearer = await newPerson(house, at.institution, at.unit, ['complaint.read'])
  expect(await shown(nearer)).toEqual([fewer])
  const nobody = await newPerson(house, at.institution, at.unit)
  expect((await get(house, '/pengaduan/penilaian', nobody)).statusCode).toBe(403)
})

test('who has rated the handling is led to the survey of that very service, which learns nothing of the report', async () => {
  const at = await newScene(house)
  const [service, slug] = [newId(), 'kartu-uji']
  await house.owner.query(
    `insert into services.service (institution_id, id, unit_id, name, slug, product, promise_days, channels, updated_at)
     values ($1, $2, $3, 'Kartu Uji', $4, 'Kartu', 3, '{counter}', now())`,
    [at.institution.id, service, at.unit, slug],
  )
  const words = { subject: 'Loket tutup', body: 'Tutup pukul 14.00.', privacy: 'anonymous' }
  const about = await sendReport(at, { ...words, about: `service:${service}` })
  const other = await sendReport(at, words)
  const link = `${at.base}/survei?layanan=${slug}`
  const page = async (code: string) => (await get(house, `${at.base}/lacak/${code}`)).body
  for (const { id, code } of [about, other]) {
    await takeStep(at, id, 'verifikasi', { class: 'ordinary', theme: 'kecepatan', unit: at.unit }, at.officer)
    await takeStep(at, id, 'jawab', { outcome: 'resolved', body: 'Sekarang sampai 16.00.' }, at.officer)
    // One thing after the other: first the answer, then how it was handled, then the service.
    expect(await page(code)).not.toContain('/survei?')
    expect((await post(house, `${at.base}/lacak/${code}/nilai`, { score: '4' })).statusCode).toBe(303)
  }
  const rated = await page(about.code)
  expect(rated).toContain(`href="${link}"`)
  expect(rated).toContain('Bagaimana layanan Kartu Uji?')
  expect(await page(other.code)).not.toContain('/survei?')
  expect((await get(house, link)).headers.location).toBe(`${at.base}/survei/${slug}`)
})
