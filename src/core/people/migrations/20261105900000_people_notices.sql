insert into notifications.kind (code, title_id, title_en, preset, required) values
  ('people.recovery', 'Tautan untuk mengganti kata sandi', 'A link to change your password', 'email', true),
  ('people.security', 'Perubahan pada cara masuk Anda', 'A change to how you sign in', 'email', true);
