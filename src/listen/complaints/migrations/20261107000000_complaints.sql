create schema complaints;
select platform.slice_schema('complaints');

create type complaints.status as enum (
  'received', 'incomplete', 'rejected', 'forwarded', 'returned', 'processing', 'answered', 'closed',
  'postponed', 'referred', 'archived');
create type complaints.kind as enum (
  'complaint', 'criticism', 'suggestion', 'question', 'praise', 'whistleblowing');
create type complaints.event_kind as enum (
  'received', 'completion_requested', 'completed', 'verified', 'rejected', 'classified', 'routed', 'returned', 'started',
  'noted', 'informed', 'answered', 'rated', 'reopened', 'closed', 'postponed', 'resumed', 'referred', 'archived',
  'investigated', 'merged', 'unmerged', 'extended', 'objected', 'objection_decided', 'disputed', 'dispute_decided');
create type complaints.class as enum ('light', 'information', 'aspiration', 'ordinary', 'oversight', 'disclosure');
create type complaints.channel as enum (
  'web', 'counter', 'phone', 'letter', 'email', 'chat', 'social', 'api', 'whatsapp', 'open311', 'lapor');
create type complaints.privacy as enum ('open', 'anonymous', 'secret');
create type complaints.outcome as enum ('resolved', 'partly', 'explained', 'unfounded', 'referred');
create type complaints.actor as enum ('citizen', 'officer', 'system', 'client');
create type complaints.rule_key as enum (
  'verify', 'respond', 'resolve', 'complete', 'close', 'reopen', 'within_day', 'opened', 'question', 'extend', 'object', 'objection', 'dispute');
create type complaints.rule_unit as enum ('working_day', 'hour');

