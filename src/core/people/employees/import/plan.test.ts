import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KnownEmployee } from './employee-changes.ts'
import type { KnownUnit, SheetRow } from './model.ts'
import { planEmployees, type Surroundings } from './plan-employees.ts'
import { planPositions, planUnits } from './plan-structure.ts'

const today = '2026-11-21'

function unit(id: string, code: string, parent_id: string | null, name = code): KnownUnit {
  return { id, code, name, kind: parent_id ? 'department' : 'root', parent_id, active_to: null, since: '2017-01-02' }
}

function rowsOf(...cells: Record<string, string>[]): SheetRow[] {
  return cells.map((one, index) => ({ row: index + 2, cells: one }))
}

function reasons(planned: readonly { problems: readonly { reason: { id: string } }[] }[]): string[][] {
  return planned.map((one) => one.problems.map((problem) => problem.reason.id))
}

describe('units', () => {
  const known = [unit('r', 'PEMDA', null), unit('a', 'DINAS-A', 'r'), unit('b', 'DINAS-B', 'a')]
  const row = (code: string, name: string, parent = '', kind = 'Dinas') => ({ code, name, kind, parent })

  test('new, changed, unchanged', () => {
    const planned = planUnits(
      rowsOf(
        row('DINAS-C', 'Dinas C', 'dinas-d'),
        row('DINAS-D', 'Dinas D'),
        row('DINAS-A', 'Dinas Alfa'),
        row('DINAS-B', 'DINAS-B', 'DINAS-A'),
      ),
      known,
      today,
    )
    expect(planned.map((one) => one.outcome)).toEqual(['new', 'new', 'changed', 'unchanged'])
    expect(planned[2]?.changes).toEqual([{ column: 'NAMA UNIT', from: 'DINAS-A', to: 'Dinas Alfa' }])
  })

  test('kinds as they are said, and as pages and exports write them', () => {
    const kinds = ['Bidang', 'bagian', 'Bidang/Bagian', 'Seksi/Subbagian', 'Kelurahan/Desa', 'Desa']
    const planned = planUnits(rowsOf(...kinds.map((kind, at) => row(`K${at}`, `Unit ${at}`, '', kind))), known, today)
    expect(reasons(planned)).toEqual(kinds.map(() => []))
  })

  test('circles, unknown parents, twins and what hangs on a refused row', () => {
    const planned = planUnits(
      rowsOf(
        row('DINAS-A', 'DINAS-A', 'DINAS-B'),
        row('X', 'Unit X', 'TAK-ADA'),
        row('Y', 'Unit Y', 'X'),
        row('Z', 'Unit Z'),
        row('z', 'Unit Z'),
        row('Q', 'Unit Q', '', 'Planet'),
        row('P', 'P'),
        row('R', '#REF!'),
      ),
      known,
      today,
    )
    expect(reasons(planned)).toEqual([
      ['Unit atasan DINAS-B membentuk lingkaran: unit ini berada di bawah dirinya sendiri.'],
      ['Unit TAK-ADA belum ada di Sigap. Tambahkan atau impor dahulu, atau perbaiki kodenya.'],
      ['Unit X ada di berkas ini tetapi ditolak.'],
      ['KODE UNIT ini juga ada di baris 6. Sisakan satu baris.'],
      ['KODE UNIT ini juga ada di baris 5. Sisakan satu baris.'],
      [expect.stringMatching(/^Jenis unit tidak dikenal. Pilihannya: Sekretariat, Dinas, .*Bidang\/Bagian, /)],
      ['Nama unit terlalu pendek: paling sedikit 2 huruf.'],
      ['#REF! adalah tanda rumus yang gagal di lembar kerja. Perbaiki rumusnya, atau tulis nilainya.'],
    ])
  })
})

