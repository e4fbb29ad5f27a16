import type { NewModule } from './catalog/acts.ts'
import { SHIPPED_VIDEOS } from './catalog/model.ts'
import { shippedCaptions, shippedTranscript } from './media.ts'

export type StoryCourse = {
  program: string
  summary: string
  jp: number
  level: '2' | '3'
  modules: readonly NewModule[]
  gift: string
  /** Share of right answers before and after; what the story lets people learn. */
  before: number
  after: number
}

function text(title: string, minutes: number, body: string): NewModule {
  return {
    kind: 'text',
    title,
    minutes,
    body,
    video_file_id: null,
    video_shipped: null,
    video_seconds: null,
    captions: null,
  }
}

const SHIPPED = 'melayani-dengan-ramah'
const video: NewModule = {
  kind: 'video',
  title: 'Lima langkah di loket',
  minutes: 5,
  body: shippedTranscript(SHIPPED),
  video_file_id: null,
  video_shipped: SHIPPED,
  video_seconds: SHIPPED_VIDEOS[SHIPPED].seconds,
  captions: shippedCaptions(SHIPPED),
}

export const STORY_COURSES: readonly StoryCourse[] = [
  {
    program: 'Melayani dengan Ramah',
    summary: 'Lima langkah di loket: menyapa, mendengar, mengulang, menjelaskan, dan menutup dengan janji yang jelas.',
    jp: 4,
    level: '3',
    before: 0.46,
    after: 0.86,
    modules: [
      text(
        'Mengapa warga merasa tidak dilayani',
        20,
        `Warga jarang marah karena syaratnya banyak. Mereka marah karena **tidak didengar**.

## Yang paling sering dikeluhkan

- petugas tidak menatap dan tidak menyapa
- penjelasan terputus-putus dan memakai istilah kantor
- tidak ada yang mengatakan kapan selesai

> “Saya tiga kali datang, dan tiga kali diminta berkas yang berbeda.”

## Apa kata standar

Standar pelayanan memuat syarat, waktu, dan biaya. Menyebutkannya dengan jelas di awal adalah **hak warga**, bukan kebaikan petugas.`,
      ),
      video,
      text(
        'Menjelaskan, menenangkan, menutup',
        25,
        `## Menjelaskan

1. Sebut dulu hasil yang akan diterima warga.
2. Lalu syaratnya, satu per satu.
3. Lalu waktu dan biayanya.

## Menenangkan

Bila warga kesal, _jangan membela diri_. Katakan apa yang Anda pahami, minta maaf atas kesulitannya, lalu tawarkan langkah berikutnya.

## Menutup

Tutup dengan janji yang dapat ditepati: kapan selesai dan siapa yang dihubungi. Tulis di kartu janji loket.`,
      ),
    ],
    gift: `::Menyapa:: Kapan petugas menyapa warga? {
~Sesudah warga bertanya
~Sesudah berkas diperiksa
=Lebih dulu, begitu warga berdiri di loket # Tepat: warga merasa diterima.
~Bila warga tampak bingung}

::Memotong:: Warga bercerita panjang. Apa yang dilakukan petugas? {
~Memotong agar antrean tidak panjang
=Mendengarkan sampai selesai sambil mencatat intinya
~Meminta warga menulis surat
~Memanggil atasan}

::Mengulang:: Mengulang keperluan warga dengan kata sendiri berguna untuk memastikan petugas sudah memahami. {T}

::Menjelaskan:: Apa saja yang disebutkan saat menjelaskan pilihan? {
~%33.33333%Syarat
~%-50%Pendapat pribadi tentang aturan
~%33.33333%Waktu
~%33.33333%Biaya
~%-50%Kesibukan kantor}

::Unsur:: Berapa unsur yang dinilai dalam survei kepuasan masyarakat? {#9:0}

::Dokumen:: Dokumen resmi yang memuat syarat, waktu, dan biaya layanan disebut standar apa? {=pelayanan =standar pelayanan =layanan}

::Belum bisa:: Permintaan belum bisa dipenuhi. Apa langkah yang benar? {
~%-50%Menyarankan datang lagi besok tanpa penjelasan
~%50%Minta maaf dan menyebut alasannya
~%-50%Menyalahkan unit lain
~%50%Menunjukkan jalan berikutnya}

::Menutup:: Bagaimana menutup percakapan di loket? {
~Mengucapkan “tunggu saja”
~Langsung memanggil nomor berikutnya
~Meminta warga menilai bintang lima
=Menyebut kapan selesai dan siapa yang dihubungi}

::Kesal:: Warga kesal karena berkasnya ditolak. Kalimat mana yang paling menenangkan? {
~“Itu bukan salah saya.”
=“Saya mengerti Bapak sudah dua kali datang. Saya bantu periksa yang kurang.”
~“Aturannya memang begitu.”
~“Silakan mengadu saja.”}

::JP:: Satu jam pelajaran dihitung berapa menit? {#45:0}`,
  },
  {
    program: 'Cakap Sistem Antrean',
    summary: 'Mendaftar, memilah, dan merujuk pasien dengan sistem antrean dan rekam pasien.',
    jp: 6,
    level: '3',
    before: 0.5,
    after: 0.8,
    modules: [
      text(
        'Satu antrean, tiga jalur',
        30,
        `Sistem antrean membagi pasien ke tiga jalur: **gawat**, **prioritas**, dan **biasa**.

## Memilah

- tanyakan keluhan utama lebih dulu
- lansia, ibu hamil, dan penyandang disabilitas masuk jalur prioritas
- nomor antrean tidak menentukan urutan gawat`,
      ),
      text(
        'Rekam pasien yang lengkap',
        30,
        `## Yang wajib diisi

1. nomor rekam pasien
2. keluhan utama
3. tujuan poli

Isian yang lengkap mencegah pasien kembali ke loket.`,
      ),
    ],
    gift: `::Jalur:: Berapa jalur dalam sistem antrean? {#3:0}

::Prioritas:: Siapa yang masuk jalur prioritas? {~%33.33333%Lansia ~%-50%Kenalan petugas ~%33.33333%Ibu hamil ~%33.33333%Penyandang disabilitas}

::Gawat:: Pasien gawat dilayani menurut nomor antrean. {F}

::Pertama:: Apa yang ditanyakan lebih dulu? {~Alamat ~Pekerjaan =Keluhan utama ~Nomor telepon}

::Kembali:: Apa akibat rekam yang tidak lengkap? {~Antrean menjadi lebih cepat =Pasien harus kembali ke loket ~Tidak ada akibat}

::Wajib:: Isian wajib selain keluhan utama dan tujuan poli adalah nomor rekam ... {=pasien =rekam pasien}

::Rujuk:: Pasien dirujuk bila ... {~antrean sedang panjang ~petugas hendak beristirahat =layanan yang diperlukan tidak tersedia}

::Cetak:: Nomor antrean dicetak sesudah ... {~pasien membayar =keluhan utama dicatat ~pasien bertemu dokter}`,
  },
  {
    program: 'Berkas Selesai Hari Ini',
    summary: 'Mengatur berkas harian dan menepati janji waktu di kantor kecamatan.',
    jp: 2,
    level: '2',
    before: 0.5,
    after: 0.78,
    modules: [
      text(
        'Papan kendali berkas',
        25,
        `Satu papan, tiga kolom: **masuk**, **dikerjakan**, **selesai**.

- setiap pagi, hitung yang masuk
- pukul 13.00, periksa yang belum dikerjakan
- pukul 15.30, kabari warga yang berkasnya belum selesai`,
      ),
    ],
    gift: `::Kolom:: Berapa kolom pada papan kendali berkas? {#3:0}

::Pagi:: Apa yang dilakukan setiap pagi? {~Mengabari warga =Menghitung berkas yang masuk ~Menutup papan}

::Kabar:: Siapa yang dikabari pada pukul 15.30? {~Camat ~Semua warga =Warga yang berkasnya belum selesai}

::Kolom akhir:: Kolom terakhir pada papan disebut ... {=selesai}

::Janji:: Apa yang membuat janji waktu dapat ditepati? {~%50%Melihat berkas setiap hari ~%-50%Menolak berkas baru ~%50%Mengabari lebih awal bila terlambat}

::Siang:: Berkas yang belum dikerjakan diperiksa pada pukul 13.00. {T}`,
  },
]
