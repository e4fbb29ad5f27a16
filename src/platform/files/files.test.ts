import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { crc32, deflateSync } from 'node:zlib'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import fc from 'fast-check'
import S3rver from 's3rver'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { safeName } from '../files.ts'
import { anyText } from '../test/any-text.ts'
import { computed } from '../test/cpu-time.ts'
import { InspectError, inspectFile } from './inspect.ts'
import { s3Store } from './s3.ts'
import { diskStore, type FileStore, storageKey } from './store.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigap-files-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function file(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

function picture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: { r: 20, g: 120, b: 130 } } })
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** A valid PNG of a few kilobytes that unfolds to side × side pixels. */
function bomb(side: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const row = Buffer.alloc(1 + Math.ceil(side / 8))
  const pixels = deflateSync(Buffer.concat(Array.from({ length: side }, () => row)), { level: 9 })
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

async function problem(path: string, name: string): Promise<string> {
  return inspectFile({ path, name }, ['image']).then(
    () => 'accepted',
    (error: unknown) => (error instanceof InspectError ? error.problem : String(error)),
  )
}

describe('an image', () => {
  test('loses EXIF and GPS, stands upright and is at most 2048 pixels', async () => {
    const source = await picture(3000, 1000)
      .withExif({
        IFD0: { Make: 'Kamera', Copyright: 'Budi' },
        IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '7/1 6/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect((await sharp(source).metadata()).exif).toBeDefined()
    const clean = await inspectFile({ path: await file('gps.jpg', source), name: 'foto.jpg' }, ['image'])
    expect(clean).toMatchObject({ type: 'image/jpeg', width: 683, height: 2048 })
    const written = await readFile(clean.path)
    const { exif, orientation, icc, xmp } = await sharp(written).metadata()
    expect({ exif, orientation, icc, xmp }).toEqual({})
    expect(written.includes('Budi')).toBe(false)
    expect(clean.sha256).toEqual(createHash('sha256').update(written).digest())
    expect(clean.bytes).toBe(written.length)
  })

  test('is known by its bytes: what follows after the picture is gone', async () => {
    const png = await picture(20, 10).png().toBuffer()
    const clean = await inspectFile(
      { path: await file('a.png', Buffer.concat([png, Buffer.from('<script>alert(1)</script>')])), name: 'a.png' },
      ['image'],
    )
    expect(clean.type).toBe('image/webp')
    expect((await readFile(clean.path)).includes('script')).toBe(false)
  })

  test('with 40,000 × 40,000 pixels is refused at once', async () => {
    const path = await file('bomb.png', bomb(40_000))
    const began = computed()
    expect(await problem(path, 'bomb.png')).toBe('pixels')
    expect(computed() - began).toBeLessThan(500)
  })

  test.each([
    ['empty', 'a.jpg', ''],
    ['type', 'a.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['type', 'a.jpg', 'not a picture at all, only text'],
    ['type', 'a.gif', 'GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;'],
    ['type', 'a.pdf', '%PDF-1.7\n%âãÏÓ\n1 0 obj\n'],
    ['heic', 'a.heic', '\u0000\u0000\u0000\u0018ftypheic\u0000\u0000\u0000\u0000heicmif1'],
  ])('%s: %s', async (expected, name, content) => {
    expect(await problem(await file(`case-${name}`, Buffer.from(content, 'latin1')), name)).toBe(expected)
  })

  test('cut off in the middle, or with a foreign extension, is refused', async () => {
    const jpeg = await picture(800, 800).jpeg({ quality: 100 }).toBuffer()
    expect(await problem(await file('cut.jpg', jpeg.subarray(0, 2500)), 'cut.jpg')).toBe('broken')
    expect(await problem(await file('b.jpg', jpeg), 'b.exe')).toBe('extension')
    expect(await problem(await file('c.jpg', jpeg), 'image')).toBe('accepted')
    expect(await problem(await file('d.jpg', jpeg), 'd.PNG')).toBe('accepted')
  })
})

test('a PDF is one from its beginning to its end: text that only calls itself one, or a part of one, is refused', async () => {
  const look = async (content: string) => {
    const path = await file('look.pdf', Buffer.from(content, 'latin1'))
    return inspectFile({ path, name: 'surat.pdf' }, ['document']).then(
      ({ type }) => type,
      (error: unknown) => (error instanceof InspectError ? error.problem : String(error)),
    )
  }
  const whole = '%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF'
  expect(await look(whole)).toBe('application/pdf')
  expect(await look(`${whole}\n${'\0'.repeat(2000)}`)).toBe('application/pdf')
  expect(await look('%PDF-1.7 ini hanya tulisan')).toBe('broken')
  expect(await look(whole.slice(0, -5))).toBe('broken')
  expect(await look(`${whole}\n${'tulisan '.repeat(1000)}`)).toBe('broken')
})

test('a file name is safe everywhere and never empty', () => {
  expect(safeName('../../etc/passwd')).toBe('_.._etc_passwd')
  expect(safeName('a\r\nSet-Cookie: x.jpg')).toBe('a__Set-Cookie_ x.jpg')
  expect(safeName('...')).toBe('berkas')
  fc.assert(
    fc.property(anyText(), (name) => {
      const safe = safeName(name)
      expect(safe).toMatch(/^[^\p{C}/\\:*?"<>|]{1,120}$/u)
      expect(safe.startsWith('.')).toBe(false)
    }),
  )
})

const institution = '01900000-0000-7000-8000-000000000001'

async function walk(store: FileStore): Promise<void> {
  const bytes = Buffer.from('isi berkas contoh, agak panjang '.repeat(20_000))
  const key = storageKey(institution, createHash('sha256').update(bytes).digest())
  const path = await file('walk', bytes)
  expect(await store.get(key)).toBeUndefined()
  await store.put(key, path)
  await store.put(key, path)
  expect(await text((await store.get(key))!)).toBe(bytes.toString())
  await store.remove(key)
  await store.remove(key)
  expect(await store.get(key)).toBeUndefined()
}

describe('the stores', () => {
  test('disk: put, get, remove, and nothing half written lies about', async () => {
    const place = join(folder, 'store')
    await walk(diskStore(place))
    const left = await readdir(place, { recursive: true, withFileTypes: true })
    expect(left.filter((entry) => entry.isFile())).toEqual([])
    await expect(diskStore(place).get('../../etc/passwd')).rejects.toThrow('storage key')
  })

  test('S3: the same, bytes unchanged', async () => {
    const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: join(folder, 's3') })
    const { port } = await server.run()
    try {
      const endpoint = `http://127.0.0.1:${port}`
      const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }
      const admin = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: keys })
      await admin.send(new CreateBucketCommand({ Bucket: 'sigap' }))
      await walk(s3Store({ bucket: 'sigap', region: 'us-east-1', endpoint, ...keys }))
    } finally {
      await server.close()
    }
  })
})
