import type { Random } from '../../demo/random.ts'
import type { Theme } from '../services/index.ts'
import type { ComplaintOutcome } from './model.ts'

/** Sentences the invented citizens draw from; {s} is the service, {n} a number. No real person or event is meant. */
const SUBJECTS: Record<Theme, readonly string[]> = {
  kecepatan: [
    'Menunggu {n} jam untuk {s}',
    'Antrean {s} tidak bergerak',
    '{s} belum selesai setelah {n} minggu',
    'Berkas {s} lama sekali diproses',
    'Loket {s} terlambat dibuka',
    'Nomor antrean {s} dipanggil sangat lambat',
  ],
  keramahan: [
    'Petugas {s} berbicara ketus',
    'Tidak disapa dan dibentak saat mengurus {s}',
    'Pertanyaan tentang {s} dijawab dengan kesal',
    'Petugas {s} sibuk dengan telepon genggam',
    'Orang tua saya dimarahi di loket {s}',
    'Petugas {s} tidak mau menjelaskan',
  ],
  keakuratan: [
    'Nama salah cetak pada {s}',
    'Keterangan syarat {s} berbeda-beda',
    'Data {s} tertukar dengan orang lain',
    'Tanggal pada {s} keliru dan harus diulang',
    'Berkas {s} hilang di kantor',
    'Jadwal {s} di papan tidak benar',
  ],
  kemudahan: [
    'Syarat {s} membingungkan',
    'Harus bolak-balik {n} kali untuk {s}',
    'Formulir {s} sulit dipahami',
    'Pendaftaran daring {s} selalu gagal',
    'Tidak ada petunjuk langkah {s}',
    'Diminta fotokopi berulang untuk {s}',
  ],
  biaya: [
    'Diminta biaya tambahan untuk {s}',
    'Biaya {s} tidak diumumkan',
    'Tidak diberi kuitansi pembayaran {s}',
    'Tarif {s} berbeda dengan papan pengumuman',
    'Ada calo yang menawarkan {s}',
  ],
  sarana: [
    'Ruang tunggu {s} panas dan sempit',
    'Tidak ada jalan kursi roda di tempat {s}',
    'Toilet di tempat {s} kotor',
    'Mesin antrean {s} rusak',
    'Kursi tunggu {s} kurang',
    'Tempat parkir {s} penuh terus',
  ],
  integritas: [
    'Ada yang didahulukan di loket {s}',
    'Diminta “uang rokok” saat mengurus {s}',
    'Petugas {s} meminta imbalan',
    'Antrean {s} dilewati kenalan petugas',
  ],
}

const OPENINGS = [
  'Saya datang pagi hari untuk mengurus {s}.',
  'Minggu ini saya mengurus {s} untuk keluarga saya.',
  'Ini kali kedua saya mengalami hal yang sama saat mengurus {s}.',
  'Saya mewakili ibu saya yang sudah lanjut usia untuk {s}.',
  'Sepulang kerja saya menyempatkan diri mengurus {s}.',
  'Kami sekeluarga membutuhkan {s} segera.',
]

const DETAILS: Record<Theme, readonly string[]> = {
  kecepatan: [
    'Nomor antrean saya baru dipanggil setelah {n} jam, padahal hanya ada sedikit orang.',
    'Janji di papan tertulis jauh lebih cepat daripada kenyataannya.',
    'Hanya satu loket yang dibuka dari tiga loket yang ada.',
    'Setiap ditanya, jawabannya selalu diminta menunggu lagi.',
  ],
  keramahan: [
    'Petugas menjawab tanpa melihat saya dan nadanya tinggi.',
    'Saat saya bertanya lagi, petugas menyuruh saya membaca sendiri.',
    'Tidak ada salam atau maaf sama sekali, padahal saya bertanya baik-baik.',
    'Warga lain di ruang itu juga diperlakukan sama.',
  ],
  keakuratan: [
    'Kesalahannya baru terlihat di rumah dan saya harus mengulang dari awal.',
    'Petugas pertama dan kedua memberi penjelasan yang berbeda.',
    'Data yang saya tulis di formulir sudah benar.',
    'Akibatnya pengurusan di tempat lain ikut tertunda.',
  ],
  kemudahan: [
    'Setiap datang selalu ada syarat baru yang belum disebutkan.',
    'Petunjuk di situs dan di kantor tidak sama.',
    'Rumah saya jauh, sekali jalan hampir dua jam.',
    'Tidak ada yang membantu warga yang tidak terbiasa mengisi formulir.',
  ],
  biaya: [
    'Jumlahnya tidak besar, tetapi tidak ada dasar yang ditunjukkan.',
    'Ketika saya minta kuitansi, petugas mengatakan tidak perlu.',
    'Di papan tertulis gratis.',
    'Orang sebelum saya membayar dengan jumlah berbeda.',
  ],
  sarana: [
    'Banyak orang tua dan ibu membawa anak harus berdiri.',
    'Keadaannya sudah begitu sejak bulan lalu.',
    'Saya membawa kerabat yang memakai kursi roda dan harus digendong.',
    'Pengeras suara tidak terdengar dari belakang.',
  ],
  integritas: [
    'Saya melihatnya sendiri, lebih dari satu kali.',
    'Yang didahulukan langsung masuk ke ruang dalam.',
    'Saya menolak, lalu berkas saya ditaruh paling bawah.',
    'Saya khawatir disebut namanya, jadi mohon dirahasiakan.',
  ],
}

