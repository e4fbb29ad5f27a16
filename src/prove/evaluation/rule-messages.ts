import { defineMessages } from '../../platform/i18n.ts'

export const ruleMessages = defineMessages({
  id: {
    title: 'Aturan penilaian hasil',
    lead: 'Dengan angka-angka ini hasil program dinilai. Setiap hasil menyimpan angka dan versi aturan yang dipakai; hasil lama tidak berubah.',
    version: (version: string, since: string | undefined) =>
      `Yang berlaku hari ini: ${version}${since ? `, yang terakhir sejak ${since}` : ''}.`,
    names: {
      confidence: 'Tingkat kepercayaan selang (persen)',
      worthwhile_skm: 'Perubahan unsur SKM yang berarti (poin, skala 1–4)',
      worthwhile_complaints: 'Perubahan pengaduan yang berarti (persen)',
      least_months: 'Bulan paling sedikit sebelum dan sesudah',
      least_answers: 'Jawaban survei paling sedikit sebelum dan sesudah',
      least_complaints: 'Pengaduan paling sedikit',
      least_comparison: 'Unit pembanding paling sedikit',
      advised_comparison: 'Unit pembanding yang dianjurkan',
      selection_months: 'Bulan sebelum program yang diperiksa lamanya keadaan',
      selection_share: 'Bagian simpangan yang harus tampak pada bulan-bulan itu (persen)',
      selection_sigma: 'Tanpa sinyal: jarak bulan terburuk yang dianggap alasan memilih (sigma)',
      least_group: 'Orang atau jawaban paling sedikit untuk ditampilkan',
    },
    saved: 'Aturan tersimpan. Berlaku mulai tanggal yang Anda tulis.',
    bounds: (least: string, most: string) => `Tulis angka antara ${least} dan ${most}.`,
    whole: 'Tulis angka bulat, misalnya 5.',
    advised: 'Unit pembanding yang dianjurkan tidak dapat kurang dari yang paling sedikit.',
  },
  en: {
    title: 'Rules for judging results',
    lead: 'Results of programs are judged by these numbers. Each result keeps the numbers and the version of the rules it was made with; earlier results do not change.',
    version: (version: string, since: string | undefined) =>
      `In force today: ${version}${since ? `, the latest since ${since}` : ''}.`,
    names: {
      confidence: 'Confidence of intervals (percent)',
      worthwhile_skm: 'Change of an SKM element that matters (points, scale 1–4)',
      worthwhile_complaints: 'Change of complaints that matters (percent)',
      least_months: 'Fewest months before and after',
      least_answers: 'Fewest survey answers before and after',
      least_complaints: 'Fewest complaints',
      least_comparison: 'Fewest comparison units',
      advised_comparison: 'Advised number of comparison units',
      selection_months: 'Months before the program in which the state must have lasted',
      selection_share: 'Share of the deviation those months must show (percent)',
      selection_sigma: 'Without a signal: distance of the worst month taken for the reason (sigma)',
      least_group: 'Fewest people or answers to be shown',
    },
    saved: 'Saved. It holds from the date you wrote.',
    bounds: (least: string, most: string) => `Enter a number from ${least} to ${most}.`,
    whole: 'Enter a whole number, such as 5.',
    advised: 'The advised number of comparison units cannot be less than the fewest.',
  },
})
