import { countRows } from '../../platform/database/count.ts'
import { formatNumber } from '../../platform/i18n.ts'
import type { FirstStep } from '../../platform/slice.ts'

export const firstSteps: readonly FirstStep[] = [
  {
    name: 'roles',
    order: 70,
    path: '/peran',
    access: 'role.read',
    label: { id: 'Berikan peran', en: 'Grant roles' },
    lead: {
      id: 'Tentukan siapa petugas pengaduan, pengelola SDM, dan pimpinan, masing-masing untuk unitnya.',
      en: 'Say who handles complaints, who manages staff development and who leads, each for their unit.',
    },
    async state(db, scope) {
      const others = (await countRows(db, scope, 'roles.grant')) - 1
      return {
        done: others > 0,
        have: {
          id: `${formatNumber(others)} peran selain Anda`,
          en: `${formatNumber(others, 'en')} ${others === 1 ? 'grant' : 'grants'} besides yours`,
        },
      }
    },
  },
]
