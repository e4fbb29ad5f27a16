import { expect, test } from 'vitest'
import { get, newInstitution, newPerson, newUnit, testHouse } from '../../platform/test/harness.ts'

test('offices of one name are told apart wherever surveys, questionnaires and discussions let one choose', async () => {
  const house = await testHouse()
  const place = await newInstitution(house)
  for (const name of ['Dinas Sosial', 'Dinas Kesehatan']) {
    const office = await newUnit(house, place, place.root, 'department', name)
    await newUnit(house, place, office, 'division', 'Bidang Pelayanan')
  }
  const person = await newPerson(house, place, place.root, [
    ...(['survey.read', 'survey.publish', 'survey.plan', 'survey.kiosk', 'survey.follow_up'] as const),
    ...(['questionnaire.read', 'questionnaire.manage', 'focus_group.read', 'focus_group.manage'] as const),
  ])
  for (const path of [
    '/kuesioner/baru',
    '/fgd/baru',
    '/fgd/gabungan',
    '/survei/hasil-lama',
    '/survei/laporan',
    '/survei/rencana',
    '/survei/kios',
    '/survei/tindak-lanjut',
  ]) {
    const page = await get(house, path, person)
    const said = [...page.body.matchAll(/<option[^>]*>(Bidang Pelayanan[^<]*)/g)].map(([, name]) => name)
    const both = ['Bidang Pelayanan (Dinas Kesehatan)', 'Bidang Pelayanan (Dinas Sosial)']
    expect([path, page.statusCode, [...new Set(said)].toSorted()]).toEqual([path, 200, both])
  }
})
