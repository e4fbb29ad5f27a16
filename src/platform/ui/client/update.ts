/**
 * Registers the worker, and lets that of a new build take over where nothing is on its way: when a page has just come,
 * or nobody looks at it. The worker itself asks the other pages.
 */
export function enhanceUpdate(): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker
    .register('/service-worker.js')
    .then((registration) => {
      const offer = () => registration.waiting?.postMessage('take over')
      if (document.readyState === 'complete') offer()
      else addEventListener('load', offer)
      document.addEventListener('visibilitychange', () => {
        if (document.hidden) offer()
      })
    })
    .catch(() => undefined)
  // Held until this page is gone: a form on its way keeps the worker that sent it.
  addEventListener('submit', (event) => {
    if (event.defaultPrevented) return
    navigator.locks
      ?.request('sigap-sending', { mode: 'shared' }, () => new Promise(() => undefined))
      .catch(() => undefined)
  })
}
