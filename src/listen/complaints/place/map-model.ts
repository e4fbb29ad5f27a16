import { z } from 'zod'
import { bilingual, optionalText, requiredText, wholeNumber } from '../../../platform/http/input.ts'
import type { MapSource } from '../../../platform/ui/index.ts'

const SAMPLE = 'https://peta.contoh.go.id/{z}/{x}/{y}.png'
const SHAPE = bilingual(
  `Alamat dimulai dengan https://, atau dengan / bila gambar peta ada di server ini. Contoh: ${SAMPLE}`,
  `The address begins with https://, or with / where this server has the pictures. Example: ${SAMPLE}`,
)
const PLACES = bilingual(
  `Alamat harus memuat {z}, {x}, dan {y}, masing-masing satu kali. Contoh: ${SAMPLE}`,
  `The address must hold {z}, {x} and {y}, each once. Example: ${SAMPLE}`,
)
const ONE_SERVER = bilingual(
  'Tulis satu nama server tanpa {s}, nama pengguna, atau kata sandi: hanya server itu yang diizinkan mengirim gambar.',
  'Name one server, without {s}, user name or password: only that server is allowed to send pictures.',
)

/** https, a path of this very server, or this machine itself for trying it out. */
export function tileProblem(template: string): string | undefined {
  const marks = template.match(/\{[^}]*\}/g) ?? []
  if (template.startsWith('/')) return /^\/(?![/\\])[^\s\\]*$/.test(template) ? marksProblem(marks) : SHAPE
  const [, scheme, authority] = /^(https?):\/\/([^/?#\\\s]*)\/[^\s\\#]*$/.exec(template) ?? []
  if (!scheme || authority === undefined) return SHAPE
  if (scheme === 'http' && !/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(authority)) return SHAPE
  if (/[{}@]/.test(authority)) return ONE_SERVER
  if (!/^[a-z\d.-]+(:\d{1,5})?$/i.test(authority) || !URL.canParse(template)) return SHAPE
  return marksProblem(marks)
}

function marksProblem(marks: readonly string[]): string | undefined {
  return [...marks].sort().join() === '{x},{y},{z}' ? undefined : PLACES
}

/** The one origin the pages with a map have to allow; none where the pictures lie on this server. */
export function tileOrigin(source: MapSource | undefined): string | undefined {
  return !source || source.tiles.startsWith('/') ? undefined : new URL(source.tiles).origin
}

const CENTRE = /^(-?\d{1,2}(?:\.\d{1,12})?)[\s,;]+(-?\d{1,3}(?:\.\d{1,12})?)$/

/** Latitude and longitude as people copy them from a map. */
export function readCentre(typed: string): { latitude: number; longitude: number } | undefined {
  const [, latitude, longitude] = CENTRE.exec(typed.trim()) ?? []
  const found = { latitude: Number(latitude), longitude: Number(longitude) }
  return Math.abs(found.latitude) <= 90 && Math.abs(found.longitude) <= 180 ? found : undefined
}

export const MapInput = z.object({
  tiles: requiredText(500).superRefine((tiles, context) => {
    const message = tileProblem(tiles)
    if (message) context.addIssue({ code: 'custom', message })
  }),
  attribution: requiredText(
    200,
    bilingual(
      'Sumber peta belum ditulis. Contoh: © Kontributor OpenStreetMap.',
      'Say where the map comes from, such as © OpenStreetMap contributors.',
    ),
  ),
  attribution_url: optionalText(500).refine((url) => url === undefined || isHttps(url), {
    error: bilingual('Tautan dimulai dengan https://.', 'The link begins with https://.'),
  }),
  max_zoom: wholeNumber(1, 22),
  zoom: wholeNumber(1, 22),
  centre: optionalText(60)
    .refine((typed) => typed === undefined || readCentre(typed) !== undefined, {
      error: bilingual(
        'Tulis lintang dan bujur dengan titik, misalnya -6.91474, 107.60981.',
        'Write latitude and longitude with a point, such as -6.91474, 107.60981.',
      ),
    })
    .transform((typed) => (typed === undefined ? undefined : readCentre(typed))),
})

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:'
}
