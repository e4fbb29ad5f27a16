import type { Starter } from './starters.ts'

/** About those who serve: their schooling, their welfare, their last years of work. */
export const STARTERS_ABOUT_PEOPLE: readonly Starter[] = [
  {
    slug: 'program-pensiun-asn',
    topic: 'challenges',
    dated: '2026-11-01',
    months: 6,
    title: 'Program pensiun untuk ASN: apa saja dan kapan disiapkan',
    summary:
      'Kapan seorang ASN berhenti bekerja, uang apa yang diterima sesudahnya, dan apa yang sebaiknya disiapkan beberapa tahun sebelumnya.',
    body: `Pensiun datang pada tanggal yang sudah diketahui sejak lama. Karena itu pensiun dapat disiapkan: uangnya, kesehatannya, dan pekerjaan yang ditinggalkan.

## Kapan pensiun

Umur berhenti bekerja disebut batas usia pensiun (BUP). Umurnya bergantung pada jabatan terakhir, bukan pada pangkat.

- Pejabat pimpinan tinggi: 60 tahun [2]
- Administrator, pengawas, dan pelaksana: 58 tahun [2]
- Jabatan fungsional keterampilan, ahli pertama, dan ahli muda: 58 tahun [3]
- Jabatan fungsional ahli madya: 60 tahun, ahli utama: 65 tahun [3]

Jabatan tertentu, seperti guru dan dosen, mempunyai aturan sendiri. Tanyakan kepada bagian kepegawaian bila Anda ragu.

## Apa yang diterima

- **Jaminan pensiun**: uang bulanan setelah berhenti bekerja. [1]
- **Jaminan hari tua**: uang yang dikumpulkan selama bekerja dan dibayarkan pada saat berhenti. [1]
- **Pensiun untuk keluarga**: bagi istri, suami, atau anak dari pegawai yang meninggal dunia, dengan syarat tertentu. [5]

Besar uangnya bergantung pada gaji pokok dan masa kerja. Hitungan resmi hanya dari pengelola dana pensiun dan bagian kepegawaian.

## Masa persiapan pensiun

Pegawai negeri sipil yang akan mencapai BUP dapat mengajukan masa persiapan pensiun paling lama satu tahun. Selama itu ia dibebaskan dari jabatannya. [4] Permohonannya dapat ditolak bila ada pekerjaan mendesak.

## Langkah yang membantu

1. Lima tahun sebelumnya: periksa data kepegawaian dan data keluarga.
2. Tiga tahun sebelumnya: tulis apa yang Anda ketahui dan siapa yang perlu mempelajarinya.
3. Dua tahun sebelumnya: rencanakan keuangan keluarga dan pekerjaan sesudah pensiun.
4. Satu tahun sebelumnya: lengkapi berkas, serahkan pekerjaan, putuskan apakah mengambil masa persiapan pensiun.

> Berhenti bekerja tidak berarti berhenti berguna. Pensiunan yang bersedia dapat menjadi narasumber atau mentor.`,
    sources: [
      { text: 'UU 20/2023 tentang ASN, tentang jaminan pensiun dan jaminan hari tua', address: null, verified: false },
      { text: 'UU 20/2023 tentang ASN, Pasal 55', address: null, verified: false },
      { text: 'PP 11/2017 tentang Manajemen PNS, Pasal 239', address: null, verified: false },
      {
        text: 'PP 11/2017 Pasal 350 dan Peraturan BKN 2/2019 tentang masa persiapan pensiun',
        address: null,
        verified: false,
      },
      { text: 'UU 11/1969 tentang pensiun pegawai dan pensiun janda/duda pegawai', address: null, verified: false },
    ],
  },
  {
    slug: 'pentingnya-pendidikan-dan-pelatihan',
    topic: 'characteristics',
    dated: '2026-11-01',
    months: 12,
    title: 'Mengapa pendidikan dan pelatihan bagi ASN penting',
    summary:
      'Pelatihan berguna bila menjawab kesulitan yang nyata di tempat kerja, dan bila hasilnya diperiksa sesudahnya.',
    body: `Aturan berubah, teknologi berubah, dan harapan warga berubah. Pegawai yang sepuluh tahun lalu sangat cakap dapat tertinggal bila tidak belajar lagi.

## Belajar adalah bagian dari pekerjaan

Setiap pegawai ASN wajib terus mengembangkan kompetensinya. [1] Bagi pegawai negeri sipil, waktunya paling sedikit 20 jam pelajaran setahun. [2] Angka itu batas bawah, bukan tujuan.

## Pelatihan seperti apa yang berguna

- **Berangkat dari kebutuhan.** Dilihat dahulu apa yang dikeluhkan warga dan apa yang belum dikuasai pegawai.
- **Dekat dengan pekerjaan.** Belajar sambil bekerja, didampingi rekan yang lebih mahir, sering lebih melekat daripada mendengarkan ceramah.
- **Diukur.** Tes sebelum dan sesudah menunjukkan apa yang dipelajari. Perubahan di loket menunjukkan apakah itu dipakai.

## Bila pelatihan bukan jawabannya

Antrean panjang karena loket kurang tidak akan pendek karena pelatihan. Sebelum mengirim orang ke kelas, tanyakan: apakah mereka belum tahu caranya, atau tahu tetapi terhalang alat, aturan, atau jumlah orang?

> Di instansi ini, setiap pelatihan yang lahir dari keluhan warga diperiksa hasilnya. [Lihat ceritanya](/perubahan), juga yang belum berhasil.`,
    sources: [
      { text: 'UU 20/2023 tentang ASN, Pasal 49 ayat (1)', address: null, verified: false },
      { text: 'PP 11/2017 jo. PP 17/2020 tentang Manajemen PNS, Pasal 203 ayat (4)', address: null, verified: false },
    ],
  },
  {
    slug: 'investasi-kapasitas-asn',
    topic: 'challenges',
    dated: '2026-11-01',
    months: 12,
    title: 'Biaya pelatihan adalah investasi, bila hasilnya dihitung',
    summary:
      'Meningkatkan kemampuan pegawai adalah pengeluaran yang strategis. Agar bukan sekadar kata-kata, manfaatnya perlu diukur.',
    body: `Sebuah kantor dapat membeli komputer baru, tetapi yang melayani warga tetap orang. Kemampuan mereka menentukan apakah alat dan aturan yang baik menjadi layanan yang baik.

## Mengapa strategis

- Kemampuan bertahan lama: yang dipelajari tahun ini dipakai bertahun-tahun.
- Kemampuan menular: pegawai yang mahir mengajari rekannya.
- Kesalahan itu mahal: berkas yang harus diulang memakan waktu warga dan waktu kantor.

## Investasi harus dapat dipertanggungjawabkan

Menyebut pelatihan sebagai investasi berarti bersedia menghitungnya. Tiga pertanyaan cukup:

1. Berapa biayanya, termasuk jam kerja yang dipakai?
2. Apa yang berubah pada layanan, dibandingkan dengan unit yang tidak ikut?
3. Apakah perubahan itu bertahan setelah setahun?

## Hambatannya

Anggaran pelatihan sering dipotong lebih dahulu, karena hasilnya tidak langsung terlihat. Jawabannya bukan janji yang lebih besar, melainkan catatan hasil yang jujur: mana yang berhasil, mana yang tidak, dan apa yang dihentikan.`,
    sources: [],
  },
  {
    slug: 'kesejahteraan-asn',
    topic: 'characteristics',
    dated: '2026-11-01',
    months: 12,
    title: 'Kesejahteraan ASN dan mutu layanan',
    summary:
      'Kesejahteraan bukan hanya gaji. Beban kerja, rasa aman, dan kesempatan berkembang ikut menentukan bagaimana warga dilayani.',
    body: `Pegawai yang kelelahan sulit bersikap ramah. Karena itu kesejahteraan pegawai juga menyangkut warga.

## Lebih dari uang

Undang-undang menyebut penghargaan bagi ASN dalam beberapa bentuk: penghasilan, tunjangan, jaminan sosial, lingkungan kerja, pengembangan diri, dan bantuan hukum. [1] Sebagian dapat diperbaiki tanpa menunggu anggaran baru.

- **Beban kerja yang masuk akal.** Jadwal loket mengikuti jam ramai, bukan kebiasaan.
- **Rasa aman.** Pegawai tahu apa yang harus dilakukan ketika warga marah, dan atasannya membela yang benar.
- **Kesempatan berkembang.** Ada rencana belajar, bukan hanya perintah pelatihan.
- **Pengakuan.** Apresiasi warga disampaikan kepada orang yang menerimanya.

## Bagaimana mengetahuinya

Tanyakan langsung, tanpa nama, dan tunjukkan hasilnya. Survei yang jawabannya tidak pernah dibahas lebih buruk daripada tidak bertanya.`,
    sources: [{ text: 'UU 20/2023 tentang ASN, Pasal 21', address: null, verified: false }],
  },
  {
    slug: 'hari-amal-bakti-berbenah',
    topic: 'characteristics',
    dated: '2026-11-01',
    months: 12,
    title: 'Hari Amal Bakti: saat untuk berbenah',
    summary:
      'Peringatan setahun sekali menjadi berguna bila dipakai untuk melihat kembali pekerjaan, bukan hanya untuk upacara.',
    body: `Setiap 3 Januari, Kementerian Agama memperingati Hari Amal Bakti, hari berdirinya kementerian itu pada tahun 1946. [1] Namanya mengingatkan bahwa bekerja di kantor pemerintah adalah perbuatan baik untuk orang lain.

Instansi mana pun dapat mengambil gagasannya: satu hari dalam setahun untuk bertanya dengan jujur, apakah pekerjaan kita sungguh membantu warga.

## Satu hari untuk berbenah

1. **Baca keluhan warga bersama-sama.** Cukup sepuluh laporan setahun terakhir, dibacakan apa adanya.
2. **Pilih satu hal.** Satu kebiasaan buruk yang dapat dihentikan oleh unit itu sendiri.
3. **Sebutkan nama dan tanggal.** Siapa mengerjakan apa, dan kapan diperiksa.
4. **Ceritakan kembali tahun depan.** Mulailah peringatan berikutnya dengan janji tahun sebelumnya.

## Yang sebaiknya dihindari

Peringatan yang hanya berisi spanduk dan sambutan membuat orang belajar bahwa berbenah adalah acara. Berbenah adalah pekerjaan sehari-hari; harinya hanya pengingat.`,
    sources: [
      {
        text: 'Penetapan Pemerintah 1/S.D. tahun 1946 tentang pembentukan Kementerian Agama',
        address: null,
        verified: false,
      },
    ],
  },
]
