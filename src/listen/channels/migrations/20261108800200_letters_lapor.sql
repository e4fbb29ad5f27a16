create table channels.letter (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  file_id uuid not null,
  file_name text not null,
  number text,
  dated date,
  sender text,
  complaint_id uuid,
  uploaded_by uuid,
  uploaded_at timestamptz not null,
  discarded_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, file_id) references platform.file (institution_id, id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on table channels.letter is 'Scans of paper letters; a draft until it has a case.';
create index on channels.letter (institution_id, uploaded_at desc, id desc);
select platform.tenant_table('channels.letter');

create table channels.social_post (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  url text not null check (length(url) between 10 and 1000),
  platform text not null,
  author text,
  posted_on date,
  created_at timestamptz not null,
  primary key (institution_id, complaint_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on table channels.social_post is 'The public post a case was taken from.';
create unique index on channels.social_post (institution_id, url);
select platform.tenant_table('channels.social_post');

create table channels.lapor_column (
  institution_id uuid not null references organization.institution,
  field text not null,
  heading text not null check (length(heading) between 1 and 200),
  primary key (institution_id, field)
);
comment on table channels.lapor_column is 'Which heading of the SP4N-LAPOR! export holds which field, where it differs from the usual one.';
select platform.tenant_table('channels.lapor_column');

create table channels.lapor_class_standard (
  word text not null,
  class text,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  primary key (word, valid_from)
);
select platform.reference_table('channels.lapor_class_standard');
insert into channels.lapor_class_standard values
  ('aspirasi', 'aspiration', '2018-01-01', 'Klasifikasi laporan di lapor.go.id; padanan golongannya pilihan Sigap', false),
  ('permintaan informasi', 'information', '2018-01-01', 'Klasifikasi laporan di lapor.go.id; padanan golongannya pilihan Sigap', false),
  ('pengaduan', null, '2018-01-01', 'Klasifikasi laporan di lapor.go.id; tidak menyebut berkadar pengawasan atau tidak', false),
  ('berkadar pengawasan', 'oversight', '2018-01-01', 'Jenis pengaduan pada standar pelayanan di sippn.menpan.go.id', false),
  ('tidak berkadar pengawasan', 'ordinary', '2018-01-01', 'Jenis pengaduan pada standar pelayanan di sippn.menpan.go.id', false);

create table channels.lapor_class (
  institution_id uuid not null references organization.institution,
  word text not null check (length(word) between 1 and 100),
  class text check (class in ('light', 'information', 'aspiration', 'ordinary', 'oversight', 'disclosure')),
  valid_from date not null,
  revision smallint not null check (revision >= 1),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (institution_id, word, valid_from, revision)
);
comment on table channels.lapor_class is 'Which class of ours a class of SP4N-LAPOR! becomes, for reports from valid_from on; of one day the last revision holds, before channels.lapor_class_standard.';
comment on column channels.lapor_class.word is 'Their word in small letters without signs.';
comment on column channels.lapor_class.class is 'Empty where a person decides.';
select platform.tenant_table('channels.lapor_class', 'append');

create table channels.lapor_import (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  file_name text not null,
  headings jsonb not null,
  lines jsonb not null,
  numbers jsonb not null,
  created_by uuid,
  created_at timestamptz not null,
  applied_at timestamptz,
  counts jsonb,
  primary key (institution_id, id)
);
comment on table channels.lapor_import is 'A file from SP4N-LAPOR! between its check and its taking over; lines are emptied when it was taken over or after a week.';
create index on channels.lapor_import (institution_id, created_at desc, id desc);
select platform.tenant_table('channels.lapor_import');

create table channels.lapor_case (
  institution_id uuid not null references organization.institution,
  tracking_id text not null check (length(tracking_id) between 3 and 40),
  complaint_id uuid not null,
  class text,
  state text,
  disposed_on date,
  followed_on date,
  unit text,
  updated_at timestamptz not null,
  primary key (institution_id, tracking_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on table channels.lapor_case is 'What SP4N-LAPOR! says about a case that was also reported there.';
create index on channels.lapor_case (institution_id, complaint_id);
select platform.tenant_table('channels.lapor_case');
