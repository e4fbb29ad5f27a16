import { defineMessages, type Language } from '../../../platform/i18n.ts'
import type { WordingUsed } from './queries.ts'

export const elementMessages = defineMessages({
  id: {
    title: 'Kata sembilan unsur',
    lead: 'Nama, pertanyaan, dan pilihan jawaban tiap unsur. Cara menghitung indeks tidak berubah karenanya.',
    element: 'Unsur',
    question: 'Pertanyaan',
    since: 'Berlaku sejak',
    coming: (month: string) => `Ada perubahan mulai ${month}.`,
    change: (name: string) => `Ubah kata: ${name}`,
    when: 'Kata baru berlaku mulai awal bulan yang akan datang, karena hasil dihitung per bulan. Survei yang sedang berjalan menurut rencana sampel tetap memakai kata semula sampai selesai, kecuali aturannya menentukan lain.',
    nameId: 'Nama unsur',
    nameEn: 'Nama unsur dalam bahasa Inggris',
    questionId: 'Pertanyaan',
    questionEn: 'Pertanyaan dalam bahasa Inggris',
    answers: 'Pilihan jawaban, dari yang terburuk (1) ke yang terbaik (4)',
    answerId: (score: string) => `Jawaban ${score}`,
    answerEn: (score: string) => `Jawaban ${score} dalam bahasa Inggris`,
    month: 'Berlaku mulai bulan',
    monthHint: 'Tahun dan bulan, misalnya 2027-01.',
    despite: 'Aturannya menentukan mulai bulan itu, juga untuk survei yang sedang berjalan',
    source: 'Sumber',
    sourceHint: 'Peraturan atau keputusan. Contoh: lampiran PermenPANRB 14/2017, halaman 12.',
    note: 'Catatan',
    verified: 'Sudah dicocokkan dengan naskah resmi',
    save: 'Tetapkan kata',
    saved: (name: string, month: string) => `${name}: kata baru berlaku mulai ${month}.`,
    tooEarly: (month: string) =>
      `Pilih ${month} atau sesudahnya: jawaban bulan ini sudah ditanyakan dengan kata yang berlaku.`,
    running: (plan: string, month: string) =>
      `Survei “${plan}” berjalan sampai ${month} dan tetap memakai kata semula. Pilih bulan sesudahnya, atau centang bahwa aturannya menentukan lain.`,
    history: 'Semua versi',
    words: 'Kata',
    replaced: 'Diganti sebelum berlaku',
    current: 'Berlaku',
    comes: 'Akan berlaku',
    origin: 'Asal',
    own: 'Ketetapan sendiri',
    usual: 'Bawaan aturan',
    used: 'Kata pertanyaan',
    usedRule: (title: string) => `Kata bawaan: ${title}`,
    usedOwn: (date: string, source: string) => `Ketetapan sendiri mulai ${date}: ${source}`,
    toVerify: 'perlu verifikasi',
    publishedWith: (date: string) => `kata pertanyaan sejak ${date}`,
  },
  en: {
    title: 'Words of the nine elements',
    lead: 'Name, question and answers of each element. How the index is reckoned does not change by them.',
    element: 'Element',
    question: 'Question',
    since: 'In force since',
    coming: (month: string) => `A change holds from ${month}.`,
    change: (name: string) => `Change the words: ${name}`,
    when: 'New words hold from the first day of a month to come, because results are reckoned by month. A survey that is running by a sampling plan keeps its words to its end, unless the rule says otherwise.',
    nameId: 'Name of the element, Indonesian',
    nameEn: 'Name of the element, English',
    questionId: 'Question, Indonesian',
    questionEn: 'Question, English',
    answers: 'Answers, from the worst (1) to the best (4)',
    answerId: (score: string) => `Answer ${score}, Indonesian`,
    answerEn: (score: string) => `Answer ${score}, English`,
    month: 'Valid from the month',
    monthHint: 'Year and month, such as 2027-01.',
    despite: 'The rule says so from that month on, for running surveys as well',
    source: 'Source',
    sourceHint: 'A regulation or decision.',
    note: 'Note',
    verified: 'Compared with the official text',
    save: 'Set the words',
    saved: (name: string, month: string) => `${name}: the new words hold from ${month}.`,
    tooEarly: (month: string) => `Choose ${month} or later: this month has been asked in the words in force.`,
    running: (plan: string, month: string) =>
      `The survey “${plan}” runs until ${month} and keeps its words. Choose a later month, or tick that the rule says otherwise.`,
    history: 'All versions',
    words: 'Words',
    replaced: 'Replaced before it held',
    current: 'In force',
    comes: 'To come',
    origin: 'Origin',
    own: 'Own decision',
    usual: 'Of the rule',
    used: 'Words of the questions',
    usedRule: (title: string) => `Of the rule: ${title}`,
    usedOwn: (date: string, source: string) => `Own decision from ${date}: ${source}`,
    toVerify: 'to be verified',
    publishedWith: (date: string) => `words of the questions since ${date}`,
  },
})

/** As a line under the method of a result. */
export function wordingsUsed(
  title: string,
  used: readonly WordingUsed[],
  language: Language,
  date: (value: string) => string,
): string {
  const text = elementMessages[language]
  return used
    .map(({ from, source, verified }) => {
      const words = from ? text.usedOwn(date(from), source) : text.usedRule(title)
      return verified ? words : `${words} (${text.toVerify})`
    })
    .join('; ')
}
