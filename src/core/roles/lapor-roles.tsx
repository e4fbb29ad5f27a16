import { defineMessages } from '../../platform/i18n.ts'
import { Badge, DataTable, Section, useMessages } from '../../platform/ui/index.ts'

type Row = { lapor: string; does: string; here: string; where: string }

const laporMessages = defineMessages({
  id: {
    title: 'Peran di SP4N-LAPOR! dan di sini',
    lead: 'Siapa yang sudah berperan di LAPOR diberi peran ini agar mengerjakan hal yang sama. Akun LAPOR tidak ikut pindah, dan Sigap tidak menulis ke LAPOR.',
    lapor: 'Peran di LAPOR',
    does: 'Tugasnya di sana',
    here: 'Peran di Sigap',
    where: 'Diberikan untuk',
    source:
      'Sumber: alur peran LAPOR menurut dishubkominfo.tasikmalayakab.go.id dan Buku Panduan LAPOR! 2016. Padanannya kebijakan setempat.',
    unverified: 'Perlu verifikasi',
    rows: {
      reporter: {
        lapor: 'Pelapor',
        does: 'Mengirim laporan dan menanggapi jawaban',
        here: 'Tanpa akun: kode dan kunci laporannya',
        where: '–',
      },
      national: {
        lapor: 'Admin nasional (admin pusat)',
        does: 'Menelaah semua laporan dan meneruskannya ke instansi',
        here: 'Tidak ada: tetap bekerja di LAPOR. Laporannya masuk ke sini lewat impor',
        where: '–',
      },
      coordinator: {
        lapor: 'Admin instansi (admin koordinator)',
        does: 'Verifikasi, tunda, bukan kewenangan, arsip, disposisi, laporan fisik',
        here: 'Petugas pengaduan',
        where: 'seluruh instansi',
      },
      liaison: {
        lapor: 'Pejabat penghubung',
        does: 'Menerima disposisi untuk dinasnya, mengembalikan yang salah alamat, mengirim jawaban',
        here: 'Petugas pengaduan',
        where: 'dinasnya dan unit di bawahnya',
      },
      unit: {
        lapor: 'Unit pelaksana (OPD)',
        does: 'Menyelesaikan masalahnya dan menulis jawaban',
        here: 'Atasan / kepala unit, atau peran sendiri dengan izin membaca dan menangani pengaduan',
        where: 'unitnya',
      },
      oversight: {
        lapor: 'Pengawas',
        does: 'Memantau tenggat dan tindak lanjut',
        here: 'Inspektorat; pimpinan dengan peran Pimpinan',
        where: 'seluruh instansi',
      },
      accounts: {
        lapor: 'Pengelola akun instansi',
        does: 'Menambah dan mencabut akun',
        here: 'Administrator instansi',
        where: 'seluruh instansi',
      },
    },
  },
  en: {
    title: 'Roles in SP4N-LAPOR! and here',
    lead: 'Whoever has a role in LAPOR gets this one to do the same work. LAPOR accounts do not come along, and Sigap writes nothing to LAPOR.',
    lapor: 'Role in LAPOR',
    does: 'What they do there',
    here: 'Role in Sigap',
    where: 'Given for',
    source:
      'Source: the chain of roles as dishubkominfo.tasikmalayakab.go.id and the LAPOR! handbook of 2016 tell it. What answers to it here is local policy.',
    unverified: 'To be verified',
    rows: {
      reporter: {
        lapor: 'Reporter',
        does: 'Reports and replies',
        here: 'No account: code and key of the report',
        where: '–',
      },
      national: {
        lapor: 'National administrator',
        does: 'Looks at all reports and forwards them to institutions',
        here: 'None: they go on working in LAPOR. Their reports come in by import',
        where: '–',
      },
      coordinator: {
        lapor: 'Institution administrator (coordinator)',
        does: 'Verifies, postpones, refers, archives, assigns, enters paper reports',
        here: 'Complaint officer',
        where: 'the whole institution',
      },
      liaison: {
        lapor: 'Liaison officer',
        does: 'Takes what is assigned to the department, returns what is not theirs, sends the answer',
        here: 'Complaint officer',
        where: 'the department and units beneath it',
      },
      unit: {
        lapor: 'Executing unit',
        does: 'Solves the problem and writes the answer',
        here: 'Superior / head of unit, or a role of your own that reads and handles complaints',
        where: 'the unit',
      },
      oversight: {
        lapor: 'Supervisor',
        does: 'Watches deadlines and follow-up',
        here: 'Inspectorate; leaders with the role Leadership',
        where: 'the whole institution',
      },
      accounts: {
        lapor: 'Account manager',
        does: 'Adds and revokes accounts',
        here: 'Institution administrator',
        where: 'the whole institution',
      },
    },
  },
})

/** For institutions that come from the national application: which role here does the work of which role there. */
export function useLaporTitle(): string {
  return useMessages(laporMessages).title
}

export function LaporRoles() {
  const text = useMessages(laporMessages)
  return (
    <Section title={text.title} id="peran-lapor" lead={text.lead}>
      <DataTable
        caption={text.title}
        captionHidden
        stack
        rows={Object.values(text.rows)}
        columns={[
          { key: 'lapor', label: text.lapor, header: true, cell: (row: Row) => row.lapor },
          { key: 'does', label: text.does, cell: (row: Row) => row.does },
          { key: 'here', label: text.here, cell: (row: Row) => row.here },
          { key: 'where', label: text.where, cell: (row: Row) => row.where },
        ]}
      />
      <p class="hint">
        {text.source} <Badge tone="warning">{text.unverified}</Badge>
      </p>
    </Section>
  )
}
