import type { DemoWorld } from '../../../demo/world.ts'
import { applyEvents, type NewEvent, submitComplaints } from '../acts.ts'

const DAY_MS = 86_400_000

/** Two requests for public information: one was given its longer time, of the other an objection waits. */
export async function demoRequests({ db, scopeFor, anchor }: DemoWorld, unit: string, officer: string): Promise<void> {
  const ago = (days: number) => new Date(anchor.getTime() - days * DAY_MS)
  const scope = await scopeFor('complaint.handle')
  const request = { kind: 'question', unit_id: unit, channel: 'web', actor: 'citizen' } as const
  const [running, contested] = await submitComplaints(
    db,
    scope,
    anchor,
    [
      {
        ...request,
        at: ago(8),
        random: Uint8Array.of(11, 7, 3, 8, 1),
        subject: 'Salinan anggaran perbaikan jalan tiga tahun terakhir',
        body: 'Mohon salinan rincian anggaran dan realisasi perbaikan jalan desa, per ruas.',
        privacy: 'anonymous',
      },
      {
        ...request,
        at: ago(20),
        random: Uint8Array.of(11, 7, 3, 8, 2),
        subject: 'Daftar penerima bantuan usaha kecil',
        body: 'Mohon daftar penerima bantuan tahun lalu beserta nilainya.',
        privacy: 'secret',
      },
    ],
    true,
  )
  const by = { actor: 'officer', account: officer } as const
  const taken = (days: number): NewEvent[] => [
    { ...by, kind: 'verified', at: ago(days) },
    { ...by, kind: 'classified', class: 'disclosure', theme: 'keakuratan', at: ago(days) },
    { ...by, kind: 'routed', unit_id: unit, at: ago(days) },
    { ...by, kind: 'started', at: ago(days - 1) },
  ]
  const extended: NewEvent = {
    ...by,
    kind: 'extended',
    at: ago(1),
    body: 'Rinciannya tersimpan di tiga bidang dan harus dicocokkan dahulu.',
  }
  const answered: NewEvent = {
    ...by,
    kind: 'answered',
    outcome: 'explained',
    at: ago(10),
    body: 'Jumlah penerima per kecamatan kami lampirkan. Nama penerima tidak kami berikan.',
  }
  const objected: NewEvent = {
    kind: 'objected',
    actor: 'citizen',
    reason: 'incomplete',
    at: ago(3),
    body: 'Yang saya minta daftar penerima dan nilainya, bukan jumlahnya.',
  }
  await applyEvents(
    db,
    scope,
    anchor,
    [
      { id: running!.id, events: [...taken(7), extended] },
      { id: contested!.id, events: [...taken(19), answered, objected] },
    ],
    { quiet: true },
  )
}
