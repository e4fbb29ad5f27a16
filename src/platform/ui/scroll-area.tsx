import type { ComponentChildren } from 'preact'
import { uiMessages } from './messages.ts'
import { useMessages } from './request.tsx'

/** Wide content scrolls inside itself, so that the page never does; reachable by keyboard. */
export function ScrollArea({ label, children }: { label: string; children: ComponentChildren }) {
  const text = useMessages(uiMessages)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1, a region that scrolls must take the focus
    <section class="table-scroll" tabIndex={0} aria-label={text.scrolls(label)}>
      {children}
    </section>
  )
}
