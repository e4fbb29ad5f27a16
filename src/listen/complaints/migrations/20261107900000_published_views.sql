-- What the statistics and the Open311 slice may join. Row-level security is the reader's.
create view complaints.v_case with (security_invoker = true) as
  select c.institution_id, c.id, c.code, c.unit_id, c.service_id, c.kind, c.channel, c.privacy, c.status, c.class, c.theme,
    c.outcome, c.subject, c.body, c.place, c.received_at, c.public_at, c.queue, c.queue_at, c.derived_events as events,
    c.privacy = 'secret' or c.kind = 'whistleblowing' as hidden,
    (select left(p.region_code, 8) from complaints.place p
      where p.institution_id = c.institution_id and p.complaint_id = c.id and length(p.region_code) >= 8) as region,
    (select (floor(p.latitude * 50) / 50 + 0.01)::numeric(5, 2) || ',' || (floor(p.longitude * 50) / 50 + 0.01)::numeric(6, 2)
      from complaints.place p
      where p.institution_id = c.institution_id and p.complaint_id = c.id and p.latitude is not null) as area
  from complaints.complaint c;
comment on view complaints.v_case is 'Every complaint. A reader shows subject, body and place of a case only when public_at is set and hidden is not, or to whoever sent it. The region is its district (kecamatan); the area is the middle of a square of about 2 km, latitude and longitude.';
grant select on complaints.v_case to sigap_app;

create view complaints.v_event with (security_invoker = true) as
  select institution_id, complaint_id, seq, kind, at, actor, unit_id, outcome, reason,
    case when kind = 'answered' then body end as answer,
    (select count(*) from complaints.attachment a
      where a.institution_id = e.institution_id and a.complaint_id = e.complaint_id and a.event_seq = e.seq) as files
  from complaints.event e;
comment on view complaints.v_event is 'The course of every complaint; of what was said, only the answers.';
grant select on complaints.v_event to sigap_app;
