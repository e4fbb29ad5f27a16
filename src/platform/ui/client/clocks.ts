import { all, status, texts } from './texts.ts'

/**
 * [data-deadline]: counts down to an instant of the server's clock; `data-now` is the server's time when the page was
 * made, so that a wrong clock in the device does not matter. With `data-at-end="submit"` the form around it is sent.
 */
export function enhanceClocks(): void {
  all('[data-deadline]', HTMLElement).forEach((clock) => {
    const deadline = Date.parse(clock.dataset['deadline'] ?? '')
    const skew = Date.parse(clock.dataset['now'] ?? '') - Date.now()
    if (Number.isNaN(deadline)) return
    const tick = () => {
      const seconds = Math.ceil((deadline - Date.now() - (skew || 0)) / 1000)
      if (seconds > 0) {
        clock.textContent = clockText(seconds)
        return
      }
      clearInterval(timer)
      clock.textContent = texts().timeUp
      if (clock.dataset['atEnd'] === 'submit') clock.closest('form')?.requestSubmit()
    }
    const timer = setInterval(tick, 1000)
    tick()
  })
}

export function clockText(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const rest = [Math.floor((seconds % 3600) / 60), seconds % 60].map((part) => String(part).padStart(2, '0'))
  return hours > 0 ? `${hours}.${rest.join('.')}` : rest.join('.')
}

export function enhanceConnection(): void {
  let bar: HTMLElement | undefined
  const update = () => {
    bar?.remove()
    bar = undefined
    // A kiosk keeps its answers on the device, and says itself how many wait there.
    if (navigator.onLine || document.querySelector('[data-kiosk]')) return
    bar = status('offline-bar', texts().offline)
    document.body.prepend(bar)
  }
  addEventListener('online', update)
  addEventListener('offline', update)
  update()
  for (const link of all('[data-reload]', HTMLAnchorElement)) {
    link.addEventListener('click', (event) => {
      event.preventDefault()
      location.reload()
    })
  }
}

const RETRY_MS = 3000

/**
 * The pages that stand for another one go on by themselves as soon as the server can be reached: a form that did not
 * get through is sent, a page that could not be fetched is fetched.
 */
export function enhanceRetry(): void {
  for (const what of all('form[data-resend], [data-reload]', HTMLElement)) {
    const look = async () => {
      const there = await fetch('/healthz', { cache: 'no-store' }).then(
        ({ ok }) => ok,
        () => false,
      )
      if (!there) wait()
      else if (what instanceof HTMLFormElement) what.requestSubmit()
      else location.reload()
    }
    const wait = () => setTimeout(() => void look(), RETRY_MS)
    wait()
  }
}
