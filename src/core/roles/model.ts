import { z } from 'zod'
import { bilingual, dateInput, idParam, optionalText, requiredText } from '../../platform/http/input.ts'

export const GRANT_KINDS = ['definitive', 'plt', 'plh'] as const

export const RoleInput = z.object({
  name: requiredText(80, bilingual('Nama peran belum diisi.', 'Enter the role’s name.')),
  description: optionalText(300),
  permissions: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(z.string().max(80)).max(500),
  ),
})

/** A definitive grant may be open-ended; Plt. and Plh. end by themselves, so they need their last day. */
export const GrantInput = z
  .object({
    login: requiredText(200, bilingual('NIP atau surel pegawai belum diisi.', 'Enter the person’s NIP or e-mail.')),
    role: idParam(),
    unit: idParam(),
    kind: z.enum(GRANT_KINDS),
    from: dateInput(bilingual('Tanggal mulai belum diisi.', 'Enter the first day.')),
    until: z.string().trim().optional(),
    reason: optionalText(300),
  })
  .superRefine((grant, context) => {
    if (grant.kind !== 'definitive' && !grant.until)
      context.addIssue({
        code: 'custom',
        path: ['until'],
        message: bilingual('Plt. dan Plh. harus punya tanggal akhir.', 'Acting and daily substitutes need a last day.'),
      })
    if (!grant.until) return
    const parsed = dateInput().safeParse(grant.until)
    if (!parsed.success) context.addIssue({ code: 'custom', path: ['until'], message: parsed.error.issues[0]!.message })
    else if (dateInput().safeParse(grant.from).success && parsed.data < grant.from)
      context.addIssue({
        code: 'custom',
        path: ['until'],
        message: bilingual('Tanggal akhir mendahului tanggal mulai.', 'The last day is before the first.'),
      })
  })

const ZONE_HOURS: Readonly<Record<string, number>> = { 'Asia/Jakarta': 7, 'Asia/Makassar': 8, 'Asia/Jayapura': 9 }

/** The instant at which a calendar day begins in one of the three Indonesian zones, which have no summer time. */
export function startOfDay(date: string, timeZone: string, plusDays = 0): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) - (ZONE_HOURS[timeZone] ?? 7) * 3_600_000 + plusDays * 86_400_000)
}

/** Nobody can hand out what they do not hold themselves; an administrator of the whole institution holds everything. */
export function mayGrant(rolePermissions: readonly string[], own: ReadonlySet<string>): boolean {
  return rolePermissions.every((permission) => own.has(permission))
}
