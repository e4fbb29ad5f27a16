/** Letters to citizens are in Indonesian; their program can translate them, and nobody was asked for a language. */
export const mailMessages = {
  id: {
    subject: (code: string) => `Laporan Anda [${code}]`,
    thanks: (code: string) =>
      `Terima kasih, laporan Anda sudah kami terima. Kode dan kunci Anda: ${code}. Simpan, dan jangan dibagikan.`,
    added: (code: string) => `Pesan Anda sudah ditambahkan ke laporan ${code}.`,
    notByMail: 'Surel Anda tidak dimasukkan',
    notByMailBody:
      'Surel Anda menyebut laporan yang isinya dijaga rahasia. Demi keamanan Anda, keterangan untuk laporan itu tidak diterima lewat surel, dan surel Anda tidak kami simpan. Buka laporan Anda dengan kode dan kuncinya, lalu tulis keterangannya di sana.',
    refusedFiles: 'Sebagian lampiran tidak dapat kami ambil:',
    follow: (link: string) => `Lihat perkembangannya di: ${link}`,
    answerHere:
      'Untuk menambahkan keterangan, balas surel ini. Surel ini dikirim otomatis; petugas membaca laporan Anda pada jam kerja.',
  },
}
