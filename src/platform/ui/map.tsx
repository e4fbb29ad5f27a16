import { defineMessages } from '../i18n.ts'
import { PageScript } from './document.tsx'
import { useMessages, useRequest } from './request.tsx'

/** Where the pictures of a map come from, as an administrator chose it. */
export interface MapSource {
  /** An address with {z}, {x} and {y}; one that begins with / lies on this very server. */
  tiles: string
  maxZoom: number
  attribution: string
  attributionUrl: string | null
  /** What a map shows that has nothing to show yet. */
  centre: { latitude: number; longitude: number; zoom: number } | null
}

interface MapCell {
  latitude: number
  longitude: number
  count: number
}

interface MapViewProps {
  source: MapSource
  /** What the button says that loads the map. */
  label: string
  /** 'pick' fills the fields latitude and longitude of the form around it. */
  show: 'pick' | { latitude: number; longitude: number } | readonly MapCell[]
}

const mapMessages = defineMessages({
  id: {
    from: (host: string) =>
      `Gambar peta diambil dari ${host}. Server itu dapat melihat bagian peta mana yang dibuka, bukan isi laporan.`,
    own: 'Gambar peta diambil dari server ini sendiri.',
  },
  en: {
    from: (host: string) =>
      `The map's pictures come from ${host}. That server can see which part of the map is opened, not the report.`,
    own: "The map's pictures come from this very server.",
  },
})

/**
 * A button that loads a map, for pages that say everything without one too. Without script there is nothing. The page
 * has to allow the pictures: `images` of its outcome.
 */
export function MapView({ source, label, show }: MapViewProps) {
  const text = useMessages(mapMessages)
  const { assets } = useRequest()
  const host = source.tiles.startsWith('/') ? undefined : new URL(source.tiles).host
  return (
    <div
      class="map-box"
      data-map={JSON.stringify({ ...source, show })}
      data-map-script={assets.scripts?.['map']}
      data-map-style={assets.mapStyle}
      hidden
    >
      <button type="button" class="button button-secondary">
        {label}
      </button>
      <p class="hint">{host ? text.from(host) : text.own}</p>
      <PageScript name="map-button" />
    </div>
  )
}