const HOPES = [
  'Mohon diperbaiki agar tidak dialami warga lain.',
  'Semoga ada perbaikan secepatnya.',
  'Saya berharap ada penjelasan tertulis.',
  'Mohon petugasnya diingatkan.',
  'Terima kasih bila dapat ditindaklanjuti.',
  'Saya menunggu jawabannya.',
]

const ANSWERS: Record<ComplaintOutcome, readonly string[]> = {
  resolved: [
    'Terima kasih. Kami sudah memeriksa dan memperbaikinya: mulai minggu ini dua loket dibuka pada jam sibuk.',
    'Kami mohon maaf. Petugas sudah diingatkan dan dokumen Anda sudah diselesaikan; silakan diambil dengan membawa KTP.',
    'Masalahnya sudah diselesaikan. Penanggung jawab loket kini memeriksa setiap pagi.',
  ],
  partly: [
    'Sebagian sudah diperbaiki. Sisanya menunggu anggaran perubahan dan direncanakan bulan depan.',
    'Dokumen Anda sudah selesai. Perbaikan ruang tunggu masih berjalan.',
  ],
  explained: [
    'Syarat itu diwajibkan oleh peraturan daerah. Daftar lengkapnya kini kami pasang di papan dan di halaman layanan.',
    'Waktu tunggu hari itu lebih lama karena gangguan jaringan. Penjelasannya seharusnya diumumkan, dan kami mohon maaf.',
  ],
  unfounded: [
    'Kami sudah memeriksa rekaman dan catatan antrean hari itu, dan tidak menemukan kejadian seperti yang disampaikan.',
  ],
  referred: ['Hal ini kewenangan instansi lain. Laporan Anda sudah kami teruskan beserta kodenya.'],
}

const COMMENTS = [
  'Terima kasih, cepat ditanggapi.',
  'Jawabannya jelas.',
  'Masih perlu perbaikan.',
  'Belum terasa bedanya.',
  'Baik.',
]
const REOPENINGS = [
  'Kemarin terjadi lagi hal yang sama.',
  'Dokumennya masih salah.',
  'Belum ada perubahan di loket.',
  'Jawabannya tidak menjawab pertanyaan saya.',
]
const ASKS = [
  'Mohon sebutkan tanggal dan jam kejadiannya.',
  'Mohon sebutkan nomor antrean atau nomor berkas Anda.',
  'Mohon jelaskan loket mana yang dimaksud.',
]
const ADDITIONS = [
  'Kejadiannya hari Senin sekitar pukul sepuluh, di loket tengah.',
  'Nomor antrean saya A-{n}7.',
  'Berkasnya saya serahkan pagi hari, tanda terimanya ada.',
]
const NOTES = [
  'Sudah dihubungi penanggung jawab loket.',
  'Menunggu penjelasan tertulis dari bidang.',
  'Rekaman kamera diminta ke bagian umum.',
]
const NAMES =
  'Adi Ayu Bima Citra Dewi Eka Fitri Galih Hana Intan Joko Kirana Lestari Made Nur Putri Rani Sari Tono Wati'.split(' ')

export function demoText(random: Random, theme: Theme, service: string) {
  const fill = (text: string) => text.replaceAll('{s}', service).replaceAll('{n}', String(random.int(2, 5)))
  return {
    subject: fill(random.pick(SUBJECTS[theme])).slice(0, 150),
    body: [
      random.pick(OPENINGS),
      random.pick(DETAILS[theme]),
      random.chance(0.5) ? random.pick(DETAILS[theme]) : '',
      random.pick(HOPES),
    ]
      .filter((sentence, index, all) => sentence && all.indexOf(sentence) === index)
      .map(fill)
      .join(' '),
  }
}

export const demoWords = {
  answer: (random: Random, outcome: ComplaintOutcome) => random.pick(ANSWERS[outcome]),
  comment: (random: Random) => random.pick(COMMENTS),
  reopening: (random: Random) => random.pick(REOPENINGS),
  ask: (random: Random) => random.pick(ASKS),
  addition: (random: Random) => random.pick(ADDITIONS).replaceAll('{n}', String(random.int(1, 9))),
  note: (random: Random) => random.pick(NOTES),
  name: (random: Random) => `${random.pick(NAMES)} Contoh`,
}
