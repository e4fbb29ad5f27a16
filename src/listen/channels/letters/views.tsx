import type { FormState } from '../../../platform/http/input.ts'
import {
  Badge,
  Code,
  DateField,
  DateTime,
  EmptyState,
  Facts,
  FileField,
  Form,
  LinkButton,
  ListTable,
  type Option,
  Photo,
  PrintButton,
  Section,
  SelectField,
  Split,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
} from '../../../platform/ui/index.ts'
import { QrCode } from '../../services/index.ts'
import { MOST_BYTES } from '../files.ts'
import { intakeMessages } from '../intake-messages.ts'
import type { LetterRow } from './queries.ts'

export function LettersPage({ letters, form }: { letters: readonly LetterRow[]; form: FormState | undefined }) {
  const all = useMessages(intakeMessages)
  const text = all.letters
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={[{ href: '/kanal', label: all.channels }]} form={form}>
      <Section title={text.upload} id="unggah">
        <Form action="/kanal/surat" form={form} submit={text.keep} upload>
          <FileField
            name="scans"
            label={text.scans}
            accept="image/*,application/pdf"
            maxBytes={MOST_BYTES}
            multiple
            required
          />
        </Form>
      </Section>
      <Section title={text.list} id="pindaian">
        {letters.length === 0 ? (
          <EmptyState title={text.none} body={text.noneBody} />
        ) : (
          <ListTable
            caption={text.title}
            captionHidden
            stack
            rows={letters}
            columns={[
              {
                key: 'name',
                label: text.scan,
                cell: (row: LetterRow) => <a href={`/kanal/surat/${row.id}`}>{row.file_name}</a>,
              },
              { key: 'sender', label: text.sender, cell: (row: LetterRow) => row.sender ?? '–' },
              { key: 'number', label: text.number, cell: (row: LetterRow) => row.number ?? '–' },
              {
                key: 'state',
                label: all.code,
                cell: (row: LetterRow) =>
                  row.complaint_id ? (
                    <a href={`/pengaduan/${row.complaint_id}`}>{all.open}</a>
                  ) : (
                    <Badge tone="accent">{text.waits}</Badge>
                  ),
              },
            ]}
          />
        )}
      </Section>
    </StaffPage>
  )
}

export function LetterPage({
  letter,
  units,
  privacies,
  receipt,
  repeated,
  form,
}: {
  letter: LetterRow
  units: readonly Option[]
  privacies: readonly Option[]
  receipt: { code: string; once: boolean; link: string; institution: string } | undefined
  /** The same form came again: what it made is shown, the key is not. */
  repeated: boolean | undefined
  form: FormState | undefined
}) {
  const all = useMessages(intakeMessages)
  const text = all.letters
  const format = useFormat()
  const crumbs = [
    { href: '/kanal', label: all.channels },
    { href: '/kanal/surat', label: text.title },
  ]
  if (letter.complaint_id && receipt)
    return (
      <StaffPage
        title={text.receipt}
        lead={receipt.once ? text.receiptOnce : repeated ? text.receiptAgain : text.receiptLead}
        crumbs={crumbs}
        actions={<PrintButton label={text.print} />}
      >
        <p>{receipt.institution}</p>
        <Facts
          items={[
            { label: text.sender, value: letter.sender ?? '–' },
            { label: text.number, value: letter.number ?? '–' },
            { label: text.dated, value: letter.dated ? format.date(letter.dated) : '–' },
            { label: text.received, value: <DateTime value={letter.uploaded_at} /> },
          ]}
        />
        <Code value={receipt.code} label={all.code} />
        <p>
          {text.follow} <a href={receipt.link}>{receipt.link}</a>
        </p>
        <QrCode text={receipt.link} label={receipt.link} />
        <p>
          <LinkButton href={`/pengaduan/${letter.complaint_id}`} tone="secondary">
            {all.open}
          </LinkButton>{' '}
          {receipt.once ? null : (
            <LinkButton href={`/pengaduan/baru/${letter.complaint_id}${repeated ? '?ulang=ya' : ''}`} tone="secondary">
              {text.newKey}
            </LinkButton>
          )}
        </p>
      </StaffPage>
    )
  return (
    <StaffPage title={text.write} lead={letter.file_name} crumbs={crumbs} form={form}>
      <Split
        aside={
          <Section title={text.scan} id="pindaian">
            {letter.file_type.startsWith('image/') ? (
              <Photo
                src={`/berkas/${letter.file_id}`}
                alt={text.scanOf(letter.file_name)}
                state={letter.picture}
                whole
              />
            ) : null}
            <p>
              <LinkButton href={`/berkas/${letter.file_id}`} tone="secondary" newTab>
                {text.openScan}
              </LinkButton>
            </p>
          </Section>
        }
      >
        <Form action={`/kanal/surat/${letter.id}`} form={form} submit={text.record} draft={`surat-${letter.id}`}>
          <TextField name="sender" label={text.sender} width="medium" required />
          <TextField name="number" label={text.number} width="medium" />
          <DateField name="dated" label={text.dated} />
          <TextField name="subject" label={text.subject} required />
          <TextArea name="body" label={text.body} hint={text.bodyHint} rows={6} required />
          <SelectField name="unit" label={text.unit} options={units} value={units[0]?.value} required />
          <SelectField
            name="privacy"
            label={text.privacy}
            options={privacies}
            value="anonymous"
            width="medium"
            required
          />
        </Form>
        <Form action={`/kanal/surat/${letter.id}/buang`} submit={text.discard} tone="quiet" id="buang" />
      </Split>
    </StaffPage>
  )
}
