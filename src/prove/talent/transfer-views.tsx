import {
  ActionButton,
  Badge,
  DataTable,
  DateField,
  EmptyState,
  FieldRow,
  Form,
  type FormState,
  ListEnd,
  Section,
  SelectField,
  TextField,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { WAYS } from './model.ts'
import type { Colleague, TransferRow } from './queries.ts'

type TransfersProps = {
  employee: string
  transfers: readonly TransferRow[]
  colleagues: readonly Colleague[]
  today: string
  lead: string
  /** Whether the reader may add and tick off. */
  may: boolean
  form: FormState
}

export function Transfers({ employee, transfers, colleagues, today, lead, may, form }: TransfersProps) {
  const t = useMessages(messages)
  const at = `/pensiun/pegawai/${employee}/alih`
  const failed = 'knowledge' in form.errors || 'way' in form.errors || 'due_on' in form.errors || 'to' in form.errors
  return (
    <Section title={t.transfers} id="alih" lead={lead}>
      <DataTable
        caption={t.transfers}
        captionHidden
        stack
        rows={transfers}
        empty={<EmptyState title={t.noTransfers} body={may ? t.noTransfersBody : undefined} icon="file" />}
        columns={[
          { key: 'knowledge', label: t.knowledge, cell: (row) => row.knowledge },
          { key: 'to', label: t.to, cell: (row) => row.to_name ?? t.nobody },
          { key: 'way', label: t.way, cell: (row) => t.ways[row.way as (typeof WAYS)[number]] },
          { key: 'by', label: t.by, cell: (row) => <Due row={row} today={today} /> },
          ...(may
            ? [
                {
                  key: 'act',
                  label: t.change,
                  action: true,
                  cell: (row: TransferRow) => (
                    <ActionButton
                      action={`${at}/${row.id}/selesai`}
                      label={row.done_on ? t.reopen : t.finished}
                      tone={row.done_on ? 'quiet' : 'secondary'}
                      fields={{ done: row.done_on ? 'tidak' : 'ya' }}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      {may ? (
        <Why label={t.addTransferTitle} open={failed}>
          <Form action={at} form={failed ? form : undefined} submit={t.addTransfer} id="alih">
            <TextField name="knowledge" label={t.knowledge} hint={t.knowledgeHint} required />
            <SelectField
              name="to"
              label={t.to}
              placeholder={t.nobody}
              options={colleagues.map((one) => ({ value: one.id, label: `${one.name}, ${one.position}` }))}
            />
            <ListEnd count={colleagues.length} />
            <FieldRow>
              <SelectField
                name="way"
                label={t.way}
                required
                options={WAYS.map((one) => ({ value: one, label: t.ways[one] }))}
              />
              <DateField name="due_on" label={t.by} required />
            </FieldRow>
          </Form>
        </Why>
      ) : null}
    </Section>
  )
}

function Due({ row, today }: { row: TransferRow; today: string }) {
  const t = useMessages(messages)
  const format = useFormat()
  if (row.done_on) return <Badge tone="success">{t.doneOn(format.shortDate(row.done_on))}</Badge>
  return (
    <>
      {format.shortDate(row.due_on)} {row.due_on < today ? <Badge tone="danger">{t.overdue}</Badge> : null}
    </>
  )
}
