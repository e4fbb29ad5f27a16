import type { ComponentChildren } from 'preact'
import { Icon } from '../icons.tsx'
import { uiMessages } from '../messages.ts'
import { type NavStage, useMessages } from '../request.tsx'
import { round } from './scale.ts'

export interface LoopStage {
  stage: Exclude<NavStage, 'admin'>
  /** The live figure: "128". */
  value: string
  /** What it counts: "pengaduan 30 hari terakhir". */
  note: string
  /** None where the reader may not go in. */
  href: string | undefined
  /** This stage needs the reader. */
  attention?: boolean | undefined
}

interface LoopRingProps {
  stages: readonly LoopStage[]
  title?: string | undefined
  children?: ComponentChildren
}

/** Five doors on a ring; on a phone the same doors one under the other. `children` stand in the middle of the ring. */
export function LoopRing({ stages, title, children }: LoopRingProps) {
  const text = useMessages(uiMessages)
  return (
    <nav class="loop" aria-labelledby="pintu-lingkaran">
      <h2 class="visually-hidden" id="pintu-lingkaran">
        {title ?? text.loop}
      </h2>
      <svg class="loop-ring" viewBox="0 0 900 560" aria-hidden="true" focusable="false">
        {stages.map((stage, index) => (
          <path class={stage.attention ? 'loop-arc-due' : undefined} d={arc(index, stages.length)} key={stage.stage} />
        ))}
      </svg>
      {children ? <div class="loop-center">{children}</div> : null}
      <ol class="loop-doors">
        {stages.map((stage) => (
          <li class={stage.attention ? 'loop-door loop-due' : 'loop-door'} key={stage.stage}>
            <a {...(stage.href === undefined ? {} : { href: stage.href })}>
              <span class="loop-name">
                <Icon name={stage.stage} />
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

const CENTER = { x: 450, y: 284 }
const RADIUS = { x: 322, y: 212 }

/** The stroke from one door to the next, clockwise from the top, with its arrow head; the doors lie over its ends. */
function arc(index: number, count: number): string {
  const step = (2 * Math.PI) / count
  const from = -Math.PI / 2 + index * step
  const head = from + step * 0.54
  const [x1, y1] = at(from)
  const [x2, y2] = at(from + step)
  const tip = at(head)
  const left = at(head - 0.045, 1.035)
  const right = at(head - 0.045, 0.965)
  return `M${x1} ${y1}A${RADIUS.x} ${RADIUS.y} 0 0 1 ${x2} ${y2}M${left.join(' ')}L${tip.join(' ')}L${right.join(' ')}`
}

function at(angle: number, factor = 1): [number, number] {
  return [round(CENTER.x + RADIUS.x * factor * Math.cos(angle)), round(CENTER.y + RADIUS.y * factor * Math.sin(angle))]
}
