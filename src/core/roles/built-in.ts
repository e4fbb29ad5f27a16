/**
 * The roles of the product's users, as data: they are written into every new institution, where an administrator may
 * change what they include. A pattern ends with `*` and stands for every permission that begins so; one that begins
 * with `!` is left out again.
 */
export type BuiltInRole = {
  readonly code: string
  readonly name: string
  readonly description: string
  readonly includes: readonly string[]
}

export const builtInRoles: readonly BuiltInRole[] = [
  role('administrator', 'Administrator instansi', 'Mengatur unit, akun, peran, kalender, dan aturan.', [
    '*',
    '!complaint.whistleblowing',
  ]),
  role(
    'complaint_officer',
    'Petugas pengaduan',
    'Memverifikasi, mengklasifikasi, meneruskan, dan menjawab pengaduan.',
    [
      'complaint.read',
      'complaint.create',
      'complaint.verify',
      'complaint.handle',
      'complaint.identity',
      'channel.work',
      'conversation.read',
      'conversation.answer',
      'service.read',
      'survey.read',
      'survey.invite',
      'survey.plan',
      'survey.kiosk',
      'survey.paper',
      'questionnaire.read',
      'questionnaire.texts',
      'questionnaire.enter',
    ],
  ),
  role('unit_head', 'Atasan / kepala unit', 'Menilai, menyetujui, dan melihat sinyal unitnya.', [
    'complaint.read',
    'complaint.handle',
    'conversation.read',
    'conversation.answer',
    'service.read',
    'service.manage',
    'service.serve',
    'service.record',
    'survey.read',
    'survey.follow_up',
    'questionnaire.read',
    'questionnaire.enter',
    'focus_group.read',
    'focus_group.code',
    'employee.read',
    'unit.read',
    'calendar.read',
    'competency.read',
    'competency.profile',
    'signal.read',
    'signal.diagnose',
    'need.read',
    'need.propose',
    'program.read',
    'learning.read',
    'practice.read',
    'practice.manage',
    'evaluation.read',
    'evaluation.measure',
    'report.read',
    'role.read',
    'role.delegate',
  ]),
  role('hr_manager', 'Pengelola SDM', 'Kerangka kompetensi, standar, penilaian, kebutuhan, dan rencana tahunan.', [
    'unit.*',
    'employee.*',
    'calendar.read',
    'competency.*',
    'signal.*',
    'need.*',
    'program.*',
    'learning.*',
    'practice.read',
    'practice.manage',
    'practice.review',
    'evaluation.*',
    'report.read',
    'story.publish',
    'article.*',
    'survey.read',
    'questionnaire.read',
    'questionnaire.texts',
    'questionnaire.enter',
    'questionnaire.manage',
    'focus_group.read',
    'focus_group.manage',
    'focus_group.code',
    'complaint.read',
    'service.read',
  ]),
  role('program_manager', 'Pengelola program / fasilitator', 'Program, kursus, bank soal, dan hasilnya.', [
    'program.*',
    'learning.*',
    'practice.read',
    'practice.manage',
    'questionnaire.read',
    'questionnaire.texts',
    'questionnaire.enter',
    'questionnaire.manage',
    'focus_group.read',
    'focus_group.manage',
    'focus_group.code',
    'need.read',
    'signal.read',
    'competency.read',
    'evaluation.read',
    'report.read',
  ]),
  role('oversight', 'Inspektorat', 'Membaca semuanya dan memeriksa jejak audit.', [
    'complaint.read',
    'complaint.whistleblowing',
    'conversation.read',
    'service.read',
    'survey.read',
    'questionnaire.read',
    'focus_group.read',
    'signal.read',
    'need.read',
    'program.read',
    'learning.read',
    'practice.read',
    'practice.review',
    'evaluation.read',
    'competency.read',
    'employee.read',
    'unit.read',
    'role.read',
    'report.read',
    'audit.read',
  ]),
  role('leader', 'Pimpinan', 'Melihat seluruh lingkaran perbaikan dan hasilnya.', [
    'complaint.read',
    'service.read',
    'service.approve',
    'survey.read',
    'questionnaire.read',
    'focus_group.read',
    'signal.read',
    'need.read',
    'need.approve',
    'program.read',
    'program.approve',
    'evaluation.read',
    'competency.read',
    'learning.read',
    'practice.read',
    'unit.read',
    'report.read',
    'story.publish',
    'article.*',
  ]),
  role('employee', 'Pegawai', 'Melihat profil sendiri dan belajar.', []),
]

/** The permissions a role starts with, out of all that the slices declare. */
export function permissionsOf(includes: readonly string[], all: readonly string[]): string[] {
  const out = includes.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  return all.filter(
    (permission) =>
      !out.includes(permission) &&
      includes.some((pattern) =>
        pattern.endsWith('*') ? permission.startsWith(pattern.slice(0, -1)) : permission === pattern,
      ),
  )
}

function role(code: string, name: string, description: string, includes: readonly string[]): BuiltInRole {
  return { code, name, description, includes }
}
