/**
 * The demonstration's people, one per role of the product. Their password is published, so the demonstration listens on
 * loopback only.
 */
export const DEMO_PASSWORD = 'sigap-contoh-2026'

export type DemoAccount = {
  readonly login: string
  readonly password: string
  readonly name: string
  readonly role: string
  /** Code of the built-in role, see core/roles. */
  readonly roleCode: string
  /** Code of the unit the role is held for; undefined is the whole institution. */
  readonly unitCode: string | undefined
}

export const demoAccounts: readonly DemoAccount[] = [
  account('admin', 'Ratna Admin Contoh', 'Administrator instansi', 'administrator'),
  account('pengaduan', 'Bayu Petugas Contoh', 'Petugas pengaduan', 'complaint_officer'),
  account('dpmptsp', 'Sri Kepala Contoh', 'Kepala DPMPTSP (atasan)', 'unit_head', 'DPMPTSP'),
  account('sdm', 'Wulan SDM Contoh', 'Pengelola SDM (BKPSDM)', 'hr_manager'),
  account('program', 'Dimas Program Contoh', 'Pengelola program dan fasilitator', 'program_manager'),
  account('inspektorat', 'Tirta Inspektur Contoh', 'Inspektorat', 'oversight'),
  account('pimpinan', 'Agung Pimpinan Contoh', 'Pimpinan', 'leader'),
  account('pegawai', 'Laras Pegawai Contoh', 'Pegawai loket DPMPTSP', 'employee', 'DPMPTSP'),
  account('loket', 'Nisa Loket Contoh', 'Petugas loket DPMPTSP', 'desk_clerk', 'DPMPTSP'),
  account('survei', 'Hendra Survei Contoh', 'Petugas survei', 'survey_officer'),
]

function account(mailbox: string, name: string, role: string, roleCode: string, unitCode?: string): DemoAccount {
  return { login: `${mailbox}@contoh.example`, password: DEMO_PASSWORD, name, role, roleCode, unitCode }
}
