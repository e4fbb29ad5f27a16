import {
  ActionButton,
  DataTable,
  DateTime,
  FileField,
  Form,
  type FormState,
  Section,
  SelectField,
  TextField,
  useMessages,
} from '../../../platform/ui/index.ts'
import { attachmentMessages } from './messages.ts'
import { ATTACHMENT_KINDS, MAX_ATTACHMENT_BYTES } from './model.ts'
import type { AttachmentRow } from './queries.ts'

interface Props {
  activity: string
  rows: readonly AttachmentRow[]
  mayManage: boolean
  form: FormState
}

/** Scans of consent show names: they are listed for everybody, and opened by those who manage the activity. */
export function Attachments({ activity, rows, mayManage, form }: Props) {
  const text = useMessages(attachmentMessages)
  const at = `/fgd/${activity}/lampiran`
  return (
    <Section title={text.title} id="lampiran" lead={text.lead}>
      {rows.length === 0 && !mayManage ? <p class="hint">{text.none}</p> : null}
      {rows.length > 0 ? (
        <DataTable
          caption={text.title}
          captionHidden
          stack
          rows={rows}
          columns={[
            {
              key: 'name',
              label: text.file,
              cell: (row) =>
                mayManage || row.kind !== 'consent' ? <a href={`${at}/${row.file_id}`}>{row.name}</a> : text.closed,
            },
            { key: 'kind', label: text.kind, cell: (row) => text.kinds[row.kind] },
            { key: 'note', label: text.note, cell: (row) => row.note || '–' },
            { key: 'at', label: text.addedAt, cell: (row) => <DateTime value={row.added_at} /> },
            ...(mayManage
              ? [
                  {
                    key: 'remove',
                    label: text.remove,
                    action: true,
                    cell: (row: AttachmentRow) => (
                      <ActionButton action={`${at}/${row.file_id}/hapus`} label={text.remove} tone="quiet" />
                    ),
                  },
                ]
              : []),
          ]}
        />
      ) : null}
      {mayManage ? (
        <Form action={at} form={form} submit={text.add} tone="secondary" id="l" upload>
          <SelectField
            name="attachment"
            label={text.kind}
            required
            width="medium"
            options={ATTACHMENT_KINDS.map((value) => ({ value, label: text.kinds[value] }))}
          />
          <FileField
            name="file"
            label={text.file}
            hint={text.fileHint}
            accept="image/jpeg,image/png,image/webp,.pdf,.docx,.odt"
            maxBytes={MAX_ATTACHMENT_BYTES}
            required
          />
          <TextField name="note" label={text.note} width="medium" />
        </Form>
      ) : null}
    </Section>
  )
}
