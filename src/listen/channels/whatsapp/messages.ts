import type { PlaceChoice } from './dialog.ts'

/** What citizens read on their phone: short, one question at a time. */
export const talk = {
  askReport: 'Halo. Tuliskan laporan Anda: apa yang terjadi, di mana, dan kapan.',
  askAbout:
    'Terima kasih, laporan Anda kami catat. Tentang layanan atau kantor apa? Tulis namanya, misalnya: KTP, izin usaha, puskesmas. Balas 0 bila tidak tahu.',
  askChoice: (choices: readonly PlaceChoice[]) =>
    `Yang mana? Balas dengan angkanya.\n${choices.map((choice, at) => `${at + 1}. ${choice.label}`).join('\n')}\n0. Bukan salah satunya`,
  askPrivacy: (label: string | undefined) =>
    `${label ? `Kami catat: ${label}.\n` : ''}Siapa yang boleh membaca laporan Anda?\n1. Anonim: publik membaca isinya tanpa nama Anda\n2. Terbuka: publik membaca isi dan nama Anda\n3. Rahasia: hanya petugas`,
  askPrivacyAgain: 'Balas 1 (anonim), 2 (terbuka), atau 3 (rahasia).',
  filed: (code: string, link: string) =>
    `Laporan Anda diterima. Kode: ${code}\nSimpan, dan jangan dibagikan. Perkembangannya: ${link}\nUntuk menambah keterangan, tulis saja di sini. Untuk laporan lain, tulis BARU.`,
  filedBySilence: (code: string, link: string) =>
    `Laporan Anda sudah kami catat sebagai anonim. Kode: ${code}\nPerkembangannya: ${link}\nUntuk menambah keterangan, tulis saja di sini.`,
  recording:
    'Pesan suara dan video belum dapat kami terima. Tuliskan isinya di sini dengan kata-kata; foto dan dokumen boleh dikirim.',
  unreadable: 'Pesan Anda yang tadi tidak dapat kami baca. Tuliskan isinya dengan kata-kata, atau kirim sebagai foto.',
  refusedFiles: (remarks: readonly string[]) => `Berkas ini tidak dapat kami ambil:\n${remarks.join('\n')}`,
  event: {
    completion_requested: (code: string) => `Kami perlu keterangan Anda tentang laporan ${code}:`,
    verified: (code: string) => `Laporan ${code} sudah diperiksa dan diteruskan ke unit yang menangani.`,
    rejected: (code: string) => `Laporan ${code} tidak dapat diproses.`,
    answered: (code: string) => `Laporan ${code} sudah dijawab:`,
    closed: (code: string) => `Laporan ${code} selesai. Terima kasih.`,
    postponed: (code: string) => `Penanganan laporan ${code} ditunda.`,
    referred: (code: string) => `Laporan ${code} diteruskan ke instansi lain.`,
    archived: (code: string) => `Laporan ${code} diarsipkan.`,
    extended: (code: string) => `Waktu menjawab permohonan ${code} diperpanjang. Alasannya:`,
    objection_decided: (code: string) => `Keberatan atas permohonan ${code} sudah diputus:`,
  },
  newKey: (code: string, link: string) =>
    `Kunci laporan Anda diganti. Kode dan kunci yang baru: ${code}\n${link}\nKunci lama tidak berlaku lagi. Bila bukan Anda yang meminta, balas pesan ini.`,
  notTaken: (code: string, remarks: readonly string[]) =>
    `Berkas WhatsApp untuk laporan ${code} yang tidak diambil:\n${remarks.map((one) => `• ${one}`).join('\n')}`,
  gone: 'Berkas itu sudah tidak ada pada penyedia.',
  unsent: {
    late: (code: string) =>
      `WhatsApp kepada pelapor laporan ${code} tidak terkirim: sudah lebih dari 24 jam sejak pesan terakhirnya dan belum ada templat. Hubungi pelapor itu lewat cara lain; nomornya ada pada percakapan WhatsApp laporannya.`,
    refused: (code: string) =>
      `WhatsApp kepada pelapor laporan ${code} ditolak penyedia. Hubungi pelapor itu lewat cara lain; alasannya ada pada halaman kanal masuk.`,
  },
  more: (link: string) => `Selengkapnya: ${link}`,
}
