import { z } from 'zod'
import { bilingual, optionalText } from '../../../platform/http/input.ts'

/** province, regency or city, district, village */
export const LEVELS = 4
export type Region = { code: string; name: string; level: number }

/** The level a code of the shape PP.KK.CC.DDDD stands on. */
export function levelOf(code: string): number {
  return code.split('.').length
}

export type PlaceAnswer = {
  region?: string | undefined
  rt?: number | undefined
  rw?: number | undefined
  latitude?: number | undefined
  longitude?: number | undefined
}

const NUMBER = bilingual('Tulis angkanya saja, misalnya 3.', 'Write the number only, such as 3.')
const neighborhood = z
  .string()
  .trim()
  .optional()
  .transform((typed) => typed?.replace(/^r[tw]\.?\s*/i, '').replace(/^0+(?=\d)/, '') || undefined)
  .refine((typed) => typed === undefined || /^[1-9]\d{0,2}$/.test(typed), { error: NUMBER })
  .transform((typed) => (typed === undefined ? undefined : Number(typed)))

/** Written by the script; what is not a position is as none. */
const coordinate = (most: number) =>
  z
    .string()
    .optional()
    .transform((typed) => {
      const value = /^-?\d{1,3}(\.\d{1,20})?$/.test(typed ?? '') ? Number(typed) : Number.NaN
      return Math.abs(value) <= most ? value : undefined
    })

export const PlaceInput = z.object({
  region: z
    .string()
    .trim()
    .optional()
    .transform((code) => code || undefined)
    .refine((code) => code === undefined || /^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$/.test(code), {
      error: bilingual('Pilih wilayah dari daftar.', 'Choose a region from the list.'),
    }),
  rt: neighborhood,
  rw: neighborhood,
  place: optionalText(300),
  latitude: coordinate(90),
  longitude: coordinate(180),
})

/** As exact as the matter needs: about 11 m, so that a hole in the road is found; 1 km for a secret report. */
export function rounded(answer: PlaceAnswer, secret: boolean): { latitude: number; longitude: number } | undefined {
  const { latitude, longitude } = answer
  if (latitude === undefined || longitude === undefined) return undefined
  const scale = secret ? 100 : 10_000
  return { latitude: Math.round(latitude * scale) / scale, longitude: Math.round(longitude * scale) / scale }
}

/** Metres between two points, on the sphere. */
export function distance(
  a: { latitude: number; longitude: number },
  b: { latitude: number; longitude: number },
): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const [north, east] = [radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)]
  const h =
    Math.sin(north / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(east / 2) ** 2
  return 2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(h)))
}
