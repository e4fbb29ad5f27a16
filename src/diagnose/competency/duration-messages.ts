import { defineMessages } from '../../platform/i18n.ts'

export const durationMessages = defineMessages({
  id: {
    title: 'Waktu mencapai kompetensi',
    lead: 'Berapa lama sejak kesenjangan terlihat sampai ada bukti bahwa standar jabatan tercapai.',
    competency: 'Kompetensi',
    people: 'Pegawai dengan kesenjangan',
    reached: 'Sudah mencapai standar',
    median: 'Separuh mencapainya dalam',
    months: (value: string) => `${value} bulan`,
    between: (low: string, high: string) => `${low} sampai ${high} bulan`,
    atLeast: (low: string) => `paling cepat ${low} bulan`,
    notHalf: 'Belum separuh',
    chartTitle: (name: string, months: string) => `${name}: separuh pegawai mencapai standar dalam ${months} bulan`,
    chartNotHalf: (name: string) => `${name}: belum separuh pegawai mencapai standar`,
    chartSub: (people: string) =>
      `Bagian dari ${people} pegawai yang sudah mencapai standar, menurut bulan sejak kesenjangan terlihat; pita: selang 95 %.`,
    share: 'Sudah mencapai',
    month: (value: string) => `Bulan ${value}`,
    none: 'Belum ada kesenjangan yang dapat diikuti',
    noneBody: 'Angka muncul setelah penilaian atasan, tes, atau pengamatan mencatat tingkat di bawah standar.',
    hidden: (count: string, least: string) =>
      `${count} kompetensi tidak ditampilkan karena pegawainya kurang dari ${least}.`,
    soon: 'Dihitung ulang setiap jam.',
    how: 'Bagaimana dihitung?',
    howStart:
      'Mulai: bukti pertama di bawah standar jabatan pada hari itu. Selesai: bukti pertama sesudahnya yang mencapai standar. Penilaian diri tidak dihitung.',
    howWaiting:
      'Pegawai yang belum mencapai standar ikut dihitung selama mereka diamati (Kaplan–Meier, 1958). Tanpa mereka, waktunya akan tampak lebih singkat daripada kenyataan.',
    howInterval:
      'Selang 95 % memakai ragam Greenwood pada skala log(−log). Bila belum separuh mencapai standar, median tidak diisi tebakan.',
    howCause: 'Angka ini tidak mengatakan pelatihan mana yang menyebabkannya; itu dijawab di halaman hasil program.',
  },
  en: {
    title: 'Time to competency',
    lead: 'How long from the day a gap was seen to evidence that the position’s standard is reached.',
    competency: 'Competency',
    people: 'People with a gap',
    reached: 'Have reached the standard',
    median: 'Half reach it within',
    months: (value: string) => `${value} ${value === '1' ? 'month' : 'months'}`,
    between: (low: string, high: string) => `${low} to ${high} months`,
    atLeast: (low: string) => `${low} months at the least`,
    notHalf: 'Not half of them yet',
    chartTitle: (name: string, months: string) =>
      `${name}: half of the people reach the standard within ${months} months`,
    chartNotHalf: (name: string) => `${name}: fewer than half have reached the standard`,
    chartSub: (people: string) =>
      `Share of ${people} people who have reached the standard, by months since the gap was seen; band: 95% interval.`,
    share: 'Have reached it',
    month: (value: string) => `Month ${value}`,
    none: 'No gap to follow yet',
    noneBody: 'Figures appear once a superior, a test or an observation records a level below the standard.',
    hidden: (count: string, least: string) => `${count} competencies are not shown: fewer than ${least} people.`,
    soon: 'Computed again every hour.',
    how: 'How is this calculated?',
    howStart:
      'Begin: the first evidence below the position’s standard of that day. End: the first later evidence that reaches it. Self-assessment does not count.',
    howWaiting:
      'Those who have not reached it count for as long as they were seen (Kaplan–Meier, 1958). Without them the time would look shorter than it is.',
    howInterval:
      'The 95% interval uses Greenwood’s variance on the scale of log(−log). Where fewer than half have reached it, no median is guessed.',
    howCause: 'This does not say which training caused it; the results of programs answer that.',
  },
})
