import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLog } from '../../platform/log.ts'
import { createMailer, getMailer, useMailer } from '../../platform/mail.ts'
import { asSystem, newInstitution, newPerson, openHouse } from '../../platform/test/harness.ts'
import { forgetAccountLetters, forgetLetters, type Notice, notifications, notify } from './index.ts'

test('what is forgotten leaves no letter behind where letters are kept instead of sent', async () => {
  const house = await openHouse(notifications.routes)
  await house.owner.query(
    `insert into notifications.kind values ('test.news', 'Kabar uji', 'Test news', 'email', false)`,
  )
  const office = await newInstitution(house)
  const { account } = await newPerson(house, office, office.root)
  await house.owner.query(`update people.account set email = 'pegawai@uji.example' where id = $1`, [account])
  const dataDir = mkdtempSync(join(tmpdir(), 'sigap-forgotten-'))
  useMailer(createMailer({ smtpUrl: undefined, dataDir, baseUrl: 'http://localhost:3000' }))

  async function run() {
    const { rows } = await house.owner.query<{ id: string; name: string; payload: unknown }>(
      `select j.id, t.identifier as name, j.payload from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id where j.payload->>'institution' = $1 order by j.id`,
      [office.id],
    )
    for (const row of rows) {
      const job = notifications.jobs.find((one) => one.name === row.name)!
      await job.run(house.database, row.payload, house.clock.now, createLog('silent'))
      await house.owner.query('delete from graphile_worker._private_jobs where id = $1', [row.id])
    }
  }
  const kept = async () => (await getMailer().kept!.list(office.id, 9)).map((letter) => letter.about).sort()
  const news = { kind: 'test.news', title: 'Kabar', body: 'Isi.', href: '/i/x/lacak' }
  const citizen = { ...news, email: 'warga@uji.example' }
  const told: Notice[] = [
    { ...citizen, key: 'complaint:satu:1' },
    { ...citizen, key: 'complaint:satu:2' },
    { ...citizen, key: 'complaint:dua:1' },
    { ...news, accountId: account, key: 'complaint:satu:pegawai' },
  ]
  await asSystem(house, office, 'self', (db, scope) => notify(db, scope, house.clock.now, told))
  await run()
  expect(await kept()).toHaveLength(4)
  await asSystem(house, office, 'self', (db, scope) => forgetLetters(db, scope, citizen.email, 'complaint:satu:'))
  await run()
  expect(await kept()).toEqual([`account:${account}:`, 'complaint:dua:1'])
  await asSystem(house, office, 'self', (db, scope) => forgetAccountLetters(db, scope, [account]))
  await run()
  expect(await kept()).toEqual(['complaint:dua:1'])
  expect(readdirSync(join(dataDir, 'mail', office.id))).toHaveLength(2)
})
