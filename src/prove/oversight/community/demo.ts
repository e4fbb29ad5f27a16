import type { DemoWorld } from '../../../demo/world.ts'
import { listServices } from '../../../listen/services/index.ts'
import { localDate } from '../../../platform/i18n.ts'
import { itemsOn } from '../model.ts'
import { listItems } from '../queries.ts'
import type { Side } from './model.ts'
import { consent, finishAction, insertAction, insertBallot, insertCard, insertMonitor, setCard } from './queries.ts'

const DAY = 86_400_000
const CITIZENS = [
  [3, 2, 2, 4, 2],
  [2, 2, 3, 4, 2],
  [3, 3, 2, 3, 1],
  [2, 1, 2, 4, 2],
]
const STAFF = [
  [4, 4, 4, 4, 3],
  [3, 4, 5, 4, 4],
  [4, 5, 4, 4, 3],
]

/** A scorecard that was published with its plan, one that waits for publication, one being scored, and a volunteer. */
export async function demoCommunity(world: DemoWorld): Promise<void> {
  const { db } = world
  const manage = await world.scopeFor('oversight.manage')
  const services = (await listServices(db, manage)).filter((one) => one.active)
  const desk = services.find((one) => /perizinan|izin/i.test(`${one.unit_name} ${one.name}`)) ?? services[0]
  if (!desk) return
  const days = [40, 10, 0] as const
  for (const [index, state] of (['published', 'scored', 'open'] as const).entries()) {
    const at = new Date(world.anchor.getTime() - days[index]! * DAY)
    const on = localDate(at, world.institution.timeZone)
    const criteria = itemsOn(await listItems(db, manage, 'scorecard'), 'scorecard', on)
    const id = await insertCard(db, manage, at, {
      unit: desk.unit_id,
      service: desk.id,
      title: ['Pertemuan warga kecamatan', 'Pertemuan pelaku usaha kecil', 'Pertemuan pengguna bulan ini'][index]!,
      held_on: on,
      place: 'Balai pertemuan',
      criteria: criteria.map(({ key, text }) => ({ key, text })),
    })
    const sheets: [Side, number[]][] = [
      ...CITIZENS.map((scores): [Side, number[]] => ['citizen', scores]),
      ...STAFF.map((scores): [Side, number[]] => ['staff', scores]),
    ]
    for (const [side, scores] of state === 'open' ? [] : sheets)
      await insertBallot(
        db,
        manage,
        id,
        side,
        Object.fromEntries(criteria.map(({ key }, place) => [key, scores[place] ?? 3])),
      )
    if (state === 'open') continue
    const due_on = localDate(new Date(at.getTime() + 60 * DAY), world.institution.timeZone)
    await insertAction(db, manage, id, {
      action: 'Petugas menyapa dan menyebut nama di awal pelayanan',
      owner: 'Kepala seksi pelayanan',
      due_on,
    })
    await insertAction(db, manage, id, {
      action: 'Jawaban keluhan ditempel setiap pekan',
      owner: 'Wakil warga',
      due_on,
    })
    await finishAction(db, manage, id, 1, { on, evidence: 'Diamati dua wakil warga selama sepekan' })
    await setCard(db, manage, id, state, state === 'published' ? at : null)
  }
  const monitor = await insertMonitor(db, manage, world.anchor, desk.unit_id, 'pemantau-contoh-kabupaten')
  await consent(db, await world.scopeFor('public'), world.anchor, monitor, 'Bu Sari')
}
