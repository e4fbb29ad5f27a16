import { defineMessages } from '../i18n.ts'

/** What the house itself has to say when something does not work. */
export const texts = defineMessages({
  id: {
    notFound: 'Halaman tidak ditemukan',
    notFoundBody:
      'Mungkin alamatnya salah ketik, halamannya sudah tidak ada, atau halaman ini bukan untuk Anda. Periksa lagi alamatnya.',
    gone: 'Tidak berlaku lagi',
    forbidden: 'Anda belum berwenang membuka halaman ini',
    forbiddenBody:
      'Peran Anda belum mencakup halaman ini. Mintalah kepada administrator instansi bila Anda memerlukannya.',
    noKey: 'Kunci API belum diterima',
    noKeyBody:
      'Kunci atau rahasianya tidak ada, salah, atau sudah dicabut. Kirim keduanya dengan HTTP Basic (kunci:rahasia) atau Bearer (kunci.rahasia). Periksa keadaannya di halaman Klien API.',
    noScope: 'Cakupan kunci ini belum cukup',
    noScopeBody: (scope: string) =>
      `Kunci ini belum punya cakupan ${scope}. Mintalah administrator instansi membuat kunci yang mencakupnya.`,
    expired: 'Sesi Anda telah berakhir',
    expiredBody: 'Isian Anda masih ada di halaman ini. Masuk lagi di tab baru, lalu kembali ke sini dan kirim lagi.',
    again: 'Masuk sekali lagi',
    againBody:
      'Perubahan ini hanya dapat dikirim dalam 15 menit setelah masuk, agar tidak dibuat orang lain di perangkat Anda. Masuk lagi di tab baru, lalu kembali ke sini dan kirim lagi. Isian Anda masih ada di halaman ini.',
    againFactor:
      'Akun Anda punya faktor kedua, tetapi sesi ini dibuka tanpa itu. Masuk lagi di tab baru dengan kode atau kunci sandi Anda, lalu kembali ke sini dan kirim lagi. Isian Anda masih ada di halaman ini.',
    factor: 'Atur faktor kedua dahulu',
    factorBody:
      'Peran Anda sekarang hanya dapat dipakai dengan faktor kedua saat masuk. Isian Anda masih ada di halaman ini. Atur faktor kedua di tab baru, lalu kembali ke sini dan kirim lagi.',
    factorNewTab: 'Atur faktor kedua di tab baru',
    expiredFiles: 'Berkas yang Anda lampirkan perlu dipilih lagi.',
    signInNewTab: 'Masuk di tab baru',
    sendAgain: 'Kirim lagi',
    written: 'Yang Anda tulis',
    tooMany: 'Terlalu banyak percobaan',
    tooManyBody: (seconds: number) =>
      seconds < 120
        ? `Dari jaringan Anda terlalu sering dicoba dalam waktu singkat. Tunggu ${seconds} detik, lalu coba lagi.`
        : `Dari jaringan Anda terlalu sering dicoba dalam waktu singkat. Tunggu ${Math.ceil(seconds / 60)} menit, lalu coba lagi.`,
    tooManyKept: 'Isian Anda masih ada di halaman ini.',
    foreign: 'Kiriman ini ditolak',
    foreignBody: 'Formulir ini tidak dikirim dari halaman kami. Buka halamannya lagi, lalu isi dari sana.',
    tooLarge: 'Kiriman terlalu besar',
    tooLargeBody: 'Kurangi isi atau ukuran berkasnya, lalu kirim lagi.',
    tooLargeField: (megabytes: string) => `Berkas terlalu besar. Paling besar ${megabytes} untuk semua berkas.`,
    tooLargeRest: 'Isian di bawah berkas ini tidak sempat kami terima. Periksa dan isi lagi.',
    sentBefore: 'Formulir ini sudah terkirim dan sudah dikerjakan. Hasilnya tidak ditampilkan dua kali.',
    sentBeforeTitle: 'Sudah terkirim sebelumnya',
    sentOtherwise:
      'Formulir ini sudah terkirim sebelumnya dengan isi yang lain, dan isi yang pertama itulah yang kami terima. Isi yang sekarang belum tersimpan. Kirim lagi bila Anda memang ingin mengirim keduanya.',
    notYet: 'Gambar ini sedang disiapkan',
    notYetBody:
      'Tempat dan nama perangkat yang ikut tersimpan di dalam foto sedang dihapus. Tunggu beberapa detik, lalu coba lagi.',
    unreadable: 'Gambar ini tidak dapat dibuka',
    unreadableBody: 'Berkasnya rusak atau tidak lengkap saat dikirim, jadi tidak ada yang dapat ditampilkan.',
    changedMeanwhile:
      'Isi ini sudah diubah di tab lain atau oleh orang lain sejak Anda membukanya. Isian Anda masih ada. Di bawah setiap isian yang berbeda tertulis yang tersimpan sekarang. Bila isian Anda yang benar, kirim sekali lagi.',
    conflict: 'Perubahan ini tidak dapat dilakukan',
    conflictBody: 'Keadaannya sudah berubah sejak halaman ini dibuka. Kembali, muat ulang, lalu periksa lagi.',
    invalid: 'Kiriman ini belum dapat diterima',
    broken: 'Maaf, ada kesalahan di pihak kami',
    brokenBody: 'Kesalahan ini sudah kami catat. Tidak ada yang tersimpan sebagian. Coba lagi sebentar lagi.',
    away: 'Sebentar, layanan ini sedang terputus',
    awayBody:
      'Kami sedang menyambungkannya kembali. Yang sudah kami terima tetap tersimpan. Tunggu setengah menit, lalu coba lagi.',
    packed: (encoding: string) =>
      `Isinya dikirim termampatkan (${encoding.slice(0, 40)}). Kirim lagi tanpa dimampatkan, yaitu tanpa kepala Content-Encoding.`,
    badRequest: 'Kiriman ini tidak dapat dibaca',
    badRequestBody: 'Muat ulang halamannya, lalu coba lagi.',
  },
  en: {
    notFound: 'Page not found',
    notFoundBody:
      'The address may be mistyped, the page may be gone, or it may not be meant for you. Check the address again.',
    gone: 'No longer valid',
    forbidden: 'You may not open this page',
    forbiddenBody: 'Your roles do not cover this page. Ask your institution’s administrator if you need it.',
    expired: 'Your session has ended',
    noKey: 'No valid API key was received',
    noKeyBody:
      'The key or its secret is missing, wrong or revoked. Send both by HTTP Basic (key:secret) or Bearer (key.secret). The page of API clients tells the state of a key.',
    noScope: 'The scopes of this key do not reach',
    noScopeBody: (scope: string) =>
      `This key does not have the scope ${scope}. Ask the institution’s administrator for a key that has it.`,
    expiredBody: 'What you typed is still on this page. Sign in again in a new tab, come back here and send it again.',
    again: 'Sign in once more',
    againBody:
      'This change can be sent only within 15 minutes of signing in, so that nobody else makes it on your device. Sign in again in a new tab, come back here and send it again. What you typed is still on this page.',
    againFactor:
      'Your account has a second factor, and this session was opened without it. Sign in again in a new tab with your code or passkey, come back here and send it again. What you typed is still on this page.',
    factor: 'Set up a second factor first',
    factorBody:
      'Your role can now be used only with a second factor at sign-in. What you typed is still on this page. Set one up in a new tab, come back here and send it again.',
    factorNewTab: 'Set up a second factor in a new tab',
    expiredFiles: 'Files you attached have to be chosen again.',
    signInNewTab: 'Sign in in a new tab',
    sendAgain: 'Send again',
    written: 'What you wrote',
    tooMany: 'Too many attempts',
    tooManyBody: (seconds: number) =>
      seconds < 120
        ? `There were too many attempts from your network in a short time. Wait ${seconds} seconds, then try again.`
        : `There were too many attempts from your network in a short time. Wait ${Math.ceil(seconds / 60)} minutes, then try again.`,
    tooManyKept: 'What you typed is still on this page.',
    foreign: 'This was refused',
    foreignBody: 'This form was not sent from our page. Open the page again and fill it in from there.',
    tooLarge: 'This is too large',
    tooLargeBody: 'Shorten it or make the file smaller, then send it again.',
    tooLargeField: (megabytes: string) => `The file is too large. At most ${megabytes} for all files together.`,
    tooLargeRest: 'What stands below this file did not reach us. Check it and fill it in again.',
    sentBefore: 'This form was sent before and has been done. Its result is not shown twice.',
    sentBeforeTitle: 'Sent before',
    sentOtherwise:
      'This form was sent before with other content, and that first content is what we received. What you sent now has not been saved. Send it again if you do want to send both.',
    notYet: 'This picture is being prepared',
    notYetBody:
      'Place and device that were stored inside the photo are being removed. Wait a few seconds, then try again.',
    unreadable: 'This picture cannot be opened',
    unreadableBody: 'Its file was damaged or incomplete when it was sent, so there is nothing to show.',
    changedMeanwhile:
      'This has been changed in another tab or by somebody else since you opened it. What you typed is still here. Below each field that differs stands what is stored now. If what you typed is right, send it once more.',
    conflict: 'This change cannot be made',
    conflictBody: 'Things have changed since this page was opened. Go back, reload and check again.',
    invalid: 'This cannot be accepted yet',
    broken: 'Sorry, something went wrong on our side',
    brokenBody: 'We have recorded it. Nothing was half saved. Please try again in a moment.',
    away: 'One moment, this service is interrupted',
    awayBody: 'We are connecting it again. What we have received stays saved. Wait half a minute, then try again.',
    packed: (encoding: string) =>
      `Its content was compressed (${encoding.slice(0, 40)}). Send it again uncompressed, without the header Content-Encoding.`,
    badRequest: 'This could not be read',
    badRequestBody: 'Reload the page and try again.',
  },
})
