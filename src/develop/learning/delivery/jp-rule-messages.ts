import { defineMessages } from '../../../platform/i18n.ts'

export const jpRuleMessages = defineMessages({
  id: {
    title: 'Aturan jam pelajaran',
    lead: 'Lama satu JP dan batas JP setahun. JP yang sudah dicatat menyimpan lama JP yang berlaku pada hari kursus selesai. Kurang atau lebih dari batas hanya diberitahukan, tidak pernah ditolak.',
    names: {
      minutes_per_jp: 'Lama satu JP',
      'yearly_minimum:pns': 'JP setahun, PNS: paling sedikit',
      'yearly_maximum:pns': 'JP setahun, PNS: paling banyak',
      'yearly_minimum:pppk': 'JP setahun, PPPK: paling sedikit',
      'yearly_maximum:pppk': 'JP setahun, PPPK: paling banyak',
      'yearly_minimum:pppk_part_time': 'JP setahun, PPPK paruh waktu: paling sedikit',
      'yearly_maximum:pppk_part_time': 'JP setahun, PPPK paruh waktu: paling banyak',
    },
    minutes: (count: string) => `${count} menit`,
    jp: (count: string) => `${count} JP`,
    none: 'Tidak diatur',
    saved: 'Aturan tersimpan. Berlaku mulai tanggal yang Anda tulis.',
    bounds: (least: string, most: string) => `Tulis angka bulat antara ${least} dan ${most}.`,
  },
  en: {
    title: 'Rules of lesson hours',
    lead: 'The length of one JP and the limits of a year. JP that were credited keep the length that held on the day the course was completed. Less or more than a limit is said, never refused.',
    names: {
      minutes_per_jp: 'Length of one JP',
      'yearly_minimum:pns': 'JP a year, civil servants: at least',
      'yearly_maximum:pns': 'JP a year, civil servants: at most',
      'yearly_minimum:pppk': 'JP a year, contract staff: at least',
      'yearly_maximum:pppk': 'JP a year, contract staff: at most',
      'yearly_minimum:pppk_part_time': 'JP a year, part-time contract staff: at least',
      'yearly_maximum:pppk_part_time': 'JP a year, part-time contract staff: at most',
    },
    minutes: (count: string) => `${count} minutes`,
    jp: (count: string) => `${count} JP`,
    none: 'No rule',
    saved: 'Saved. It holds from the date you wrote.',
    bounds: (least: string, most: string) => `Enter a whole number from ${least} to ${most}.`,
  },
})
