import type { DemoWorld } from '../../demo/world.ts'
import { localDate } from '../../platform/i18n.ts'
import { insertExpert } from './expert-queries.ts'
import { addMonths } from './model.ts'
import { listLeaving } from './outlook.ts'
import { findPerson, insertTransfer, listColleagues, putSuccessor, setProgress, setTransferDone } from './queries.ts'
import { rulesOn } from './rule-queries.ts'

const DAY = 86_400_000
const KNOWN = [
  ['Cara menghitung retribusi untuk kasus yang tidak ada di pedoman', 'written'],
  ['Siapa yang dihubungi di kantor pertanahan bila data berbeda', 'introduction'],
  ['Menyusun laporan akhir tahun dari tiga sumber data', 'shown'],
  ['Menghadapi pemohon yang sudah beberapa kali ditolak', 'mentoring'],
] as const
const RETIRED = [
  [
    'Hj. Sumarni Contoh',
    'Kepala Seksi Perizinan (pensiun 2025)',
    'perizinan bangunan, pelayanan loket',
    '0812 0000 0011',
  ],
  [
    'Drs. Karyadi Contoh',
    'Perencana Ahli Madya (pensiun 2024)',
    'penyusunan anggaran, SMART, evaluasi program',
    'karyadi@contoh.example',
  ],
  ['Ir. Mulyono Contoh', 'Pengawas Jalan (pensiun 2026)', 'pemeliharaan jalan, mutu pekerjaan', '0813 0000 0027'],
] as const

/** Half of those whose time has come have a successor, some hand over what they know, three retired people joined the pool. */
export async function demoTalent(world: DemoWorld): Promise<void> {
  const { db, anchor, institution } = world
  const read = await world.scopeFor('talent.read')
  const manage = await world.scopeFor('talent.manage')
  const today = localDate(anchor, institution.timeZone)
  const leaving = await listLeaving(db, read, await rulesOn(db, read, today), today)
  const due = leaving.filter((one) => one.retirement.planFrom <= today).slice(0, 24)
  for (const [index, { id }] of due.entries()) {
    if (index % 2 === 1) continue
    const person = await findPerson(db, read, id)
    const [first, second] = person ? await listColleagues(db, read, person) : []
    if (!first) continue
    const at = new Date(anchor.getTime() - (200 - index * 3) * DAY)
    await putSuccessor(db, manage, at, { employee: id, candidate: first.id, ready: index % 4 === 0 ? 'now' : 'year' })
    for (const [number, [knowledge, way]] of KNOWN.slice(0, 1 + (index % 4)).entries()) {
      const transfer = await insertTransfer(db, manage, at, {
        employee: id,
        knowledge,
        way,
        to: number % 2 === 0 ? first.id : second?.id,
        due_on: addMonths(`${today.slice(0, 8)}01`, number - 1),
      })
      if (number === 0)
        await setTransferDone(db, manage, id, transfer, localDate(new Date(anchor.getTime() - 20 * DAY)))
    }
    await setProgress(db, manage, id, 'data', localDate(new Date(anchor.getTime() - 90 * DAY)))
  }
  for (const [index, [name, background, fields, contact]] of RETIRED.entries())
    await insertExpert(db, manage, new Date(anchor.getTime() - (60 + index) * DAY), {
      name,
      background,
      fields,
      offers: index === 1 ? ['expert', 'mentor'] : ['mentor'],
      contact,
      consent: 'Lewat telepon, dicatat pengelola SDM',
    })
}
