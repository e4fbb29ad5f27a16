insert into webhooks.type values
  ('complaint.received', 'Laporan diterima', 'Complaint received'),
  ('complaint.verified', 'Laporan diverifikasi', 'Complaint verified'),
  ('complaint.routed', 'Laporan diteruskan ke unit', 'Complaint routed to a unit'),
  ('complaint.completion_requested', 'Pelapor diminta melengkapi', 'Reporter asked to complete'),
  ('complaint.answered', 'Laporan dijawab', 'Complaint answered'),
  ('complaint.reopened', 'Laporan dibuka kembali', 'Complaint reopened'),
  ('complaint.rejected', 'Laporan ditolak', 'Complaint refused'),
  ('complaint.closed', 'Laporan ditutup', 'Complaint closed');
