import type { VNode } from 'preact'
import { RuleTable, Section, StaffPage } from '../index.ts'

const rows = [
  {
    name: 'Batas verifikasi',
    days: '3 hari kerja',
    valid_from: '2020-01-01',
    source: 'PermenPANRB 62/2018 Lampiran II',
    verified: true,
  },
  {
    name: 'Batas jawaban aduan tanpa pengawasan',
    days: '14 hari kerja',
    valid_from: '2018-12-01',
    valid_to: '2026-01-01',
    source: 'Pasal yang belum dibandingkan dengan naskah aslinya',
    verified: false,
  },
]

export function staffRules(): VNode {
  return (
    <StaffPage title="Aturan" lead="Setiap aturan menyebut sumbernya.">
      <Section title="Batas waktu" id="batas">
        <RuleTable
          caption="Batas waktu"
          rows={rows}
          columns={[
            { key: 'name', label: 'Aturan', cell: (row) => row.name },
            { key: 'days', label: 'Nilai', cell: (row) => row.days },
          ]}
        />
      </Section>
    </StaffPage>
  )
}
