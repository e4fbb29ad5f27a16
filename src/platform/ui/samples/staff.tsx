import type { VNode } from 'preact'
import {
  Badge,
  Count,
  DataTable,
  DateTime,
  Dialog,
  EmptyState,
  Facts,
  FileField,
  Filters,
  Form,
  type FormState,
  LinkButton,
  Pager,
  ProgressBar,
  RadioGroup,
  Section,
  SelectField,
  Split,
  StaffPage,
  Stepper,
  Tabs,
  TextArea,
  TextField,
  Timeline,
  Why,
} from '../index.ts'
import { TIMELINE, UNITS } from './public.tsx'

interface SampleRow {
  code: string
  subject: string
  unit: string
  due: string
  tone: 'success' | 'warning' | 'danger' | 'info'
  status: string
  days: number
}

const ROWS: readonly SampleRow[] = [
  {
    code: '7K3P-Q9XM',
    subject: 'Antrean dua jam di loket 3',
    unit: 'DPMPTSP',
    due: '2026-11-18',
    tone: 'danger',
    status: 'Terlambat 3 hari kerja',
    days: 9,
  },
  {
    code: '2M8R-T4ZC',
    subject: 'Petugas tidak menjelaskan syarat',
    unit: 'DPMPTSP',
    due: '2026-11-21',
    tone: 'warning',
    status: 'Jatuh tempo hari ini',
    days: 5,
  },
  {
    code: '9XVB-1DHN',
    subject: 'Obat tidak tersedia di puskesmas',
    unit: 'DINKES',
    due: '2026-11-26',
    tone: 'info',
    status: 'Diperiksa',
    days: 2,
  },
  {
    code: '4QWE-8K0T',
    subject: 'Terima kasih, pelayanan cepat sekali',
    unit: 'DUKCAPIL',
    due: '2026-12-01',
    tone: 'success',
    status: 'Dijawab',
    days: 1,
  },
]

export function staffList(rows: readonly SampleRow[] = ROWS): VNode {
  return (
    <StaffPage
      title="Pengaduan"
      lead="Urut menurut batas waktu. Tekan j dan k untuk berpindah, Enter untuk membuka."
      crumbs={[{ href: '/hari-ini', label: 'Hari ini' }]}
      actions={
        <>
          <LinkButton href="/pengaduan/baru" icon="plus">
            Catat pengaduan
          </LinkButton>
          <Dialog id="impor" label="Impor" title="Impor pengaduan">
            <p>Unggah berkas CSV.</p>
            <Form action="/impor" submit="Unggah" upload id="impor-form">
              <FileField name="file" label="Berkas" maxBytes={5_000_000} required />
            </Form>
          </Dialog>
        </>
      }
    >
      <Tabs
        label="Saringan tersimpan"
        items={[
          { href: '/pengaduan?status=terbuka', label: 'Perlu saya tangani', count: 12, current: true },
          { href: '/pengaduan?status=semua', label: 'Semua terbuka', count: 1204 },
          { href: '/pengaduan?status=terlambat', label: 'Terlambat', count: 3 },
          { href: '/pengaduan?status=selesai', label: 'Selesai' },
        ]}
      />
      <Filters values={{ unit: '1', q: '' }} keep={['status']}>
        <SelectField name="unit" label="Unit" options={UNITS} placeholder="Semua unit" />
        <TextField name="q" label="Kata kunci" type="search" />
      </Filters>
      <Count value={rows.length} label="pengaduan" />
      <Form action="/pengaduan/tugaskan" submit="Tugaskan yang dipilih" tone="secondary">
        <DataTable
          caption="Pengaduan terbuka, batas waktu terdekat lebih dulu"
          columns={[
            {
              key: 'code',
              label: 'Kode',
              nowrap: true,
              cell: (row) => <a href={`/pengaduan/${row.code}`}>{row.code}</a>,
            },
            { key: 'subject', label: 'Judul', cell: (row) => row.subject },
            { key: 'unit', label: 'Unit', sort: true, cell: (row) => row.unit },
            { key: 'status', label: 'Status', cell: (row) => <Badge tone={row.tone}>{row.status}</Badge> },
            { key: 'due', label: 'Batas waktu', sort: true, cell: (row) => <DateTime value={row.due} /> },
            { key: 'days', label: 'Umur (hari)', sort: true, numeric: true, cell: (row) => row.days },
          ]}
          rows={rows}
          sort={{ key: 'due', direction: 'asc' }}
          rowHref={(row) => `/pengaduan/${row.code}`}
          rowTone={(row) => (row.tone === 'danger' ? 'danger' : row.tone === 'warning' ? 'warning' : 'normal')}
          select={{ name: 'code', value: (row) => row.code, label: (row) => row.code }}
          exports={{ csv: '/pengaduan.csv', xlsx: '/pengaduan.xlsx' }}
          empty={
            <EmptyState
              title="Tidak ada pengaduan yang perlu Anda tangani"
              body="Yang baru akan muncul di sini begitu diteruskan ke unit Anda."
              action={<LinkButton href="/pengaduan?status=semua">Lihat semua</LinkButton>}
            />
          }
        />
      </Form>
      <Pager previous="/pengaduan?before=a" next="/pengaduan?after=b" summary="51–100 dari 1.204" />
    </StaffPage>
  )
}

export function staffCase(form?: FormState): VNode {
  return (
    <StaffPage
      title="Antrean dua jam di loket 3"
      crumbs={[
        { href: '/pengaduan', label: 'Pengaduan' },
        { href: '/pengaduan/7K3P-Q9XM', label: '7K3P-Q9XM' },
      ]}
      badge={<Badge tone="danger">Terlambat 3 hari kerja</Badge>}
      form={form}
    >
      <Split
        aside={
          <>
            <Section title="Fakta" id="fakta">
              <Facts
                items={[
                  { label: 'Kode', value: '7K3P-Q9XM' },
                  { label: 'Unit', value: 'DPMPTSP' },
                  { label: 'Layanan', value: <a href="/layanan/1">Izin usaha perorangan</a> },
                  { label: 'Batas waktu', value: <DateTime value="2026-11-18T09:00:00Z" relative /> },
                ]}
              />
            </Section>
            <Why label="Mengapa batas waktunya 18 November?">
              <p>Diterima Jumat 13 November pukul 16.20 WIB, sesudah jam kerja. Hitungan mulai Senin 16 November.</p>
            </Why>
            <ProgressBar label="Langkah pemeriksaan" value={2} max={5} />
          </>
        }
      >
        <Stepper
          steps={['Terima', 'Verifikasi', { label: 'Telaah', href: '#' }, 'Tindak lanjut', 'Selesai']}
          current={3}
        />
        <Timeline label="Riwayat" items={TIMELINE} />
        <Section title="Langkah berikutnya" id="langkah">
          <Form
            action="/pengaduan/7K3P-Q9XM/jawab"
            form={form}
            submit="Kirim jawaban"
            secondary={<a href="/pengaduan">Nanti saja</a>}
          >
            <TextArea name="body" label="Jawaban untuk pelapor" hint="Pelapor membaca ini apa adanya." required />
            <RadioGroup
              name="rating"
              legend="Hasil"
              required
              layout="row"
              options={[
                { value: 'right', label: 'Laporan benar' },
                { value: 'part', label: 'Sebagian benar' },
                { value: 'no', label: 'Tidak terbukti' },
              ]}
            />
          </Form>
        </Section>
      </Split>
    </StaffPage>
  )
}
