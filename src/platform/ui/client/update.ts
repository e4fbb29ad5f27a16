import { all } from './texts.ts'

/**
 * What a page asks for while workers change hands (Chromium asks for its icon last of all) wakes the old one again, and
 * the next page would wait for a worker that is on its way out.
 */
const QUIET_MS = 3000

/**
 * Registers the worker, and lets that of a new build take over when a page has come that has no form to send and has
 * all its files. The worker itself looks at the other pages.
 */
export function enhanceUpdate(): void {
  // Where workers are blocked the registration may be none at all.
  navigator.serviceWorker?.register('/service-worker.js').then(
    (mine) => {
      // Held until this page is gone: a form on its way keeps the worker that sent it.
      window.onsubmit = (event) => {
        if (!event.defaultPrevented) void navigator.locks.request('form', () => new Promise(() => undefined))
      }
      const ask = () => setTimeout(() => mine?.waiting?.postMessage(null), QUIET_MS)
      if (all('[data-once]', Element)[0]) return
      if (document.readyState === 'complete') ask()
      else addEventListener('load', ask)
    },
    () => undefined,
  )
}
