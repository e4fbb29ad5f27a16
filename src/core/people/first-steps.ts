import { countRows } from '../../platform/database/count.ts'
import { formatNumber } from '../../platform/i18n.ts'
import type { FirstStep } from '../../platform/slice.ts'
import { countWaysIn } from './security/queries.ts'

export const firstSteps: readonly FirstStep[] = [
  {
    name: 'accounts',
    order: 60,
    path: '/akun-pegawai',
    access: 'account.manage',
    label: { id: 'Buka akun pegawai', en: 'Open staff accounts' },
    lead: {
      id: 'Pegawai mendapat akun untuk masuk; kata sandinya mereka buat sendiri.',
      en: 'Employees get an account to sign in with; they choose their own password.',
    },
    async state(db, scope) {
      const others = (await countRows(db, scope, 'people.account')) - 1
      return {
        done: others > 0,
        have: {
          id: `${formatNumber(others)} akun selain Anda`,
          en: `${formatNumber(others, 'en')} ${others === 1 ? 'account' : 'accounts'} besides yours`,
        },
      }
    },
  },
  {
    name: 'security',
    order: 80,
    path: '/keamanan',
    access: 'self',
    label: { id: 'Tambah cara masuk kedua', en: 'Add a second way in' },
    lead: {
      id: 'Kunci sandi di perangkat lain atau kode dari aplikasi, supaya Anda tetap dapat masuk bila satu cara hilang.',
      en: 'A passkey on another device or codes from an app, so that losing one does not lock you out.',
    },
    async state(db, scope) {
      const ways = await countWaysIn(db, scope)
      return {
        done: ways > 1,
        have: {
          id: `${formatNumber(ways)} cara masuk`,
          en: `${formatNumber(ways, 'en')} ${ways === 1 ? 'way in' : 'ways in'}`,
        },
      }
    },
  },
]
