/**
 * Registers the worker, and lets that of a new build take over when a page has just come and has nothing on its way.
 * The worker itself looks at the other pages.
 */
export function enhanceUpdate(): void {
  navigator.serviceWorker?.register('/service-worker.js').then(
    ({ waiting }) => waiting?.postMessage(''),
    () => undefined,
  )
  // Held until this page is gone: a form on its way keeps the worker that sent it.
  addEventListener('submit', (event) => {
    if (!event.defaultPrevented) navigator.locks?.request('sending', () => new Promise(() => undefined))
  })
}
