import type { Initiator, InnovationForm, State } from './model.ts'

export type DemoEntry = {
  key: string
  unit: string
  /** Written down this many days ago. */
  days: number
  holder?: string
  title: string
  theme: string
  problem: string
  situation: string
  practice: string
  success_factors: string
  constraints: string
  recommendations: string
  outcome?: string
  form?: InnovationForm
  digital?: boolean
  initiator?: Initiator
  from?: string
  adopted_change?: string
  people?: readonly string[]
  hidden?: true
  results?: readonly (readonly [
    indicator: string,
    measure: string,
    before: number,
    after: number,
    days: number,
    basis: string,
  ])[]
  steps?: readonly (readonly [to: State, days: number, evidence: string, decision: 'accepted' | 'returned' | null])[]
}

/** The three rows of the source text's table of good practices. */
export const REFERENCES: readonly DemoEntry[] = [
  {
    key: 'kementerian-x',
    unit: 'SETDA',
    days: 300,
    holder: 'Kementerian X',
    title: 'Sistem pelayanan terpadu berbasis daring',
    theme: 'kecepatan',
    problem: 'Warga mendatangi beberapa loket untuk satu urusan dan mengantre lama.',
    situation: 'Setiap layanan punya loket dan formulir sendiri, sehingga berkas yang sama diminta berulang kali.',
    practice:
      'Satu pintu daring untuk semua layanan: satu akun, satu kali unggah berkas, dan status yang dapat dilihat.',
    success_factors: 'Pimpinan menetapkan satu data rujukan; petugas loket ikut merancang alurnya.',
    constraints: 'Sebagian warga tidak terbiasa daring, sehingga loket bantuan tetap dibuka.',
    recommendations: 'Tetapkan larangan meminta ulang dokumen yang sudah dimiliki pemerintah.',
    outcome: 'Peningkatan kecepatan dan efisiensi pelayanan, pengurangan antrean, peningkatan kepuasan masyarakat.',
    digital: true,
  },
  {
    key: 'pemda-y',
    unit: 'BKPSDM',
    days: 280,
    holder: 'Pemerintah Daerah Y',
    title: 'Pelatihan komunikasi dan hubungan antarpribadi bagi petugas',
    theme: 'keramahan',
    problem: 'Warga mengeluhkan jawaban petugas yang singkat dan sulit dipahami.',
    situation: 'Keluhan tentang sikap petugas naik setelah beban loket bertambah.',
    practice: 'Pelatihan bermain peran di loket sendiri, diulang tiap tiga bulan dengan pengamatan teman sejawat.',
    success_factors: 'Atasan ikut berlatih; hasil pengamatan dibahas tanpa menyalahkan.',
    constraints: 'Sulit melepas petugas dari loket, sehingga latihan dibagi menjadi sesi satu jam.',
    recommendations: 'Sediakan waktu belajar tetap bagi petugas garis depan dalam jam kerja.',
    outcome: 'Peningkatan kualitas pelayanan publik, respon yang lebih cepat dan ramah terhadap masyarakat.',
  },
  {
    key: 'lembaga-z',
    unit: 'BAPPEDA',
    days: 260,
    holder: 'Lembaga Z',
    title: 'Budaya kerja yang inovatif dan kolaboratif',
    theme: 'lain',
    problem: 'Perbaikan layanan lambat karena gagasan pegawai tidak pernah sampai ke pimpinan.',
    situation: 'Gagasan berhenti di rapat dan tidak ada yang mencatat apa yang dicoba.',
    practice: 'Papan gagasan terbuka, uji coba kecil tiap bulan, dan hasil yang diumumkan, juga bila gagal.',
    success_factors: 'Kegagalan uji coba tidak dihukum; pimpinan menjawab setiap gagasan.',
    constraints: 'Pada awalnya hanya unit yang sama yang ikut.',
    recommendations: 'Masukkan uji coba perbaikan layanan ke dalam rencana kerja unit.',
    outcome: 'Peningkatan kreativitas dan efisiensi dalam menyelesaikan permasalahan, peningkatan daya saing instansi.',
    form: 'governance',
  },
]

