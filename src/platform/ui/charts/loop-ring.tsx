import { useId } from 'preact/hooks'
import { Icon, type IconName } from '../icons.tsx'
import { uiMessages } from '../messages.ts'
import { type NavStage, useMessages } from '../request.tsx'
import { round } from './scale.ts'

export interface LoopStage {
  stage: Exclude<NavStage, 'admin'>
  /** The live figure: "128". */
  value: string
  /** What it counts: "pengaduan 30 hari terakhir". */
  note: string
  href: string
  /** This stage needs the reader. */
  attention?: boolean | undefined
}

const ICONS: Record<LoopStage['stage'], IconName> = {
  listen: 'listen',
  diagnose: 'diagnose',
  develop: 'develop',
  prove: 'prove',
  steer: 'steer',
}

/** Five doors on a ring; on a phone the same doors as a list with a line through them. */
export function LoopRing({ stages, title }: { stages: readonly LoopStage[]; title?: string | undefined }) {
  const text = useMessages(uiMessages)
  const id = useId()
  return (
    <nav class="loop" aria-labelledby={id}>
      <h2 class="visually-hidden" id={id}>
        {title ?? text.loop}
      </h2>
      <svg class="loop-ring" viewBox="0 0 400 400" aria-hidden="true" focusable="false">
        {stages.map((stage, index) => (
          <path
            class={stage.attention ? 'loop-arc loop-arc-due' : 'loop-arc'}
            d={arc(index, stages.length)}
            key={stage.stage}
          />
        ))}
      </svg>
      <ol class={`loop-doors loop-doors-${stages.length}`}>
        {stages.map((stage) => (
          <li class={stage.attention ? 'loop-door loop-due' : 'loop-door'} key={stage.stage}>
            <a href={stage.href}>
              <span class="loop-name">
                <Icon name={ICONS[stage.stage]} />
                {text.stages[stage.stage]}
              </span>
              <span class="loop-value">{stage.value}</span>
              <span class="loop-note">{stage.note}</span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** The stroke between one door and the next, clockwise from the top, with an arrow head. */
function arc(index: number, count: number): string {
  const step = (2 * Math.PI) / count
  const from = -Math.PI / 2 + index * step + step * 0.28
  const to = -Math.PI / 2 + (index + 1) * step - step * 0.28
  const at = (angle: number, radius = 150) => [
    round(200 + radius * Math.cos(angle)),
    round(200 + radius * Math.sin(angle)),
  ]
  const [x1, y1] = at(from)
  const [x2, y2] = at(to)
  const [ax, ay] = at(to - 0.09, 160)
  const [bx, by] = at(to - 0.09, 140)
  return `M${x1} ${y1}A150 150 0 0 1 ${x2} ${y2}M${ax} ${ay}L${x2} ${y2}L${bx} ${by}`
}
