import type { ComponentChildren } from 'preact'
import { Badge, DateTime } from './blocks.tsx'
import { Icon, type IconName } from './icons.tsx'
import { uiMessages } from './messages.ts'
import { useFormat, useMessages } from './request.tsx'

export interface TimelineItem {
  at: Date | string
  title: string
  who?: string | undefined
  tone: 'public' | 'internal' | 'system'
  body?: ComponentChildren
}

interface TimelineProps {
  items: readonly TimelineItem[]
  label?: string | undefined
  /** Leaves out who may see an entry, where one reader sees them all. */
  quiet?: boolean | undefined
}

export function Timeline({ items, label, quiet }: TimelineProps) {
  const text = useMessages(uiMessages)
  const words = { public: text.timelinePublic, internal: text.timelineInternal, system: text.timelineSystem }
  return (
    <ol class="timeline" aria-label={label}>
      {items.map((item, index) => (
        <li class={`timeline-item timeline-${item.tone}`} key={`${index}-${item.title}`}>
          <div class="timeline-head">
            <p class="timeline-title">{item.title}</p>
            {quiet ? null : (
              <Badge
                tone={item.tone === 'public' ? 'info' : item.tone === 'internal' ? 'warning' : 'neutral'}
                icon={item.tone === 'public' ? 'eye' : item.tone === 'internal' ? 'lock' : null}
              >
                {words[item.tone]}
              </Badge>
            )}
          </div>
          <p class="timeline-meta">
            {item.who ? `${item.who} · ` : null}
            <DateTime value={item.at} relative />
          </p>
          {item.body ? <div class="timeline-body">{item.body}</div> : null}
        </li>
      ))}
    </ol>
  )
}

interface StepItem {
  label: string
  href?: string | undefined
}

/** `current` counts from 1; a number past the last step shows all as done. */
export function Stepper({ steps, current }: { steps: readonly (string | StepItem)[]; current: number }) {
  const text = useMessages(uiMessages)
  return (
    <ol class="stepper">
      {steps.map((entry, index) => {
        const step = typeof entry === 'string' ? { label: entry, href: undefined } : entry
        const state = index + 1 < current ? 'done' : index + 1 === current ? 'current' : 'next'
        const word = { done: text.stepDone, current: text.stepCurrent, next: text.stepNext }[state]
        return (
          <li class={`step step-${state}`} aria-current={state === 'current' ? 'step' : undefined} key={step.label}>
            <span class="step-mark" aria-hidden="true">
              {state === 'done' ? <Icon name="check" /> : index + 1}
            </span>
            <span class="step-label">
              {step.href ? <a href={step.href}>{step.label}</a> : step.label}
              <span class="visually-hidden"> ({word})</span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}

interface StatProps {
  label: string
  value: ComponentChildren
  /** Always formatted texts, as the page wants them read. */
  interval?: string | { low: string; high: string } | undefined
  note?: ComponentChildren
  href?: string | undefined
  tone?: 'neutral' | 'success' | 'warning' | 'danger' | 'accent' | undefined
  /** A sparkline, or whatever stands under the number. */
  children?: ComponentChildren
}

export function Stat({ label, value, interval, note, href, tone = 'neutral', children }: StatProps) {
  const text = useMessages(uiMessages)
  const range = typeof interval === 'object' ? text.interval(interval.low, interval.high) : interval
  return (
    <div class={`stat stat-${tone}`}>
      <p class="stat-label">{href ? <a href={href}>{label}</a> : label}</p>
      <p class="stat-value">{typeof value === 'string' ? <WithCount value={value} /> : value}</p>
      {range ? <p class="stat-interval">{range}</p> : null}
      {children}
      {note ? <p class="stat-note">{note}</p> : null}
    </div>
  )
}

/** "92,0 % dari 412": the share is the figure, its count stands small beside it. */
function WithCount({ value }: { value: string }) {
  const [share, count] = value.split(/(?<=%) (?=\p{L})/u)
  return (
    <>
      {share}
      {count ? <small> {count}</small> : null}
    </>
  )
}

interface ProgressBarProps {
  label: string
  value: number
  max: number
  /** Shown instead of "3 dari 10". */
  text?: string | undefined
}

export function ProgressBar({ label, value, max, text }: ProgressBarProps) {
  const format = useFormat()
  const shown = text ?? `${format.number(value)} / ${format.number(max)}`
  return (
    <div class="progress">
      <div class="progress-head">
        <span>{label}</span>
        <span class="progress-value">{shown}</span>
      </div>
      <progress aria-label={label} value={Math.min(Math.max(value, 0), max)} max={max || 1}>
        {shown}
      </progress>
    </div>
  )
}

export interface Task {
  title: string
  href: string
  /** When it is due, or since when it waits; the list is ordered by this, by whoever makes it. */
  due?: ComponentChildren
  badge?: ComponentChildren
  /** Where it comes from: "Pengaduan 7K3P-Q9XM · DPMPTSP". */
  source?: ComponentChildren
  /** The one next act, as a verb: "Verifikasi". Leads to `href`. */
  action?: string | undefined
}

/** What needs somebody now: each with its clock and its one next act. */
export function TaskList({ items, label }: { items: readonly Task[]; label?: string | undefined }) {
  return (
    <ul class="tasks" aria-label={label} data-worklist>
      {items.map((item, index) => (
        <li class="task" data-href={item.href} key={`${index}-${item.href}`}>
          <div class="task-body">
            <p class="task-title">
              <a href={item.href}>{item.title}</a> {item.badge}
            </p>
            {item.source ? <p class="task-source">{item.source}</p> : null}
          </div>
          {item.due ? <p class="task-due">{item.due}</p> : null}
          {item.action ? (
            <a class="button button-secondary" href={item.href} aria-label={`${item.action}: ${item.title}`}>
              {item.action}
            </a>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

interface Chapter {
  title: string
  icon: IconName
  body: ComponentChildren
}

/** A story in order, each part under its own mark: what was said, what was done, what came of it. */
export function Chapters({ items, level = 2 }: { items: readonly Chapter[]; level?: 2 | 3 | undefined }) {
  const Heading = `h${level}` as const
  return (
    <ol class="chapters">
      {items.map((item) => (
        <li class="chapter" key={item.title}>
          <span class="chapter-mark">
            <Icon name={item.icon} />
          </span>
          <Heading class="chapter-title">{item.title}</Heading>
          {item.body}
        </li>
      ))}
    </ol>
  )
}
