import { defineMessages } from '../../../platform/i18n.ts'

export const feedbackMessages = defineMessages({
  id: {
    title: 'Umpan balik warga',
    lead: (unit: string, from: string, to: string) => `Penilaian warga atas layanan ${unit}, ${from} sampai ${to}.`,
    noUnit: 'Anda belum tercatat di sebuah unit',
    noUnitBody: 'Umpan balik dikumpulkan per unit. Hubungi pengelola kepegawaian bila ini keliru.',
    privacy: (least: string) =>
      `Kartu ini berbicara tentang unit, bukan tentang orang. Kelompok di bawah ${least} responden tidak ditampilkan.`,
    best: 'Yang paling dihargai warga',
    worst: 'Yang perlu diperbaiki',
    worstBody: 'Bicarakan di unit Anda: apa yang dapat diubah minggu ini?',
    plans: 'Yang sedang dan sudah dilakukan',
    plansLead: 'Tindak lanjut dari hasil survei sebelumnya.',
  },
  en: {
    title: 'What citizens say',
    lead: (unit: string, from: string, to: string) => `How citizens rate the services of ${unit}, ${from} to ${to}.`,
    noUnit: 'You are not recorded in a unit',
    noUnitBody: 'Feedback is collected by unit. Ask the personnel office if this is wrong.',
    privacy: (least: string) =>
      `This card speaks of a unit, not of persons. Groups below ${least} respondents are not shown.`,
    best: 'What citizens value most',
    worst: 'What needs to improve',
    worstBody: 'Talk about it in your unit: what can change this week?',
    plans: 'What is being done and was done',
    plansLead: 'Follow-up of earlier survey results.',
  },
})
