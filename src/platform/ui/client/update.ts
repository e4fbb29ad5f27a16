import { all } from './texts.ts'

/**
 * What a page asks for while workers change hands (Chromium asks for its icon last of all) wakes the old one again, and
 * the next page would wait for a worker that is on its way out.
 */
const QUIET_MS = 3000

/**
 * Registers the worker when the page has all its files, and lets that of a new build take over where there is no form
 * to send. The worker itself looks at the other pages.
 */
export function enhanceUpdate(): void {
  addEventListener('load', () => {
    // Where workers are blocked the registration may be none at all.
    navigator.serviceWorker?.register('/service-worker.js').then(
      (mine) => {
        // Held until this page is gone: a form on its way keeps the worker that sent it.
        window.onsubmit = (event) => {
          if (!event.defaultPrevented) void navigator.locks.request('form', () => new Promise(() => undefined))
        }
        if (!all('[data-once]', Element)[0]) setTimeout(() => mine?.waiting?.postMessage(null), QUIET_MS)
      },
      () => undefined,
    )
  })
}
