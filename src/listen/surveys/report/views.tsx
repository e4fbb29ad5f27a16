import {
  EmptyState,
  Form,
  type FormState,
  ListTable,
  ProgressBar,
  Section,
  SelectField,
  StaffPage,
  useMessages,
} from '../../../platform/ui/index.ts'
import { surveyMessages } from '../messages.ts'

import { useMonth } from '../views-parts.tsx'
import type { ReportRow } from './queries.ts'

export function ReportsPage({
  reports,
  units,
  form,
}: {
  reports: readonly ReportRow[]
  units: readonly { readonly id: string; readonly name: string }[]
  form: FormState
}) {
  const text = useMessages(surveyMessages)
  const month = useMonth()
  return (
    <StaffPage
      title={text.reports}
      lead={text.reportsLead}
      form={form}
      crumbs={[{ href: '/survei', label: text.results }]}
    >
      <ListTable
        caption={text.reports}
        stack
        captionHidden
        rows={reports}
        empty={<EmptyState title={text.reportsNone} body={text.reportsNoneBody} />}
        columns={[
          { key: 'unit', label: text.unit, cell: (row) => row.unit },
          { key: 'period', label: text.period, cell: (row) => `${month(row.first_month)} – ${month(row.last_month)}` },
          {
            key: 'file',
            label: text.reportPdf,
            cell: (row) =>
              row.file_id ? (
                <a href={`/survei/laporan/${row.id}/unduh`}>{text.reportPdf}</a>
              ) : (
                <ProgressBar label={text.reportMaking} value={row.done} max={Math.max(1, row.total)} />
              ),
          },
        ]}
      />
      <Section title={text.reportAsk} id="buat">
        <Form action="/survei/laporan" form={form} submit={text.reportAsk}>
          <SelectField
            name="unit"
            label={text.unit}
            required
            options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
          />
        </Form>
      </Section>
    </StaffPage>
  )
}
