import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'questionnaire.read': true
    'questionnaire.texts': true
    'questionnaire.enter': true
    'questionnaire.manage': true
    'questionnaire.rules': true
    'questionnaire.submit': true
  }
}

export const permissions = {
  'questionnaire.read': { id: 'Melihat kuesioner dan hasilnya', en: 'See questionnaires and their results' },
  'questionnaire.texts': {
    id: 'Membaca jawaban tertulis kuesioner',
    en: 'Read what people wrote in questionnaires',
    needs: ['questionnaire.read'],
  },
  'questionnaire.enter': {
    id: 'Mengisi kuesioner sebagai pewawancara',
    en: 'Fill in questionnaires as an interviewer',
    needs: ['questionnaire.read'],
  },
  'questionnaire.manage': {
    id: 'Menyusun, menerbitkan, dan menyebarkan kuesioner',
    en: 'Build, publish and hand out questionnaires',
    needs: ['questionnaire.read'],
  },
  'questionnaire.rules': {
    id: 'Mengatur batas kelompok kecil kuesioner',
    en: 'Set the small-group rules of questionnaires',
    whole: true,
    needs: ['questionnaire.read'],
  },
  'questionnaire.submit': {
    id: 'Mengirim jawaban kuesioner dari sistem lain',
    en: 'Send questionnaire answers from another system',
  },
} satisfies PermissionTexts
