import type { DemoWorld } from '../../demo/world.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { changeUnits, createInstitution, createPositions, createUnits } from './acts.ts'
import { organizationMessages } from './messages.ts'
import type { NewPosition, NewUnit, PositionKind, UnitKind } from './model.ts'

type Plan = { code: string; name: string; kind: UnitKind; divisions: readonly string[] }

const DISTRICTS =
  'Arunika Bumiayu Cempaka Damarwulan Embun Fajar Giriasih Harapan Indah Jatimulya Kenanga Lembayung'.split(' ')

const OFFICE = ['Bidang Pelayanan', 'Bidang Pembinaan']

const REGENCY: readonly Plan[] = [
  unit('SETDA', 'Sekretariat Daerah', 'secretariat', ['Bagian Organisasi', 'Bagian Hukum', 'Bagian Umum']),
  unit('SETWAN', 'Sekretariat DPRD', 'secretariat', ['Bagian Persidangan']),
  unit('INSPEKTORAT', 'Inspektorat Daerah', 'agency', [
    'Inspektur Pembantu Wilayah I',
    'Inspektur Pembantu Wilayah II',
  ]),
  unit('BKPSDM', 'Badan Kepegawaian dan Pengembangan SDM', 'agency', [
    'Bidang Mutasi dan Promosi',
    'Bidang Pengembangan Kompetensi',
  ]),
  unit('BAPPEDA', 'Badan Perencanaan Pembangunan Daerah', 'agency', ['Bidang Litbang', 'Bidang Perencanaan']),
  unit('BAPENDA', 'Badan Pendapatan Daerah', 'agency', ['Bidang Pelayanan Pajak', 'Bidang Penagihan']),
  unit('BPKAD', 'Badan Pengelolaan Keuangan dan Aset Daerah', 'agency', ['Bidang Anggaran', 'Bidang Aset']),
  unit('BPBD', 'Badan Penanggulangan Bencana Daerah', 'agency', ['Bidang Kedaruratan']),
  unit('KESBANGPOL', 'Badan Kesatuan Bangsa dan Politik', 'agency', ['Bidang Ketahanan Bangsa']),
  unit('DPMPTSP', 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu', 'department', [
    'Bidang Pelayanan Perizinan',
    'Bidang Pengaduan dan Informasi',
    'Bidang Penanaman Modal',
  ]),
  unit('DUKCAPIL', 'Dinas Kependudukan dan Pencatatan Sipil', 'department', [
    'Bidang Pendaftaran Penduduk',
    'Bidang Pencatatan Sipil',
  ]),
  unit('DINKES', 'Dinas Kesehatan', 'department', [
    'Bidang Pelayanan Kesehatan',
    'Bidang Kesehatan Masyarakat',
    'Bidang Sumber Daya Kesehatan',
  ]),
  unit('DISDIK', 'Dinas Pendidikan', 'department', ['Bidang Pembinaan SD', 'Bidang Pembinaan SMP']),
  unit('DISHUB', 'Dinas Perhubungan', 'department', ['Bidang Lalu Lintas', 'Bidang Pengujian Kendaraan']),
  unit('DINSOS', 'Dinas Sosial', 'department', OFFICE),
  unit('DPUPR', 'Dinas Pekerjaan Umum dan Penataan Ruang', 'department', [
    'Bidang Bina Marga',
    'Bidang Sumber Daya Air',
  ]),
  unit('DISNAKER', 'Dinas Tenaga Kerja', 'department', OFFICE),
  unit('DLH', 'Dinas Lingkungan Hidup', 'department', ['Bidang Persampahan', 'Bidang Pengendalian Pencemaran']),
  unit('DISPERKIM', 'Dinas Perumahan dan Kawasan Permukiman', 'department', ['Bidang Perumahan']),
  unit('DISDAG', 'Dinas Perdagangan dan Perindustrian', 'department', ['Bidang Metrologi', 'Bidang Pasar']),
  unit('DISTAN', 'Dinas Pertanian', 'department', ['Bidang Penyuluhan']),
  unit('DISKOMINFO', 'Dinas Komunikasi dan Informatika', 'department', ['Bidang Layanan Digital']),
  unit('DISPUSIP', 'Dinas Perpustakaan dan Kearsipan', 'department', ['Bidang Layanan Perpustakaan']),
  unit('SATPOLPP', 'Satuan Polisi Pamong Praja', 'agency', ['Bidang Ketertiban Umum']),
  unit('RSUD', 'Rumah Sakit Umum Daerah', 'hospital', [
    'Bidang Pelayanan Medik',
    'Bidang Keperawatan',
    'Loket Pendaftaran',
  ]),
  unit('PDAM', 'Perusahaan Daerah Air Minum', 'agency', ['Bagian Hubungan Pelanggan']),
  ...Array.from({ length: 12 }, (_, index) =>
    unit(`KEC-${String(index + 1).padStart(2, '0')}`, `Kecamatan ${DISTRICTS[index] ?? index + 1}`, 'district', [
      'Seksi Pelayanan Umum',
    ]),
  ),
]

