import { defineMessages } from '../../../platform/i18n.ts'

export const jpRuleMessages = defineMessages({
  id: {
    title: 'Aturan kursus dan jam pelajaran',
    lead: 'Lama satu JP, batas JP setahun, dan kapan video dianggap selesai ditonton. JP yang sudah dicatat menyimpan lama JP yang berlaku pada hari kursus selesai. Kurang atau lebih dari batas hanya diberitahukan, tidak pernah ditolak.',
    names: {
      minutes_per_jp: 'Lama satu JP',
      'yearly_minimum:pns': 'JP setahun, PNS: paling sedikit',
      'yearly_maximum:pns': 'JP setahun, PNS: paling banyak',
      'yearly_minimum:pppk': 'JP setahun, PPPK: paling sedikit',
      'yearly_maximum:pppk': 'JP setahun, PPPK: paling banyak',
      'yearly_minimum:pppk_part_time': 'JP setahun, PPPK paruh waktu: paling sedikit',
      'yearly_maximum:pppk_part_time': 'JP setahun, PPPK paruh waktu: paling banyak',
      watched_percent: 'Bagian video yang harus diputar',
    },
    minutes: (count: string) => `${count} menit`,
    jp: (count: string) => `${count} JP`,
    percent: (count: string) => `${count} %`,
    none: 'Tidak diatur',
    saved: 'Aturan tersimpan. Berlaku mulai tanggal yang Anda tulis.',
    bounds: (least: string, most: string) => `Tulis angka bulat antara ${least} dan ${most}.`,
  },
  en: {
    title: 'Rules of courses and lesson hours',
    lead: 'The length of one JP, the limits of a year, and when a video counts as watched. JP that were credited keep the length that held on the day the course was completed. Less or more than a limit is said, never refused.',
    names: {
      minutes_per_jp: 'Length of one JP',
      'yearly_minimum:pns': 'JP a year, civil servants: at least',
      'yearly_maximum:pns': 'JP a year, civil servants: at most',
      'yearly_minimum:pppk': 'JP a year, contract staff: at least',
      'yearly_maximum:pppk': 'JP a year, contract staff: at most',
      'yearly_minimum:pppk_part_time': 'JP a year, part-time contract staff: at least',
      'yearly_maximum:pppk_part_time': 'JP a year, part-time contract staff: at most',
      watched_percent: 'Part of a video that has to be played',
    },
    minutes: (count: string) => `${count} minutes`,
    jp: (count: string) => `${count} JP`,
    percent: (count: string) => `${count}%`,
    none: 'No rule',
    saved: 'Saved. It holds from the date you wrote.',
    bounds: (least: string, most: string) => `Enter a whole number from ${least} to ${most}.`,
  },
})
