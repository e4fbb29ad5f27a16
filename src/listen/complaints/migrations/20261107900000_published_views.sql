-- What the statistics and the Open311 slice may join. Row-level security is the reader's.
create view complaints.v_case with (security_invoker = true) as
  select institution_id, id, code, unit_id, service_id, kind, channel, privacy, status, class, theme, outcome, subject, body,
    place, received_at, public_at, queue, queue_at, derived_events as events,
    privacy = 'secret' or kind = 'whistleblowing' as hidden
  from complaints.complaint;
comment on view complaints.v_case is 'Every complaint. A reader shows subject, body and place of a case only when public_at is set and hidden is not, or to whoever sent it.';
grant select on complaints.v_case to sigap_app;

create view complaints.v_event with (security_invoker = true) as
  select institution_id, complaint_id, seq, kind, at, actor, unit_id, outcome, reason,
    case when kind = 'answered' then body end as answer
  from complaints.event;
comment on view complaints.v_event is 'The course of every complaint; of what was said, only the answers.';
grant select on complaints.v_event to sigap_app;
