import { expect, test } from 'vitest'
import { ELEMENTS } from '../../listen/surveys/index.ts'
import { localDate } from '../i18n.ts'
import { get, newInstitution, newPerson, post, testHouse } from './harness.ts'

const house = await testHouse()

type Setting = {
  path: string
  /** Where it is shown, when not where it is sent to; and the field that takes its basis, when not the source. */
  page?: string
  basis?: string
  access: string | readonly string[]
  /** Of the first and of the second change; `said`: how the page tells them. */
  first: Readonly<Record<string, string>>
  second: Readonly<Record<string, string>>
  said: readonly [string, string]
}

const number = (path: string, access: string, key: Readonly<Record<string, string>>, said: [string, string]) => ({
  path,
  access,
  first: { ...key, value: '31' },
  second: { ...key, value: '37' },
  said,
})

const words = (path: string, access: string, key: Readonly<Record<string, string>>): Setting => ({
  path,
  access,
  first: { ...key, text: 'Bunyi yang pertama' },
  second: { ...key, text: 'Bunyi yang kedua' },
  said: ['Bunyi yang pertama', 'Bunyi yang kedua'],
})

const SKM = {
  ...Object.fromEntries(ELEMENTS.map((element) => [`w_${element}`, '1/9'])),
  ...{ b_A: '88,31', b_B: '76,61', b_C: '65', min_answered: '5' },
}

const QUESTION = { key: 'proses-1', cause: 'proses', question_en: 'What is asked', points_to: 'yes', asked: 'on' }

