import {
  type LatLng,
  type Map as LeafletMap,
  latLng,
  latLngBounds,
  map as leafletMap,
  marker,
  tileLayer,
} from 'leaflet'
import { cellIcon, crosshair, pinIcon, pointText, text } from './map-parts.ts'
import { element, status } from './texts.ts'

// The map behind the button of map-button.ts. It only adds: what it fills or shows stands on the page without it too.

type Point = { latitude: number; longitude: number }
type Asked = {
  tiles: string
  maxZoom: number
  attribution: string
  attributionUrl: string | null
  centre: (Point & { zoom: number }) | null
  show: 'pick' | Point | (Point & { count: number })[]
}

/** The whole archipelago. */
const COUNTRY = { latitude: -2.5, longitude: 118, zoom: 4 }
const NEAR = 16
const DIGITS = 5
/** Pixels the mark moves with an arrow key, and with Shift. */
const STEP = 8
const LEAP = 40
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
}

document.addEventListener('map', ({ target }) => {
  if (target instanceof HTMLElement && target.dataset['map']) open(target, JSON.parse(target.dataset['map']) as Asked)
})

function open(box: HTMLElement, asked: Asked): void {
  const place = element('div', 'map')
  const line = status('hint')
  box.append(place)
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  const map = leafletMap(place, {
    attributionControl: false,
    maxZoom: asked.maxZoom,
    // A page that is scrolled past the map goes on scrolling, and two taps may mean two marks.
    scrollWheelZoom: false,
    doubleClickZoom: asked.show !== 'pick',
    zoomAnimation: !still,
    fadeAnimation: false,
    inertia: !still,
    zoomControl: false,
  })
  const bar = zoomBar(map)
  box.append(credit(asked), bar, line)
  place.setAttribute('role', 'application')
  place.setAttribute('aria-label', asked.show === 'pick' ? text.pickLabel : text.label)
  const { latitude, longitude, zoom } = asked.centre ?? COUNTRY
  map.setView([latitude, longitude], Math.min(zoom, asked.maxZoom))
  if (asked.show === 'pick') pick(box, map, { line, bar, maxZoom: asked.maxZoom })
  else if (Array.isArray(asked.show)) showCells(map, asked.show)
  else showPoint(map, asked.show, asked)
  tileLayer(asked.tiles, {
    maxZoom: asked.maxZoom,
    keepBuffer: 1,
    // Servers of public maps want to know which site asks; the page itself, whose address may be a secret, stays untold.
    referrerPolicy: 'origin',
  })
    .once('tileerror', () => {
      line.textContent ||= text.noPictures
    })
    .addTo(map)
  place.focus({ preventScroll: true })
  place.scrollIntoView({ block: 'nearest' })
}

function zoomBar(map: LeafletMap): HTMLElement {
  const bar = element('div', 'actions')
  for (const [sign, title, by] of [
    ['+', text.zoomIn, 1],
    ['−', text.zoomOut, -1],
  ] as const) {
    const button = act(sign, 'button-secondary map-zoom', () => map.setZoom(map.getZoom() + by))
    button.setAttribute('aria-label', title)
    bar.append(button)
  }
  return bar
}

function act(label: string, look: string, run: () => void): HTMLButtonElement {
  const button = element('button', `button ${look}`, label)
  button.type = 'button'
  button.addEventListener('click', run)
  return button
}

function credit({ attribution, attributionUrl }: Asked): HTMLElement {
  const line = element('p', 'map-credit', attributionUrl ? '' : attribution)
  if (attributionUrl) {
    const link = element('a', '', attribution)
    Object.assign(link, { href: attributionUrl, target: '_blank', rel: 'noreferrer' })
    line.append(link)
  }
  return line
}

function showPoint(map: LeafletMap, { latitude, longitude }: Point, { maxZoom }: Asked): void {
  map.setView([latitude, longitude], Math.min(NEAR, maxZoom))
  marker([latitude, longitude], { icon: pinIcon(), keyboard: false, interactive: false }).addTo(map)
}

