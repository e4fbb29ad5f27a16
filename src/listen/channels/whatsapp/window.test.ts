import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { get, newPerson, post } from '../../../platform/test/harness.ts'
import { formatCode } from '../../complaints/index.ts'
import { casesOf, drain, storyOfCase } from '../test-channels.ts'
import { useWhatsApp } from '../test-whatsapp.ts'

const world = useWhatsApp({ beforeAll, afterAll, beforeEach })
const { address, deliver, envelope, say, seconds, words } = world

describe('the window', () => {
  async function answered(template: string, hours: number) {
    await world.house.owner.query("update channels.provider set template = nullif($2, '') where institution_id = $1", [
      world.office.id,
      template,
    ])
    await say('Jembatan rusak')
    await say('0')
    await say('1')
    world.graph.sent.length = 0
    world.house.clock.now = new Date(world.house.clock.now.getTime() + hours * 3_600_000)
    const officer = await newPerson(world.house, world.office, world.office.root, [
      'complaint.read',
      'complaint.handle',
      'complaint.verify',
    ])
    const [complaint] = await casesOf(world.house, world.office)
    await post(
      world.house,
      `/pengaduan/${complaint!.id}/lengkapi`,
      { seen: '1', body: 'Di kilometer berapa?' },
      officer,
    )
    await drain(world.house, world.office)
    return { page: () => get(world.house, `/kanal/percakapan/${complaint!.id}`, officer), complaint: complaint! }
  }
  test('within 24 hours free text', async () => {
    await answered('kabar_laporan', 23)
    expect(words().at(-1)).toContain('Di kilometer berapa?')
  })
  test('afterwards the template, without what was written', async () => {
    const { page } = await answered('kabar_laporan', 25)
    expect((await page()).body).toContain('dikirim templat berisi kode')
    expect(words()).toHaveLength(1)
    expect(words()[0]).toContain('kabar_laporan')
    expect(words()[0]).not.toContain('kilometer')
  })
  test('without a template nothing leaves and an officer sees it', async () => {
    const { page, complaint } = await answered('', 25)
    expect((await page()).body).toContain('tidak akan sampai')
    expect(world.graph.sent).toEqual([])
    expect((await page()).body).toContain('Tidak terkirim: lewat 24 jam')
    expect((await storyOfCase(world.house, complaint.id)).at(-1)?.body).toContain('Hubungi pelapor itu lewat cara lain')
  })
  test('delivery is shown, whatever the order of the reports; a refusal too', async () => {
    const { page } = await answered('', 1)
    const id = world.graph.lastId()
    const status = (name: string) => ({ id, status: name, timestamp: seconds(world.house.clock.now) })
    await deliver(envelope({ statuses: [status('read')] }))
    await deliver(envelope({ statuses: [status('delivered'), status('sent'), status('sent')] }))
    expect((await page()).body).toContain('Dibaca')
    world.graph.refuse = 131_026
    await say('BARU')
    const { rows } = await world.house.owner.query(
      'select error from channels.message where institution_id = $1 and outgoing order by at desc, id desc limit 1',
      [world.office.id],
    )
    expect(rows[0].error).toContain('131026')
  })

  test('of a conversation longer than a page can be, the newest is shown', async () => {
    const { page, complaint } = await answered('', 1)
    await world.house.owner.query(
      `insert into channels.message (institution_id, id, contact_id, complaint_id, outgoing, kind, body, at)
       select m.institution_id, gen_random_uuid(), m.contact_id, m.complaint_id, false, 'text', 'lama', m.at - interval '1 hour'
       from (select * from channels.message where complaint_id = $1 limit 1) m, generate_series(1, 1000)`,
      [complaint.id],
    )
    expect((await page()).body).toContain('Di kilometer berapa?')
  })

  /** The provider's report comes over a socket, as from a program of its own. */
  async function report(id: string, status: string, error?: { code: number; title: string }) {
    const value = { statuses: [{ id, status, timestamp: seconds(world.house.clock.now), errors: error && [error] }] }
    const body = JSON.stringify(envelope(value))
    const base = await world.house.app.listen({ host: '127.0.0.1', port: 0 }).catch(() => listening())
    const answer = await fetch(`${base}${address()}`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': world.signed(body),
      },
    })
    expect(answer.status).toBe(200)
  }
  const listening = () => `http://127.0.0.1:${(world.house.app.server.address() as AddressInfo).port}`
  const CLOSED = { code: 131_047, title: 'Re-engagement message' }
  const notes = async (id: string) => (await storyOfCase(world.house, id)).filter(({ kind }) => kind === 'noted')

  test('the provider finds its window closed after all: the template goes, once, and no note troubles anybody', async () => {
    const { complaint, page } = await answered('kabar_laporan', 23)
    const id = world.graph.lastId()
    expect(words().at(-1)).toContain('Di kilometer berapa?')
    await Promise.all([1, 2, 3].map(() => report(id, 'failed', CLOSED)))
    await report(id, 'sent')
    await drain(world.house, world.office)
    expect(words()).toHaveLength(2)
    expect(words()[1]).toContain('kabar_laporan')
    expect(await notes(complaint.id)).toEqual([])
    // The template cannot be delivered either: now somebody has to know.
    await report(world.graph.lastId(), 'failed', { code: 131_026, title: 'Message undeliverable' })
    await drain(world.house, world.office)
    expect(words()).toHaveLength(2)
    expect(await notes(complaint.id)).toMatchObject([
      { body: expect.stringMatching(`laporan ${formatCode(complaint.code)} ditolak penyedia`) },
    ])
    expect((await page()).body).toContain('Gagal')
  })

  test('without a template its closed window is noted on the case', async () => {
    const { complaint, page } = await answered('', 23)
    await report(world.graph.lastId(), 'failed', CLOSED)
    await drain(world.house, world.office)
    expect((await page()).body).toContain('Tidak terkirim: lewat 24 jam')
    expect(await notes(complaint.id)).toMatchObject([{ body: expect.stringContaining('belum ada templat') }])
  })

  test('a failure that comes after it was read, or of a message that is not ours, changes nothing', async () => {
    const { complaint, page } = await answered('', 1)
    await report(world.graph.lastId(), 'read')
    await report(world.graph.lastId(), 'failed', CLOSED)
    await report('wamid.orang-lain', 'failed', CLOSED)
    await drain(world.house, world.office)
    expect((await page()).body).toContain('Dibaca')
    expect(await notes(complaint.id)).toEqual([])
  })
})
