import type { BudgetPlan, DesignKind } from './model.ts'

export type StoryPlan = {
  unit: string
  /** Start of the need's title this program answers. */
  title: string
  objective: string
  method: string
  participants: number
  /** Months of the story, counted from 0, with days. */
  planned: readonly [month: number, day: number]
  starts: readonly [month: number, day: number]
  ends: readonly [month: number, day: number]
  element: string
  theme: string
  outcome: `skm:${string}`
  design: DesignKind
  comparison: readonly string[]
  baselineMonths: readonly [from: number, to: number]
  followMonths: readonly [from: number, to: number]
  /** Points on the 0–100 scale of the SKM element. */
  skmTarget: number
  budget: readonly BudgetPlan[]
}

const OFFICES = ['DUKCAPIL', 'DISHUB', 'RSUD', 'KEC-02', 'KEC-03', 'KEC-04', 'KEC-05', 'KEC-06']
const TRAINING = '5.1.02.02.12.0001 Belanja kursus singkat/pelatihan'
const MATERIAL = '5.1.02.01.01.0024 Belanja alat/bahan untuk kegiatan kantor'
const FEE = '5.1.02.02.01.0003 Honorarium narasumber'
const TRAVEL = '5.1.02.04.01.0003 Belanja perjalanan dinas dalam kota'

function line(
  kind: BudgetPlan['kind'],
  description: string,
  account: string,
  quantity: number,
  unit: string,
  unitCost: number,
): BudgetPlan {
  return { kind, description, account, quantity, unit, unitCost }
}

/** The three programs of the demonstration's story: one that works, one that does not, one that cannot be told. */
export const STORY_PLANS: readonly StoryPlan[] = [
  {
    unit: 'DPMPTSP',
    title: 'Melayani dengan Ramah',
    objective:
      'Petugas loket perizinan menyapa lebih dulu, mendengarkan sampai selesai, dan menjelaskan pilihan dengan jelas, sehingga warga menilai perilaku pelaksana lebih baik dan keluhan keramahan berkurang.',
    method: 'N03',
    participants: 80,
    planned: [10, 20],
    starts: [11, 4],
    ends: [12, 26],
    element: 'perilaku',
    theme: 'keramahan',
    outcome: 'skm:perilaku',
    design: 'difference_in_differences',
    comparison: OFFICES,
    baselineMonths: [0, 10],
    followMonths: [13, 16],
    skmTarget: 8,
    budget: [
      line('instructor', 'Honor fasilitator pendampingan loket', FEE, 60, 'jam', 300_000),
      line('materials', 'Kartu praktik dan lembar kerja', MATERIAL, 35, 'paket', 150_000),
      line('platform', 'Penyiapan kursus dan video dengan teks', TRAINING, 1, 'paket', 4_250_000),
      line('other', 'Latihan simulasi di loket', TRAINING, 10, 'kali', 1_500_000),
    ],
  },
  {
    unit: 'DINKES',
    title: 'Cakap Sistem Antrean',
    objective:
      'Petugas pendaftaran menguasai sistem antrean dan rekam pasien, sehingga waktu tunggu menjadi lebih pendek dan keluhan kecepatan berkurang.',
    method: 'K11',
    participants: 80,
    planned: [9, 20],
    starts: [10, 3],
    ends: [11, 20],
    element: 'waktu',
    theme: 'kecepatan',
    outcome: 'skm:waktu',
    design: 'difference_in_differences',
    comparison: OFFICES,
    baselineMonths: [0, 9],
    followMonths: [12, 16],
    skmTarget: 6,
    budget: [
      line('instructor', 'Honor narasumber bimbingan teknis', FEE, 40, 'jam', 900_000),
      line('materials', 'Modul cetak dan latihan', MATERIAL, 80, 'paket', 150_000),
      line('other', 'Sewa ruang dan komputer', TRAINING, 8, 'hari', 1_500_000),
      line('travel', 'Transpor peserta', TRAVEL, 80, 'orang', 100_000),
    ],
  },
  {
    unit: 'KEC-01',
    title: 'Berkas Selesai Hari Ini',
    objective:
      'Petugas kecamatan mengatur berkas harian dan menepati janji waktu, sehingga surat selesai pada hari yang dijanjikan.',
    method: 'N11',
    participants: 20,
    planned: [9, 20],
    starts: [10, 2],
    ends: [10, 27],
    element: 'waktu',
    theme: 'kecepatan',
    outcome: 'skm:waktu',
    design: 'difference_in_differences',
    comparison: ['KEC-02', 'KEC-03', 'KEC-04', 'KEC-05', 'KEC-06'],
    baselineMonths: [0, 9],
    followMonths: [11, 16],
    skmTarget: 5,
    budget: [
      line('instructor', 'Honor pembimbing', FEE, 20, 'jam', 200_000),
      line('materials', 'Papan kendali berkas', MATERIAL, 20, 'buah', 100_000),
    ],
  },
]
