import { defineMessages } from '../../../platform/i18n.ts'

export const mapMessages = defineMessages({
  id: {
    title: 'Peta pengaduan',
    lead: 'Peta hanya tambahan. Tanpa pengaturan ini tidak ada peta di halaman mana pun, dan tidak ada yang diambil dari server lain.',
    state: 'Keadaan sekarang',
    off: 'Belum ada peta. Tempat kejadian diisi dengan wilayah, patokan, dan posisi perangkat.',
    on: (host: string) =>
      `Peta ditawarkan pada langkah "Di mana kejadiannya?", pada laporan yang memiliki titik, dan pada statistik publik. Gambarnya diambil dari ${host} begitu seseorang menekan tombolnya.`,
    here: 'server ini',
    privacy:
      'Server peta melihat alamat jaringan pembuka peta dan bagian peta yang dibuka. Pilih server instansi sendiri bila ada. Pelaporan pelanggaran tidak pernah menampilkan peta.',
    try: 'Coba lihat peta',
    set: 'Pengaturan',
    tiles: 'Alamat gambar peta',
    tilesHint:
      'Dengan {z}, {x}, dan {y}. Dimulai dengan https://, atau dengan / bila ada di server ini. Contoh: https://peta.contoh.go.id/{z}/{x}/{y}.png',
    attribution: 'Sumber peta',
    attributionHint: 'Tampil di bawah peta. Contoh: © Kontributor OpenStreetMap.',
    attributionUrl: 'Tautan sumber peta',
    maxZoom: 'Perbesaran terbesar',
    maxZoomHint: 'Yang masih dimiliki server peta, biasanya 18 atau 19.',
    centre: 'Titik tengah',
    centreHint:
      'Lintang dan bujur pusat wilayah Anda, misalnya -6.91474, 107.60981. Tanpa ini peta mulai dari seluruh Indonesia.',
    zoom: 'Perbesaran awal',
    save: 'Simpan peta',
    saved: 'Peta disimpan.',
    remove: 'Hapus peta',
    removed: 'Peta dihapus. Tidak ada lagi yang diambil dari server lain.',
  },
  en: {
    title: 'Map for complaints',
    lead: 'A map is only an addition. Without this setting no page shows one, and nothing is loaded from another server.',
    state: 'As it is now',
    off: 'There is no map. Places are told by region, landmark and the position of the device.',
    on: (host: string) =>
      `A map is offered at the step "Where did it happen?", on reports that have a point, and on the public statistics. Its pictures come from ${host} as soon as somebody presses the button.`,
    here: 'this server',
    privacy:
      'The map server sees the network address of whoever opens a map, and which part of it. Choose a server of your own where you have one. Reports of wrongdoing never show a map.',
    try: 'Try the map',
    set: 'Setting',
    tiles: 'Address of the map pictures',
    tilesHint:
      'With {z}, {x} and {y}. Begins with https://, or with / where this server has them. Example: https://peta.contoh.go.id/{z}/{x}/{y}.png',
    attribution: 'Source of the map',
    attributionHint: 'Shown beneath the map, such as © OpenStreetMap contributors.',
    attributionUrl: 'Link to the source',
    maxZoom: 'Largest zoom',
    maxZoomHint: 'What the map server still has, usually 18 or 19.',
    centre: 'Centre',
    centreHint:
      'Latitude and longitude of the middle of your area, such as -6.91474, 107.60981. Without it the map begins with the whole country.',
    zoom: 'Zoom at the beginning',
    save: 'Save the map',
    saved: 'The map was saved.',
    remove: 'Remove the map',
    removed: 'The map was removed. Nothing is loaded from another server any more.',
  },
})
