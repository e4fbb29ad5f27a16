import { defineMessages } from '../../platform/i18n.ts'

export const durationMessages = defineMessages({
  id: {
    title: 'Waktu mencapai kompetensi',
    lead: (name: string, level: string) => `${name}, ${level}`,
    level: (value: string) => `tingkat ${value}`,
    standard: 'standar jabatan masing-masing',
    caption: 'Berapa lama sampai ada bukti bahwa tingkat itu tercapai',
    from: 'Dihitung sejak',
    enrolled: 'Terdaftar di program ini',
    need: (date: string) => `Kebutuhan dicatat (${date})`,
    everywhere: 'Seluruh instansi: kesenjangan terlihat, sampai standar jabatan',
    people: 'Pegawai',
    reached: 'Sudah mencapai',
    median: 'Separuh mencapainya dalam',
    months: (value: string) => `${value} bulan`,
    between: (low: string, high: string) => `${low} sampai ${high} bulan`,
    atLeast: (low: string) => `paling cepat ${low} bulan`,
    notHalf: 'Belum separuh',
    tooFew: (least: string) => `Kurang dari ${least} pegawai: tidak ditampilkan`,
    chart: (months: string) => `Separuh peserta mencapai tingkat itu dalam ${months} bulan sejak terdaftar`,
    chartNotHalf: 'Belum separuh peserta mencapai tingkat itu',
    chartSub: (people: string) =>
      `Bagian dari ${people} peserta yang sudah mencapai, menurut bulan sejak terdaftar; pita: selang 95 %.`,
    share: 'Sudah mencapai',
    month: (value: string) => `Bulan ${value}`,
    already: (count: string) => `Tidak dihitung karena sudah di tingkat itu ketika mendaftar: ${count} peserta.`,
    without: (count: string) => `Tidak dihitung karena jabatannya belum mempunyai standar: ${count} peserta.`,
    byCourse: (count: string, all: string) =>
      `Bukti pertama dari ${count} di antara ${all} yang mencapai adalah kelulusan kursus, belum pengamatan di tempat kerja.`,
    fewerThan: (least: string) => `kurang dari ${least}`,
    how: 'Bagaimana dihitung?',
    howEnd: (date: string) =>
      `Selesai pada bukti pertama yang mencapai tingkat itu: penilaian atasan, tes, pengamatan, atau kelulusan kursus; penilaian diri tidak dihitung. Data sampai ${date}.`,
    howWaiting:
      'Peserta yang belum mencapai, atau sudah keluar, ikut dihitung selama mereka diamati (Kaplan–Meier, 1958). Bila belum separuh mencapai, median tidak diisi tebakan.',
    howCause:
      'Seluruh instansi memakai awal yang lain dan orang yang lain, jadi selisihnya bukan bukti bahwa program menyebabkannya.',
    toEverywhere: 'Semua kompetensi di instansi',
  },
  en: {
    title: 'Time to competency',
    lead: (name: string, level: string) => `${name}, ${level}`,
    level: (value: string) => `level ${value}`,
    standard: 'the standard of each one’s position',
    caption: 'How long until there is evidence that the level is reached',
    from: 'Counted from',
    enrolled: 'Enrollment in this program',
    need: (date: string) => `The need recorded (${date})`,
    everywhere: 'Whole institution: gap seen, until the position’s standard',
    people: 'People',
    reached: 'Have reached it',
    median: 'Half reach it within',
    months: (value: string) => `${value} ${value === '1' ? 'month' : 'months'}`,
    between: (low: string, high: string) => `${low} to ${high} months`,
    atLeast: (low: string) => `${low} months at the least`,
    notHalf: 'Not half of them yet',
    tooFew: (least: string) => `Fewer than ${least} people: not shown`,
    chart: (months: string) => `Half of the participants reach the level within ${months} months of enrolling`,
    chartNotHalf: 'Fewer than half of the participants have reached the level',
    chartSub: (people: string) =>
      `Share of ${people} participants who have reached it, by months since enrollment; band: 95% interval.`,
    share: 'Have reached it',
    month: (value: string) => `Month ${value}`,
    already: (count: string) => `Not counted because they were at the level when they enrolled: ${count} participants.`,
    without: (count: string) => `Not counted because their position has no standard: ${count} participants.`,
    byCourse: (count: string, all: string) =>
      `For ${count} of the ${all} who reached it the first evidence is completing a course, not yet an observation at work.`,
    fewerThan: (least: string) => `fewer than ${least}`,
    how: 'How is this calculated?',
    howEnd: (date: string) =>
      `It ends with the first evidence of the level: superior, test, observation or completing a course; self-assessment does not count. Data until ${date}.`,
    howWaiting:
      'Those who have not reached it, or have left, count for as long as they were seen (Kaplan–Meier, 1958). Where fewer than half have reached it, no median is guessed.',
    howCause:
      'The whole institution starts at another point and is other people, so a difference does not prove that the program caused it.',
    toEverywhere: 'All competencies of the institution',
  },
})