const SETTINGS: readonly Setting[] = [
  number('/kebijakan/aturan', 'policy.rules', { key: 'remind_days' }, ['31', '37']),
  number('/kebutuhan/parameter', 'need.rank', { key: 'demand_max' }, ['31', '37']),
  number('/kompetensi/aturan', 'competency.manage', { key: 'valid_months' }, ['31', '37']),
  number('/kinerja/aturan', 'performance.rules', { key: 'campaign_days' }, ['31', '37']),
  {
    ...number('/hasil/aturan', '', { key: 'least_answers' }, ['31', '37']),
    access: ['evaluation.read', 'evaluation.rules'],
  },
  {
    ...number('/kursus/aturan', '', { key: 'yearly_minimum:pns' }, ['31 JP', '37 JP']),
    access: ['learning.read', 'learning.rules'],
  },
  {
    ...number('/sinyal/aturan', '', { key: 'minimum_answers' }, ['31', '37']),
    access: ['signal.read', 'signal.rules'],
  },
  {
    path: '/sinyal/pemetaan/unsur',
    page: '/sinyal/pemetaan',
    access: ['signal.read', 'signal.map'],
    first: { from: 'waktu', to: 'kecepatan', weight: '0,31' },
    second: { from: 'waktu', to: 'kecepatan', weight: '0,37' },
    said: ['0,31', '0,37'],
  },
  {
    path: '/sinyal/pertanyaan',
    access: ['signal.read', 'signal.rules'],
    first: { ...QUESTION, question_id: 'Bunyi yang pertama' },
    second: { ...QUESTION, question_id: 'Bunyi yang kedua' },
    said: ['Bunyi yang pertama', 'Bunyi yang kedua'],
  },
  {
    path: '/pengaduan/batas-waktu',
    access: 'complaint.rules',
    first: { rule: 'verify', amount: '31', unit: 'working_day' },
    second: { rule: 'verify', amount: '37', unit: 'working_day' },
    said: ['31 hari kerja', '37 hari kerja'],
  },
  {
    path: '/pengaduan/eskalasi',
    access: 'complaint.rules',
    first: { level: '2', days: '31', audience: 'leader' },
    second: { level: '2', days: '37', audience: 'leader' },
    said: ['31 hari kerja', '37 hari kerja'],
  },
  {
    path: '/pengaduan/mutu/aturan',
    page: '/pengaduan/mutu',
    access: ['complaint.verify', 'complaint.rules'],
    first: { share: '31' },
    second: { share: '37' },
    said: ['31', '37'],
  },
  {
    path: '/pengaduan/aturan-kembar',
    access: 'complaint.rules',
    first: { radius_m: '100', days: '31', similarity: '40' },
    second: { radius_m: '100', days: '37', similarity: '40' },
    said: ['31 hari', '37 hari'],
  },
  number('/pensiun/aturan', 'talent.rules', { key: 'plan_months' }, ['31 bulan', '37 bulan']),
  number('/kuesioner/aturan', 'questionnaire.rules', { code: 'min_group' }, ['31', '37']),
  words('/pengawasan/ketentuan', 'oversight.rules', { item: 'inspection/tempat_uji' }),
  words('/praktik/ketentuan', 'practice.rules', { key: 'uji_coba' }),
  {
    path: '/survei/aturan/pilihan/gender',
    access: 'survey.rule',
    first: { id_1: 'Bunyi yang pertama', id_2: 'Lain' },
    second: { id_1: 'Bunyi yang kedua', id_2: 'Lain' },
    said: ['Bunyi yang pertama', 'Bunyi yang kedua'],
  },
  {
    path: '/survei/aturan',
    access: 'survey.rule',
    first: { ...SKM, min_respondents: '31' },
    second: { ...SKM, min_respondents: '37' },
    said: ['31', '37'],
  },
  {
    path: '/pensiun/aturan/daftar',
    page: '/pensiun/aturan',
    access: 'talent.rules',
    first: { code: 'pengetahuan', title: 'Bunyi yang pertama', months_before: '31' },
    second: { code: 'pengetahuan', title: 'Bunyi yang kedua', months_before: '37' },
    said: ['31 bulan', '37 bulan'],
  },
  {
    path: '/pengawasan/ketentuan/umum',
    page: '/pengawasan/ketentuan',
    basis: 'why',
    access: 'oversight.rules',
    first: { topic: 'scorecards' },
    second: { topic: 'scorecards', shown: 'on' },
    said: ['Tidak dibuka', 'Dibuka untuk umum'],
  },
  {
    path: '/survei/aturan/pertanyaan/gender',
    access: 'survey.rule',
    first: { asked: 'on', wording_id: 'Bunyi yang pertama' },
    second: { asked: 'on', wording_id: 'Bunyi yang kedua' },
    said: ['Bunyi yang pertama', 'Bunyi yang kedua'],
  },
]

const rowsOf = (html: string) =>
  [...html.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row]) => row!.replaceAll(/<[^>]+>/g, ' '))

test.each(SETTINGS)(
  '$path keeps what a second change of the same day replaced, and the last one holds',
  async (one) => {
    const institution = await newInstitution(house)
    const keeper = await newPerson(house, institution, institution.root, [one.access].flat())
    const valid_from = localDate(house.clock.now, 'Asia/Jakarta')
    const set = (fields: Readonly<Record<string, string>>, source: string) =>
      post(house, one.path, { ...fields, [one.basis ?? 'source']: source, valid_from }, keeper)
    const changed = [await set(one.first, 'Keputusan pertama'), await set(one.second, 'Keputusan kedua')]
    expect(changed.map((answer) => answer.statusCode)).toEqual([303, 303])
    const rows = rowsOf((await get(house, one.page ?? one.path, keeper)).body)
    const [first, second] = ['Keputusan pertama', 'Keputusan kedua'].map((source) =>
      rows.filter((row) => row.includes(source)),
    ) as [string[], string[]]
    expect(first).toHaveLength(1)
    expect(first[0]).toContain(one.said[0])
    expect(first[0]).toContain('diganti')
    expect(second.length).toBeGreaterThan(0)
    for (const row of second) {
      expect(row).toContain(one.said[1])
      expect(row).not.toContain('diganti')
    }
  },
)