test('positions', () => {
  const known = [
    { id: 'p', code: '0071', title: 'Camat', kind: 'administrator' as const, level: 'administrator', class: 12 },
  ]
  const planned = planPositions(
    rowsOf(
      { code: '0071', title: 'Camat', kind: 'Administrator', level: '', class: '' },
      { code: 'JF', title: 'Analis', kind: 'Fungsional keahlian', level: 'Terampil', class: '8' },
      { code: 'JF2', title: 'Analis', kind: 'fungsional keahlian', level: 'ahli muda', class: '18' },
      { code: 'JF3', title: 'Analis', kind: 'Fungsional keahlian', level: 'Ahli Muda', class: '9' },
    ),
    known,
  )
  expect(planned.map((one) => one.outcome)).toEqual(['unchanged', 'refused', 'refused', 'new'])
  expect(reasons(planned)[1]).toEqual([
    'Jenjang tidak sesuai jenisnya. Pilihannya: Ahli Pertama, Ahli Muda, Ahli Madya, Ahli Utama.',
  ])
})

const BOSS = '197001011995031001'
const CLERK = '199001012015032002'
function employee(id: string, nip: string, superior_id: string | null): KnownEmployee {
  return {
    id,
    nip,
    name: `Pegawai ${id}`,
    employment: 'pns',
    gender: 'male',
    birth_date: '1990-01-01',
    email: null,
    phone: null,
    grade: null,
    nik: null,
    active: true,
    unit_id: 'a',
    position_id: 'p',
    superior_id,
    valid_from: '2020-01-01',
  }
}
const around: Surroundings = {
  employees: [employee('boss', BOSS, null), employee('clerk', CLERK, 'boss')],
  units: [unit('a', '0012', null), { ...unit('c', 'TUTUP', 'a'), active_to: '2025-01-01' }],
  positions: [{ id: 'p', code: 'JF' }],
  today,
}
const person = (nip: string, more: Record<string, string> = {}) => ({
  nip,
  name: 'Sri',
  employment: 'PNS',
  unit: '0012',
  position: 'JF',
  ...more,
})