export const INNOVATIONS: readonly DemoEntry[] = [
  {
    key: 'antre-rsud',
    unit: 'RSUD',
    days: 320,
    title: 'Nomor antrean poliklinik dari rumah',
    theme: 'kecepatan',
    problem: 'Pasien datang sejak subuh hanya untuk mengambil nomor antrean.',
    situation: 'Rata-rata pasien menunggu lebih dari dua jam sebelum dipanggil dokter.',
    practice:
      'Nomor antrean diambil lewat pesan singkat atau loket kelurahan sehari sebelumnya, dengan perkiraan jam dipanggil.',
    success_factors: 'Dokter sepakat memulai praktik tepat waktu; ada jalur khusus bagi yang tidak punya telepon.',
    constraints: 'Sebagian pasien tetap datang pagi; petugas menjelaskan di tempat selama dua bulan.',
    recommendations: 'Wajibkan perkiraan waktu dipanggil pada semua layanan dengan antrean panjang.',
    outcome: 'Pasien datang sesuai jam, ruang tunggu tidak lagi penuh sejak subuh.',
    digital: true,
    people: ['Penggagas', 'Pelaksana'],
    results: [
      ['Rata-rata waktu tunggu', 'menit', 128, 71, 120, 'Rata-rata 640 kunjungan sebulan, dari catatan loket'],
      ['Pasien yang datang sebelum pukul 06.00', 'orang per hari', 85, 12, 118, 'Hitungan petugas selama dua minggu'],
    ],
    steps: [
      ['trial', 290, 'Uji coba di poliklinik anak dan penyakit dalam.', 'accepted'],
      ['implemented', 210, 'Keputusan direktur; dipakai di sembilan poliklinik.', 'accepted'],
    ],
  },
  {
    key: 'antre-dukcapil',
    unit: 'DUKCAPIL',
    days: 150,
    title: 'Nomor antrean akta dari balai desa',
    theme: 'kecepatan',
    problem: 'Warga desa menempuh dua jam perjalanan tanpa tahu apakah hari itu terlayani.',
    situation: 'Sepertiga warga yang datang harus kembali esok harinya.',
    practice: 'Perangkat desa mengambilkan nomor dan memeriksa syarat sebelum warga berangkat.',
    success_factors: 'Daftar syarat satu halaman; satu petugas penghubung untuk setiap kecamatan.',
    constraints: 'Sinyal di empat desa lemah; nomor dikirim lewat radio komunikasi.',
    recommendations: 'Sertakan balai desa sebagai tempat pelayanan dalam standar pelayanan.',
    outcome: 'Warga yang harus kembali esok hari jauh berkurang.',
    from: 'antre-rsud',
    adopted_change: 'Nomor diambil di balai desa, bukan lewat telepon sendiri, dan syarat diperiksa lebih dahulu.',
    people: ['Penggagas'],
    results: [['Warga yang harus kembali', '%', 34, 9, 40, 'Catatan loket, 1.120 permohonan dalam dua bulan']],
    steps: [
      ['trial', 120, 'Dicoba di dua kecamatan dengan 14 desa.', 'accepted'],
      ['implemented', 60, 'Surat edaran kepala dinas; berjalan di 12 kecamatan.', 'accepted'],
    ],
  },
  {
    key: 'izin-klinik',
    unit: 'DPMPTSP',
    days: 90,
    title: 'Klinik perizinan usaha kecil setiap Selasa',
    theme: 'keakuratan',
    problem: 'Pelaku usaha kecil bolak-balik karena berkasnya tidak lengkap.',
    situation: 'Empat dari sepuluh permohonan dikembalikan setelah diperiksa.',
    practice: 'Petugas duduk bersama pemohon, mengisi berkas bersama, dan menyerahkannya hari itu juga.',
    success_factors: 'Contoh berkas yang benar untuk setiap jenis usaha.',
    constraints: 'Hanya dapat melayani 25 orang sekali buka.',
    recommendations: 'Tambahkan satu hari klinik di kecamatan yang jauh.',
    initiator: 'employee',
    people: ['Penggagas', 'Pelaksana', 'Pendamping'],
    hidden: true,
    steps: [
      ['trial', 70, 'Enam kali klinik, 138 pelaku usaha hadir.', 'accepted'],
      ['implemented', 6, 'Jadwal tetap sudah diumumkan di loket.', null],
    ],
  },
  {
    key: 'loket-keliling',
    unit: 'DISHUB',
    days: 400,
    title: 'Uji kendaraan keliling',
    theme: 'kemudahan',
    problem: 'Pemilik angkutan di kecamatan jauh kehilangan satu hari kerja untuk uji berkala.',
    situation: 'Satu tempat uji untuk seluruh kabupaten.',
    practice: 'Alat uji dibawa dengan truk ke dua kecamatan setiap bulan.',
    success_factors: 'Jadwal diumumkan sebulan sebelumnya.',
    constraints: 'Alat sering rusak di jalan dan biayanya lebih besar dari manfaatnya.',
    recommendations: 'Hitung biaya per kendaraan sebelum membuka layanan keliling.',
    outcome: 'Dihentikan: biaya per kendaraan empat kali lipat uji di tempat.',
    results: [['Biaya per kendaraan diuji', 'ribu rupiah', 62, 251, 200, 'Laporan keuangan enam bulan']],
    steps: [
      ['trial', 360, 'Truk uji berjalan di dua kecamatan.', 'accepted'],
      ['stopped', 190, 'Keputusan kepala dinas setelah perhitungan biaya.', 'accepted'],
    ],
  },
  {
    key: 'bahasa-mudah',
    unit: 'DINSOS',
    days: 12,
    title: 'Surat pemberitahuan dengan bahasa mudah',
    theme: 'keakuratan',
    problem: 'Penerima bantuan tidak memahami surat, lalu datang hanya untuk bertanya.',
    situation: '',
    practice: 'Surat ditulis ulang satu halaman, dibaca lebih dahulu oleh lima penerima sebelum dikirim.',
    success_factors: '',
    constraints: '',
    recommendations: '',
    initiator: 'employee',
    people: ['Penggagas'],
    hidden: true,
  },
]
