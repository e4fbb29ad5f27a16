import type { Entry } from './dictionary.ts'

// Own plain words for what is seen at a counter; the regulation's own indicators are to be entered when its annex was read.
const SERVICE_BEHAVIORS: NonNullable<Entry['behaviors']> = [
  [
    'Menyapa warga lebih dulu dan menanyakan keperluannya.',
    'Menjelaskan syarat, biaya, dan waktu sesuai standar pelayanan tanpa diminta dua kali.',
    'Melayani menurut nomor antrean, siapa pun orangnya.',
  ],
  [
    'Memberi tahu warga sampai di mana permohonannya dan apa langkah berikutnya.',
    'Menenangkan warga yang kecewa dan menawarkan jalan keluar yang sah.',
    'Mengingatkan rekan yang melayani di luar standar.',
  ],
  [
    'Memakai keluhan dan hasil survei untuk memperbaiki cara kerja loket.',
    'Membagi tugas agar jam sibuk tetap terlayani sesuai janji.',
  ],
  [
    'Memeriksa berkala apakah janji layanan ditepati dan menangani sebabnya.',
    'Menyiapkan layanan bagi warga yang paling sulit menjangkaunya.',
  ],
  [
    'Menetapkan kebijakan yang menjamin setiap warga dilayani setara.',
    'Menjadi rujukan instansi lain dalam memperbaiki layanan.',
  ],
]

const COMMUNICATION_BEHAVIORS: NonNullable<Entry['behaviors']> = [
  ['Memakai kata yang dipahami warga, bukan istilah dinas.', 'Memastikan lawan bicara menangkap maksudnya.'],
  ['Mendengarkan sampai selesai sebelum menjawab.', 'Menulis jawaban singkat yang lengkap.'],
  ['Menyampaikan penolakan dengan alasan dan dasar aturannya.', 'Menyesuaikan cara bicara dengan pendengarnya.'],
  ['Mempertemukan pendapat yang berbeda menjadi kesepakatan.', 'Menyusun pesan untuk banyak pihak sekaligus.'],
  ['Membangun saluran dua arah antara instansi dan warga.', 'Menyampaikan keadaan sulit secara terbuka dan dipercaya.'],
]

