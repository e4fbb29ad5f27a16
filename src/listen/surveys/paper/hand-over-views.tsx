import {
  DataTable,
  DateTime,
  Form,
  type FormState,
  Section,
  SelectField,
  TextField,
  useFormat,
  useMessages,
  Why,
} from '../../../platform/ui/index.ts'
import type { HandOver } from './hand-over-queries.ts'
import { paperMessages } from './messages.ts'

interface FormProps {
  batch: string
  keyers: readonly { id: string; name: string }[]
  form: FormState
}

/** From the one who is keying to a named person, who is told. */
export function HandOverForm({ batch, keyers, form }: FormProps) {
  const text = useMessages(paperMessages)
  const mine = 'reason' in form.errors || 'to' in form.errors
  return (
    <Why label={text.handOver} open={mine}>
      <p>{text.handOverLead}</p>
      {keyers.length === 0 ? (
        <p>{text.nobodyElse}</p>
      ) : (
        <Form
          action={`/survei/kertas/${batch}/lepaskan`}
          form={mine ? form : undefined}
          id="lepaskan"
          submit={text.handOver}
          tone="secondary"
        >
          <SelectField
            name="to"
            label={text.handOverTo}
            required
            options={keyers.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextField name="reason" label={text.handOverReason} required />
        </Form>
      )}
    </Why>
  )
}

export function HandOvers({ rows }: { rows: readonly HandOver[] }) {
  const text = useMessages(paperMessages)
  const format = useFormat()
  if (rows.length === 0) return null
  return (
    <Section title={text.handOvers} id="serah-terima">
      <DataTable
        caption={text.handOvers}
        captionHidden
        stack
        rows={rows}
        columns={[
          { key: 'at', label: text.handedAt, cell: (row) => <DateTime value={row.at} /> },
          { key: 'from', label: text.handedFrom, cell: (row) => row.from_name },
          { key: 'to', label: text.handedTo, cell: (row) => row.to_name },
          { key: 'told', label: text.handedBy, cell: (row) => row.told_name ?? '–' },
          {
            key: 'keyed',
            label: text.handedAfter,
            cell: (row) => text.handedSheets(String(row.pass), format.number(row.keyed)),
          },
          { key: 'reason', label: text.handOverReason, cell: (row) => row.reason },
        ]}
      />
    </Section>
  )
}
