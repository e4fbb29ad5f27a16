import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'complaint.read': true
    'complaint.create': true
    'complaint.verify': true
    'complaint.handle': true
    'complaint.identity': true
    'complaint.objection': true
    'complaint.rules': true
    'complaint.whistleblowing': true
  }
}

export const permissions = {
  'complaint.read': { id: 'Melihat pengaduan', en: 'See complaints' },
  'complaint.create': {
    id: 'Mencatat pengaduan dari loket, telepon, atau surat',
    en: 'Record complaints from counter, phone or letter',
  },
  'complaint.verify': {
    id: 'Memverifikasi, menggolongkan, dan meneruskan pengaduan',
    en: 'Verify, classify and route complaints',
  },
  'complaint.handle': { id: 'Menangani dan menjawab pengaduan', en: 'Work on and answer complaints' },
  'complaint.identity': {
    id: 'Melihat identitas pelapor yang disembunyikan',
    en: 'See the identity of reporters who hid it',
    needs: ['complaint.read'],
  },
  'complaint.objection': {
    id: 'Memutus keberatan atas permohonan informasi (atasan PPID)',
    en: 'Decide objections on requests for public information (superior of the PPID)',
    needs: ['complaint.read'],
  },
  'complaint.whistleblowing': {
    id: 'Menangani pelaporan pelanggaran (whistleblowing)',
    en: 'Handle reports of misconduct (whistleblowing)',
    apart: true,
  },
  'complaint.rules': { id: 'Mengatur batas waktu pengaduan', en: 'Set complaint deadlines', whole: true },
} satisfies PermissionTexts