/** Manajerial, PermenPANRB 38/2017, transcribed from a public copy of its dictionary; to be checked against the annex. */
export const MANAGERIAL: readonly Entry[] = [
  {
    code: 'M1',
    name: 'Integritas',
    definition:
      'Konsisten berperilaku selaras dengan nilai, norma dan/atau etika organisasi, dan jujur dalam hubungan dengan manajemen, rekan kerja, bawahan langsung, dan pemangku kepentingan.',
    levels: [
      'Bertindak sesuai nilai, norma, etika organisasi dalam kapasitas pribadi.',
      'Mengingatkan, mengajak rekan kerja bertindak sesuai nilai, norma, etika.',
      'Memastikan, menanamkan keyakinan bersama agar anggota yang dipimpin bertindak sesuai nilai, norma, etika.',
      'Menciptakan situasi kerja yang mendorong kepatuhan pada nilai, norma, etika.',
      'Menjadi role model penerapan standar keadilan dan etika di tingkat nasional.',
    ],
  },
  {
    code: 'M2',
    name: 'Kerja Sama',
    definition:
      'Kemampuan menjalin, membina, mempertahankan hubungan kerja yang efektif, memiliki komitmen saling membantu dalam penyelesaian tugas, dan mengoptimalkan segala sumber daya untuk mencapai tujuan strategis organisasi.',
    levels: [
      'Berpartisipasi dalam kelompok kerja.',
      'Menumbuhkan tim kerja yang partisipatif dan efektif.',
      'Efektif membangun tim kerja untuk peningkatan kinerja organisasi.',
      'Membangun komitmen tim, sinergi.',
      'Menciptakan situasi kerja sama secara konsisten di dalam maupun di luar instansi.',
    ],
  },
  {
    code: 'M3',
    name: 'Komunikasi',
    definition:
      'Kemampuan menerangkan pandangan dan gagasan secara jelas, sistematis disertai argumentasi yang logis dengan cara yang sesuai, lisan maupun tertulis; memastikan pemahaman; mendengarkan aktif dan efektif; mempersuasi, meyakinkan, membujuk.',
    levels: [
      'Menyampaikan informasi dengan jelas, lengkap, pemahaman yang sama.',
      'Aktif menjalankan komunikasi formal dan informal; bersedia mendengarkan orang lain.',
      'Berkomunikasi asertif, terampil lisan/tertulis untuk informasi sensitif/rumit/kompleks.',
      'Mengemukakan pemikiran multidimensi lisan dan tertulis untuk mendorong kesepakatan.',
      'Menggagas sistem komunikasi yang terbuka secara strategis untuk mencari solusi.',
    ],
    behaviors: COMMUNICATION_BEHAVIORS,
  },
  {
    code: 'M4',
    name: 'Orientasi pada Hasil',
    definition:
      'Kemampuan mempertahankan komitmen pribadi yang tinggi untuk menyelesaikan tugas, dapat diandalkan, bertanggung jawab, mampu secara sistematis mengidentifikasi risiko dan peluang dengan memperhatikan keterhubungan antara perencanaan dan hasil.',
    levels: [
      'Bertanggung jawab memenuhi standar kerja.',
      'Meningkatkan hasil kerja pribadi di atas standar.',
      'Menetapkan target menantang bagi unit kerja, memberi apresiasi dan teguran.',
      'Mendorong unit kerja mencapai target atau melebihi hasil sebelumnya.',
      'Meningkatkan mutu pencapaian kerja organisasi.',
    ],
  },
  {
    code: 'M5',
    name: 'Pelayanan Publik',
    definition:
      'Kemampuan melaksanakan tugas pemerintahan, pembangunan dan pemenuhan kebutuhan pelayanan publik secara profesional, transparan, mengikuti standar pelayanan yang objektif, netral, tidak memihak, tidak diskriminatif.',
    levels: [
      'Menjalankan tugas mengikuti standar pelayanan.',
      'Mensupervisi/mengawasi dan menjelaskan proses secara transparan.',
      'Memanfaatkan kekuatan kelompok serta memperbaiki standar pelayanan di unit kerja.',
      'Memonitor, mengevaluasi, memperhitungkan dan mengantisipasi dampak isu jangka panjang.',
      'Memastikan kebijakan yang menjamin pelayanan objektif, netral, tidak memihak, tidak diskriminatif.',
    ],
    behaviors: SERVICE_BEHAVIORS,
  },
  {
    code: 'M6',
    name: 'Pengembangan Diri dan Orang Lain',
    definition:
      'Kemampuan meningkatkan pengetahuan dan menyempurnakan keterampilan diri; menginspirasi orang lain untuk mengembangkan pengetahuan dan keterampilan yang relevan dengan pekerjaan dan karier jangka panjang.',
    levels: [
      'Pengembangan diri.',
      'Meningkatkan kemampuan bawahan dengan contoh dan penjelasan.',
      'Memberikan umpan balik, membimbing.',
      'Menyusun program pengembangan jangka panjang, mendorong manajemen pembelajaran.',
      'Menciptakan situasi yang mendorong organisasi belajar berkelanjutan.',
    ],
  },
  {
    code: 'M7',
    name: 'Mengelola Perubahan',
    definition:
      'Kemampuan menyesuaikan diri dengan situasi yang baru atau berubah dan tidak bergantung secara berlebihan pada metode lama, mengambil tindakan untuk mendukung dan melaksanakan inisiatif perubahan.',
    levels: [
      'Mengikuti perubahan dengan arahan.',
      'Proaktif beradaptasi mengikuti perubahan.',
      'Membantu orang lain mengikuti perubahan, mengantisipasi perubahan secara tepat.',
      'Memimpin perubahan pada unit kerja.',
      'Memimpin, menggalang dan menggerakkan dukungan pemangku kepentingan secara berkelanjutan pada tingkat instansi/nasional.',
    ],
  },
  {
    code: 'M8',
    name: 'Pengambilan Keputusan',
    definition:
      'Kemampuan membuat keputusan yang baik, tepat waktu dan dengan keyakinan diri setelah mempertimbangkan prinsip kehati-hatian, dirumuskan sistematis dan saksama berdasarkan berbagai informasi, alternatif dan konsekuensinya.',
    levels: [
      'Mengumpulkan informasi untuk bertindak sesuai kewenangan.',
      'Menganalisis masalah secara mendalam.',
      'Membandingkan berbagai alternatif, menyeimbangkan risiko keberhasilan.',
      'Menyelesaikan masalah berisiko tinggi, mengantisipasi dampak, mitigasi risiko.',
      'Mengatasi permasalahan jangka panjang/strategis, berdampak nasional.',
    ],
  },
]

/** Sosial kultural, from the same source. */
export const SOCIO_CULTURAL: readonly Entry[] = [
  {
    code: 'S1',
    name: 'Perekat Bangsa',
    definition:
      'Kemampuan mempromosikan sikap toleransi, keterbukaan, peka terhadap perbedaan; mampu menjadi perpanjangan tangan pemerintah dalam mempersatukan masyarakat dan membangun hubungan sosial psikologis dengan masyarakat.',
    levels: [
      'Peka memahami dan menerima kemajemukan.',
      'Aktif mengembangkan sikap saling menghargai, menekankan persamaan dan persatuan.',
      'Mempromosikan, mengembangkan sikap toleransi dan persatuan.',
      'Mendayagunakan perbedaan secara konstruktif dan kreatif.',
      'Wakil pemerintah untuk membangun hubungan sosial psikologis.',
    ],
  },
]
