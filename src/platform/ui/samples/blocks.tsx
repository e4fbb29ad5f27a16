import type { VNode } from 'preact'
import {
  ActionButton,
  Actions,
  Badge,
  BarChart,
  Card,
  ControlChart,
  DataTable,
  DateTime,
  DotWhisker,
  EmptyState,
  ErrorPage,
  Facts,
  Grid,
  LineChart,
  LinkButton,
  LoopRing,
  Notice,
  OfflinePage,
  ProgressBar,
  Section,
  Sparkline,
  StaffPage,
  TaskList,
  Timeline,
  UnsentPage,
} from '../index.ts'

export function staffLoop(): VNode {
  return (
    <StaffPage
      title="Lingkar perbaikan"
      lead="Kabupaten Contoh, 30 hari terakhir"
      badge={<Badge tone="accent">1 perlu Anda</Badge>}
    >
      <LoopRing
        stages={[
          { stage: 'listen', value: '1.128', note: 'pengaduan dan jawaban survei', href: '/pengaduan' },
          {
            stage: 'diagnose',
            value: '2 sinyal',
            note: 'menunggu diagnosa penyebab',
            href: '/sinyal',
            attention: true,
          },
          { stage: 'develop', value: '4 program', note: 'berjalan, 86 peserta', href: '/program' },
          { stage: 'prove', value: '1 terbukti', note: '1 tanpa efek, 1 belum dapat disimpulkan', href: '/hasil' },
          { stage: 'steer', value: '84,2', note: 'indeks kepuasan, naik 1,9 dari tahun lalu', href: '/arah' },
        ]}
      >
        <p>Apa yang warga katakan menjadi apa yang pegawai pelajari.</p>
      </LoopRing>
      <Grid>
        <Card title="Keramahan di DPMPTSP" href="/sinyal/1" kicker="Sinyal · 14 November 2026">
          <p>Enam bulan di luar variasi biasa. Pelatihan selesai, indeks pulih.</p>
        </Card>
        <Card title="Tanpa tautan" aside={<Badge>Draf</Badge>}>
          <p>Kartu biasa.</p>
        </Card>
      </Grid>
      <Notice tone="success" live>
        <p>Tersimpan.</p>
      </Notice>
      <Notice tone="warning" title="Belum lengkap">
        <p>Tiga unit belum mengisi penilaian.</p>
      </Notice>
      <Notice tone="danger">
        <p>Terlambat 3 hari kerja.</p>
      </Notice>
      <Actions>
        <Badge>Draf</Badge>
        <Badge tone="info">Diperiksa</Badge>
        <Badge tone="success">Selesai</Badge>
        <Badge tone="warning">Hari ini</Badge>
        <Badge tone="danger">Terlambat</Badge>
        <Badge tone="accent">Perlu Anda</Badge>
      </Actions>
      <Actions>
        <LinkButton href="/a">Utama</LinkButton>
        <LinkButton href="/b" tone="secondary" icon="download">
          Kedua
        </LinkButton>
        <ActionButton action="/c" label="Hapus" tone="danger" />
        <LinkButton href="/d" tone="quiet">
          Tenang
        </LinkButton>
      </Actions>
    </StaffPage>
  )
}

export function staffToday(): VNode {
  return (
    <StaffPage title="Selamat pagi, Sari" lead={<DateTime value="2026-11-21" />}>
      <Section title="Perlu Anda sekarang" id="sekarang">
        <TaskList
          label="Perlu Anda sekarang"
          items={[
            {
              title: 'Antrean dua jam di loket 3',
              href: '/pengaduan/7K3P-Q9XM',
              source: 'Pengaduan 7K3P-Q9XM · DPMPTSP',
              badge: <Badge tone="danger">Terlambat 3 hari kerja</Badge>,
              due: <DateTime value="2026-11-18" />,
              action: 'Verifikasi',
            },
            {
              title: 'Keramahan di DPMPTSP turun enam bulan berturut-turut',
              href: '/sinyal/1',
              source: 'Sinyal · menunggu diagnosa penyebab',
              badge: <Badge tone="warning">Hari ini</Badge>,
              due: <DateTime value="2026-11-21" />,
              action: 'Diagnosa',
            },
            {
              title: 'Nilai kompetensi Budi Santoso',
              href: '/kompetensi/1',
              source: 'Penilaian 2026',
              action: 'Nilai',
            },
          ]}
        />
      </Section>
      <Section title="Sejak kunjungan terakhir" id="baru" lead="Kemarin pukul 16.10 WIB">
        <EmptyState title="Belum ada yang berubah" icon="check" />
      </Section>
    </StaffPage>
  )
}

export function emptyPage(): VNode {
  return (
    <StaffPage title="Sinyal">
      <EmptyState title="Belum ada sinyal" body="Sinyal muncul bila suatu angka keluar dari variasi biasanya." />
      <DataTable caption="Tabel kosong" columns={[{ key: 'a', label: 'A', cell: String }]} rows={[]} />
      <ControlChart title="Belum ada data" points={[]} center={0} upper={0} lower={0} signals={[]} label="Nilai" />
      <LineChart title="Satu bulan saja" labels={['Nov 2026']} series={[{ label: 'DPMPTSP', values: [83.1] }]} zero />
      <BarChart title="Tidak ada batang" bars={[]} />
      <DotWhisker title="Tidak ada baris" rows={[]} label="Poin" />
      <Sparkline values={[]} label="Belum ada data" />
      <Timeline items={[]} />
      <Facts items={[{ label: 'Kosong', value: '–' }]} layout="columns" />
      <ProgressBar label="Kosong" value={0} max={0} />
    </StaffPage>
  )
}

export function errorPage(): VNode {
  return (
    <ErrorPage
      status={404}
      title="Halaman ini tidak ada"
      body="Alamatnya mungkin salah ketik, atau halamannya sudah dipindahkan. Periksa alamatnya, atau mulai dari beranda."
      reference="req-1"
      back="/pengaduan"
    />
  )
}

export function offlinePage(): VNode {
  return <OfflinePage />
}

export function unsentPage(): VNode {
  return <UnsentPage />
}
