/**
 * What really happens in the invented regency, as rates that the slices draw complaints and survey answers from. The
 * loop is never told; it has to find it. Months are counted 0 (oldest) to 17 (the running month).
 *
 * - DPMPTSP: from month 7 the licensing desk becomes curt. A training in months 11 and 12 helps from month 13 on.
 * - DINKES: from month 6 waiting grows. The training of months 10 and 11 changes nothing: people were missing, not skill.
 * - KEC-01: month 9 is bad by chance. The training of month 10 gets credit that belongs to regression to the mean.
 */
export type Story = {
  /** Relative weight of complaints of this theme against a usual month of this unit (1 = usual). */
  complaintRate(unitCode: string, theme: string, month: number): number
  /** Mean answer, 1 to 4, to one SKM element. */
  skmMean(unitCode: string, element: string, month: number): number
  /** How busy a unit is at the public's counter; 0 for offices without one. */
  traffic(unitCode: string): number
}

export const STORY_UNITS = ['DPMPTSP', 'DINKES', 'KEC-01'] as const
export const COMPARISON_UNITS = [
  'DUKCAPIL',
  'DISHUB',
  'KEC-02',
  'KEC-03',
  'KEC-04',
  'KEC-05',
  'KEC-06',
  'RSUD',
] as const

const TRAFFIC: Readonly<Record<string, number>> = {
  DPMPTSP: 10,
  DUKCAPIL: 14,
  DINKES: 9,
  RSUD: 12,
  DISHUB: 7,
  DISDIK: 5,
  DINSOS: 5,
  DPUPR: 6,
  DISNAKER: 3,
  BAPENDA: 4,
  DLH: 4,
  PDAM: 5,
}

const ELEMENT_BASE: Readonly<Record<string, number>> = {
  persyaratan: 3.2,
  prosedur: 3.15,
  waktu: 3.05,
  biaya: 3.5,
  produk: 3.25,
  kompetensi: 3.25,
  perilaku: 3.3,
  sarana: 3.05,
  pengaduan: 3.1,
}

export const story: Story = {
  complaintRate(unitCode, theme, month) {
    if (unitCode === 'DPMPTSP' && theme === 'keramahan') return curtDesk(month, 1, 4.2, 1.1)
    if (unitCode === 'DINKES' && theme === 'kecepatan') return month >= 6 ? 2.6 : 1
    if (unitCode === 'KEC-01' && theme === 'kecepatan' && month === 9) return 3.6
    return 1
  },
  skmMean(unitCode, element, month) {
    const base = (ELEMENT_BASE[element] ?? 3.2) + habit(unitCode, element)
    if (unitCode === 'DPMPTSP' && element === 'perilaku') return curtDesk(month, base, base - 0.65, base + 0.05)
    if (unitCode === 'DPMPTSP' && element === 'kompetensi') return curtDesk(month, base, base - 0.25, base)
    if (unitCode === 'DINKES' && element === 'waktu' && month >= 6) return base - 0.5
    if (unitCode === 'KEC-01' && element === 'waktu' && month === 9) return base - 0.75
    return base
  },
  traffic(unitCode) {
    return TRAFFIC[unitCode] ?? (unitCode.startsWith('KEC-') ? 3 : 0)
  },
}

function curtDesk(month: number, before: number, during: number, after: number): number {
  if (month < 7) return before
  if (month < 12) return during
  if (month === 12) return (during + after) / 2
  return after
}

/** Every unit has its own steady strengths; derived from its code so that they stay the same for every seed. */
function habit(unitCode: string, element: string): number {
  const hash = [...`${unitCode}/${element}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)
  return (hash / 9973 - 0.5) * 0.3
}
