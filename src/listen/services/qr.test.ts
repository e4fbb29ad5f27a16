import qrcode from 'qrcode'
import { expect, test } from 'vitest'
import { get, post, testHouse } from '../../platform/test/harness.ts'
import { newOffice } from './test-service.ts'

const house = await testHouse()

/** The dark squares of a drawing, without the white field of four around it. */
function drawn(svg: string): string[] {
  const found: string[] = []
  let [x, y] = [0, 0]
  for (const [, step, first, second] of / d="([^"]+)"/.exec(svg)![1]!.matchAll(/([Mmh])(-?\d+)(?: (\d+))?/g)) {
    if (step === 'M') [x, y] = [Number(first), Number(second)]
    else if (step === 'm') x += Number(first)
    else for (let end = x + Number(first); x < end; x++) found.push(`${x - 4},${y - 4}`)
  }
  return found.sort()
}

function saying(text: string): string[] {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  return Array.from(modules.data)
    .flatMap((dark, at) => (dark ? [`${at % modules.size},${Math.floor(at / modules.size)}`] : []))
    .sort()
}

test('the two codes of a service lead to a report about it and to its survey, for those who may see it', async () => {
  const office = await newOffice(house)
  const { service, base } = office
  for (const [target, path] of [
    ['lapor', `${base}/lapor?layanan=${service.slug}`],
    ['survei', `${base}/survei?layanan=${service.slug}`],
  ] as const) {
    const file = await get(house, `/layanan/${service.id}/qr/${target}`, office.clerk)
    expect(file.headers['content-type']).toMatch(/^image\/svg/)
    expect(drawn(file.body)).toEqual(saying(`http://localhost:3000${path}`))
    const page = (await get(house, `/layanan/${service.id}`, office.clerk)).body
    expect(page).toContain(`Kode QR menuju http://localhost:3000${path}`)
  }
  expect((await get(house, `${base}/survei?layanan=${service.slug}`)).headers.location).toBe(
    `${base}/survei/${service.slug}`,
  )
  expect((await get(house, `${base}/lapor?layanan=${service.slug}`)).body).toContain(`value="${service.slug}"`)
  // Chosen by the code: the next page asks for the story, not for the service.
  const began = await post(house, `${base}/lapor`, { kind: 'complaint', layanan: service.slug })
  expect(String(began.headers.location)).not.toMatch(/\/layanan$/)
  expect((await get(house, `/layanan/${service.id}/qr/lain`, office.clerk)).statusCode).toBe(404)
  expect((await get(house, `/layanan/${service.id}/qr/lapor`)).statusCode).not.toBe(200)
})
