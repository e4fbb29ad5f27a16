import { all } from './texts.ts'

/**
 * Registers the worker, and lets that of a new build take over when a page has come that has no form to send. The
 * worker itself looks at the other pages.
 */
export function enhanceUpdate(): void {
  // Where workers are blocked the registration may be none at all.
  navigator.serviceWorker?.register('/service-worker.js').then(
    (mine) => {
      if (!all('[data-once]', Element)[0]) mine?.waiting?.postMessage(0)
      // Held until this page is gone: a form on its way keeps the worker that sent it.
      window.onsubmit = (event) => {
        if (!event.defaultPrevented) void navigator.locks.request('form', () => new Promise(() => undefined))
      }
    },
    () => undefined,
  )
}
