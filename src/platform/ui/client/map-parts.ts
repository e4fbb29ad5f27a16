import { type DivIcon, divIcon } from 'leaflet'
import { element, numberText } from './texts.ts'

/** What the map says; a table of its own, because the pages' messages stay on the server. */
const TEXTS = {
  id: {
    label: 'Peta',
    pickLabel: 'Peta untuk menandai tempat kejadian',
    help: 'Ketuk tempat kejadian di peta, atau geser tandanya. Dengan papan ketik: geser peta dengan tombol panah lalu tekan Enter; setelah itu tombol panah menggeser tandanya.',
    pin: 'Tanda tempat kejadian. Tombol panah menggesernya, Delete menghapusnya.',
    here: 'Tandai tengah peta',
    forget: 'Hapus tanda',
    kept: (point: string) => `Tempat ditandai: ${point}.`,
    forgotten: 'Tanda dihapus.',
    zoomIn: 'Perbesar peta',
    zoomOut: 'Perkecil peta',
    noPictures: 'Gambar peta tidak dapat dimuat. Wilayah dan patokan sudah cukup.',
    north: 'LU',
    south: 'LS',
    east: 'BT',
    west: 'BB',
  },
  en: {
    label: 'Map',
    pickLabel: 'Map to mark where it happened',
    help: 'Tap the place on the map, or drag the mark. With a keyboard: move the map with the arrow keys and press Enter; after that the arrow keys move the mark.',
    pin: 'Mark of the place. Arrow keys move it, Delete removes it.',
    here: 'Mark the centre of the map',
    forget: 'Remove the mark',
    kept: (point: string) => `Place marked: ${point}.`,
    forgotten: 'Mark removed.',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    noPictures: "The map's pictures could not be loaded. The region and a landmark are enough.",
    north: 'N',
    south: 'S',
    east: 'E',
    west: 'W',
  },
}

export const text = document.documentElement.lang === 'en' ? TEXTS.en : TEXTS.id

export function pointText(latitude: number, longitude: number): string {
  const degrees = (value: number) => Math.abs(value).toFixed(5)
  return `${degrees(latitude)}° ${latitude < 0 ? text.south : text.north}, ${degrees(longitude)}° ${longitude < 0 ? text.west : text.east}`
}

const SVG = 'http://www.w3.org/2000/svg'

function drawing(size: string, className: string, path: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  const line = document.createElementNS(SVG, 'path')
  for (const [name, value] of Object.entries({ viewBox: size, class: className, 'aria-hidden': 'true' }))
    svg.setAttribute(name, value)
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

/** Drawn, so that no picture has to be loaded. */
export function pinIcon(): DivIcon {
  const path =
    'M16 2a12 12 0 0 0-12 12c0 9 12 24 12 24s12-15 12-24A12 12 0 0 0 16 2Zm0 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10Z'
  const wrapped = element('span', 'map-pin-drawing')
  wrapped.append(drawing('0 0 32 40', '', path))
  return divIcon({ className: 'map-pin', html: wrapped, iconSize: [44, 44], iconAnchor: [22, 43] })
}

export function crosshair(): SVGElement {
  return drawing('0 0 40 40', 'map-cross', 'M20 2v13m0 10v13M2 20h13m10 0h13')
}

/** A circle whose area says how many, with the number in it. `share`: its diameter as a part of the largest. */
export function cellIcon(count: number, share: number): DivIcon {
  const size = Math.round(32 + 28 * share)
  const circle = element('span', '', numberText(count))
  return divIcon({ className: 'map-cell', html: circle, iconSize: [size, size] })
}
