import type { Entry } from './dictionary.ts'

/** The four pillars of the national digital literacy road map on five generic levels: an internal framework. */
export const DIGITAL: readonly Entry[] = [
  {
    code: 'D1',
    name: 'Cakap Digital',
    definition: 'Mengetahui, memahami, dan memakai perangkat keras, perangkat lunak, dan sistem digital untuk bekerja.',
    levels: [
      'Memakai surel, pengolah kata, dan aplikasi layanan dengan bimbingan.',
      'Menyelesaikan pekerjaan harian secara digital tanpa bantuan.',
      'Memilih alat digital yang tepat untuk pekerjaan unit dan mengajarkannya kepada rekan.',
      'Merancang ulang cara kerja unit dengan memanfaatkan sistem dan data digital.',
      'Menjadi rujukan pemanfaatan teknologi digital bagi instansi lain.',
    ],
  },
  {
    code: 'D2',
    name: 'Etika Digital',
    definition: 'Menyadari, mempertimbangkan, dan mengembangkan tata krama serta tata kelola etika di ruang digital.',
    levels: [
      'Berkomunikasi sopan di kanal resmi dan mengenali berita bohong.',
      'Memeriksa sumber sebelum meneruskan informasi dan menghormati hak cipta.',
      'Mengingatkan rekan dan menangani komentar warga dengan santun dan terbuka.',
      'Menyusun pedoman komunikasi digital di unit atau instansi.',
      'Mengembangkan etika digital yang diikuti instansi lain.',
    ],
  },
  {
    code: 'D3',
    name: 'Budaya Digital',
    definition: 'Membangun wawasan kebangsaan, nilai Pancasila, dan kebinekaan dalam berinteraksi secara digital.',
    levels: [
      'Mau mencoba layanan digital yang disediakan instansi.',
      'Bekerja bersama lewat dokumen dan rapat daring secara rutin.',
      'Mengajak rekan yang enggan beralih dan mendampinginya.',
      'Menghilangkan langkah manual yang tidak perlu di seluruh unit.',
      'Menggerakkan perubahan budaya kerja digital lintas instansi.',
    ],
  },
  {
    code: 'D4',
    name: 'Aman Digital',
    definition: 'Mengenali, menerapkan, dan meningkatkan kesadaran pelindungan data pribadi dan keamanan digital.',
    levels: [
      'Memakai sandi yang kuat dan tidak membagikannya.',
      'Mengenali tautan palsu dan melaporkan kejadian yang mencurigakan.',
      'Menjaga data pribadi warga sesuai aturan di setiap berkas dan layar.',
      'Menilai risiko keamanan proses kerja unit dan memperbaikinya.',
      'Menetapkan kebijakan keamanan dan pelindungan data pribadi.',
    ],
  },
]

/** Technical competencies that an institution compiles itself; these are examples to start from. */
export const TECHNICAL: readonly Entry[] = [
  {
    code: 'T1',
    name: 'Pengoperasian Sistem Informasi Pemerintahan',
    definition: 'Mengoperasikan sistem informasi yang dipakai instansi untuk tugas jabatan secara benar dan lengkap.',
    levels: [
      'Memasukkan dan mencari data dengan panduan.',
      'Mengoperasikan seluruh menu yang diperlukan tugasnya tanpa bantuan.',
      'Menemukan dan memperbaiki kesalahan data di unit kerja.',
      'Menyusun alur kerja dan kebutuhan pengembangan sistem.',
      'Menetapkan arah pemanfaatan sistem lintas instansi.',
    ],
  },
  {
    code: 'T2',
    name: 'Analisis Data',
    definition: 'Mengumpulkan, membersihkan, dan menafsirkan data untuk mendukung keputusan.',
    levels: [
      'Mengisi dan membaca tabel sederhana.',
      'Merangkum data menjadi jumlah, rata-rata, dan grafik yang benar.',
      'Menemukan pola dan sebab dari beberapa sumber data.',
      'Merancang ukuran dan metode analisis untuk kebijakan instansi.',
      'Mengembangkan metode analisis yang dipakai instansi lain.',
    ],
  },
  {
    code: 'T3',
    name: 'Pemrosesan Permohonan di Loket',
    definition: 'Menerima, memeriksa, dan memproses permohonan izin dan layanan sesuai standar pelayanan.',
    levels: [
      'Memeriksa kelengkapan berkas dengan daftar periksa.',
      'Memproses permohonan yang lazim dari awal sampai selesai sesuai janji waktu.',
      'Menangani permohonan yang rumit dan berkoordinasi dengan dinas teknis.',
      'Memperbaiki alur dan persyaratan layanan loket.',
      'Merumuskan kebijakan pelayanan perizinan daerah.',
    ],
  },
  {
    code: 'T4',
    name: 'Pengelolaan Alur Layanan Kesehatan',
    definition: 'Mengatur pendaftaran, pemilahan, dan rujukan pasien sehingga pasien dilayani tepat dan cepat.',
    levels: [
      'Mendaftarkan pasien sesuai prosedur.',
      'Memilah pasien menurut kegawatan dan mengarahkan dengan benar.',
      'Mengatur jadwal dan antrean agar waktu tunggu terpenuhi.',
      'Merancang ulang alur layanan fasilitas kesehatan.',
      'Merumuskan kebijakan alur layanan dan rujukan daerah.',
    ],
  },
  {
    code: 'T5',
    name: 'Pelayanan Administrasi Kependudukan',
    definition: 'Memproses dokumen kependudukan dan pencatatan sipil secara benar, cepat, dan menjaga data pribadi.',
    levels: [
      'Memeriksa berkas permohonan dokumen kependudukan.',
      'Memproses dokumen yang lazim sesuai standar waktu.',
      'Menyelesaikan data ganda, beda data, dan kasus pencatatan khusus.',
      'Memperbaiki prosedur layanan keliling dan daring.',
      'Merumuskan kebijakan administrasi kependudukan daerah.',
    ],
  },
]
