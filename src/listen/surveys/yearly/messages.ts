import { defineMessages } from '../../../platform/i18n.ts'

export const yearlyMessages = defineMessages({
  id: {
    title: (from: string, to: string) => `Yang belum disurvei, ${from} sampai ${to}`,
    lead: (times: string, least: string, open: string, of: string) =>
      `Setiap unit yang melayani disurvei paling sedikit ${times} kali setahun. ${open} dari ${of} unit belum mempunyai ${least} responden pada masa ini.`,
    unit: 'Unit',
    respondents: 'Responden',
    missing: 'Layanan yang kurang respondennya',
    none: 'Belum ada unit yang melayani, jadi belum ada yang perlu disurvei.',
    all: 'Semua unit dan layanannya sudah disurvei pada masa ini.',
  },
  en: {
    title: (from: string, to: string) => `Not surveyed yet, ${from} to ${to}`,
    lead: (times: string, least: string, open: string, of: string) =>
      `Each unit that gives services is surveyed at least ${times === '1' ? 'once' : `${times} times`} a year. ${open} of ${of} units do not have ${least} respondents in this period yet.`,
    unit: 'Unit',
    respondents: 'Respondents',
    missing: 'Services with too few respondents',
    none: 'No unit gives a service yet, so there is nothing to survey.',
    all: 'All units and their services have been surveyed in this period.',
  },
})
