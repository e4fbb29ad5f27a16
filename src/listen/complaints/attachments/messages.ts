import { defineMessages } from '../../../platform/i18n.ts'

export const attachmentMessages = defineMessages({
  id: {
    label: (number: number) => (number === 1 ? 'Foto atau berkas' : `Foto atau berkas ke-${number}`),
    hint: 'Foto JPG, PNG, WebP, atau dokumen PDF, DOCX, XLSX, ODT. Lokasi dan data tersembunyi di dalam foto kami hapus.',
    more: 'Tambah foto lain',
    kept: (count: number) => `${count} berkas sudah tersimpan`,
    photo: (number: number) => `Foto ${number} dari pelapor`,
    remove: (number: number) => `Hapus berkas ${number}`,
    another: 'Simpan dan tambah lagi',
    open: (name: string) => `Buka ${name}`,
  },
  en: {
    label: (number: number) => (number === 1 ? 'Photo or file' : `Photo or file number ${number}`),
    hint: 'JPG, PNG or WebP photos, or PDF, DOCX, XLSX or ODT documents. Place and hidden data inside photos are removed.',
    more: 'Add another photo',
    kept: (count: number) => `${count} ${count === 1 ? 'file' : 'files'} kept`,
    photo: (number: number) => `Photo ${number} from the reporter`,
    remove: (number: number) => `Remove file ${number}`,
    another: 'Keep and add another',
    open: (name: string) => `Open ${name}`,
  },
})
