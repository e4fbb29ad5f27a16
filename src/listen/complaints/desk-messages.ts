import { defineMessages } from '../../platform/i18n.ts'

export const deskMessages = defineMessages({
  id: {
    aboutHint: 'Ketik huruf pertama nama layanan untuk melompat. Bila ragu, biarkan “Saya tidak tahu”.',
    name: 'Nama pelapor',
    callerHint: 'Boleh dikosongkan: pelapor tidak harus menyebut nama.',
    emailHint: 'Bila diisi, tanda terima dengan kodenya dikirim ke sini.',
    kind: 'Jenis laporan',
    source: 'Nomor surat atau tautan unggahan',
    sourceHint: 'Untuk surat: nomornya. Untuk media sosial: alamat unggahannya.',
    receipt: 'Tanda terima',
    recorded: 'Tercatat. Bacakan kode ini kepada pelapor.',
    readOut: 'Cara membacakan',
    follow: 'Dapat dilihat di',
    next: 'Catat berikutnya',
    open: 'Buka kasus',
  },
  en: {
    aboutHint: 'Type the first letters of a service to jump to it. When in doubt, leave “I do not know”.',
    name: 'Reporter’s name',
    callerHint: 'May stay empty: nobody has to give a name.',
    emailHint: 'If given, the receipt with its code is sent here.',
    kind: 'Kind of report',
    source: 'Number of the letter or link of the post',
    sourceHint: 'For a letter its number, for social media the address of the post.',
    receipt: 'Receipt',
    recorded: 'Recorded. Read this code to the reporter.',
    readOut: 'How to read it out',
    follow: 'Can be followed at',
    next: 'Record the next one',
    open: 'Open the case',
  },
})
