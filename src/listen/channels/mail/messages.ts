/** Letters to citizens are in Indonesian; their program can translate them, and nobody was asked for a language. */
export const mailMessages = {
  id: {
    thanks: (code: string) =>
      `Terima kasih, laporan Anda sudah kami terima. Kode dan kunci Anda: ${code}. Simpan, dan jangan dibagikan.`,
    added: (code: string) => `Pesan Anda sudah ditambahkan ke laporan ${code}.`,
    refusedFiles: 'Sebagian lampiran tidak dapat kami ambil:',
    follow: (link: string) => `Lihat perkembangannya di: ${link}`,
    answerHere:
      'Untuk menambahkan keterangan, balas surel ini. Surel ini dikirim otomatis; petugas membaca laporan Anda pada jam kerja.',
  },
}
