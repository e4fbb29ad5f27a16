import { all, status } from './texts.ts'

// Loaded by pages that offer a map. The map itself, with its style, comes when somebody presses the button.

const text =
  document.documentElement.lang === 'en'
    ? { loading: 'Loading the map …', failed: 'The map could not be loaded. Everything works without it.' }
    : { loading: 'Memuat peta …', failed: 'Peta tidak dapat dimuat. Semua tetap dapat diisi dan dibaca tanpa peta.' }

for (const box of all('[data-map]', HTMLElement)) {
  const button = box.querySelector('button')
  const { mapScript, mapStyle } = box.dataset
  if (!button || !mapScript || !mapStyle) continue
  const line = status('hint')
  box.append(line)
  box.hidden = false
  button.addEventListener('click', () => {
    if (line.textContent === text.loading) return
    line.textContent = text.loading
    const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: mapStyle })
    const script = Object.assign(document.createElement('script'), { src: mapScript })
    Promise.all([loaded(style), loaded(script)]).then(
      () => {
        // Where the pictures come from was said before they were asked for.
        for (const done of box.querySelectorAll('button, .hint')) done.remove()
        box.dispatchEvent(new CustomEvent('map', { bubbles: true }))
      },
      () => {
        line.textContent = text.failed
      },
    )
  })
}

/** What did not come is taken away again, so that another press asks for it anew. */
function loaded(part: HTMLElement): Promise<void> {
  return new Promise((resolve, reject) => {
    part.addEventListener('load', () => resolve())
    part.addEventListener('error', () => {
      part.remove()
      reject(new Error('not loaded'))
    })
    document.head.append(part)
  })
}
