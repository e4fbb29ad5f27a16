import { wilson } from '../../platform/statistics/index.ts'
import {
  DataTable,
  DateTime,
  EmptyState,
  Grid,
  Section,
  StaffPage,
  Stat,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import { formatCode } from './code.ts'
import { monitoringMessages } from './monitoring-messages.ts'
import type { Oldest, UnitFigures } from './monitoring-queries.ts'
import type { QualityFigures } from './quality-queries.ts'
import { QualitySection } from './quality-views.tsx'
import { staffMessages } from './staff-messages.ts'

type Counted = Exclude<keyof UnitFigures, 'unit_id' | 'unit_name'>

/** Step 4 of handling: who waits for whom, how long, and whether answers hold. */
export function MonitoringPage({
  units,
  hours,
  oldest,
  quality,
}: {
  units: readonly UnitFigures[]
  /** Within which answers are expected today. */
  hours: { quick: number; question: number }
  oldest: readonly Oldest[]
  quality: QualityFigures
}) {
  const text = useMessages(monitoringMessages)
  const staff = useMessages(staffMessages)
  const format = useFormat()
  const days = hours.question / 24
  const questions = Number.isInteger(days)
    ? text.questions(format.number(days))
    : text.questionsHours(format.number(hours.question))
  const total = (key: Counted) => units.reduce((sum, unit) => sum + unit[key], 0)
  const column = (key: Counted, label: string) => ({
    key,
    label,
    numeric: true,
    cell: (row: UnitFigures) => format.number(row[key]),
  })
  const share = (part: number, whole: number) => {
    const interval = wilson(part, whole)
    if (!interval) return { value: text.noneYet }
    return {
      value: format.percent(part / whole, whole),
      interval: { low: format.percent(interval.low), high: format.percent(interval.high) },
    }
  }
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={[{ href: '/pengaduan', label: staff.title }]}>
      {units.length === 0 ? <EmptyState title={text.empty} /> : null}
      <Section title={text.indicators} id="indikator" lead={text.indicatorsLead}>
        <Grid size="small">
          <Stat label={text.quick(format.number(hours.quick))} {...share(total('within_day'), total('day_known'))} />
          <Stat label={questions} {...share(total('questions_on_time'), total('questions'))} />
          <Stat label={text.answered} {...share(total('answered90'), total('received90'))} />
          <Stat label={text.reopened} {...share(total('reopened90'), total('ever_answered'))} />
        </Grid>
        <Why label={text.indicatorsWhy}>
          <p>{text.indicatorsRule}</p>
        </Why>
      </Section>
      <QualitySection figures={quality} />
      {units.length > 0 ? (
        <Section title={text.perUnit} id="unit">
          <DataTable
            caption={text.perUnit}
            captionHidden
            rows={units}
            rowTone={(row) => (row.overdue > 0 ? 'warning' : 'normal')}
            columns={[
              {
                key: 'unit',
                label: staff.unit,
                header: true,
                cell: (row) => <a href={`/pengaduan?unit=${row.unit_id}&antrean=work`}>{row.unit_name}</a>,
              },
              column('overdue', text.overdue),
              column('to_verify', text.waitsCoordinator),
              column('at_work', text.waitsUnit),
              column('waits_citizen', text.waitsCitizen),
            ]}
          />
          <Why label={text.ages}>
            <DataTable
              caption={text.ages}
              captionHidden
              rows={units}
              columns={[
                { key: 'unit', label: staff.unit, header: true, cell: (row) => row.unit_name },
                column('age5', text.age5),
                column('age14', text.age14),
                column('age60', text.age60),
                column('older', text.older),
                column('reopened90', text.reopenedShort),
              ]}
            />
          </Why>
        </Section>
      ) : null}
      <Section title={text.oldest} id="terlama">
        <DataTable
          caption={text.oldest}
          captionHidden
          rows={oldest}
          rowHref={(row) => `/pengaduan/${row.id}`}
          empty={<EmptyState icon="check" title={text.noOpen} />}
          columns={[
            {
              key: 'case',
              label: staff.subject,
              header: true,
              cell: (row) => <a href={`/pengaduan/${row.id}`}>{row.subject}</a>,
            },
            { key: 'since', label: staff.received, cell: (row) => <DateTime value={row.received_at} relative /> },
            {
              key: 'waits',
              label: text.waitsFor,
              cell: (row) => (row.open_tasks > 0 ? text.tasks(row.open_tasks) : (row.assignee_name ?? row.unit_name)),
            },
            { key: 'code', label: staff.code, nowrap: true, cell: (row) => formatCode(row.code) },
          ]}
        />
      </Section>
    </StaffPage>
  )
}
