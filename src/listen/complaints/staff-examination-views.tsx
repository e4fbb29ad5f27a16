import { localDate } from '../../platform/i18n.ts'
import {
  Badge,
  DateField,
  EmptyState,
  Facts,
  FileField,
  Form,
  type FormState,
  Notice,
  Prose,
  RadioGroup,
  Section,
  StaffPage,
  TextArea,
  TextField,
  Timeline,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { MAX_FILE_BYTES } from './attachments/model.ts'
import { formatCode } from './code.ts'
import type { ComplaintRow } from './queries.ts'
import type { Lane } from './sight.ts'
import { EXAMINATION_KINDS, type ExaminationRow, type RecusalRow } from './staff-examination-queries.ts'
import { LANES } from './staff-lanes.ts'
import { staffMessages } from './staff-messages.ts'
import { workMessages } from './work-messages.ts'

type Props = {
  lane: Lane
  complaint: ComplaintRow
  entries: readonly ExaminationRow[]
  recusals: readonly RecusalRow[]
  mayHandle: boolean
  /** Which of the page's forms was sent back, and with what. */
  wrong: { part: 'entry' | 'subject' | 'declare'; form: FormState } | undefined
}

/** The record of an investigation, and who is kept away from the case. */
export function ExaminationPage({ lane, complaint, entries, recusals, mayHandle, wrong }: Props) {
  const text = useMessages(workMessages)
  const staff = useMessages(staffMessages)
  const format = useFormat()
  const { now, timeZone } = useRequest()
  const { base } = LANES[lane]
  const here = `${base}/${complaint.id}/pemeriksaan`
  const formOf = (part: 'entry' | 'subject' | 'declare') => (wrong?.part === part ? wrong.form : undefined)
  return (
    <StaffPage
      title={text.examination}
      lead={text.examinationLead}
      crumbs={[
        { href: base, label: lane === 'sealed' ? text.sealedTitle : staff.title },
        { href: `${base}/${complaint.id}`, label: `${formatCode(complaint.code)} ${complaint.subject}` },
      ]}
      form={wrong?.form}
    >
      <Section title={text.entries} id="catatan">
        {entries.length === 0 ? <EmptyState title={text.examinationEmpty} /> : null}
        {entries.length > 0 ? (
          <Timeline
            label={text.examination}
            items={entries.map((entry) => ({
              at: entry.at,
              title: entry.person ? `${text.entry[entry.kind]}: ${entry.person}` : text.entry[entry.kind],
              who: entry.account_name ?? '',
              tone: 'internal',
              body: (
                <>
                  <p>{format.date(entry.happened_on)}</p>
                  <Prose text={entry.body} />
                  {entry.file_id ? <a href={`/berkas/${entry.file_id}`}>{entry.file_name}</a> : null}
                </>
              ),
            }))}
          />
        ) : null}
        {mayHandle ? (
          <Form
            action={here}
            form={formOf('entry')}
            submit={text.entrySave}
            upload
            id="entry"
            draft={`periksa-${complaint.id}`}
          >
            <RadioGroup
              name="kind"
              legend={text.entryKind}
              layout="row"
              options={EXAMINATION_KINDS.map((kind) => ({ value: kind, label: text.entry[kind] }))}
              value="finding"
              required
            />
            <DateField name="happened_on" label={text.entryDate} value={localDate(now, timeZone)} required />
            <TextField name="person" label={text.entryPerson} hint={text.entryPersonHint} width="medium" />
            <TextArea name="body" label={text.entryBody} rows={5} required />
            <FileField name="file" label={text.entryFile} hint={text.entryFileHint} maxBytes={MAX_FILE_BYTES} />
          </Form>
        ) : null}
      </Section>
      <Section title={text.interest} id="benturan" lead={text.interestLead}>
        {recusals.length === 0 ? (
          <Notice tone="neutral">
            <p>{text.interestNone}</p>
          </Notice>
        ) : (
          <Facts
            items={recusals.map((one) => ({
              label: one.name,
              value: <Badge>{text.recusal[one.kind]}</Badge>,
              note: one.reason ?? undefined,
            }))}
          />
        )}
        {mayHandle ? (
          <>
            <Form
              action={`${base}/${complaint.id}/terlapor`}
              form={formOf('subject')}
              submit={text.subjectSave}
              tone="secondary"
              id="subject"
            >
              <TextField
                name="nip"
                label={text.subjectNip}
                hint={text.subjectNipHint}
                width="medium"
                inputmode="numeric"
                required
              />
            </Form>
            <Form
              action={`${base}/${complaint.id}/benturan`}
              form={formOf('declare')}
              submit={text.declareSave}
              tone="danger"
              id="declare"
            >
              <TextArea name="reason" label={text.declareReason} hint={text.declareHint} rows={2} required />
            </Form>
          </>
        ) : null}
      </Section>
    </StaffPage>
  )
}
