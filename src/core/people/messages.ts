import { defineMessages } from '../../platform/i18n.ts'

export const messages = defineMessages({
  id: {
    signIn: 'Masuk',
    signInLead: (name: string) => `Untuk pegawai ${name}.`,
    login: 'NIP atau surel',
    loginMissing: 'NIP atau surel belum diisi.',
    password: 'Kata sandi',
    passwordMissing: 'Kata sandi belum diisi.',
    wrong: 'NIP, surel, atau kata sandi tidak cocok. Periksa lagi, lalu coba sekali lagi.',
    signOut: 'Keluar',
    signedOut: 'Anda sudah keluar.',
    chooseTitle: 'Pilih instansi Anda',
    chooseLead: 'Di mana Anda bekerja?',
    doorTitle: 'Sigap',
    doorLead: 'Pilih instansi yang ingin Anda sampaikan pengaduan, nilai layanannya, atau lihat hasilnya.',
  },
  en: {
    signIn: 'Sign in',
    signInLead: (name: string) => `For the staff of ${name}.`,
    login: 'NIP or e-mail',
    loginMissing: 'Enter your NIP or e-mail.',
    password: 'Password',
    passwordMissing: 'Enter your password.',
    wrong: 'NIP, e-mail or password do not match. Check them and try again.',
    signOut: 'Sign out',
    signedOut: 'You are signed out.',
    chooseTitle: 'Choose your institution',
    chooseLead: 'Where do you work?',
    doorTitle: 'Sigap',
    doorLead: 'Choose the institution you want to tell something, rate, or see the results of.',
  },
})
