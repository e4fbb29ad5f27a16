import { localDate } from '../../platform/i18n.ts'
import { Badge, DataTable, Facts, useFormat, useMessages, useRequest } from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import type { KINDS, State } from './model.ts'
import type { EvaluationRow, MeasureRow, PolicyRow } from './queries.ts'

const TONES = {
  draft: 'info',
  applied: 'success',
  evaluating: 'accent',
  amended: 'neutral',
  revoked: 'neutral',
} as const

export function StateBadge({ state }: { state: State }) {
  const t = useMessages(messages)
  return <Badge tone={TONES[state]}>{t.state[state]}</Badge>
}

/** When the next evaluation is due, and that the day has passed where it has. */
export function NextEvaluation({ on, short }: { on: string; short?: boolean }) {
  const t = useMessages(messages)
  const format = useFormat()
  const { now, institution } = useRequest()
  return (
    <>
      {short ? format.shortDate(on) : format.date(on)}{' '}
      {on < localDate(now, institution?.timeZone) ? <Badge tone="warning">{t.overdue}</Badge> : null}
    </>
  )
}

export function PolicyFacts({ policy, file }: { policy: PolicyRow; file: string | undefined }) {
  const t = useMessages(messages)
  const format = useFormat()
  const items = [
    { label: t.kind, value: t.kinds[policy.kind as (typeof KINDS)[number]] },
    { label: t.unit, value: policy.unit },
    { label: t.basis, value: policy.basis },
    ...(policy.applied_on ? [{ label: t.appliedOn, value: format.date(policy.applied_on) }] : []),
    ...(policy.next_evaluation_on ? [{ label: t.next, value: <NextEvaluation on={policy.next_evaluation_on} /> }] : []),
    ...(policy.ended_on
      ? [{ label: t.ended, value: format.date(policy.ended_on), note: policy.ended_reason ?? undefined }]
      : []),
    ...(file ? [{ label: t.file, value: <a href={file}>{t.openFile}</a> }] : []),
    ...(policy.address
      ? [
          {
            label: t.address,
            value: (
              <a href={policy.address} rel="noopener nofollow">
                {t.openAddress}
              </a>
            ),
          },
        ]
      : []),
  ]
  return <Facts items={items} />
}

export function Windows({ evaluation }: { evaluation: EvaluationRow }) {
  const t = useMessages(messages)
  const format = useFormat()
  const { before_from, before_to, after_from, after_to } = evaluation
  return (
    <p>{t.windows(format.date(before_from), format.date(before_to), format.date(after_from), format.date(after_to))}</p>
  )
}

export function Measures({ rows }: { rows: readonly MeasureRow[] }) {
  const t = useMessages(messages)
  const format = useFormat()
  const figure = (value: string | null, count: number | null, unit: string) =>
    value === null
      ? `${t.few}${count === null ? '' : ` (${format.number(count)})`}`
      : `${format.number(Number(value))} ${unit}${count === null ? '' : ` ${t.of(format.number(count))}`}`
  if (rows.length === 0) return <p>{t.noMeasures}</p>
  return (
    <>
      <DataTable
        caption={t.measured}
        captionHidden
        stack
        rows={rows}
        columns={[
          { key: 'label', label: t.measured, cell: (row) => row.label },
          { key: 'before', label: t.before, cell: (row) => figure(row.before_value, row.before_count, row.unit) },
          { key: 'after', label: t.after, cell: (row) => figure(row.after_value, row.after_count, row.unit) },
          {
            key: 'change',
            label: t.change,
            numeric: true,
            cell: (row) =>
              row.before_value === null || row.after_value === null
                ? '–'
                : format.number(Number(row.after_value) - Number(row.before_value), 1),
          },
          { key: 'source', label: t.source, cell: (row) => row.source },
        ]}
      />
      <p class="hint">{t.honest}</p>
    </>
  )
}
