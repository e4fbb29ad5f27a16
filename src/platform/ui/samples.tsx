import type { ComponentChildren, VNode } from 'preact'
import {
  ActionButton,
  Actions,
  Badge,
  BarChart,
  Card,
  Checkbox,
  CheckboxGroup,
  Code,
  ControlChart,
  Count,
  DataTable,
  DateField,
  DateTime,
  Dialog,
  DotWhisker,
  EmptyState,
  ErrorPage,
  Facts,
  FileField,
  Filters,
  Form,
  type FormState,
  Grid,
  HiddenField,
  LineChart,
  LinkButton,
  LoopRing,
  Notice,
  OfflinePage,
  Pager,
  ProgressBar,
  Prose,
  PublicPage,
  RadioGroup,
  RequestContext,
  type RequestInfo,
  Section,
  SelectField,
  Sparkline,
  Split,
  StaffPage,
  Stat,
  Stepper,
  Tabs,
  TaskList,
  TextArea,
  TextField,
  Timeline,
  Why,
} from './index.ts'

/** Pages that show every component in its states; the tests render them, and so can whoever wants to look. */
export const NOW = new Date('2026-11-21T01:00:00Z')

export function request(changes: Partial<RequestInfo> = {}): RequestInfo {
  return {
    language: 'id',
    institution: {
      id: '01930000-0000-7000-8000-000000000001',
      slug: 'contoh',
      name: 'Kabupaten Contoh',
      timeZone: 'Asia/Jakarta',
      synthetic: true,
    },
    actor: { name: 'Sari Wulandari', account: 'a', permissions: new Set(['complaint.read']) },
    path: '/pengaduan?status=terbuka&unit=1',
    now: NOW,
    assets: { css: '/assets/index.css', enhancer: '/assets/enhancer.js' },
    nav: [
      { stage: 'listen', path: '/pengaduan', label: 'Pengaduan' },
      { stage: 'listen', path: '/survei', label: 'Survei kepuasan' },
      { stage: 'listen', path: '/layanan', label: 'Layanan' },
      { stage: 'diagnose', path: '/sinyal', label: 'Sinyal' },
      { stage: 'diagnose', path: '/kompetensi', label: 'Kompetensi' },
      { stage: 'diagnose', path: '/kebutuhan', label: 'Kebutuhan' },
      { stage: 'develop', path: '/program', label: 'Program' },
      { stage: 'develop', path: '/belajar', label: 'Belajar' },
      { stage: 'prove', path: '/hasil', label: 'Hasil' },
      { stage: 'steer', path: '/lingkar', label: 'Lingkar perbaikan' },
      { stage: 'admin', path: '/organisasi', label: 'Organisasi' },
    ],
    inbox: 3,
    requestId: 'req-1',
    ...changes,
  }
}

export function withRequest(info: RequestInfo, page: ComponentChildren): VNode {
  return <RequestContext.Provider value={info}>{page}</RequestContext.Provider>
}

export const FAILED: FormState = {
  values: { name: 'Budi', subject: '', day: '2026-11-31', rating: '', topics: ['biaya'], unit: '2' },
  errors: {
    subject: 'Judul laporan belum diisi. Contoh: "Antrean dua jam di loket 3".',
    day: 'Tanggal ini tidak ada di kalender. Contoh: 21 November 2026.',
    rating: 'Pilih seberapa puas Anda.',
    agree: 'Centang bila Anda setuju.',
  },
}

