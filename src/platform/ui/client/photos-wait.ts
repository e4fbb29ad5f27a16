import { all, element } from './texts.ts'

const FIRST_MS = 2_000
const MOST_MS = 60_000

/** Puts each picture that was not ready into its place as soon as it is; asked for less and less often. */
export function showPhotos(root: ParentNode): void {
  for (const place of all('[data-photo]', HTMLElement, root)) {
    const src = place.dataset['photo']
    if (!src) continue
    delete place.dataset['photo']
    // Whoever reloads loses what is being typed; the picture comes by itself.
    place.querySelector('[data-photo-reload]')?.remove()
    wait(place, src, FIRST_MS)
  }
}

function wait(place: HTMLElement, src: string, pause: number): void {
  setTimeout(() => {
    if (!place.isConnected) return
    const next = Math.min(pause * 1.5, MOST_MS)
    if (document.visibilityState === 'hidden') {
      wait(place, src, next)
      return
    }
    const image = element('img', place.dataset['style'] ?? '')
    image.alt = place.dataset['alt'] ?? ''
    image.addEventListener('error', () => wait(place, src, next))
    image.addEventListener('load', () => {
      const link = element('a', '')
      link.href = src
      link.append(image)
      place.replaceWith(link)
    })
    image.src = src
  }, pause)
}
