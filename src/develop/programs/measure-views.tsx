import type { Text } from '../../platform/i18n.ts'
import {
  ActionButton,
  Badge,
  DataTable,
  Facts,
  LinkButton,
  Notice,
  Section,
  useFormat,
  useMessages,
  useRequest,
  useTerm,
  Why,
} from '../../platform/ui/index.ts'
import { measureMessages } from './measure-messages.ts'
import { messages } from './messages.ts'
import { COMPARISON_UNITS, canChangeDesign, monthsBetween, SERIES_MONTHS, STRENGTH } from './model.ts'
import type { Design, Indicator, Program } from './queries.ts'
import { Waves } from './wave-views.tsx'

/** "80 × (1 + 15 %) = 92", with the numbers written as this language writes them. */
export function useArithmetic() {
  const text = useMessages(measureMessages)
  const format = useFormat()
  return (indicator: Indicator): string => {
    const number = (value: string | null) => format.number(Number(value ?? 0))
    const [baseline, target, value] = [
      number(indicator.baseline),
      number(indicator.target),
      number(indicator.target_value),
    ]
    const up = indicator.direction === 'up'
    if (indicator.target_kind === 'normalized_gain') {
      const limit = number(up ? indicator.scale_max : indicator.scale_min)
      return text.arithmetic.normalized_gain(baseline, target, limit, value)
    }
    return text.arithmetic[indicator.target_kind](baseline, target, up ? '+' : '−', value)
  }
}

export function IndicatorSection({ program, editable }: { program: Program; editable: boolean }) {
  const text = useMessages(measureMessages)
  const common = useMessages(messages)
  const format = useFormat()
  const arithmetic = useArithmetic()
  return (
    <Section
      title={text.indicators}
      id="indikator"
      lead={text.indicatorsLead}
      actions={
        editable ? (
          <LinkButton href={`/program/${program.id}/indikator/baru`} tone="secondary" icon="plus">
            {text.addIndicator}
          </LinkButton>
        ) : undefined
      }
    >
      <DataTable
        caption={text.indicators}
        captionHidden
        rows={program.indicators}
        empty={<p>{text.noIndicators}</p>}
        columns={[
          {
            key: 'name',
            label: text.indicatorName,
            cell: (row) => (
              <>
                {row.name}
                <span class="fact-note">{text.levels[row.level]}</span>
              </>
            ),
          },
          {
            key: 'baseline',
            label: text.baseline,
            cell: (row) => (
              <>
                {format.number(Number(row.baseline))} {row.measure}
                <span class="fact-note">{format.shortDate(row.baseline_on)}</span>
              </>
            ),
          },
          {
            key: 'target',
            label: text.targetValue,
            cell: (row) => (
              <>
                {format.number(Number(row.target_value))} {row.measure}
                <span class="fact-note">
                  {text.targetKinds[row.target_kind]}: {arithmetic(row)}
                </span>
              </>
            ),
          },
          { key: 'source', label: text.source, cell: (row) => row.source },
          { key: 'due', label: text.dueOn, cell: (row) => format.shortDate(row.due_on) },
          ...(editable
            ? [
                {
                  key: 'remove',
                  label: common.remove,
                  action: true,
                  cell: (row: Indicator) => (
                    <ActionButton
                      action={`/program/${program.id}/indikator/${row.id}/hapus`}
                      label={common.remove}
                      tone="quiet"
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
    </Section>
  )
}

const STRENGTH_TONES = { strong: 'success', good: 'success', moderate: 'info', weak: 'warning' } as const

/** What the element a design measures is called; undefined where it measures none. */
export type ElementOf = (design: Design) => Text | undefined

type DesignProps = { program: Program; elementOf: ElementOf; editable: boolean }

export function DesignSection({ program, elementOf, editable }: DesignProps) {
  const text = useMessages(measureMessages)
  const format = useFormat()
  const { design } = program
  const open = canChangeDesign(program.status)
  return (
    <Section
      title={text.design}
      id="rancangan"
      lead={text.designLead}
      actions={
        editable && open ? (
          <LinkButton href={`/program/${program.id}/rancangan`} tone="secondary">
            {design ? text.changeDesign : text.chooseDesign}
          </LinkButton>
        ) : undefined
      }
    >
      {design ? <DesignFacts design={design} elementOf={elementOf} /> : <p>{text.designNone}</p>}
      <Waves program={program} editable={editable} />
      {program.started_at ? <p>{text.designLocked(format.dateTime(program.started_at))}</p> : null}
      {program.earlier_designs.length > 0 ? (
        <Why label={text.earlierVersions}>
          {program.earlier_designs.map((earlier, index) => (
            <div key={earlier.id}>
              <p>
                <strong>{text.version(format.number(earlier.version))}</strong>, {format.dateTime(earlier.chosen_at)}.{' '}
                {text.reason}: {(index === 0 ? design : program.earlier_designs[index - 1])?.reason}
              </p>
              <DesignFacts design={earlier} elementOf={elementOf} />
            </div>
          ))}
        </Why>
      ) : null}
    </Section>
  )
}

function DesignFacts({ design, elementOf }: { design: Design; elementOf: ElementOf }) {
  const text = useMessages(measureMessages)
  const { language } = useRequest()
  const format = useFormat()
  const strength = STRENGTH[design.kind]
  const outcome = `${design.outcome_kind}:${design.outcome_key}`
  const outcomes: Readonly<Record<string, string>> = text.outcomes
  const themeOf = useTerm('theme')
  const element = elementOf(design)
  return (
    <>
      <Facts
        items={[
          { label: text.designKind, value: text.designKinds[design.kind], note: text.designHints[design.kind] },
          {
            label: text.strengthLabel,
            value: <Badge tone={STRENGTH_TONES[strength]}>{text.strength[strength]}</Badge>,
          },
          {
            label: text.outcome,
            value:
              outcomes[outcome] ??
              (element ? text.outcomeElement(element[language]) : text.outcomeTheme(themeOf(design.outcome_key))),
          },
          {
            label: text.comparison,
            value: design.comparison.map((unit) => unit.name).join(', ') || text.comparisonNone,
          },
          {
            label: text.baselinePeriod,
            value: text.until(format.date(design.baseline_from), format.date(design.baseline_to)),
          },
          {
            label: text.followPeriod,
            value: text.until(format.date(design.follow_from), format.date(design.follow_to)),
          },
        ]}
      />
      <DesignWarnings design={design} />
    </>
  )
}

function DesignWarnings({ design }: { design: Design }) {
  const text = useMessages(measureMessages)
  const format = useFormat()
  if (design.kind === 'pre_post') return <Notice tone="warning">{text.weakDesign}</Notice>
  if (design.kind === 'difference_in_differences' && design.comparison.length < COMPARISON_UNITS.advised)
    return <Notice tone="info">{text.fewComparisons(format.number(design.comparison.length))}</Notice>
  const shortest = Math.min(
    monthsBetween(design.baseline_from, design.baseline_to),
    monthsBetween(design.follow_from, design.follow_to),
  )
  if (design.kind === 'interrupted_series' && shortest < SERIES_MONTHS.advised)
    return <Notice tone="info">{text.shortSeries}</Notice>
  return null
}
