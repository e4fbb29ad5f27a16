import { all, visible } from './texts.ts'

/** Lays an opened <details data-dialog> over the page: focus goes in, stays in, and returns to its button. */
export function enhanceDialogs(): void {
  all('details[data-dialog]', HTMLDetailsElement).forEach((dialog) => {
    const button = dialog.querySelector('summary')
    const [panel] = all('.dialog-panel', HTMLElement, dialog)
    const [close] = all('[data-close]', HTMLElement, dialog)
    if (!button || !panel || !close) return
    dialog.classList.add('dialog-over')
    panel.setAttribute('role', 'dialog')
    panel.setAttribute('aria-modal', 'true')
    close.hidden = false
    const shut = () => {
      dialog.open = false
      button.focus()
    }
    close.addEventListener('click', shut)
    dialog.addEventListener('toggle', () => {
      if (dialog.open) panel.querySelector<HTMLElement>('[data-error-summary],h2')?.focus()
    })
    dialog.addEventListener('click', (event) => {
      const inside = event.target instanceof Node && (panel.contains(event.target) || button.contains(event.target))
      if (dialog.open && !inside) shut()
    })
    dialog.addEventListener('keydown', (event) => {
      if (!dialog.open) return
      if (event.key === 'Escape') shut()
      else if (event.key === 'Tab') stayInside(panel, event)
    })
  })
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && location.hash === '#menu') location.hash = '#isi'
  })
}

function stayInside(panel: HTMLElement, event: KeyboardEvent): void {
  const stops = all('a[href],button,input,select,textarea,summary', HTMLElement, panel).filter(visible)
  const edge = event.shiftKey ? stops[0] : stops.at(-1)
  const active = document.activeElement
  if (active !== edge && panel.contains(active) && !(event.shiftKey && active?.matches('h2'))) return
  event.preventDefault()
  const next = event.shiftKey ? stops.at(-1) : stops[0]
  next?.focus()
}