create table complaints.complaint (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  key_no smallint not null default 1 check (key_no >= 1),
  unit_id uuid not null,
  service_id uuid,
  kind complaints.kind not null default 'complaint',
  channel complaints.channel not null,
  privacy complaints.privacy not null,
  subject text not null check (length(subject) between 1 and case kind when 'whistleblowing' then 1200 else 150 end),
  body text not null check (length(body) between 1 and case kind when 'whistleblowing' then 60000 else 10000 end),
  place text,
  occurred_on date,
  reporter_name text,
  reporter_email text,
  reporter_phone text,
  erased_at timestamptz,
  photo_id uuid,
  received_at timestamptz not null,
  status complaints.status not null,
  class complaints.class,
  theme text collate "C",
  outcome complaints.outcome,
  rating smallint check (rating between 1 and 5),
  resolved_at timestamptz,
  public_at timestamptz,
  objected_at timestamptz,
  queue smallint not null check (queue between 1 and 4 or queue between 11 and 14),
  queue_at timestamptz not null,
  derived_events smallint not null,
  derived_rules text not null,
  derived_calendar integer not null,
  search tsvector generated always as (case when kind <> 'whistleblowing' then to_tsvector('simple', subject || ' ' || body) end) stored,
  primary key (institution_id, id),
  unique (institution_id, code),
  check ((kind = 'whistleblowing') = (queue > 10)),
  check (kind <> 'whistleblowing' or (privacy = 'secret' and public_at is null)),
  check (kind <> 'whistleblowing' or coalesce(reporter_name, reporter_email, reporter_phone) is null),
  check ((kind = 'whistleblowing') = starts_with(subject, E'\x02sealed:')),
  check ((kind = 'whistleblowing') = starts_with(body, E'\x02sealed:')),
  check (place is null or (kind = 'whistleblowing') = starts_with(place, E'\x02sealed:')),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  foreign key (institution_id, service_id) references services.service (institution_id, id),
  foreign key (institution_id, photo_id) references platform.file (institution_id, id)
);
comment on column complaints.complaint.code is 'The number of the report, without the dash; see code.ts.';
comment on column complaints.complaint.key_no is 'How many keys the reporter was given; the key itself lies in no table, see key.ts.';
comment on column complaints.complaint.erased_at is 'Since when nothing here says who reported: the retention period is over.';
comment on column complaints.complaint.body is 'With subject and place sealed for whistleblowing, see whistleblowing/words.ts; no text index knows them.';
comment on column complaints.complaint.status is 'This and every column down to derived_calendar repeats what the event log says, for lists; recomputed by a job.';
comment on column complaints.complaint.theme is 'A word of the vocabulary theme, by its slug; text, because an institution adds its own, compared byte by byte.';
comment on column complaints.complaint.resolved_at is 'First answer after the last reopening.';
comment on column complaints.complaint.public_at is 'Since when the public may read it, without names; empty for secret, unverified and refused ones.';
comment on column complaints.complaint.objected_at is 'Since when an objection of the reporter of a request for public information waits for its decision.';
comment on column complaints.complaint.queue is '1 to verify, 2 at work, 3 waiting for the citizen, 4 done; 11 to 14 the same for whistleblowing, so that a query that does not know of it does not find it. A number, because row-level security keeps enum comparisons out of index conditions.';
comment on column complaints.complaint.queue_at is 'Earliest deadline of a running clock; for done ones, when it ended.';
comment on column complaints.complaint.derived_rules is 'Version of the deadline rules behind queue_at.';
create index on complaints.complaint (institution_id, unit_id, queue, queue_at, id);
-- With all that figures of a time are counted from, so that they read no report.
create index on complaints.complaint (institution_id, received_at, unit_id, theme) include (status, queue, resolved_at);
create index on complaints.complaint (institution_id, public_at desc, id) where public_at is not null;
create index on complaints.complaint (institution_id, resolved_at, unit_id) where resolved_at is not null;
create index complaint_service on complaints.complaint (institution_id, service_id, queue, queue_at, id) where service_id is not null;
create index complaint_open on complaints.complaint (institution_id, queue, queue_at, id);
-- What waits to be verified has no theme yet: asked for one, its whole queue would be read for nothing.
create index complaint_theme on complaints.complaint (institution_id, theme, queue, queue_at, id) where theme is not null;
-- Two, because most are done: what comes in is written into the small one, and the words of the open ones are found
-- without passing by all that was ever reported.
create index complaint_open_words on complaints.complaint using gin (search) where queue <> 4;
create index complaint_done_words on complaints.complaint using gin (search) where queue = 4;
select platform.tenant_table('complaints.complaint');

create table complaints.event (
  institution_id uuid not null,
  complaint_id uuid not null,
  seq smallint not null check (seq >= 1),
  kind complaints.event_kind not null,
  at timestamptz not null,
  actor complaints.actor not null,
  account_id uuid,
  unit_id uuid,
  class complaints.class,
  theme text collate "C",
  outcome complaints.outcome,
  reason text,
  score smallint check (score between 1 and 5),
  body text,
  channel complaints.channel,
  voice_id uuid,
  primary key (institution_id, complaint_id, seq),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  foreign key (institution_id, voice_id) references complaints.complaint (institution_id, id),
  check (kind not in ('received', 'routed') or unit_id is not null),
  check (kind <> 'classified' or (class is not null and (theme is not null or actor = 'system'))),
  check (kind <> 'answered' or (outcome is not null and body is not null)),
  check (kind not in ('rejected', 'reopened', 'returned', 'postponed', 'referred', 'archived', 'investigated', 'objected', 'objection_decided', 'dispute_decided') or reason is not null),
  check (kind not in ('noted', 'informed', 'completed', 'completion_requested', 'extended', 'objected', 'objection_decided', 'disputed', 'dispute_decided') or body is not null),
  check (kind <> 'rated' or score is not null)
);
comment on table complaints.event is 'The story of each complaint, append only: states, clocks and indicators are computed from it.';
comment on column complaints.event.reason is 'Reason code of a refusal or return, the citizen''s words of a reopening, or the outside institution a case was referred to.';
comment on column complaints.event.voice_id is 'The report whose reporter speaks, where it is handled with this one: the other reporters do not read it.';
comment on column complaints.event.channel is 'How a message came in when it was not the page of the case.';
-- What happened between two instants; an append-only table lies in the order of time.
create index event_by_time on complaints.event using brin (institution_id, at);
-- What other systems are told, in its order (complaints.v_told).
create index event_told on complaints.event (institution_id, at, complaint_id, seq)
  where kind not in ('received', 'noted', 'informed', 'rated', 'classified', 'investigated', 'merged', 'unmerged', 'extended',
    'objected', 'objection_decided', 'disputed', 'dispute_decided');
