-- What the statistics and the Open311 slice may join. Row-level security is the reader's.
create view complaints.v_case with (security_invoker = true) as
  select c.institution_id, c.id, c.code, c.unit_id, c.service_id, c.kind, c.channel, c.privacy, c.status, c.class, c.theme,
    c.outcome, c.subject, c.body, c.place, c.received_at, c.queue, c.queue_at, c.derived_events as events,
    c.privacy = 'secret' or c.kind = 'whistleblowing' as hidden,
    (select left(p.region_code, 8) from complaints.place p
      where p.institution_id = c.institution_id and p.complaint_id = c.id and length(p.region_code) >= 8) as region,
    (select (floor(p.latitude * 50) / 50 + 0.01)::numeric(5, 2) || ',' || (floor(p.longitude * 50) / 50 + 0.01)::numeric(6, 2)
      from complaints.place p
      where p.institution_id = c.institution_id and p.complaint_id = c.id and p.latitude is not null) as area
  from complaints.complaint c;
comment on view complaints.v_case is 'Every complaint. Its words are for whoever sent them; what the public reads of it is v_publication, where hidden is not. The region is its district (kecamatan); the area is the middle of a square of about 2 km, latitude and longitude.';
grant select on complaints.v_case to sigap_app;

create view complaints.v_point with (security_invoker = true) as
  select institution_id, complaint_id, round(latitude, 3)::float8 as latitude, round(longitude, 3)::float8 as longitude
  from complaints.place where latitude is not null;
comment on view complaints.v_point is 'Where a reporter said it happened, to about 100 m. Only for what the reporter let everybody read.';
grant select on complaints.v_point to sigap_app;

create view complaints.v_event with (security_invoker = true) as
  select institution_id, complaint_id, seq, kind, at, actor, unit_id, outcome, reason,
    case when kind = 'answered' then body end as answer,
    (select count(*) from complaints.attachment a
      where a.institution_id = e.institution_id and a.complaint_id = e.complaint_id and a.event_seq = e.seq) as files
  from complaints.event e;
comment on view complaints.v_event is 'The course of every complaint; of what was said, only the answers.';
grant select on complaints.v_event to sigap_app;

create view complaints.v_told with (security_invoker = true) as
  select institution_id, complaint_id, seq, at from complaints.event
  where kind not in ('received', 'noted', 'informed', 'rated', 'classified', 'investigated', 'merged', 'unmerged', 'extended',
    'objected', 'objection_decided', 'disputed', 'dispute_decided');
comment on view complaints.v_told is 'The lines of each story that other systems are told of, read from their own index.';
grant select on complaints.v_told to sigap_app;

create view complaints.v_publication with (security_invoker = true) as
  select institution_id, complaint_id, subject, body, answer, answer_seq from complaints.publication where shown = 1;
comment on view complaints.v_publication is 'What the public reads of a report: text a person has looked at. A report that is not here shows no word to the public.';
grant select on complaints.v_publication to sigap_app;

create view complaints.v_merge with (security_invoker = true) as
  select m.institution_id, m.complaint_id, m.survivor_id, m.since, c.status, c.queue, c.queue_at,
    (select sum(p.derived_events)::integer from complaints.complaint p
      where p.institution_id = m.institution_id and p.id = any (m.path)) as events
  from complaints.merge m
  join complaints.complaint c on c.institution_id = m.institution_id and c.id = m.survivor_id
  where m.undone_at is null;
comment on view complaints.v_merge is 'Reports that are handled as part of another: which one that is, since when, how many lines the stories on the way to it have, and where it stands.';
grant select on complaints.v_merge to sigap_app;
