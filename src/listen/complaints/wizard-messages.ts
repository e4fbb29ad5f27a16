import { defineMessages } from '../../platform/i18n.ts'

export const wizardMessages = defineMessages(
  {
    id: {
      kindQuestion: 'Apa yang ingin Anda sampaikan?',
      channelGone: 'Kanal ini tidak ditawarkan lagi. Pilih yang lain.',
      kindGone: 'Jenis laporan ini tidak ditawarkan lagi. Pilih yang lain.',
      kindHint: {
        complaint: 'Ada layanan yang merugikan atau mengecewakan Anda.',
        criticism: 'Ada yang menurut Anda keliru atau kurang baik.',
        suggestion: 'Anda punya usul agar layanan lebih baik.',
        question: 'Anda ingin tahu sesuatu, misalnya syarat atau biaya.',
        praise: 'Anda puas dan ingin petugas mengetahuinya.',
        whistleblowing: 'Anda tahu ada suap, pungutan liar, atau penyalahgunaan oleh pegawai.',
      },
      whistleTitle: 'Pelaporan pelanggaran selalu rahasia',
      whistle: {
        who: 'Yang membaca hanya petugas yang ditunjuk khusus untuk laporan pelanggaran. Unit yang Anda laporkan tidak membacanya.',
        identity:
          'Nama dan kontak tidak perlu diisi. Alamat jaringan dan jenis ponsel Anda tidak disimpan bersama laporan, dan lokasi di dalam foto dihapus.',
        kept: 'Yang disimpan: isi laporan, berkas yang Anda kirim, dan waktu laporan diterima.',
        code: 'Simpan kode dan kunci laporan baik-baik: hanya dengan keduanya Anda dapat membaca jawaban dan menambah keterangan.',
      },
      aboutLabel: 'Nama layanan',
      payLegend: {
        paid: 'Apakah ada yang meminta uang kepada Anda?',
        free: 'Apakah ada yang meminta uang kepada Anda?',
      },
      payLead: (service: string) => `Biaya resmi ${service}`,
      payFree: 'Gratis. Tidak ada biaya apa pun.',
      payNote: 'Jawaban Anda membantu kami menemukan pungutan yang tidak resmi.',
      asked: {
        no: 'Tidak',
        official: 'Ya, sesuai biaya resmi',
        more: 'Ya, lebih dari biaya resmi, atau padahal gratis',
      },
      amount: 'Berapa yang diminta?',
      amountHint: 'Isi hanya bila ada yang meminta uang. Boleh dikosongkan bila lupa.',
      joins: 'Anda ikut melapor pada',
      joinsNote:
        'Laporan Anda tetap punya kode, kunci, kerahasiaan, dan pemberitahuan sendiri. Jawabannya satu untuk semua pelapor.',
      notJoin: 'Kirim sebagai laporan tersendiri',
      identityNote:
        'Boleh dikosongkan semua. Bila diisi, hanya petugas yang ditunjuk yang melihatnya. Kami tidak akan pernah menampilkannya.',
      reviewed: 'Petugas memeriksa dulu isinya sebelum ditampilkan kepada publik. Anda dapat menariknya kapan saja.',
      noScript: 'Petugas melihat laporan Anda lebih dulu, lalu meneruskannya.',
      more: 'Pilihan lain',
    },
    en: {
      kindQuestion: 'What do you want to tell us?',
      channelGone: 'This channel is no longer offered. Choose another.',
      kindGone: 'This kind of report is no longer offered. Choose another.',
      kindHint: {
        complaint: 'A service harmed or disappointed you.',
        criticism: 'Something is wrong or not good enough.',
        suggestion: 'You have an idea for a better service.',
        question: 'You want to know something, such as papers or costs.',
        praise: 'You are content and want the staff to know.',
        whistleblowing: 'You know of bribes, illegal fees or abuse by an employee.',
      },
      whistleTitle: 'Reports of wrongdoing are always secret',
      whistle: {
        who: 'Only officers appointed for such reports read them. The unit you report does not.',
        identity:
          'You need not give name or contact. Your network address and your kind of phone are not kept with the report, and the place inside photos is removed.',
        kept: 'What is kept: the text, the files you send, and when the report came in.',
        code: 'Keep code and key safe: only with both can you read the answer and add something.',
      },
      aboutLabel: 'Name of the service',
      payLegend: { paid: 'Did anybody ask you for money?', free: 'Did anybody ask you for money?' },
      payLead: (service: string) => `Official cost of ${service}`,
      payFree: 'Free. There is no cost at all.',
      payNote: 'Your answer helps us find fees that are not official.',
      asked: {
        no: 'No',
        official: 'Yes, the official cost',
        more: 'Yes, more than the official cost, or although it is free',
      },
      amount: 'How much was asked?',
      amountHint: 'Only if somebody asked for money. You may leave it empty.',
      joins: 'You join the report',
      joinsNote: 'Yours keeps its own code, key, privacy and notices. The answer is one for all reporters.',
      notJoin: 'Send as a report of its own',
      identityNote:
        'Everything may stay empty. If you fill it in, only appointed officers see it. We never show it to anybody else.',
      reviewed: 'An officer checks the text before the public sees it. You can withdraw it at any time.',
      noScript: 'An officer looks at your report first and then passes it on.',
      more: 'Other choices',
    },
  },
  { kindHint: 'kind.note', asked: 'payment', payLegend: 'payment.note' },
)
