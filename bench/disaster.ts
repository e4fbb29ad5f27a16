import { randomBytes, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { postRequest, type Reply } from './client.ts'
import type { Facts } from './data.ts'
import { closedLoop, type Measured, percentile, scheduled } from './load.ts'
import { pick } from './pick.ts'
import { complaintFields } from './scenarios.ts'
import type { Web } from './web.ts'

/** After a disaster: 10,000 reports in ten minutes, every second one with a photo, for a while a hundred a second. */
const MINUTES = 10
const REPORTS = 10_000
const PEAK_RATE = 100
const PEAK_SHARE = 1 / 30
const SHORTEST_PEAK = 5

/** Twelve megapixels of noise and gradient, 2 MB of them: about what a phone sends. */
export async function phonePhoto(): Promise<Buffer> {
  const [width, height] = [4000, 3000]
  const pixels = Buffer.alloc(width * height * 3)
  for (let at = 0; at < pixels.length; at++) pixels[at] = ((at / 7000) & 127) + ((at * 2654435761) >>> 27)
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 86 })
    .toBuffer()
}

/** Nobody sends the same photo twice: the same bytes would be stored once. A comment right behind the first marker. */
function anotherPhoto(photo: Buffer): readonly Buffer[] {
  const word = randomBytes(16)
  return [photo.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, word.length + 2]), word, photo.subarray(2)]
}

export type Reported = { measured: Measured; codes: string[] }
export type Disaster = Reported & { seconds: number; peakSeconds: number; peak: { reports: number; p95: number } }

/** Ten minutes of it, or a part of them with the same rates; every code that came back counts. */
export async function disaster(web: Web, facts: Facts, minutes: number, photo: Buffer): Promise<Disaster> {
  const seconds = minutes * 60
  const { arrivals, from, until, peakSeconds } = arrivalsOf(seconds)
  const peak: number[] = []
  const reported = await sendReports(web, facts, photo, (load) =>
    scheduled(
      {
        ...load,
        connections: 128,
        arrivals,
        answered: (reply, index, ms) => {
          load.answered(reply)
          if (index >= from && index < until) peak.push(ms)
        },
      },
      sent,
    ),
  )
  const p95 = percentile(Float64Array.from(peak).sort(), 0.95)
  return { ...reported, seconds, peakSeconds, peak: { reports: peak.length, p95 } }
}

/** The peak lies in the middle, so that what it leaves behind is felt by those who come after. */
function arrivalsOf(seconds: number) {
  const whole = MINUTES * 60
  const usual = (REPORTS - PEAK_RATE * whole * PEAK_SHARE) / (whole * (1 - PEAK_SHARE))
  const peakSeconds = Math.max(SHORTEST_PEAK, seconds * PEAK_SHARE)
  const before = Math.round(((seconds - peakSeconds) / 2) * usual)
  const within = Math.round(peakSeconds * PEAK_RATE)
  const times: number[] = []
  for (let index = 0; index < before; index++) times.push((index * 1000) / usual)
  const start = (before * 1000) / usual
  for (let index = 0; index < within; index++) times.push(start + (index * 1000) / PEAK_RATE)
  const end = start + peakSeconds * 1000
  for (let index = 0; index < before; index++) times.push(end + (index * 1000) / usual)
  return { arrivals: Float64Array.from(times), from: before, until: before + within, peakSeconds }
}

/** The same by a few senders, each the next one as soon as the last is acknowledged; it ends when the server does. */
export function stream(web: Web, facts: Facts, connections: number, seconds: number, photo: Buffer): Promise<Reported> {
  return sendReports(web, facts, photo, (load) => closedLoop({ ...load, connections, seconds }, sent))
}

const sent = (status: number) => status === 303

type Reports = { port: number; request: (index: number) => string | Buffer; answered: (reply: Reply) => void }

async function sendReports(
  web: Web,
  facts: Facts,
  photo: Buffer,
  run: (load: Reports) => Promise<Measured>,
): Promise<Reported> {
  const codes: string[] = []
  const nobody = { port: web.port, cookie: undefined }
  const request = (index: number) => {
    const fields = { ...complaintFields(pick(facts.services)), _key: randomUUID() }
    return index % 2 === 0
      ? multipart(web.port, '/i/contoh/lapor/singkat', fields, photo)
      : postRequest(nobody, '/i/contoh/lapor/singkat', fields)
  }
  const answered = (reply: Reply) => {
    const code = /\r\nlocation: *\S*\/lacak\/([^/\r]+)/i.exec(reply.head)?.[1]
    if (code)
      codes.push(
        decodeURIComponent(code)
          .replaceAll(/[^0-9A-Z]/g, '')
          .slice(0, 8),
      )
  }
  return { measured: await run({ port: web.port, request, answered }), codes }
}

function multipart(port: number, path: string, fields: Readonly<Record<string, string>>, photo: Buffer): Buffer {
  const boundary = `bench${randomUUID()}`
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="photo"; filename="foto.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`
  const end = `\r\n--${boundary}--\r\n`
  const body = [Buffer.from(parts.join('') + file), ...anotherPhoto(photo), Buffer.from(end)]
  const length = body.reduce((sum, part) => sum + part.length, 0)
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost:${port}\r\nsec-fetch-site: same-origin\r\ncontent-type: multipart/form-data; boundary=${boundary}\r\ncontent-length: ${length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), ...body])
}
