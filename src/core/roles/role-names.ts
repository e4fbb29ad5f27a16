import type { Language } from '../../platform/i18n.ts'
import { builtInRoles } from './built-in.ts'

type Said = { readonly name: string; readonly description: string }

const ENGLISH: Readonly<Record<string, Said>> = {
  administrator: {
    name: 'Institution administrator',
    description: 'Sets up units, accounts, roles, calendar and rules.',
  },
  complaint_officer: {
    name: 'Complaint officer',
    description: 'Verifies, classifies, passes on and answers complaints.',
  },
  desk_clerk: {
    name: 'Desk clerk',
    description: 'Calls the queue, handles requests and records reports at the desk.',
  },
  survey_officer: {
    name: 'Survey officer',
    description: 'Sampling plans, invitations, kiosks, paper questionnaires and survey follow-up.',
  },
  unit_head: { name: 'Superior / head of unit', description: 'Assesses, approves and sees the signals of the unit.' },
  hr_manager: {
    name: 'Staff development manager',
    description: 'Competency framework, standards, assessments, needs and yearly plans.',
  },
  program_manager: {
    name: 'Program manager / facilitator',
    description: 'Programs, courses, question banks and their results.',
  },
  oversight: { name: 'Inspectorate', description: 'Oversees units, reads everything and checks the audit trail.' },
  leader: { name: 'Leadership', description: 'Sees the whole improvement loop and its results.' },
  employee: { name: 'Employee', description: 'Sees the own profile and learns.' },
}

/** A built-in role in the reader's language, as long as nobody has given it words of their own. */
export function sayRole(language: Language, role: { code: string; name: string }): string {
  const known = builtInRoles.find(({ code, name }) => code === role.code && name === role.name)
  return (language === 'en' && known && ENGLISH[role.code]?.name) || role.name
}

export function sayRoleDescription(language: Language, role: { code: string; description: string }): string {
  const known = builtInRoles.find(({ code, description }) => code === role.code && description === role.description)
  return (language === 'en' && known && ENGLISH[role.code]?.description) || role.description
}
