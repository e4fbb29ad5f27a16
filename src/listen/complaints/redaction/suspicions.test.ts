import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computed } from '../../../platform/test/cpu-time.ts'
import { coverWords, suspicions } from './suspicions.ts'

/** What people write, and what in it may lead to somebody. */
const CORPUS: readonly (readonly [text: string, ...wanted: string[]])[] = [
  ['Saya dilayani Bapak Ahmad Fauzi di loket 3.', 'Ahmad Fauzi'],
  ['Ibu Siti Nurhaliza menolak berkas saya.', 'Siti Nurhaliza'],
  ['Tolong tegur Sdr. Bambang yang merokok.', 'Bambang'],
  ['Pak Joko dan Bu Rini tidak ada di tempat.', 'Joko', 'Rini'],
  ['kemarin pak darmo bilang berkas hilang', 'darmo'],
  ['Nama saya Wahyu Hidayat, mohon dibantu.', 'Wahyu Hidayat'],
  ['Sertifikat atas nama Sri Lestari belum jadi.', 'Sri Lestari'],
  ['KTP a.n. Dewi Anggraini salah cetak.', 'Dewi Anggraini'],
  ['Petugas Hendra meminta uang.', 'Hendra'],
  ['Perawat Yuni dan dr. Surya sangat baik.', 'Yuni', 'Surya'],
  ['Anak bernama Putri belum divaksin.', 'Putri'],
  ['Oknum Rahmat di parkiran memaksa.', 'Rahmat'],
  ['Mas Agus, sopir truk, mengotori jalan.', 'Agus'],
  ['Rumah saya di Jl. Melati No. 12, tolong dicek.', 'Jl. Melati No. 12'],
  ['Alamat: Gang Mawar nomor 7 RT 03 RW 05.', 'Gang Mawar nomor 7', 'RT 03 RW 05'],
  ['Lampu mati di RT 02/RW 11 no 4 depan pos.', 'RT 02/RW 11 no 4'],
  ['Perumahan Griya Asri Blok C No 9 banjir.', 'Perumahan Griya Asri Blok C No 9'],
  ['Saya lahir di Semarang, 12 Mei 1980.', 'lahir di Semarang, 12 Mei 1980'],
  ['TTL 01-02-1975 salah di KK.', 'TTL 01-02-1975'],
  ['Nomor pelanggan 1234567 tidak terbaca.', '1234567'],
  ['Ny. Kartini menunggu tiga jam.', 'Kartini'],
  ['Tetangga saya Slamet membakar sampah.', 'Slamet'],
  ['Hj. Aminah sudah mengantre sejak pagi.', 'Aminah'],
  ['Kemarin Bambang Sutrisno membentak saya.', 'Bambang Sutrisno'],
  ['Saya diminta uang oleh Rina Kartikasari di parkiran.', 'Rina Kartikasari'],
  ['Dilayani Agus Salim Harahap, orangnya ramah.', 'Agus Salim Harahap'],
  ['Sertifikat milik Yusuf Maulana belum keluar.', 'Yusuf Maulana'],
  ['Siti Rahmawati belum menerima bantuan.', 'Siti Rahmawati'],
  // Nothing of these leads to anybody.
  ['Loket Kartu Keluarga di Mal Pelayanan Publik tutup.'],
  ['Antrean di Dinas Kependudukan dan Pencatatan Sipil panjang.'],
  ['Lampu di Pasar Induk Sukamaju padam.'],
  ['Jalan Raya Timur berlubang di depan Masjid Nurul Huda.'],
  ['Saya ke RSUD Contoh Sehat tetapi ditolak.'],
  ['Pendaftaran Bantuan Langsung Tunai lewat Google Maps membingungkan.'],
  ['Jalan Rusak Parah Di Depan Sekolah Mohon Diperbaiki'],
  ['Puskesmas Melati Dua kekurangan obat.'],
  ['Selamat pagi, Air Minum keruh di Desa Banyu Biru.'],
  ['Pak Lurah tidak ada di kantor.'],
  ['Bapak Bupati, mohon jalan ini diperbaiki.'],
  ['Ibu hamil harus antre lama.'],
  ['Bapak dan Ibu petugas sangat ramah.'],
  ['Petugas loket lambat melayani.'],
  ['Guru sekolah dasar sering terlambat.'],
  ['Jalan Melati berlubang sejak Maret.'],
  ['Biaya Rp 150000 padahal gratis, katanya 50000 rupiah.'],
  ['Pukul 08.00 sampai 12.00 tanggal 21 November 2026.'],
  ['Di Kelurahan Sukamaju, Kecamatan Contoh, air mati.'],
  ['Ibu kota kabupaten macet.'],
  ['Ada 12500 warga terdampak.'],
  ['Pegawai di loket dua tidak sopan.'],
  ['Tolong pak, segera diperbaiki.'],
  ['Saudara kandung saya belum terdaftar.'],
  ['Ibu saya lansia dan sulit berjalan.'],
  ['Staf bagian umum meminta fotokopi.'],
  ['Perumahan kami banjir setiap hujan.'],
  ['Loket 12 antrean A 45 tidak dipanggil.'],
]

test('of a small corpus nearly all is found, and nearly nothing else', () => {
  const misses: string[] = []
  const wrong: string[] = []
  let right = 0
  for (const [text, ...wanted] of CORPUS) {
    const found = suspicions(text).map((one) => one.found)
    right += wanted.filter((one) => found.includes(one)).length
    misses.push(...wanted.filter((one) => !found.includes(one)).map((one) => `${one}: ${text}`))
    wrong.push(...found.filter((one) => !wanted.includes(one)).map((one) => `${one}: ${text}`))
  }
  const recall = right / (right + misses.length)
  const precision = right / (right + wrong.length)
  expect(recall >= 0.95 ? [] : misses).toEqual([])
  expect(precision >= 0.95 ? [] : wrong).toEqual([])
})

test('the names of the institution’s own services and units are nobody’s', () => {
  const text = 'Formulir Rawat Inap Terpadu hilang, kata Yusuf Maulana.'
  expect(suspicions(text, ['Rawat Inap Terpadu']).map((one) => one.found)).toEqual(['Yusuf Maulana'])
})

test('what is ticked is covered wherever it stands, the longer first, and nothing else', () => {
  expect(coverWords('Siti dan Siti Aminah, kata Siti.', ['Siti', 'Siti Aminah'])).toBe('▇▇▇ dan ▇▇▇, kata ▇▇▇.')
  expect(coverWords('a b', ['', ' ', 'a'])).toBe('a b')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      for (const { found } of suspicions(text)) expect(text).toContain(found.split(' ')[0])
    }),
  )
})

test.each([
  'Pak ',
  'Pak A',
  'jl a ',
  'rt 1 ',
  'lahir ',
  '12345 ',
  'petugas Andi ',
  'Blok ',
  'Budi Santoso ',
  '0812 lalu ',
  '0812 ada ',
  'B 1234 ',
])('a long text of %j is looked through in no time', (piece) => {
  const text = piece.repeat(Math.floor(20_000 / piece.length))
  const before = computed()
  suspicions(text)
  expect(computed() - before).toBeLessThan(1500)
})
