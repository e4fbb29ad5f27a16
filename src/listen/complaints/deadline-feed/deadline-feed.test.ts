import { beforeAll, expect, test } from 'vitest'
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

let house: TestHouse
let home: TestInstitution
let unit: string
let officer: TestPerson

beforeAll(async () => {
  house = await testHouse()
  home = await newInstitution(house)
  unit = await newUnit(house, home, home.root)
  officer = await newPerson(house, home, unit, ['complaint.read'])
})

function send(unitId: string, kind = 'complaint') {
  return post(house, `/i/${home.slug}/lapor/singkat`, {
    kind,
    about: `unit:${unitId}`,
    subject: 'Rahasia dapur pelapor',
    body: 'Antrean dipanggil tidak urut.',
    privacy: 'anonymous',
  })
}

async function subscribe(as: TestPerson): Promise<string> {
  const made = await post(house, '/pengaduan/kalender', {}, as)
  return /http:\/\/localhost:3000(\/i\/[^<"]+\.ics)/.exec(made.body)![1]!
}

/** Unfolds the lines of RFC 5545 and reads the events. */
function eventsOf(text: string): Record<string, string>[] {
  return text
    .replaceAll('\r\n ', '')
    .split('BEGIN:VEVENT')
    .slice(1)
    .map((part) =>
      Object.fromEntries(
        part
          .split('\r\n')
          .filter((line) => line.includes(':'))
          .map((line) => [line.split(/[:;]/, 1)[0]!, line.slice(line.indexOf(':') + 1)]),
      ),
    )
}

test('deadlines in reach come as iCalendar, with codes and times only', async () => {
  expect((await send(unit)).statusCode).toBe(303)
  const elsewhere = await newUnit(house, home, home.root)
  await send(elsewhere)
  await send(unit, 'whistleblowing')
  const feed = await get(house, await subscribe(officer))
  expect(feed.statusCode).toBe(200)
  expect(feed.headers['content-type']).toBe('text/calendar; charset=utf-8')
  const { rows } = await house.owner.query(
    `select id, queue_at from complaints.complaint where institution_id = $1 and unit_id = $2 and queue = 1`,
    [home.id, unit],
  )
  const events = eventsOf(feed.body)
  expect(events.map((event) => event['UID'])).toEqual(rows.map((row) => `${row.id}@sigap`))
  const due = (rows[0].queue_at as Date).toISOString().replace(/[-:]|\.\d+/g, '')
  expect(events[0]!['DTEND']).toBe(due)
  expect(feed.body).not.toContain('Rahasia')
  expect(feed.body).not.toContain('Antrean')
})

test('an address ends with its renewal, its removal, and the permission of its owner', async () => {
  const first = await subscribe(officer)
  const second = await subscribe(officer)
  expect((await get(house, first)).statusCode).toBe(404)
  expect((await get(house, second)).statusCode).toBe(200)
  const wrong = second.replace(/tenggat\/./, (first) => `tenggat/${first.endsWith('_') ? 'a' : '_'}`)
  expect((await get(house, wrong)).statusCode).toBe(404)
  await post(house, '/pengaduan/kalender/hapus', {}, officer)
  expect((await get(house, second)).statusCode).toBe(404)
  const leaver = await newPerson(house, home, unit, ['complaint.read'])
  const address = await subscribe(leaver)
  await house.owner.query(`update roles.grant set valid_to = '2020-02-01' where account_id = $1`, [leaver.account])
  expect((await get(house, address)).statusCode).toBe(404)
})

test('the page is for those who read complaints', async () => {
  const member = await newPerson(house, home, unit)
  expect((await get(house, '/pengaduan/kalender', member)).statusCode).toBe(403)
  expect((await get(house, '/pengaduan/kalender', officer)).body).toContain('Buat alamat langganan')
})
