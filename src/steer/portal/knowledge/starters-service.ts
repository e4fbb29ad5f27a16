import type { Starter } from './starters.ts'

/** About the service itself: how it is governed, measured, helped by technology and watched by citizens. */
export const STARTERS_ABOUT_SERVICE: readonly Starter[] = [
  {
    slug: 'apa-itu-good-governance',
    topic: 'characteristics',
    dated: '2026-11-01',
    months: 12,
    title: 'Apa itu good governance',
    summary:
      'Tata kelola pemerintahan yang baik berarti terbuka, dapat dimintai pertanggungjawaban, dan melibatkan warga. Begini cara memeriksanya.',
    body: `Good governance, atau tata kelola pemerintahan yang baik, terdengar besar. Bagi warga artinya sederhana: saya tahu apa yang dikerjakan kantor ini, saya dapat bertanya mengapa, dan suara saya didengar.

## Transparansi: terbuka

Warga dapat mengetahui syarat, biaya, waktu, dan hasil layanan tanpa harus mengenal orang dalam. Badan publik wajib menyediakan informasi publik. [1]

- [Syarat, waktu, dan biaya setiap layanan](/layanan)
- [Nilai kepuasan per unit](/hasil-survei)

## Akuntabilitas: dapat dimintai pertanggungjawaban

Janji mempunyai tanggal dan penanggung jawab. Bila janji tidak ditepati, kantor mengatakannya dan menjelaskan sebabnya.

- [Laporan warga dan bagaimana dijawab](/laporan)
- [Perbaikan yang diukur, juga yang belum berhasil](/perubahan)

## Partisipasi: warga ikut serta

Warga tidak hanya dilayani, tetapi ikut menentukan apa yang diperbaiki. Masyarakat berhak mengadu dan ikut mengawasi pelayanan publik. [2]

- [Sampaikan pengaduan atau saran](/lapor)
- [Nilai layanan yang baru Anda pakai](/survei)

## Periksa kantor Anda sendiri

1. Apakah orang asing dapat menemukan biaya layanan dalam satu menit?
2. Apakah angka yang buruk juga diumumkan?
3. Apakah setiap pengaduan dijawab dengan alasan, bukan hanya ditutup?
4. Apakah ada keputusan tahun ini yang berubah karena masukan warga?

Jawaban "tidak" bukan aib. Itulah daftar pekerjaan berikutnya.`,
    sources: [
      { text: 'UU 14/2008 tentang Keterbukaan Informasi Publik', address: null, verified: false },
      {
        text: 'UU 25/2009 tentang Pelayanan Publik, tentang pengaduan dan peran serta masyarakat',
        address: null,
        verified: false,
      },
    ],
  },
  {
    slug: 'bagaimana-kinerja-layanan-diukur',
    topic: 'measurement',
    dated: '2026-11-01',
    months: 12,
    title: 'Bagaimana kinerja layanan diukur',
    summary:
      'Tiga sumber dibaca bersama: penilaian warga, pengaduan, dan waktu yang sungguh dipakai. Satu angka saja mudah menipu.',
    body: `Layanan yang baik dapat dilihat dari tiga sisi. Masing-masing menutupi kelemahan yang lain.

- **Penilaian warga.** Survei kepuasan masyarakat menanyakan sembilan unsur, dari persyaratan sampai sarana. [1] Yang menjawab belum tentu mewakili semua.
- **Pengaduan.** Menunjukkan apa yang salah, dengan kata-kata warga. Jumlah yang naik dapat berarti layanan memburuk, dapat juga berarti warga makin percaya.
- **Waktu yang sungguh dipakai.** Dicatat dari kedatangan sampai selesai, dibandingkan dengan waktu yang dijanjikan.

## Membaca angka dengan jujur

1. Lihat berapa orang yang menjawab. Angka dari lima orang tidak ditampilkan di sini.
2. Angka bulan ini selalu sedikit berbeda dari bulan lalu. Yang dicari adalah perubahan di luar kebiasaan.
3. Unit dengan pekerjaan yang berbeda tidak disusun dalam satu peringkat.

> Angka yang dipakai untuk menghukum akan diperindah. Angka yang dipakai untuk belajar akan jujur.

Lihat sendiri: [nilai kepuasan](/hasil-survei) dan [laporan warga](/laporan).`,
    sources: [
      {
        text: 'PermenPANRB 14/2017 tentang Pedoman Penyusunan Survei Kepuasan Masyarakat',
        address: null,
        verified: true,
      },
    ],
  },
  {
    slug: 'peran-teknologi-dalam-layanan',
    topic: 'technology',
    dated: '2026-11-01',
    months: 12,
    title: 'Peran teknologi dalam layanan',
    summary:
      'Teknologi mempercepat layanan yang sudah tertata. Layanan yang berbelit menjadi berbelit dengan lebih cepat.',
    body: `Layanan daring menghemat perjalanan warga dan mengurangi berkas yang hilang. Tetapi teknologi bukan tujuan, dan tidak semua orang memakainya.

## Yang membantu

- Syarat dapat dibaca sebelum berangkat dari rumah.
- Kemajuan permohonan dapat dilihat tanpa menelepon.
- Data yang sudah ada di kantor tidak diminta lagi.

## Yang perlu dijaga

- **Jalan lain tetap terbuka.** Orang tanpa telepon pintar dilayani sama baiknya di loket, lewat telepon, atau surat.
- **Ringan.** Halaman dapat dibuka dengan jaringan yang lambat dan telepon yang tua.
- **Data pribadi dilindungi.** Hanya diminta yang dipakai, dan dihapus bila tidak diperlukan lagi. [1]

## Urutannya

1. Buang langkah yang tidak perlu.
2. Perjelas kalimatnya.
3. Baru kemudian pindahkan ke komputer.`,
    sources: [{ text: 'UU 27/2022 tentang Pelindungan Data Pribadi', address: null, verified: false }],
  },
  {
    slug: 'peran-masyarakat',
    topic: 'citizens',
    dated: '2026-11-01',
    months: 12,
    title: 'Peran masyarakat: apa yang dapat Anda lakukan',
    summary: 'Pengaduan, penilaian, dan saran Anda menentukan apa yang dipelajari dan diperbaiki kantor ini.',
    body: `Perbaikan di kantor ini bermula dari suara warga. Anda tidak perlu mengenal siapa pun dan tidak perlu akun.

## Empat cara ikut serta

1. **Menyampaikan.** [Tulis pengaduan, saran, atau pujian](/lapor). Anda mendapat kode untuk mengikuti jawabannya.
2. **Menilai.** [Jawab survei singkat](/survei) setelah memakai layanan.
3. **Mengawasi.** [Baca laporan warga lain dan jawabannya](/laporan).
4. **Bertanya.** [Tanya petugas](/tanya) bila syarat atau biaya tidak jelas.

## Laporan yang mudah ditindaklanjuti

- Sebutkan kapan dan di mana.
- Ceritakan apa yang terjadi, bukan hanya siapa yang salah.
- Tulis apa yang Anda harapkan.

Identitas Anda dapat dirahasiakan. Laporan dibaca oleh petugas yang ditunjuk, bukan oleh orang yang dilaporkan.`,
    sources: [],
  },
]