const NEIGHBOR: readonly Plan[] = [
  unit('SETDA', 'Sekretariat Daerah', 'secretariat', []),
  unit('BKPSDM', 'Badan Kepegawaian dan Pengembangan SDM', 'agency', []),
  unit('DPMPTSP', 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu', 'department', []),
  unit('DUKCAPIL', 'Dinas Kependudukan dan Pencatatan Sipil', 'department', []),
  unit('DINKES', 'Dinas Kesehatan', 'department', []),
  unit('KEC-01', 'Kecamatan Utama', 'district', []),
]

const POSITIONS: readonly (readonly [string, string, PositionKind, string, number])[] = [
  ['JPT-M', 'Sekretaris Daerah', 'jpt', 'madya', 16],
  ['JPT-P', 'Kepala Perangkat Daerah', 'jpt', 'pratama', 14],
  ['ADM-CAMAT', 'Camat', 'administrator', 'administrator', 12],
  ['ADM-SEK', 'Sekretaris', 'administrator', 'administrator', 12],
  ['ADM-KABID', 'Kepala Bidang', 'administrator', 'administrator', 11],
  ['PWS-KASI', 'Kepala Seksi', 'pengawas', 'pengawas', 9],
  ['PWS-KASUB', 'Kepala Subbagian', 'pengawas', 'pengawas', 9],
  ['PLK-LAYANAN', 'Pengelola Layanan Operasional', 'pelaksana', 'pelaksana', 7],
  ['PLK-LOKET', 'Petugas Loket', 'pelaksana', 'pelaksana', 6],
  ['PLK-ADM', 'Pengadministrasi Perkantoran', 'pelaksana', 'pelaksana', 5],
  ['PLK-DATA', 'Pengolah Data dan Informasi', 'pelaksana', 'pelaksana', 6],
  ['JF-KEBIJAKAN-1', 'Analis Kebijakan Ahli Pertama', 'fungsional_keahlian', 'ahli_pertama', 8],
  ['JF-KEBIJAKAN-2', 'Analis Kebijakan Ahli Muda', 'fungsional_keahlian', 'ahli_muda', 9],
  ['JF-SDM-1', 'Analis SDM Aparatur Ahli Pertama', 'fungsional_keahlian', 'ahli_pertama', 8],
  ['JF-SDM-2', 'Analis SDM Aparatur Ahli Muda', 'fungsional_keahlian', 'ahli_muda', 9],
  ['JF-AUDITOR-1', 'Auditor Ahli Pertama', 'fungsional_keahlian', 'ahli_pertama', 8],
  ['JF-AUDITOR-2', 'Auditor Ahli Muda', 'fungsional_keahlian', 'ahli_muda', 9],
  ['JF-RENCANA-1', 'Perencana Ahli Pertama', 'fungsional_keahlian', 'ahli_pertama', 8],
  ['JF-KOMPUTER-1', 'Pranata Komputer Ahli Pertama', 'fungsional_keahlian', 'ahli_pertama', 8],
  ['JF-KOMPUTER-T', 'Pranata Komputer Terampil', 'fungsional_keterampilan', 'terampil', 7],
  ['JF-HUMAS-1', 'Pranata Hubungan Masyarakat Ahli Pertama', 'fungsional_keahlian', 'ahli_pertama', 8],
  ['JF-DOKTER-1', 'Dokter Ahli Pertama', 'fungsional_keahlian', 'ahli_pertama', 9],
  ['JF-PERAWAT-T', 'Perawat Terampil', 'fungsional_keterampilan', 'terampil', 7],
  ['JF-PERAWAT-M', 'Perawat Mahir', 'fungsional_keterampilan', 'mahir', 8],
  ['JF-BIDAN-T', 'Bidan Terampil', 'fungsional_keterampilan', 'terampil', 7],
  ['JF-DUKCAPIL-1', 'Administrator Database Kependudukan Ahli Pertama', 'fungsional_keahlian', 'ahli_pertama', 8],
  ['JF-PENGUJI-T', 'Penguji Kendaraan Bermotor Terampil', 'fungsional_keterampilan', 'terampil', 7],
  ['JF-PENYULUH-T', 'Penyuluh Pertanian Terampil', 'fungsional_keterampilan', 'terampil', 7],
  ['JF-ARSIP-T', 'Arsiparis Terampil', 'fungsional_keterampilan', 'terampil', 7],
]

const FOUNDED = '2017-01-02'

/** What was different once, so that the structure of an earlier day differs from today's. */
const FORMED: Readonly<Record<string, string>> = { DISPUSIP: '2019-01-02' }
const RENAMED = [
  {
    code: 'DPMPTSP',
    before: 'Badan Penanaman Modal dan Perizinan Terpadu',
    kind: 'agency',
    from: '2021-01-04',
    reason: 'Nomor 5 Tahun 2020',
  },
  {
    code: 'DISKOMINFO',
    before: 'Dinas Informatika dan Persandian',
    kind: 'department',
    from: '2021-01-04',
    reason: 'Nomor 5 Tahun 2020',
  },
] as const

/** The institution itself, its units with their divisions, and its positions. */
export async function demoOrganization(world: DemoWorld): Promise<void> {
  const { db, institution, anchor } = world
  // The oldest stands first wherever institutions are listed, and is the one that commands take when none is named.
  const listed = new Date(anchor.getTime() - (institution.size === 'full' ? 1000 : 0))
  const { rootUnitId } = await createInstitution(db, await world.scopeFor('organization.manage'), listed, {
    id: institution.id,
    slug: institution.slug,
    name: institution.name,
    kind: institution.name.startsWith('Kota') ? 'city' : 'regency',
    regionCode: null,
    timeZone: institution.timeZone,
    hostname: null,
    synthetic: true,
    rootCode: 'PEMDA',
    activeFrom: FOUNDED,
  })
  const units: NewUnit[] = []
  for (const plan of institution.size === 'full' ? REGENCY : NEIGHBOR) {
    const id = newId()
    const active_from = FORMED[plan.code] ?? FOUNDED
    units.push({ id, parent_id: rootUnitId, code: plan.code, name: plan.name, kind: plan.kind, active_from })
    const divisions = plan.divisions.map((name, index): NewUnit => {
      const kind = name.startsWith('Seksi') ? 'section' : name.startsWith('Loket') ? 'desk' : 'division'
      return { id: newId(), parent_id: id, code: `${plan.code}.${index + 1}`, name, kind, active_from }
    })
    units.push(...divisions)
  }
  const scope = await world.scopeFor('unit.manage')
  const present = { now: anchor, today: localDate(anchor, institution.timeZone) }
  const renamed = institution.size === 'full' ? RENAMED : []
  const first = units.map((unit) => {
    const once = renamed.find(({ code }) => code === unit.code)
    return once ? { ...unit, name: once.before, kind: once.kind } : unit
  })
  await createUnits(db, scope, organizationMessages.id, present, first, 'Peraturan Daerah Contoh Nomor 8 Tahun 2016')
  const changes = renamed.flatMap(({ code, from, reason }) =>
    units
      .filter((unit) => unit.code === code)
      .map((unit) => ({ ...unit, from, reason: `Peraturan Daerah Contoh ${reason}` })),
  )
  await changeUnits(db, scope, organizationMessages.id, present, changes)
  const positions = POSITIONS.map(
    ([code, title, kind, level, grade]): NewPosition => ({ id: newId(), code, title, kind, level, class: grade }),
  )
  await createPositions(db, scope, positions)
}

function unit(code: string, name: string, kind: UnitKind, divisions: readonly string[]): Plan {
  return { code, name, kind, divisions }
}
