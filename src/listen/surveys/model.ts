/** The nine elements of PermenPANRB 14/2017 in the order of its questionnaire; always keyed by slug, never by number. */
export const ELEMENTS = [
  'persyaratan',
  'prosedur',
  'waktu',
  'biaya',
  'produk',
  'kompetensi',
  'perilaku',
  'sarana',
  'pengaduan',
] as const
export type Element = (typeof ELEMENTS)[number]

export const SCORES = [1, 2, 3, 4] as const
export type Score = (typeof SCORES)[number]
export type Answers = Partial<Record<Element, Score>>

export const AGE_BANDS = ['under_18', '18_29', '30_44', '45_59', '60_plus'] as const
export const GENDERS = ['male', 'female'] as const
export const EDUCATIONS = ['sd', 'smp', 'sma', 's1', 's2', 's3'] as const
export const OCCUPATIONS = ['pns', 'tni', 'polri', 'swasta', 'wirausaha', 'lainnya'] as const
export const DISABILITIES = ['none', 'yes'] as const
export const CHANNELS = ['link', 'invitation', 'api'] as const
export type Channel = (typeof CHANNELS)[number]

export const MAX_COMMENT = 500
export const MAX_INVITATIONS = 200
export const MAX_BATCH = 500

export type Profile = {
  ageBand?: (typeof AGE_BANDS)[number] | undefined
  gender?: (typeof GENDERS)[number] | undefined
  education?: (typeof EDUCATIONS)[number] | undefined
  occupation?: (typeof OCCUPATIONS)[number] | undefined
  disability?: (typeof DISABILITIES)[number] | undefined
}

/** One filled-in questionnaire. `id` is random and never time-ordered, so that it tells nothing about who answered when. */
export type Submission = {
  id?: string | undefined
  serviceId: string
  unitId: string
  channel: Channel
  answers: Answers
  profile?: Profile | undefined
  comment?: string | undefined
  /** 'YYYY-MM-DD' in the institution's time zone; the day is the finest time that is kept. */
  answeredOn: string
}
