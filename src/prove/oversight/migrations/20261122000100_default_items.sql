insert into oversight.default_item (area, key, position, text, amount, source, verified, valid_from)
select area, key, position, text, null, source, false, '2009-07-18'::date from (values
  ('inspection', 'maklumat', 1, 'Maklumat pelayanan dipasang dan dapat dibaca pengguna', 'UU 25/2009 Pasal 22'),
  ('inspection', 'standar', 2, 'Persyaratan, alur, waktu, dan biaya ditampilkan sama dengan standar yang ditetapkan', 'UU 25/2009 Pasal 21; PermenPANRB 15/2014'),
  ('inspection', 'petugas', 3, 'Petugas ada di tempat pada jam pelayanan dan memakai tanda pengenal', 'UU 25/2009 Pasal 34'),
  ('inspection', 'sarana', 4, 'Ruang tunggu, toilet, dan jalur kursi roda dapat dipakai', 'UU 25/2009 Pasal 29'),
  ('inspection', 'pungutan', 5, 'Tidak ada biaya di luar yang ditetapkan', 'UU 25/2009 Pasal 21'),
  ('inspection', 'pengaduan', 6, 'Saluran pengaduan diumumkan dan dijaga petugas', 'UU 25/2009 Pasal 36'),
  ('audit', 'dasar', 1, 'Setiap pelayanan yang diperiksa mempunyai dasar hukum dan standar yang berlaku', 'UU 25/2009 Pasal 20'),
  ('audit', 'berkas', 2, 'Berkas contoh lengkap dan sesuai persyaratan', 'PermenPANRB 15/2014'),
  ('audit', 'waktu', 3, 'Waktu penyelesaian berkas contoh sesuai janji layanan', 'PermenPANRB 15/2014'),
  ('audit', 'biaya', 4, 'Penerimaan sesuai tarif dan seluruhnya disetor', 'UU 25/2009 Pasal 31'),
  ('audit', 'wewenang', 5, 'Keputusan ditandatangani pejabat yang berwenang', 'UU 30/2014 Pasal 8'),
  ('audit', 'konflik', 6, 'Petugas tidak memproses permohonan keluarganya sendiri', 'UU 30/2014 Pasal 42'),
  ('evaluation', 'indikator', 1, 'Indikator kinerja diukur dari catatan, bukan diketik, dan dapat dihitung ulang', 'PermenPANRB 88/2021'),
  ('evaluation', 'target', 2, 'Target tahun ini ditetapkan dan dipantau tiap triwulan', 'PermenPANRB 88/2021'),
  ('evaluation', 'skm', 3, 'Survei kepuasan dilaksanakan dan hasilnya ditindaklanjuti', 'PermenPANRB 14/2017'),
  ('evaluation', 'pengaduan', 4, 'Pengaduan dijawab dalam batas waktu', 'PermenPANRB 62/2018'),
  ('evaluation', 'tindak_lanjut', 5, 'Temuan periode lalu sudah tuntas', 'PP 12/2017'),
  ('scorecard', 'kecepatan', 1, 'Pelayanan selesai tepat waktu', 'Bawaan Sigap'),
  ('scorecard', 'keramahan', 2, 'Petugas melayani dengan ramah dan menghormati', 'Bawaan Sigap'),
  ('scorecard', 'kejelasan', 3, 'Syarat dan biaya jelas sejak awal', 'Bawaan Sigap'),
  ('scorecard', 'akses', 4, 'Tempat dan cara pelayanan mudah dijangkau, juga oleh penyandang disabilitas', 'Bawaan Sigap'),
  ('scorecard', 'jawaban', 5, 'Keluhan dijawab dan diperbaiki', 'Bawaan Sigap')
) as rows (area, key, position, text, source);
insert into oversight.default_item (area, key, position, text, amount, source, verified, valid_from) values
  ('period', 'reply_days', 1, 'Tanggapan unit atas laporan, hari kerja', 10, 'Bawaan Sigap; ditetapkan inspektorat', false, '2009-07-18'),
  ('period', 'follow_up_days', 2, 'Tindak lanjut rekomendasi, hari kerja', 40, 'Bawaan Sigap; bandingkan UU 15/2004 Pasal 20 (60 hari untuk hasil pemeriksaan BPK)', false, '2009-07-18'),
  ('period', 'leader_days', 3, 'Pimpinan diberi tahu bila terlambat selama, hari kerja', 5, 'Bawaan Sigap; ditetapkan inspektorat', false, '2009-07-18');