const UNITS = [
  { value: '1', label: 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu' },
  { value: '2', label: 'Dinas Kesehatan' },
]

export function publicForm(form?: FormState, anything = 'Ceritakan apa yang terjadi'): VNode {
  return (
    <PublicPage
      title={anything}
      lead="Cukup dengan kata-kata Anda sendiri. Petugas membaca setiap laporan."
      back="/i/contoh/lapor"
      step={{ number: 2, of: 4 }}
      form={form}
    >
      <Form action="/i/contoh/lapor" form={form} submit="Kirim pengaduan" upload draft="lapor">
        <HiddenField name="service" value="ktp" />
        <TextField name="subject" label={anything} hint={anything} required />
        <TextArea
          name="body"
          label="Apa yang terjadi?"
          hint="Kapan, di mana, dan siapa yang Anda temui. Jangan tulis NIK atau nomor kartu."
          rows={5}
          maxLength={5000}
          required
        />
        <DateField name="day" label="Tanggal kejadian" />
        <SelectField name="unit" label="Kantor yang Anda datangi" options={UNITS} required />
        <RadioGroup
          name="privacy"
          legend="Siapa yang boleh melihat nama Anda?"
          required
          options={[
            { value: 'open', label: 'Boleh dilihat petugas', hint: 'Paling cepat: petugas dapat menghubungi Anda.' },
            { value: 'secret', label: 'Rahasia', hint: 'Hanya pemeriksa yang melihat nama Anda.' },
            { value: 'anonymous', label: 'Tanpa nama' },
          ]}
          value="open"
        />
        <RadioGroup
          name="rating"
          legend="Seberapa sesuai petugas melayani Anda?"
          layout="scale"
          required
          options={[
            { value: '1', label: 'Tidak sesuai' },
            { value: '2', label: 'Kurang sesuai' },
            { value: '3', label: 'Sesuai' },
            { value: '4', label: 'Sangat sesuai' },
          ]}
        />
        <CheckboxGroup
          name="topics"
          legend="Ini tentang apa?"
          hint="Boleh lebih dari satu."
          layout="row"
          options={[
            { value: 'kecepatan', label: 'Kecepatan' },
            { value: 'biaya', label: 'Biaya' },
            { value: 'keramahan', label: 'Keramahan' },
          ]}
        />
        <TextField
          name="phone"
          label="Nomor telepon"
          hint="Hanya dipakai untuk menjawab laporan ini."
          type="tel"
          autocomplete="tel"
          inputmode="tel"
          width="medium"
        />
        <TextField name="cost" label="Biaya yang diminta" before="Rp" inputmode="numeric" width="medium" />
        <FileField name="photo" label="Foto" accept="image/*" maxBytes={8_000_000} hint="JPEG, PNG, atau HEIC." />
        <Checkbox name="agree" label="Saya setuju laporan ini ditampilkan tanpa nama saya." required />
      </Form>
    </PublicPage>
  )
}

export function publicReceipt(): VNode {
  return (
    <PublicPage title="Laporan Anda sudah kami terima">
      <Code label="Kode laporan Anda" value="7K3P-Q9XM" />
      <Prose>
        <p>Catat kode ini. Dengan kode ini Anda dapat melihat jawaban kapan saja, tanpa akun.</p>
      </Prose>
      <Notice tone="info" title="Yang terjadi selanjutnya">
        <p>Petugas memeriksa laporan Anda paling lambat 26 November 2026 pukul 16.00 WIB (3 hari kerja).</p>
      </Notice>
      <Stepper steps={['Diterima', 'Diperiksa', 'Ditindaklanjuti', 'Dijawab']} current={2} />
      <Timeline label="Riwayat" items={TIMELINE.filter((item) => item.tone !== 'internal')} />
      <Facts
        items={[
          { label: 'Layanan', value: 'Izin usaha perorangan' },
          { label: 'Kantor', value: 'DPMPTSP' },
          { label: 'Batas waktu jawaban', value: <DateTime value="2026-12-04T09:00:00Z" />, note: '10 hari kerja' },
        ]}
      />
      <Actions>
        <LinkButton href="/i/contoh/lacak">Lihat laporan ini</LinkButton>
        <ActionButton action="/i/contoh/ulang" label="Buka kembali" fields={{ code: '7K3P-Q9XM' }} />
      </Actions>
    </PublicPage>
  )
}

const TIMELINE = [
  {
    at: new Date('2026-11-18T02:12:00Z'),
    title: 'Laporan diterima',
    who: 'Warga',
    tone: 'public',
    body: 'Saya menunggu dua jam di loket 3.\nPetugas menjawab dengan ketus ketika saya bertanya.',
  },
  { at: new Date('2026-11-18T02:13:00Z'), title: 'Batas waktu verifikasi dihitung: 21 November 2026', tone: 'system' },
  {
    at: new Date('2026-11-19T03:40:00Z'),
    title: 'Catatan pemeriksaan',
    who: 'Sari Wulandari',
    tone: 'internal',
    body: 'Rekaman antrean loket 3 diminta ke DPMPTSP.',
  },
  {
    at: new Date('2026-11-20T08:05:00Z'),
    title: 'Jawaban untuk pelapor',
    who: 'DPMPTSP',
    tone: 'public',
    body: 'Terima kasih. Anda benar: loket 3 hanya dijaga satu orang hari itu.',
  },
] as const

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
              <FileField name="file" label="Berkas" required />
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

const MONTHS = 'Jun 2025,Jul,Agu,Sep,Okt,Nov,Des,Jan 2026,Feb,Mar,Apr,Mei,Jun,Jul,Agu,Sep,Okt,Nov'.split(',')
const COURTESY = [
  83.2, 84.1, 82.7, 83.9, 84.4, 83.1, 82.9, 79.2, 77.8, 76.4, 76.9, 75.8, 78.2, 81.5, 83.8, 84.6, 85.1, 85.4,
]
const OTHERS = COURTESY.map((_, index) => 83 + Math.sin(index) * 0.8)

export function staffCharts(): VNode {
  return (
    <StaffPage title="Keramahan di DPMPTSP" lead="Unsur perilaku petugas, Juni 2025 – November 2026">
      <Grid size="small">
        <Stat label="Indeks perilaku" value="85,4" interval={{ low: '83,9', high: '86,9' }} note="dari 212 jawaban">
          <Sparkline values={COURTESY} label="Indeks perilaku 18 bulan, dari 83,2 ke 85,4" />
        </Stat>
        <Stat label="Pengaduan terbuka" value="12" note="3 terlambat" tone="danger" href="/pengaduan" />
        <Stat label="Pegawai di bawah standar" value="31,0 %" note="9 dari 29" tone="warning" />
        <Stat label="Biaya per peserta" value="Rp1.250.000" />
      </Grid>
      <Section title="Apa yang terjadi" id="series">
        <Card>
          <ControlChart
            title="Keramahan turun sejak Januari, di luar variasi biasa"
            subtitle="Indeks unsur perilaku per bulan, skala 25–100, dengan batas kendali dari 7 bulan pertama"
            points={COURTESY.map((value, index) => ({ label: MONTHS[index] ?? '', value, n: 180 + index }))}
            center={83.5}
            upper={86.6}
            lower={80.4}
            signals={[7, 8, 9, 10, 11, 12]}
            events={[{ index: 11, label: 'Pelatihan' }]}
            label="Indeks perilaku"
            note="Sumber: SKM, aturan PermenPANRB 14/2017."
          />
        </Card>
        <Card>
          <LineChart
            title="Setelah pelatihan, DPMPTSP kembali di atas unit pembanding"
            subtitle="Indeks perilaku dengan selang kepercayaan 95 %"
            labels={MONTHS}
            series={[
              {
                label: 'DPMPTSP',
                values: COURTESY,
                low: COURTESY.map((value) => value - 1.5),
                high: COURTESY.map((value) => value + 1.5),
              },
              { label: 'Unit pembanding', values: OTHERS, tone: 'muted' },
            ]}
            target={{ value: 85, label: 'Target 85' }}
            events={[{ index: 11, label: 'Pelatihan' }]}
          />
        </Card>
        <Grid size="large">
          <Card>
            <BarChart
              title="Sikap petugas paling banyak disebut"
              subtitle="Tema pengaduan, 30 hari terakhir"
              label="Pengaduan"
              bars={[
                { label: 'Keramahan', value: 42, tone: 'accent', href: '/pengaduan?tema=keramahan', note: 'dari 96' },
                { label: 'Kecepatan', value: 31, note: 'dari 96' },
                { label: 'Kemudahan', value: 17, note: 'dari 96' },
                { label: 'Biaya', value: 6, tone: 'muted', note: 'dari 96' },
              ]}
            />
          </Card>
          <Card>
            <DotWhisker
              title="Pelatihan menaikkan indeks 3 sampai 8 poin"
              subtitle="Perubahan terhadap unit pembanding, selang kepercayaan 95 %"
              label="Perubahan indeks (poin)"
              reference={{ value: 0, label: 'tidak berubah' }}
              sides={['memburuk', 'membaik']}
              rows={[
                { label: 'Keramahan', value: 5.4, low: 2.9, high: 7.9 },
                { label: 'Kecepatan', value: -0.6, low: -3.2, high: 2, tone: 'muted' },
              ]}
            />
          </Card>
        </Grid>
      </Section>
    </StaffPage>
  )
}

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

export const SAMPLES: Readonly<Record<string, () => VNode>> = {
  'public-form': () => publicForm(),
  'public-form-failed': () => publicForm(FAILED),
  'public-receipt': publicReceipt,
  'staff-today': staffToday,
  'staff-list': () => staffList(),
  'staff-list-empty': () => staffList([]),
  'staff-case': () => staffCase(),
  'staff-case-failed': () => staffCase(FAILED),
  'staff-charts': staffCharts,
  'staff-loop': staffLoop,
  empty: emptyPage,
  error: errorPage,
  offline: offlinePage,
}
