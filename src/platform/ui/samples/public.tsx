import type { VNode } from 'preact'
import {
  ActionButton,
  Actions,
  Card,
  Checkbox,
  CheckboxGroup,
  Code,
  DateField,
  DateTime,
  Facts,
  FileField,
  Form,
  type FormState,
  Grid,
  HiddenField,
  LinkButton,
  Notice,
  Prose,
  PublicPage,
  RadioGroup,
  Section,
  SelectField,
  Stat,
  Stepper,
  TextArea,
  TextField,
  Timeline,
} from '../index.ts'

export const FAILED: FormState = {
  values: { name: 'Budi', subject: '', day: '2026-11-31', rating: '', topics: ['biaya'], unit: '2' },
  errors: {
    subject: 'Judul laporan belum diisi. Contoh: "Antrean dua jam di loket 3".',
    day: 'Tanggal ini tidak ada di kalender. Contoh: 21 November 2026.',
    rating: 'Pilih seberapa puas Anda.',
    agree: 'Centang bila Anda setuju.',
  },
}

export const UNITS = [
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

export function publicHome(): VNode {
  return (
    <PublicPage
      title="Sampaikan yang Anda alami. Kami perbaiki layanannya."
      lead="Tanpa akun, dua menit. Anda mendapat kode untuk melihat jawabannya kapan saja."
      hero={
        <>
          <LinkButton href="/i/contoh/lapor">Sampaikan pengaduan</LinkButton>
          <LinkButton href="/i/contoh/lacak" tone="secondary">
            Lacak dengan kode
          </LinkButton>
        </>
      }
    >
      <Section title="Yang sudah berubah" id="berubah" lead="Dari laporan Anda, 18 bulan terakhir.">
        <Grid>
          <Card title="Petugas perizinan lebih ramah" href="/i/contoh/perubahan/1" kicker="DPMPTSP">
            <p>Anda sampaikan, kami pelajari: nilai keramahan naik dari 76 ke 85.</p>
          </Card>
          <Card title="Antrean puskesmas belum membaik" href="/i/contoh/perubahan/2" kicker="Dinas Kesehatan">
            <p>Pelatihan sudah dilakukan, tetapi waktu tunggu tidak berubah. Kami mencari sebab lain.</p>
          </Card>
        </Grid>
      </Section>
      <Section title="Angka kami" id="angka">
        <Grid size="small">
          <Stat label="Indeks kepuasan" value="84,2" note="dari 4.120 jawaban" />
          <Stat label="Dijawab tepat waktu" value="92,0 %" note="dari 412 laporan" tone="success" />
          <Stat label="Sedang dikerjakan" value="37" />
        </Grid>
      </Section>
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

export const TIMELINE = [
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
