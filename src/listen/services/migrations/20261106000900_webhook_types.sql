insert into webhooks.type values
  ('service.changed', 'Layanan ditambah atau diubah', 'Service added or changed', '{service,unit,slug,active,added}'),
  ('service.standard_published', 'Standar pelayanan ditetapkan', 'Service standard approved', '{service,standard,version,effective_from}'),
  ('service.transaction_finished', 'Pelayanan selesai di loket atau daring', 'Transaction finished at a counter or online', '{transaction,service,unit,outcome,started_at,ended_at}');