function showCells(map: LeafletMap, cells: readonly (Point & { count: number })[]): void {
  const most = Math.max(...cells.map(({ count }) => count))
  for (const { latitude, longitude, count } of cells) {
    const icon = cellIcon(count, Math.sqrt(count / most))
    marker([latitude, longitude], { icon, keyboard: false, interactive: false }).addTo(map)
  }
  if (cells.length > 0) {
    const around = latLngBounds(cells.map(({ latitude, longitude }) => latLng(latitude, longitude)))
    map.fitBounds(around, { padding: [40, 40], maxZoom: 14 })
  }
}

/** The mark follows a tap, a finger that drags it, and the arrow keys; the fields of the form follow the mark. */
function pick(
  box: HTMLElement,
  map: LeafletMap,
  { line, bar, maxZoom }: { line: HTMLElement; bar: HTMLElement; maxZoom: number },
): void {
  const form = box.closest('form')
  const latitude = form?.querySelector<HTMLInputElement>('[name=latitude]')
  const longitude = form?.querySelector<HTMLInputElement>('[name=longitude]')
  if (!form || !latitude || !longitude) return
  const pin = marker(map.getCenter(), { icon: pinIcon(), draggable: true, autoPan: true })
  const place = map.getContainer()
  const help = element('p', 'hint', text.help)
  help.id = 'map-help'
  place.setAttribute('aria-describedby', help.id)
  place.append(crosshair())
  place.before(help)

  const forget = act(text.forget, 'button-quiet', () => {
    keep(undefined)
    place.focus({ preventScroll: true })
  })
  bar.append(act(text.here, 'button-secondary', markCentre), forget)

  function show(at: LatLng | undefined): void {
    forget.hidden = at === undefined
    place.classList.toggle('map-marked', at !== undefined)
    if (!at) {
      pin.remove()
      return
    }
    pin.setLatLng(at).addTo(map)
    const mark = pin.getElement()
    mark?.setAttribute('aria-label', text.pin)
    mark?.setAttribute('aria-describedby', help.id)
    map.panInside(at, { padding: [48, 48] })
  }
  function keep(at: LatLng | undefined): void {
    latitude!.value = at?.wrap().lat.toFixed(DIGITS) ?? ''
    longitude!.value = at?.wrap().lng.toFixed(DIGITS) ?? ''
    line.textContent = at ? text.kept(pointText(at.wrap().lat, at.wrap().lng)) : text.forgotten
    show(at)
    form!.dispatchEvent(new CustomEvent('point', { detail: 'map' }))
  }
  function kept(): LatLng | undefined {
    return latitude!.value && longitude!.value ? latLng(Number(latitude!.value), Number(longitude!.value)) : undefined
  }
  function markCentre(): void {
    keep(map.getCenter())
    pin.getElement()?.focus({ preventScroll: true })
  }

  map.on('click', ({ latlng }) => keep(latlng))
  pin.on('dragend', () => keep(pin.getLatLng()))
  place.addEventListener('keydown', (event) => {
    const onPin = event.target === pin.getElement()
    const [right, down] = (onPin && ARROWS[event.key]) || []
    if (right !== undefined && down !== undefined) {
      const by = event.shiftKey ? LEAP : STEP
      keep(map.containerPointToLatLng(map.latLngToContainerPoint(pin.getLatLng()).add([right * by, down * by])))
    } else if (onPin && (event.key === 'Delete' || event.key === 'Backspace')) forget.click()
    else if (event.target === place && (event.key === 'Enter' || event.key === ' ')) markCentre()
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  form.addEventListener('point', (event) => {
    if ((event as CustomEvent).detail === 'map') return
    show(kept())
    const at = kept()
    if (at) map.setView(at, Math.min(NEAR, maxZoom))
  })
  const before = kept()
  if (before) map.setView(before, Math.min(NEAR, maxZoom))
  show(before)
}
