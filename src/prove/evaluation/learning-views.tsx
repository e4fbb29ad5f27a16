import { gainBand } from '../../platform/statistics/index.ts'
import {
  Badge,
  DataTable,
  Facts,
  Grid,
  LinkButton,
  Section,
  Stat,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import { type Card, type IndicatorResult, reached } from './card.ts'
import type { LearningResult } from './learning.ts'
import { learningMessages } from './learning-messages.ts'

export function LearningSection({ learning }: { learning: LearningResult | null }) {
  const text = useMessages(learningMessages)
  const format = useFormat()
  if (!learning) {
    return (
      <Section title={text.learningTitle} id="belajar">
        <p>{text.learningNone}</p>
      </Section>
    )
  }
  const { paired, gains, target } = learning
  const g = gains.normalized
  const number = (value: number | undefined, decimals = 1) =>
    value === undefined ? '–' : format.number(value, decimals)
  return (
    <Section title={text.learningTitle} id="belajar" lead={text.learningLead(format.number(learning.participants))}>
      <Grid size="small">
        <Stat label={text.pre} value={number(paired.preMean)} />
        <Stat label={text.post} value={number(paired.postMean)} />
        <Stat
          label={text.difference}
          value={text.points(number(paired.difference))}
          interval={paired.interval && { low: number(paired.interval.low), high: number(paired.interval.high) }}
        />
        <Stat
          label={text.kinds.relative}
          value={gains.relative === undefined ? '–' : format.percent(gains.relative)}
          note={text.kindNotes.relative}
        />
        <Stat
          label={text.kinds.normalized}
          value={number(g, 2)}
          note={
            g === undefined
              ? undefined
              : text.kindNotes.normalized(text.band[gainBand(g)], number(gains.normalizedIndividual, 2))
          }
        />
        {learning.reached && target ? (
          <Stat
            label={text.reachedLabel}
            value={format.percent(learning.reached.share, learning.participants)}
            interval={{
              low: format.percent(learning.reached.interval.low),
              high: format.percent(learning.reached.interval.high),
            }}
            note={text.reachedNote(text.targetKind[target.kind](format.number(target.target)))}
          />
        ) : null}
      </Grid>
      {learning.groupReached === undefined ? null : (
        <p>
          <Badge tone={learning.groupReached ? 'success' : 'warning'}>
            {learning.groupReached ? text.groupReached : text.groupMissed}
          </Badge>
        </p>
      )}
      <Why label={text.why}>
        <p>{text.learningWhy}</p>
        <Facts
          items={[
            {
              label: text.learningTest,
              value:
                paired.p === undefined
                  ? text.learningTestNone
                  : `t = ${number(paired.t, 2)}, df = ${paired.df}, p ${paired.p < 0.001 ? `< ${number(0.001, 3)}` : `= ${number(paired.p, 3)}`}`,
            },
            {
              label: text.effectSize,
              value: `d_z = ${number(paired.dz, 2)}, g_z = ${number(paired.gz, 2)}, d_av = ${number(paired.dav, 2)}`,
            },
          ]}
        />
      </Why>
    </Section>
  )
}

export function IndicatorSection({ card }: { card: Card }) {
  const text = useMessages(learningMessages)
  const format = useFormat()
  const { permissions } = useRequest()
  const may = permissions.has('evaluation.measure')
  const state = (row: IndicatorResult) => {
    const done = reached(row)
    if (done === undefined) return <Badge>{text.unmeasured}</Badge>
    return <Badge tone={done ? 'success' : 'warning'}>{done ? text.reached : text.missed}</Badge>
  }
  return (
    <Section
      title={text.indicatorsTitle}
      id="indikator"
      actions={
        may && card.indicators.length > 0 ? (
          <LinkButton tone="secondary" href={`/hasil/${card.program.id}/ukur`}>
            {text.record}
          </LinkButton>
        ) : undefined
      }
    >
      <DataTable
        caption={text.indicatorsCaption}
        captionHidden
        rows={card.indicators}
        columns={[
          { key: 'name', label: text.indicator, cell: (row) => `${row.name} (${row.measure})` },
          { key: 'baseline', label: text.baseline, numeric: true, cell: (row) => format.number(row.baseline) },
          {
            key: 'actual',
            label: text.actual,
            numeric: true,
            cell: (row) =>
              row.actual === null
                ? '–'
                : `${format.number(row.actual)}${row.origin ? ` (${text.origin[row.origin]})` : ''}`,
          },
          {
            key: 'target',
            label: text.target,
            numeric: true,
            cell: (row) =>
              `${format.number(row.target_value)} (${text.targetKind[row.target_kind](format.number(row.target))})`,
          },
          { key: 'state', label: text.state, cell: state },
        ]}
      />
    </Section>
  )
}
