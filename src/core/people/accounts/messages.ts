import { defineMessages } from '../../../platform/i18n.ts'

export const messages = defineMessages({
  id: {
    title: 'Akun pegawai',
    lead: 'Siapa yang dapat masuk. Akun dibuka untuk pegawai yang tercatat; kata sandinya dibuat sendiri oleh pegawai lewat tautan surel.',
    none: 'Belum ada akun yang cocok',
    name: 'Nama',
    login: 'NIP dan surel',
    state: 'Keadaan',
    lastSeen: 'Terakhir masuk',
    never: 'Belum pernah',
    active: 'Aktif',
    disabled: 'Nonaktif',
    act: 'Tindakan',
    disable: 'Nonaktifkan',
    enable: 'Aktifkan',
    removeCode: 'Hapus faktor kedua',
    codeRemoved:
      'Kode autentikator, kunci sandi, dan kode pemulihan dihapus; semua sesi diakhiri. Pegawai diberi tahu.',
    ownCode: 'Faktor kedua Anda sendiri diatur di halaman Keamanan akun saya.',
    codeMailTitle: 'Cara masuk Anda diubah',
    codeMailBody:
      'Administrator menghapus faktor kedua akun Anda (kode autentikator, kunci sandi, kode pemulihan). Masuk dengan kata sandi, lalu pasang lagi. Bila Anda tidak memintanya, segera hubungi administrator instansi.',
    endSessions: 'Akhiri sesi',
    sessionsEnded: (count: number) => (count === 0 ? 'Tidak ada sesi yang terbuka.' : `${count} sesi diakhiri.`),
    disabledNow: 'Akun dinonaktifkan; semua sesinya berakhir.',
    enabledNow: 'Akun diaktifkan lagi.',
    yourself: 'Anda tidak dapat menonaktifkan akun sendiri.',
    search: 'Nama, NIP, atau surel',
    open: 'Buka akun satu pegawai',
    nip: 'NIP atau NI PPPK',
    nipMissing: 'NIP belum diisi.',
    openOne: 'Buka akun dan kirim tautan',
    unknown: 'Tidak ada pegawai aktif dengan nomor ini. Catat atau impor pegawainya dahulu.',
    nipHint:
      'Bila surelnya sudah dipakai akun tanpa data pegawai, misalnya administrator pertama, akun itu dihubungkan.',
    taken:
      'Surel pegawai ini sudah dipakai untuk masuk oleh pegawai lain. Perbaiki surelnya di data pegawai, lalu ulangi.',
    linked: (name: string) => `Akun yang memakai surel ini sekarang terhubung dengan data pegawai ${name}.`,
    noEmail:
      'Surel pegawai ini belum tercatat, jadi tautan tidak dapat dikirim. Isi surelnya di data pegawai atau lewat impor, lalu ulangi.',
    exists: 'Pegawai ini sudah punya akun.',
    opened: 'Akun dibuka. Tautan untuk membuat kata sandi dikirim ke surel pegawai.',
    openAll: 'Buka akun semua pegawai yang punya surel',
    openAllLead: (count: string) =>
      `${count} pegawai aktif punya surel tetapi belum punya akun. Mereka membuat kata sandi lewat "Lupa kata sandi?".`,
    openedAll: (count: string, left?: string) =>
      left ? `${count} akun dibuka. Masih ada ${left}: tekan tombolnya sekali lagi.` : `${count} akun dibuka.`,
    mailTitle: 'Akun Sigap Anda',
    mailBody: (institution: string) =>
      `Akun Anda di Sigap ${institution} sudah dibuka. Buat kata sandi lewat tautan di bawah dalam 30 menit, atau kapan saja lewat "Lupa kata sandi?".`,
  },
  en: {
    title: 'Staff accounts',
    lead: 'Who can sign in. Accounts are opened for recorded employees, who make their own password through a link by e-mail.',
    none: 'No matching account',
    name: 'Name',
    login: 'NIP and e-mail',
    state: 'State',
    lastSeen: 'Last signed in',
    never: 'Never',
    active: 'Active',
    disabled: 'Disabled',
    act: 'Action',
    disable: 'Disable',
    enable: 'Enable',
    removeCode: 'Remove second factor',
    codeRemoved:
      'Authenticator code, passkeys and recovery codes are removed and all sessions have ended. The employee is told.',
    ownCode: 'Your own second factor is changed on the page My account’s security.',
    codeMailTitle: 'How you sign in was changed',
    codeMailBody:
      'An administrator removed the second factor of your account (authenticator code, passkeys, recovery codes). Sign in with your password and set it up again. If you did not ask for this, tell the administrator of your institution at once.',
    endSessions: 'End sessions',
    sessionsEnded: (count: number) => (count === 0 ? 'No session was open.' : `${count} sessions ended.`),
    disabledNow: 'The account is disabled; all its sessions have ended.',
    enabledNow: 'The account is enabled again.',
    yourself: 'You cannot disable your own account.',
    search: 'Name, NIP or e-mail',
    open: 'Open one employee’s account',
    nip: 'NIP or NI PPPK',
    nipMissing: 'Enter the NIP.',
    openOne: 'Open account and send link',
    unknown: 'No active employee has this number. Record or import the employee first.',
    nipHint:
      'Where their e-mail signs in already to an account without employee, such as the first administrator’s, that one is tied to them.',
    taken:
      'Another employee signs in with this employee’s e-mail. Correct the e-mail in the employee’s data, then try again.',
    linked: (name: string) => `The account with this e-mail now belongs to ${name}.`,
    noEmail: 'This employee’s e-mail is not recorded, so no link can be sent. Enter it in their data or by an import.',
    exists: 'This employee has an account already.',
    opened: 'The account is open. A link to make a password was sent to the employee.',
    openAll: 'Open accounts for all employees with an e-mail',
    openAllLead: (count: string) =>
      `${count} active employees have an e-mail but no account. They make a password through "Forgot your password?".`,
    openedAll: (count: string, left?: string) =>
      left
        ? `${count} accounts opened. ${left} more are left: press the button once more.`
        : `${count} accounts opened.`,
    mailTitle: 'Your Sigap account',
    mailBody: (institution: string) =>
      `Your account on Sigap ${institution} is open. Make a password through the link below within 30 minutes, or at any time through "Forgot your password?".`,
  },
})
