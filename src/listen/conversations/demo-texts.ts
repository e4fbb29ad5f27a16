type Line = readonly [who: 'citizen' | 'officer' | 'note', body: string, minutes?: number]
/** `hours`: how long before the end of the demonstration it began. */
export type Talk = {
  hours: number
  name: string | null
  /** Part of the name of the service it is about. */
  service: string | undefined
  lines: readonly Line[]
  ends?: 'answered' | 'case' | 'silent' | 'withdrawn' | undefined
}

export const demoTalks: readonly Talk[] = [
  {
    hours: 20,
    name: 'Sari',
    service: 'KTP',
    lines: [
      ['citizen', 'Selamat pagi. Kalau KTP hilang, surat apa saja yang harus saya bawa?', 0],
      ['officer', 'Selamat pagi, Bu Sari. Bawa surat kehilangan dari kepolisian dan fotokopi kartu keluarga.', 18],
      ['citizen', 'Apakah harus datang sendiri atau boleh diwakilkan suami?', 9],
    ],
  },
  {
    hours: 17,
    name: 'Slamet',
    service: undefined,
    lines: [
      [
        'citizen',
        'Sugeng enjing, kula badhe tanglet pripun carane ndamel KTP enggal, menapa kedah mbeta kartu kulawarga lan surat saking kelurahan?',
        0,
      ],
    ],
  },
  {
    hours: 4,
    name: null,
    service: undefined,
    lines: [['citizen', 'Loket buka sampai jam berapa hari Jumat?', 0]],
  },
  {
    hours: 30,
    name: 'Neneng',
    service: undefined,
    lines: [
      [
        'citizen',
        'Wilujeng enjing, abdi bade naros kumaha carana ngadamel akta kalahiran pikeun budak abdi, naon wae saratna sareng sabaraha lami prosesna?',
        0,
      ],
      ['note', 'Bahasa Sunda. Saya teruskan jawabannya dalam bahasa Indonesia yang sederhana.', 12],
      [
        'officer',
        'Selamat pagi, Bu Neneng. Syaratnya surat keterangan lahir, kartu keluarga, dan KTP orang tua. Selesai dalam tiga hari kerja, tanpa biaya.',
        4,
      ],
    ],
  },
  {
    hours: 70,
    name: 'Hadi',
    service: undefined,
    lines: [['citizen', 'Apakah rumah yang belum bersertifikat tetap dapat mengurus alamat di kartu keluarga?', 0]],
  },
  {
    hours: 55,
    name: 'Yusuf',
    service: 'Izin',
    lines: [
      ['citizen', 'Izin usaha saya sudah dua minggu belum terbit. Katanya lima hari kerja.', 0],
      ['officer', 'Terima kasih, Pak Yusuf. Boleh saya tahu kapan permohonannya diajukan?', 35],
      ['citizen', 'Tanggal dua, lewat loket. Saya sudah dua kali datang dan disuruh menunggu.', 12],
      [
        'officer',
        'Ini sudah melewati janji layanan. Saya jadikan laporan agar ditangani dan Anda dapat memantaunya.',
        20,
      ],
    ],
    ends: 'case',
  },
  {
    hours: 80,
    name: 'Dian',
    service: 'Kartu Keluarga',
    lines: [
      ['citizen', 'Apakah kartu keluarga bisa diurus lewat internet?', 0],
      [
        'officer',
        'Bisa. Buka halaman layanan Kartu Keluarga lalu pilih Ajukan. Hasilnya dikirim dalam bentuk PDF.',
        25,
      ],
      ['citizen', 'Terima kasih banyak, jelas sekali.', 5],
      ['officer', 'Sama-sama. Senang dapat membantu.', 2],
    ],
    ends: 'answered',
  },
  {
    hours: 100,
    name: null,
    service: undefined,
    lines: [
      ['citizen', 'Kenapa jalan depan pasar ditutup?', 0],
      [
        'officer',
        'Jalan ditutup untuk perbaikan saluran air sampai akhir bulan. Jalan lain lewat Jalan Contoh Timur.',
        95,
      ],
    ],
    ends: 'silent',
  },
  {
    hours: 130,
    name: 'Made',
    service: undefined,
    lines: [
      ['citizen', 'Berapa biaya membuat akta kematian?', 0],
      ['officer', 'Tidak ada biaya. Bila ada yang meminta uang, sampaikan kepada kami sebagai laporan.', 40],
    ],
    ends: 'answered',
  },
  {
    hours: 150,
    name: 'Rina',
    service: undefined,
    lines: [['citizen', 'Maaf, salah alamat. Pertanyaan saya untuk kecamatan lain.', 0]],
    ends: 'withdrawn',
  },
  ...[170, 198, 222, 246, 270, 320].map((hours, index): Talk => {
    const [asked, told] = [
      ['Hari Sabtu apakah ada pelayanan?', 'Hari Sabtu tutup. Layanan buka Senin sampai Jumat.'],
      ['Antrean bisa diambil dari rumah?', 'Bisa. Pilih layanan di halaman depan lalu ambil nomor antrean.'],
      ['Dokumen saya salah ketik nama, bagaimana?', 'Bawa dokumen itu dan KTP ke loket; perbaikannya tanpa biaya.'],
      ['Apakah ada kursi roda di kantor?', 'Ada, di pintu timur. Petugas di pintu siap membantu Anda.'],
      ['Surat pindah berlaku berapa lama?', 'Surat pindah berlaku 100 hari sejak diterbitkan.'],
      [
        'Bagaimana mengganti foto di KTP?',
        'Foto dapat diganti bila KTP rusak atau data berubah. Datang ke loket perekaman.',
      ],
    ][index]!
    return {
      hours,
      name: null,
      service: undefined,
      lines: [
        ['citizen', asked!, 0],
        ['officer', told!, 8 + index * 25],
      ],
      ends: 'answered',
    }
  }),
]

export const demoAnswers = [
  {
    shortcut: 'jam',
    name: 'Jam buka kantor',
    body: 'Kantor kami buka Senin sampai Jumat. Jam lengkapnya ada di halaman layanan; hari libur nasional kami tutup.',
  },
  {
    shortcut: 'ktp',
    name: 'Syarat KTP hilang',
    body: 'Untuk KTP yang hilang, bawa surat kehilangan dari kepolisian dan fotokopi kartu keluarga. Tidak ada biaya.',
  },
  {
    shortcut: 'terima-kasih',
    name: 'Penutup',
    body: 'Terima kasih sudah bertanya. Bila ada hal lain, tulis saja di sini.',
  },
] as const