describe('employees', () => {
  test('each mistake has its own words', () => {
    const planned = planEmployees(
      rowsOf(
        person('1.99001E+17'),
        person('199001012015031000'),
        person('198801012014031001', { unit: '12' }),
        person('198801012014031002', { unit: 'TUTUP' }),
        person('198801012014031003', { position: 'XX' }),
        person('198801012014031004', { superior: '196001011985031001' }),
        person('198801012014031005'),
        person('19880101 201403 1 005'),
        person('198801012014031006', { since: '45474' }),
        person('198801012014031007', { phone: '81234567890' }),
        person('198801012014031008', { employment: 'Honorer' }),
        person('198801012014131009'),
        person('198801012014211009', { employment: 'PPPK' }),
        person('198801012014031010', { superior: '198801012014131009' }),
      ),
      around,
    )
    const words = reasons(planned).map((list) => list.join(' '))
    expect(words[0]).toContain('notasi ilmiah')
    expect(words[1]).toContain('lembar kerja hanya menyimpan 15 angka')
    expect(words[2]).toContain('Unit 12 tidak ada, tetapi 0012 ada: nol di depan biasanya dibuang Excel.')
    expect(words[3]).toBe('Unit TUTUP sudah ditutup.')
    expect(words[4]).toContain('Jabatan XX belum ada di Sigap.')
    expect(words[5]).toContain('Tidak ada pegawai aktif dengan NIP 196001011985031001')
    expect(words[6]).toBe('NIP ini juga ada di baris 9. Sisakan satu baris.')
    expect(words[7]).toBe('NIP ini juga ada di baris 8. Sisakan satu baris.')
    expect(words[8]).toContain('nomor seri tanggal Excel')
    expect(words[9]).toContain('kehilangan nol di depan')
    expect(words[10]).toContain('Status kepegawaian tidak dikenal')
    expect(words[11]).toContain('posisi 13–14 (bulan TMT CPNS) berisi 13')
    expect(planned[12]?.outcome).toBe('new')
    expect(words[13]).toBe('Atasan dengan NIP 198801012014131009 ada di berkas ini tetapi barisnya ditolak.')
  })

  test('civil servants, contract staff and part-time contract staff are told apart', () => {
    const planned = planEmployees(
      rowsOf(
        person('198801012014031001'),
        person('198801012022211001', { employment: 'PPPK' }),
        person('198801012022211002', { employment: 'PPPK Paruh Waktu' }),
      ),
      around,
    )
    expect(planned.map((one) => [one.outcome, one.act?.person?.employment])).toEqual([
      ['new', 'pns'],
      ['new', 'pppk'],
      ['new', 'pppk_part_time'],
    ])
  })

  test('a circle of superiors is refused, the rest is not', () => {
    const planned = planEmployees(
      rowsOf(
        person(BOSS, { name: 'Pegawai boss', superior: CLERK }),
        person('198801012014031001', { superior: CLERK }),
      ),
      around,
    )
    expect(planned.map((one) => one.outcome)).toEqual(['refused', 'new'])
    expect(reasons(planned)[0]?.[0]).toBe(
      'Garis atasan membentuk lingkaran (baris 2): seseorang menjadi atasan dari atasannya sendiri.',
    )
    const pair = planEmployees(
      rowsOf(
        person('198801012014031001', { superior: '198801012014031002' }),
        person('198801012014031002', { superior: '198801012014031001' }),
      ),
      around,
    )
    expect(pair.map((one) => one.outcome)).toEqual(['refused', 'refused'])
  })

  test('what changes is shown old and new; the NIK only masked', () => {
    const planned = planEmployees(
      rowsOf(
        person(CLERK, {
          front: 'dr.',
          name: 'Ayu',
          back: 'M.Kes.',
          email: 'ayu@contoh.id',
          nik: '1707094101900001',
          superior: '-',
        }),
      ),
      around,
    )
    expect(planned[0]?.outcome).toBe('changed')
    expect(planned[0]?.changes).toEqual([
      { column: 'NAMA', from: 'Pegawai clerk', to: 'dr. Ayu, M.Kes.' },
      { column: 'EMAIL', from: '', to: 'ayu@contoh.id' },
      { column: 'NIK', from: '', to: '1707••••••••••••' },
      { column: 'NIP ATASAN', from: BOSS, to: '-' },
    ])
    expect(JSON.stringify(planned[0]?.changes)).not.toContain('1707094101900001')
  })

  test('an empty cell keeps what is known', () => {
    const known = {
      ...around,
      employees: [
        {
          ...employee('boss', BOSS, null),
          email: 'a@b.id',
          phone: '0812345678',
          grade: 'III/a',
          nik: '1707094101900001',
        },
      ],
    }
    const planned = planEmployees(
      rowsOf(person(BOSS, { name: 'Pegawai boss', email: '', phone: '', grade: '', nik: '', superior: '' })),
      known,
    )
    expect(planned[0]?.outcome).toBe('unchanged')
  })

  test('nobody is ever planned onto a circle', () => {
    const nips = Array.from({ length: 8 }, (_, index) => `19880101201403100${index + 1}`)
    const graph = fc.array(fc.option(fc.integer({ min: 0, max: 7 })), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(graph, graph, (before, after) => {
        const employees = nips.map((nip, index) =>
          employee(nip, nip, before[index] != null && before[index] < index ? (nips[before[index]] ?? null) : null),
        )
        const rows = rowsOf(
          ...nips.map((nip, index) =>
            person(nip, { superior: after[index] == null ? '-' : (nips[after[index]] ?? '-') }),
          ),
        )
        const planned = planEmployees(rows, { ...around, employees })
        const superiors = new Map(employees.map((one) => [one.id, one.superior_id]))
        for (const { act } of planned) if (act?.assignment) superiors.set(act.id, act.assignment.superior_id)
        for (const start of superiors.keys()) {
          let steps = 0
          for (let at: string | null = start; at !== null; at = superiors.get(at) ?? null)
            expect(steps++).toBeLessThan(10)
        }
      }),
    )
  })
})
