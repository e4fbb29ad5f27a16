-- Photos and papers of a report, several per report and per message. The file itself is platform.file with the owner
-- complaints:<id>; here stands to which line of the story it belongs.
create table complaints.attachment (
  institution_id uuid not null,
  complaint_id uuid not null,
  file_id uuid not null,
  event_seq smallint check (event_seq >= 1),
  primary key (institution_id, complaint_id, file_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  foreign key (institution_id, file_id) references platform.file (institution_id, id)
);
comment on column complaints.attachment.event_seq is 'The message it came with; empty for what came with the report itself.';
select platform.tenant_table('complaints.attachment');
