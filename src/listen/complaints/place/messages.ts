import { defineMessages } from '../../../platform/i18n.ts'

export const placeMessages = defineMessages({
  id: {
    title: 'Di mana kejadiannya?',
    lead: 'Semua boleh dikosongkan. Makin jelas tempatnya, makin cepat petugas menemukannya.',
    level: { l1: 'Provinsi', l2: 'Kabupaten atau kota', l3: 'Kecamatan', l4: 'Desa atau kelurahan' },
    chosen: 'Wilayah',
    elsewhere: 'Ganti wilayah',
    deeper: (level: string) => `Simpan, lalu pilih ${level.toLowerCase()}`,
    landmark: 'Patokan',
    landmarkHint: 'Nama kantor, jalan, atau bangunan di dekatnya. Misalnya: “depan Puskesmas, seberang masjid”.',
    rt: 'RT',
    rw: 'RW',
    position: 'Gunakan posisi saya',
    map: 'Tunjukkan di peta',
    seeMap: 'Lihat di peta',
    pointGiven: 'titiknya ditandai',
    unknown: 'Wilayah ini tidak ada dalam daftar. Pilih yang lain.',
    near: (latitude: string, longitude: string) => `Titik: ${latitude}, ${longitude}`,
    where: 'Tempat',
  },
  en: {
    title: 'Where did it happen?',
    lead: 'Everything may stay empty. The clearer the place, the sooner officers find it.',
    level: { l1: 'Province', l2: 'Regency or city', l3: 'District', l4: 'Village' },
    chosen: 'Region',
    elsewhere: 'Change region',
    deeper: (level: string) => `Save and choose the ${level.toLowerCase()}`,
    landmark: 'Landmark',
    landmarkHint: 'An office, street or building close by. Such as “in front of the clinic, opposite the mosque”.',
    rt: 'RT',
    rw: 'RW',
    position: 'Use my position',
    map: 'Show on a map',
    seeMap: 'See on a map',
    pointGiven: 'a point is marked',
    unknown: 'This region is not in the list. Choose another one.',
    near: (latitude: string, longitude: string) => `Point: ${latitude}, ${longitude}`,
    where: 'Place',
  },
})

export type PlaceTexts = (typeof placeMessages)['id']
