import { createHmac } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { allowInside } from '../../../platform/outbound.ts'
import { get, newPerson, newUnit, post } from '../../../platform/test/harness.ts'
import { formatCode } from '../../complaints/index.ts'
import { casesOf, drain, storyOfCase } from '../test-channels.ts'
import { SECRET, useWhatsApp } from '../test-whatsapp.ts'
import { silenceJob } from './silence.ts'

const world = useWhatsApp({ beforeAll, afterAll, beforeEach })
const { address, deliver, envelope, message, say, seconds, words } = world

describe('the door', () => {
  test('answers the provider’s question only with its word', async () => {
    const ask = (token: string) =>
      get(world.house, `${address()}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=12345`)
    expect((await ask('kata-verifikasi-uji')).body).toBe('12345')
    expect((await ask('salah')).statusCode).toBe(403)
    expect((await get(world.house, `/api/webhook/whatsapp/tidak-ada?hub.mode=subscribe`)).statusCode).toBe(404)
  })

  test('the signature is over the very bytes, emoji and all', async () => {
    const payload = envelope({ messages: [message('Terima kasih 🙏 “sudah”')] })
    const escaped = JSON.stringify(payload).replaceAll(
      /[\u0080-\uffff]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    expect((await deliver(payload, { body: escaped })).statusCode).toBe(200)
    const signed = `sha256=${createHmac('sha256', SECRET).update(JSON.stringify(payload)).digest('hex')}`
    expect((await deliver(payload, { body: `${escaped} `, signature: signed })).statusCode).toBe(401)
    for (const signature of ['', 'sha256=', 'sha256=zz', `sha1=${'a'.repeat(40)}`, `sha256=${'0'.repeat(64)}`])
      expect((await deliver(payload, { signature })).statusCode).toBe(401)
  })

  test('a null character anywhere holds nothing up', async () => {
    const nul = 'a\0b'
    const sent = await deliver(
      envelope({
        contacts: [{ wa_id: '6281234567890', profile: { name: nul } }],
        messages: [
          message('Lampu padam', { id: `${nul}.${world.office.slug}` }),
          message('x', { type: 'document', document: { id: 'm', mime_type: nul, filename: nul } }),
          message('y', { from: `ID.${nul}` }),
        ],
        statuses: [{ id: nul, status: 'failed', timestamp: '1', errors: [{ title: nul }] }],
      }),
    )
    expect(sent.json()).toEqual({ taken: 3 })
  })

  test('signed nonsense is taken and changes nothing', async () => {
    for (const body of ['', 'null', '[]', '{"entry":3}', '{"entry":[{"changes":[{"value":{}}]}]}', '\u0000'])
      expect((await deliver(undefined, { body })).statusCode).toBe(200)
    expect(await casesOf(world.house, world.office)).toEqual([])
  })

  test('a delivery of three megabytes, as large as the provider makes them, is taken', async () => {
    const errors = [{ code: 131047, title: 'x'.repeat(2900) }]
    const statuses = Array.from({ length: 1000 }, (_, n) => ({ id: `s${n}`, status: 'failed', timestamp: '1', errors }))
    const answer = await deliver(envelope({ messages: [message('Lampu padam')], statuses }))
    expect([answer.statusCode, answer.json()]).toEqual([200, { taken: 1 }])
  })

  test('another number’s messages are not ours', async () => {
    const payload = envelope({ messages: [message('halo')] })
    payload.entry[0]!.changes[0]!.value.metadata.phone_number_id = '999'
    expect((await deliver(payload)).json()).toEqual({ taken: 0 })
  })
})

describe('a conversation', () => {
  test('report, two questions, code; then messages go to the case and answers come back', async () => {
    const unit = await newUnit(world.house, world.office, world.office.root, 'department', 'Puskesmas Melati')
    await say('Antrean di puskesmas tiga jam dan petugasnya hanya satu orang saja')
    expect(words().at(-1)).toContain('Tentang layanan atau kantor apa')
    await say('puskesmas melati')
    expect(words().at(-1)).toContain('Kami catat: Puskesmas Melati')
    await say('1')
    const [complaint] = await casesOf(world.house, world.office)
    expect(complaint).toMatchObject({ channel: 'whatsapp', status: 'received' })
    expect(words().at(-1)).toContain(formatCode(complaint!.code))
    const { rows } = await world.house.owner.query(
      'select unit_id, privacy, reporter_phone, reporter_name from complaints.complaint where id = $1',
      [complaint!.id],
    )
    expect(rows[0]).toEqual({
      unit_id: unit,
      privacy: 'anonymous',
      reporter_phone: '+6281234567890',
      reporter_name: 'Siti',
    })

    await say('Hari ini lebih parah')
    expect((await storyOfCase(world.house, complaint!.id)).at(-1)).toMatchObject({
      kind: 'informed',
      channel: 'whatsapp',
    })

    const officer = await newPerson(world.house, world.office, world.office.root, [
      'complaint.read',
      'complaint.handle',
      'complaint.verify',
    ])
    await post(
      world.house,
      `/pengaduan/${complaint!.id}/lengkapi`,
      { seen: '2', body: 'Jam berapa Anda datang?' },
      officer,
    )
    await drain(world.house, world.office)
    expect(words().at(-1)).toContain('Jam berapa Anda datang?')
    await say('Jam delapan')
    expect((await storyOfCase(world.house, complaint!.id)).at(-1)).toMatchObject({
      kind: 'completed',
      body: 'Jam delapan',
    })
    const page = await get(world.house, `/kanal/percakapan/${complaint!.id}`, officer)
    // Until when, not how much longer: nothing counts down behind these words.
    expect(page.body).toMatch(/Dapat dibalas dengan kata-kata sendiri sampai <time [^>]*>\d+ \w+ \d{4} pukul/)
    expect(page.body).not.toContain('data-deadline')
    expect(page.body).toContain('Jam berapa Anda datang?')
    // Anonymous: who handles the case does not see who wrote it.
    expect(page.body).not.toContain('6281234567890')
    const stranger = await newPerson(world.house, world.office, world.office.root, ['channel.work'])
    expect((await get(world.house, `/kanal/percakapan/${complaint!.id}`, stranger)).statusCode).toBe(403)
  })

  test('what was written first and comes last is the beginning of the story, not the answer to a question', async () => {
    await newUnit(world.house, world.office, world.office.root, 'department', 'Dinas Perhubungan')
    const early = message('Lampu jalan dekat Dinas Perhubungan padam.')
    await say('Sudah seminggu gelap.')
    await deliver(envelope({ messages: [early] }))
    await drain(world.house, world.office)
    expect(words()).toHaveLength(1)
    await say('0')
    const between = message('Ada yang jatuh.')
    await say('3')
    await deliver(envelope({ messages: [between] }))
    const [complaint] = await casesOf(world.house, world.office)
    expect(complaint).toMatchObject({ subject: 'Lampu jalan dekat Dinas Perhubungan padam.' })
    const story = await storyOfCase(world.house, complaint!.id)
    expect(JSON.stringify(story)).toContain('Ada yang jatuh.')
  })

  test('the same delivery ten times at once is one message', async () => {
    const payload = envelope({ messages: [message('Lampu mati di jalan')] })
    await Promise.all(Array.from({ length: 10 }, () => deliver(payload)))
    const { rows } = await world.house.owner.query(
      'select count(*)::int as n from channels.message where institution_id = $1 and not outgoing',
      [world.office.id],
    )
    expect(rows[0].n).toBe(1)
  })

  test('a batch is read in the order in which it was written', async () => {
    const at = (back: number) => seconds(new Date(world.house.clock.now.getTime() - back * 1000))
    await deliver(
      envelope({
        messages: [
          message('2', { timestamp: at(1) }),
          message('0', { timestamp: at(5) }),
          message('Sampah menumpuk', { timestamp: at(9) }),
        ],
      }),
    )
    const [complaint] = await casesOf(world.house, world.office)
    expect(complaint).toMatchObject({ subject: 'Sampah menumpuk' })
  })

  test('who stops answering has reported all the same', async () => {
    await say('Pohon tumbang menutup jalan')
    world.house.clock.now = new Date(world.house.clock.now.getTime() + 31 * 60_000)
    await silenceJob.run(
      world.house.database,
      { institution: world.office.id, payload: {} },
      world.house.clock.now,
      undefined as never,
    )
    await drain(world.house, world.office)
    const [complaint] = await casesOf(world.house, world.office)
    expect(words().at(-1)).toContain(formatCode(complaint!.code))
  })
})

describe('who it is', () => {
  test('a user id without a number, then with one, then with a new number, is one person', async () => {
    const contact = async (from: string, user_id: string | undefined, body: string) => {
      await deliver(
        envelope({
          contacts: [user_id ? { user_id } : { wa_id: from }],
          messages: [message(body, { from, from_user_id: user_id })],
        }),
      )
      await drain(world.house, world.office)
    }
    await contact('ID.abc123', 'ID.abc123', 'Air mati')
    await contact('6281111111111', 'ID.abc123', '0')
    await deliver(
      envelope({
        messages: [
          {
            from: '6281111111111',
            id: `sys.${world.office.slug}`,
            timestamp: seconds(world.house.clock.now),
            type: 'system',
            system: { type: 'user_changed_number', wa_id: '6282222222222' },
          },
        ],
      }),
    )
    await contact('6282222222222', undefined, '3')
    expect(await casesOf(world.house, world.office)).toHaveLength(1)
    const { rows } = await world.house.owner.query(
      'select count(*)::int as n from channels.contact where institution_id = $1',
      [world.office.id],
    )
    expect(rows[0].n).toBe(1)
    expect(world.graph.sent.at(-1)!.body['to']).toBe('6282222222222')
  })
})

describe('files', () => {
  test('a photo is fetched and lies with the case; a lying one is refused and told', async () => {
    world.graph.media.set(
      'm1',
      await sharp({ create: { width: 30, height: 20, channels: 3, background: '#a33' } })
        .jpeg()
        .toBuffer(),
    )
    world.graph.media.set('m2', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'))
    await say('Lubang di jalan', {
      type: 'image',
      text: undefined,
      image: { id: 'm1', mime_type: 'image/jpeg', caption: 'Lubang di jalan' },
    })
    await say('0')
    await say('2')
    const [complaint] = await casesOf(world.house, world.office)
    await say('', { type: 'image', text: undefined, image: { id: 'm2', mime_type: 'image/jpeg' } })
    expect(words().at(-1)).toContain('tidak dapat kami ambil')
    const { rows } = await world.house.owner.query(
      'select f.name from complaints.attachment a join platform.file f on f.id = a.file_id where a.complaint_id = $1',
      [complaint!.id],
    )
    expect(rows).toEqual([{ name: 'image.jpg' }])
    await say('', { type: 'image', text: undefined, image: { id: 'hilang', mime_type: 'image/jpeg' } })
    const states = await world.house.owner.query(
      'select media_state from channels.message where institution_id = $1 and media_id is not null order by at, id',
      [world.office.id],
    )
    expect(states.rows.map((row) => row.media_state)).toEqual(['kept', 'refused', 'gone'])
    const notes = (await storyOfCase(world.house, complaint!.id)).filter((event) => event.kind === 'noted')
    expect(notes.map((event) => event.body)).toEqual([
      expect.stringContaining('“image.jpg”: Jenis berkas'),
      expect.stringContaining('sudah tidak ada pada penyedia'),
    ])
  })

  test('a thumb is nothing; what is spoken, and what nobody can read, is told to both sides', async () => {
    const voice = { type: 'audio', text: undefined, audio: { id: 'v1', mime_type: 'audio/ogg; codecs=opus' } }
    await say('', voice)
    await say('', voice)
    expect(words()).toEqual([expect.stringContaining('Pesan suara dan video belum dapat')])
    await say('Lampu mati')
    await say('0')
    await say('2')
    const [complaint] = await casesOf(world.house, world.office)
    world.graph.sent.length = 0
    await say('', { type: 'reaction', text: undefined, reaction: { message_id: 'x', emoji: '👍' } })
    expect(words()).toEqual([])
    await say('', voice)
    await say('', { type: 'unsupported', text: undefined })
    const card = { name: { formatted_name: 'Pak \u202eRT' }, phones: [{ phone: '0812' }] }
    await say('', { type: 'contacts', text: undefined, contacts: [card] })
    // Asked for words a minute ago, who sends another voice note is not asked again.
    expect(words()).toEqual([expect.stringContaining('tidak dapat kami baca')])
    const said = (await storyOfCase(world.house, complaint!.id)).filter((event) => event.kind === 'informed')
    expect(said.map((event) => event.body)).toEqual([
      expect.stringContaining('Mengirim pesan suara'),
      expect.stringContaining('tidak dapat dibaca'),
      'Kontak: Pak RT, 0812',
    ])
    const failures = await world.house.owner.query('select 1 from channels.failure where institution_id = $1', [
      world.office.id,
    ])
    expect(failures.rowCount).toBe(0)
  })
})

test('settings keep secrets to themselves and say whether they work', async () => {
  const admin = await newPerson(world.house, world.office, world.office.root, ['channel.manage'])
  await post(world.house, '/kanal/whatsapp/uji', {}, admin)
  const page = await get(world.house, '/kanal/whatsapp', admin)
  expect(page.body).toContain('Kantor Uji')
  expect(page.body).not.toContain(SECRET)
  const { rows } = await world.house.owner.query(
    'select secret_sealed from channels.provider where institution_id = $1',
    [world.office.id],
  )
  expect(rows[0].secret_sealed.toString('latin1')).not.toContain(SECRET)
  allowInside(false)
  const wrong = await post(
    world.house,
    '/kanal/whatsapp',
    { graph_url: 'http://192.168.1.1/', phone_number_id: 'abc', secret: 'rahasia-diketik' },
    admin,
  )
  allowInside(true)
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('diawali https://')
  expect(wrong.body).not.toContain('rahasia-diketik')
})