-- When each was answered, without reading what was said: a year is counted again from it.
create index event_answered on complaints.event (institution_id, complaint_id, at) where kind = 'answered';
select platform.tenant_table('complaints.event', 'append');
-- Words of a citizen go when their retention period is over; kinds, times and figures never change.
grant update (body, reason) on complaints.event to sigap_app;

create table complaints.reference (
  institution_id uuid not null references organization.institution,
  system text not null check (system ~ '^[a-z0-9][a-z0-9_.:-]{0,60}$'),
  external_id text not null check (length(external_id) between 1 and 300),
  complaint_id uuid not null,
  data jsonb not null default '{}',
  created_at timestamptz not null,
  primary key (institution_id, system, external_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on table complaints.reference is 'What other systems call this complaint: SP4N-LAPOR!, Open311, a chat, the thread of an e-mail.';
create index on complaints.reference (institution_id, complaint_id);
select platform.tenant_table('complaints.reference');

create table complaints.intake_key (
  institution_id uuid not null references organization.institution,
  source text not null check (length(source) between 1 and 100),
  key text not null check (length(key) between 1 and 300),
  complaint_id uuid not null,
  print bytea,
  created_at timestamptz not null,
  primary key (institution_id, source, key)
);
comment on column complaints.intake_key.print is 'Fingerprint of what was sent, so that a key used for something else is told apart from a retry; empty where the key is a message id.';
comment on table complaints.intake_key is 'The same delivery sent twice by an API client, a webhook or an import gives the same complaint.';
create index on complaints.intake_key (institution_id, created_at);
select platform.tenant_table('complaints.intake_key');

create table complaints.deadline_rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  key complaints.rule_key not null,
  class complaints.class,
  amount smallint not null check (amount between 1 and 400),
  unit complaints.rule_unit not null,
  valid_from date not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (institution_id, id),
  check ((key = 'resolve') = (class is not null))
);
comment on table complaints.deadline_rule is 'What this institution has set; where it has nothing, complaints.deadline_standard holds. A rule ends where the next one of its key and class begins; of one date the one set last holds.';
select platform.tenant_table('complaints.deadline_rule', 'append');

create table complaints.deadline_standard (
  key complaints.rule_key not null,
  class complaints.class,
  amount smallint not null,
  unit complaints.rule_unit not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  unique nulls not distinct (key, class, valid_from)
);
select platform.reference_table('complaints.deadline_standard');
insert into complaints.deadline_standard (key, class, amount, unit, valid_from, source, verified) values
  ('verify', null, 3, 'working_day', '2018-01-01', 'SP4N-LAPOR!: diverifikasi dan diteruskan paling lambat 3 hari kerja (laman aplikasi KemenPANRB)', true),
  ('respond', null, 5, 'working_day', '2018-01-01', 'SP4N-LAPOR!: instansi merumuskan tindak lanjut paling lambat 5 hari kerja (laman aplikasi KemenPANRB)', true),
  ('resolve', 'light', 2, 'working_day', '2018-01-01', 'Standar setempat pada sippn.menpan.go.id (8304801): pengaduan ringan 2 hari kerja', false),
  ('resolve', 'information', 5, 'working_day', '2018-01-01', 'sippn.menpan.go.id: permintaan informasi/normatif 5 hari kerja; pasal PermenPANRB 62/2018 belum dibaca', false),
  ('resolve', 'aspiration', 14, 'working_day', '2018-01-01', 'Disamakan dengan pengaduan tidak berkadar pengawasan; tidak ada sumber yang memisahkan aspirasi', false),
  ('resolve', 'ordinary', 14, 'working_day', '2018-01-01', 'sippn.menpan.go.id: tidak berkadar pengawasan 14 hari kerja', true),
  ('resolve', 'oversight', 60, 'working_day', '2018-01-01', 'sippn.menpan.go.id: berkadar pengawasan 60 hari kerja; Perpres 76/2013 menyebut 60 hari sejak berkas lengkap (dibaca dari berita)', true),
  ('resolve', 'disclosure', 10, 'working_day', '2018-01-01', 'UU 14/2008: permohonan informasi publik 10 hari kerja (dibaca dari laman PPID: bag-pemerintahan.probolinggokota.go.id, ppid.sumbarprov.go.id; naskahnya belum dibaca). Dihitung sejak permohonan diterima: pilihan Sigap', false),
  ('extend', null, 7, 'working_day', '2018-01-01', 'UU 14/2008: diperpanjang 7 hari kerja (dibaca dari laman PPID yang sama; naskahnya belum dibaca). Satu kali, dengan alasan tertulis', false),
  ('object', null, 30, 'working_day', '2018-01-01', 'UU 14/2008: keberatan dalam 30 hari kerja (dibaca dari laman PPID yang sama; naskahnya belum dibaca)', false),
  ('objection', null, 30, 'working_day', '2018-01-01', 'UU 14/2008: keberatan ditanggapi dalam 30 hari kerja (dibaca dari laman PPID yang sama; naskahnya belum dibaca)', false),
  ('dispute', null, 14, 'working_day', '2018-01-01', 'UU 14/2008: sengketa diajukan ke Komisi Informasi paling lambat 14 hari kerja sejak tanggapan atasan PPID diterima (dibaca dari laman ppid.kepriprov.go.id; naskahnya belum dibaca). Bila atasan PPID tidak menanggapi, dihitung sejak batas waktunya lewat: pilihan Sigap', false),
  ('complete', null, 10, 'working_day', '2018-01-01', 'Kebiasaan LAPOR!: 10 hari kerja untuk melengkapi; UU 25/2009 menyebut 30 hari (belum dibaca)', false),
  ('close', null, 10, 'working_day', '2018-01-01', 'SP4N-LAPOR!: ditutup setelah 10 hari kerja tanpa balasan (laman aplikasi KemenPANRB)', true),
  ('reopen', null, 10, 'working_day', '2018-01-01', 'Kebijakan setempat: dapat dibuka kembali sekali dalam 10 hari kerja sejak dijawab', false),
  ('within_day', null, 24, 'hour', '2018-01-01', 'Indikator responsivitas: diselesaikan dalam 24 jam (bukan batas waktu hukum)', false),
  ('question', null, 168, 'hour', '2018-01-01', 'Kebijakan setempat: pertanyaan masyarakat dijawab dalam 7 hari (indikator, bukan batas waktu hukum)', false),
  ('opened', null, 24, 'hour', '2018-01-01', 'Kebijakan setempat: identitas pelapor pelanggaran terbuka 24 jam bagi dua pemeriksa yang menyetujuinya', false);

create table complaints.draft (
  institution_id uuid not null references organization.institution,
  token_hash bytea not null,
  complaint_id uuid not null,
  data jsonb not null,
  code text,
  updated_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (institution_id, token_hash)
);
comment on table complaints.draft is 'A complaint that is being written. Its address holds 128 random bits; here lies only their SHA-256.';
comment on column complaints.draft.complaint_id is 'The id the complaint will have, so that its files already belong to it.';
comment on column complaints.draft.code is 'Set when it was sent; sending it again leads to the same receipt.';
create index on complaints.draft (institution_id, expires_at);
select platform.tenant_table('complaints.draft');

-- Ids of one page of the worklist that match a full-text query. Row-level security keeps the @@ operator out of index
-- conditions, so this runs as the owner and names the institution itself. Dynamic, so that the planner sees the words,
-- also where a route has its plans made for any values.
-- With `walked`, what is read does not grow with the archive: a rare word is looked up in the text index, common words
-- are looked for in so many rows of the queue, in its order; a last row without id then says that the rest was not read.
create function complaints.matching(
  words tsquery, in_units uuid[], in_queues smallint[], of_service uuid, of_theme text,
  due_before timestamptz, after_at timestamptz, after_id uuid, newest_first boolean, most integer, hidden uuid[], of_kind complaints.kind,
  of_account uuid, of_nobody boolean, walked integer, without_secret boolean default false)
returns table (id uuid) language plpgsql stable rows 51 security definer set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_custom_plan as $$
declare
  direction constant text := case when newest_first then 'desc' else 'asc' end;
  -- A word that so many reports hold is still rare. All of them are read, wherever they lie: of more, a walk through the
  -- queue meets a page full sooner.
  few constant integer := 600;
  place constant text := format($q$c.institution_id = platform.current_institution() and c.unit_id %s
      and ($3 is null or c.service_id = $3) and ($5 is null or c.queue_at < $5)
      and ($6 is null or (c.queue_at, c.id) %s ($6, $7))$q$,
    case cardinality(in_units) when 1 then '= ($2)[1]' else '= any($2)' end, case when newest_first then '<' else '>' end);
  hit constant text := $q$c.search @@ $1 and ($4 is null or c.theme = $4) and c.id <> all($9)
      and ($10 is null or c.kind = $10)
      and ($11 is null or exists (select from complaints.assignment g where g.institution_id = c.institution_id
        and g.complaint_id = c.id and g.account_id = $11))
      and (not $12 or not exists (select from complaints.assignment g where g.institution_id = c.institution_id
        and g.complaint_id = c.id))$q$ || case when without_secret then $q$ and c.privacy <> 'secret'$q$ else '' end;
  sought tsquery;
  rare tsquery;
  expected float8;
  branches text;
  lying text;
  found uuid[];
  reached integer;
begin
  if walked is not null then
    -- ANALYZE has counted the common words; what it does not list is in fewer reports than any of them. Together they
    -- are in as many as if none had to do with another.
    with known as materialized (
      select k.lexeme, k.share from pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) k (lexeme, share)
      where s.schemaname = 'complaints' and s.tablename = 'complaint' and s.attname = 'search'
    ), asked as (
      select one.word, least(1, (select coalesce(sum(known.share), 0) from known
        where starts_with(known.lexeme, split_part(one.word, '''', 2)))) as share
      from string_to_table(words::text, ' & ') one (word) where length(one.word) > 6
    ), indexed as (
      select greatest(reltuples, 0) as reports from pg_class where oid = case when in_queues = array[4]::smallint[]
        then 'complaints.complaint_done_words' else 'complaints.complaint_open_words' end::regclass
    )
    select string_agg(word, ' & ')::tsquery, (string_agg(word, ' & ') filter (where share * reports <= few))::tsquery,
      min(reports) * exp(sum(ln(greatest(share, 1e-6))))
    into sought, rare, expected from asked cross join indexed;
    -- Common words that are rarely together: among open cases the index finds the few faster than a walk.
    if rare is null and expected <= few / 2 and in_queues <> array[4]::smallint[] then
      rare := sought;
    end if;
  end if;
  if rare is not null then
    -- The text index is written in two parts, and the planner takes one only where the condition names it.
    return query execute format($q$
      with holding as materialized (
        select c.* from complaints.complaint c where c.search @@ $13 and c.queue %s 4
          and c.institution_id = platform.current_institution())
      select c.id from holding c where %s and %s and c.queue = any($14) order by c.queue_at %s, c.id %4$s limit $8$q$,
      case when in_queues = array[4]::smallint[] then '=' else '<>' end, place, hit, direction)
    using words, in_units, of_service, of_theme, due_before, after_at, after_id, most, hidden, of_kind, of_account,
      of_nobody, rare, in_queues;
    return;
  end if;
  -- One branch for each queue: only an equality lets the planner read the index in the order of the deadlines.
  select string_agg(format($q$(
    select c.queue_at, c.id, %s as hit from complaints.complaint c where c.queue = %s and %s %s
    order by c.queue_at %s, c.id %5$s limit $13)$q$,
    case when walked is null then 'true' else hit end, queue, place, case when walked is null then 'and ' || hit else '' end,
    direction), ' union all '),
    string_agg(format($q$(select from complaints.complaint c where c.queue = %s and %s limit $13)$q$, queue, place), ' union all ')
  into branches, lying from unnest(in_queues) queue;
  -- Nothing is read beyond the last row of the page: only where too few are found does it matter how far one came.
  execute format($q$
    select array(select r.id from (select * from (%s) q order by q.queue_at %s, q.id %2$s limit $13) r
      where r.hit order by r.queue_at %2$s, r.id %2$s limit $8)$q$,
    branches, direction)
  into found
  using words, in_units, of_service, of_theme, due_before, after_at, after_id, most, hidden, of_kind, of_account,
    of_nobody, coalesce(walked, most);
  return query select unnest(found);
  if cardinality(found) < most and walked is not null then
    -- In no order: which they are does not matter.
    execute format('select count(*) from (select from (%s) b limit $13) q', lying) into reached
    using words, in_units, of_service, of_theme, due_before, after_at, after_id, most, hidden, of_kind, of_account,
      of_nobody, walked;
    if reached = walked then
      return query select null::uuid;
    end if;
  end if;
end $$;
revoke all on function complaints.matching from public;
grant execute on function complaints.matching to sigap_app;

insert into notifications.kind values
  ('complaints.citizen', 'Perkembangan laporan Anda', 'News of your report', 'email', false, false),
  ('complaints.officer', 'Pengaduan yang perlu ditangani', 'Complaints that need work', 'digest', false, true);

insert into vocabulary.standard (set_name, slug, valid_from, position, label_id, label_en, note_id, note_en, source, verified) values
  ('kind', 'complaint', '2018-01-01', 10, 'Keluhan', 'Complaint', 'Ada layanan yang merugikan atau mengecewakan Anda.', 'A service harmed or disappointed you.', 'SP4N-LAPOR!: klasifikasi pengaduan, aspirasi, permintaan informasi (laman lapor.go.id); naskah dasar menyebut keluhan', true),
  ('kind', 'criticism', '2018-01-01', 20, 'Kritik', 'Criticism', 'Ada yang menurut Anda keliru atau kurang baik.', 'Something is wrong or not good enough.', 'Naskah dasar layanan publik: penerimaan keluhan dan kritik; masukan, kritik, dan saran', true),
  ('kind', 'suggestion', '2018-01-01', 30, 'Saran', 'Suggestion', 'Anda punya usul agar layanan lebih baik.', 'You have an idea for a better service.', 'Naskah dasar layanan publik: penerimaan keluhan dan kritik; masukan, kritik, dan saran; aspirasi pada SP4N-LAPOR!', true),
  ('kind', 'question', '2018-01-01', 40, 'Permintaan informasi', 'Question', 'Anda ingin tahu sesuatu, misalnya syarat atau biaya.', 'You want to know something, such as papers or costs.', 'SP4N-LAPOR!: klasifikasi pengaduan, aspirasi, permintaan informasi (laman lapor.go.id)', true),
  ('kind', 'praise', '2018-01-01', 50, 'Apresiasi', 'Praise', 'Anda puas dan ingin petugas mengetahuinya.', 'You are content and want the staff to know.', 'Praktik setempat; tidak ada dalam klasifikasi SP4N-LAPOR!', false),
  ('kind', 'whistleblowing', '2018-01-01', 60, 'Pelaporan pelanggaran', 'Whistleblowing', 'Anda tahu ada suap, pungutan liar, atau penyalahgunaan oleh pegawai.', 'You know of bribes, illegal fees or abuse by an employee.', 'WBS pada SP4N-LAPOR! (paparan pengelolaan laporan LAPOR V3); peraturannya belum dibaca', false),
  ('class', 'light', '2018-01-01', 10, 'Ringan', 'Light', '', '', 'Standar setempat pada sippn.menpan.go.id (8304801): pengaduan ringan', false),
  ('class', 'information', '2018-01-01', 20, 'Permintaan informasi', 'Request for information', '', '', 'SP4N-LAPOR!: klasifikasi pengaduan, aspirasi, permintaan informasi (laman lapor.go.id)', true),
  ('class', 'aspiration', '2018-01-01', 30, 'Aspirasi atau saran', 'Suggestion', '', '', 'SP4N-LAPOR!: klasifikasi pengaduan, aspirasi, permintaan informasi (laman lapor.go.id)', true),
  ('class', 'ordinary', '2018-01-01', 40, 'Pengaduan biasa', 'Ordinary complaint', 'Pengaduan tidak berkadar pengawasan.', 'A complaint that needs no examination.', 'sippn.menpan.go.id: pengaduan tidak berkadar pengawasan', true),
  ('class', 'oversight', '2018-01-01', 50, 'Pengaduan berkadar pengawasan', 'Complaint that needs an examination', '', '', 'sippn.menpan.go.id: pengaduan berkadar pengawasan', true),
  ('class', 'disclosure', '2018-01-01', 60, 'Permohonan informasi publik (PPID)', 'Request for public information', 'Permohonan menurut UU 14/2008: dapat diperpanjang satu kali, dan pemohon dapat mengajukan keberatan.', 'Under Law 14/2008: may be extended once, and its sender may object.', 'Permintaan informasi PPID (bag-pemerintahan.probolinggokota.go.id, ppid.sumbarprov.go.id); naskah UU 14/2008 belum dibaca', false),
  ('objection', 'refused', '2018-01-01', 10, 'Permohonan ditolak', 'The request was refused', '', '', 'UU 14/2008 pasal 35 menurut laman PPID (www.dapenpos.co.id/ppidpros), susunan Sigap; naskahnya belum dibaca', false),
  ('objection', 'unanswered', '2018-01-01', 20, 'Tidak dijawab sampai batas waktunya', 'Not answered in time', '', '', 'UU 14/2008 pasal 35 menurut laman PPID (www.dapenpos.co.id/ppidpros), susunan Sigap; naskahnya belum dibaca', false),
  ('objection', 'different', '2018-01-01', 30, 'Jawaban tidak sesuai dengan yang diminta', 'The answer is not what was asked for', '', '', 'UU 14/2008 pasal 35 menurut laman PPID (www.dapenpos.co.id/ppidpros), susunan Sigap; naskahnya belum dibaca', false),
  ('objection', 'incomplete', '2018-01-01', 40, 'Informasi yang diberikan tidak lengkap', 'The information is incomplete', '', '', 'UU 14/2008 pasal 35 menurut laman PPID (www.dapenpos.co.id/ppidpros), susunan Sigap; naskahnya belum dibaca', false),
  ('objection', 'cost', '2018-01-01', 50, 'Biaya yang diminta tidak wajar', 'The cost asked for is not reasonable', '', '', 'UU 14/2008 pasal 35 menurut laman PPID (www.dapenpos.co.id/ppidpros), susunan Sigap; naskahnya belum dibaca', false),
  ('objection', 'late', '2018-01-01', 60, 'Disampaikan setelah batas waktunya', 'Given after its deadline', '', '', 'UU 14/2008 pasal 35 menurut laman PPID (www.dapenpos.co.id/ppidpros), susunan Sigap; naskahnya belum dibaca', false),
  ('objection', 'periodic', '2018-01-01', 65, 'Informasi berkala tidak disediakan', 'Periodic information is not provided', '', '', 'UU 14/2008 pasal 35 menurut laman PPID (www.dapenpos.co.id/ppidpros), susunan Sigap; naskahnya belum dibaca', false),
  ('objection', 'other', '2018-01-01', 70, 'Alasan lain', 'Another reason', '', '', 'Susunan Sigap; tidak ada dalam alasan keberatan UU 14/2008', false),
  ('channel', 'web', '2018-01-01', 10, 'Situs web', 'Website', '', '', 'Naskah dasar layanan publik: menerima keluhan dan kritik lewat situs web, telepon, surat, dan lainnya', true),
  ('channel', 'counter', '2018-01-01', 20, 'Loket', 'Counter', '', '', 'Naskah dasar layanan publik: masukan secara langsung', true),
  ('channel', 'phone', '2018-01-01', 30, 'Telepon', 'Phone', '', '', 'Naskah dasar layanan publik: situs web, telepon, surat, dan lainnya', true),
  ('channel', 'letter', '2018-01-01', 40, 'Surat', 'Letter', '', '', 'Naskah dasar layanan publik: situs web, telepon, surat, dan lainnya', true),
  ('channel', 'email', '2018-01-01', 50, 'Surel', 'E-mail', '', '', 'Praktik setempat', false),
  ('channel', 'chat', '2018-01-01', 60, 'Percakapan', 'Chat', '', '', 'Praktik setempat', false),
  ('channel', 'social', '2018-01-01', 70, 'Media sosial', 'Social media', '', '', 'Naskah dasar layanan publik: secara langsung maupun melalui media sosial', true),
  ('channel', 'api', '2018-01-01', 80, 'Sistem lain', 'Another system', '', '', 'Praktik setempat', false),
  ('channel', 'whatsapp', '2018-01-01', 90, 'WhatsApp', 'WhatsApp', '', '', 'Praktik setempat', false),
  ('channel', 'open311', '2018-01-01', 100, 'Open311', 'Open311', '', '', 'Open311 GeoReport v2', true),
  ('channel', 'lapor', '2018-01-01', 110, 'SP4N-LAPOR!', 'SP4N-LAPOR!', '', '', 'SP4N-LAPOR! (laman lapor.go.id)', true),
  ('payment', 'paid', '2018-01-01', 10, 'Anda diminta membayar?', 'Were you asked to pay?', 'Apakah ada yang meminta uang kepada Anda?', 'Did anybody ask you for money?', 'Naskah dasar layanan publik: biaya menurut standar pelayanan; pertanyaannya praktik setempat', false),
  ('payment', 'free', '2018-01-01', 20, 'Anda diminta membayar?', 'Were you asked to pay?', 'Apakah ada yang meminta uang kepada Anda?', 'Did anybody ask you for money?', 'Naskah dasar layanan publik: biaya menurut standar pelayanan; pertanyaannya praktik setempat', false),
  ('payment', 'no', '2018-01-01', 30, 'Tidak', 'No', '', '', 'Praktik setempat', false),
  ('payment', 'official', '2018-01-01', 40, 'Ya, sesuai biaya resmi', 'Yes, the official cost', '', '', 'Praktik setempat', false),
  ('payment', 'more', '2018-01-01', 50, 'Ya, lebih dari biaya resmi, atau padahal gratis', 'Yes, more than the official cost, or although it is free', '', '', 'Praktik setempat', false);
