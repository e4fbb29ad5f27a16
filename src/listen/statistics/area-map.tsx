import {
  type Column,
  DataTable,
  type MapSource,
  MapView,
  Section,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { publicLines, publicOpen } from './groups.ts'
import { messages } from './messages.ts'
import { lineLabel } from './parts.tsx'
import type { SumRow } from './queries.ts'
import { Recount } from './recount.tsx'

type Line = { label: string; received: number; open: number | undefined }

/** Squares of about 2 km with the number of their reports; few together, as in every public table. */
export function AreaMap({
  source,
  rows,
  least,
  year,
}: {
  source: MapSource
  rows: readonly SumRow[]
  least: number
  year: number
}) {
  const t = useMessages(messages)
  const format = useFormat()
  const squares = publicLines(
    rows.filter((row) => row.dimension === 'area'),
    least,
  )
  const shown = squares.filter(({ line }) => line === 'group')
  if (shown.length === 0) return null
  const lines: Line[] = squares.map((row) => ({
    label: lineLabel(row, t, (key) => pointText(key, t, format.number)),
    received: row.received,
    open: publicOpen(row, least),
  }))
  const columns: Column<Line>[] = [
    { key: 'area', label: t.area, header: true, cell: (row) => row.label },
    { key: 'received', label: t.received, numeric: true, cell: (row) => format.number(row.received) },
    {
      key: 'open',
      label: t.open,
      numeric: true,
      cell: (row) => (row.open === undefined ? t.fewerThan(least) : format.number(row.open)),
    },
  ]
  return (
    <Section title={t.areaTitle} id="peta" lead={t.areaLead(least)}>
      <MapView
        source={source}
        label={t.seeMap}
        show={shown.map(({ key, received }) => ({ ...pointOf(key), count: received }))}
      />
      <DataTable caption={t.areaTitle} captionHidden stack columns={columns} rows={lines} />
      <Recount year={String(year)} file="groups" how={t.recount.groups('area')} />
    </Section>
  )
}

function pointOf(key: string): { latitude: number; longitude: number } {
  const [latitude = 0, longitude = 0] = key.split(',').map(Number)
  return { latitude, longitude }
}

function pointText(
  key: string,
  t: { south: string; north: string; west: string; east: string },
  number: (value: number, decimals: number) => string,
): string {
  const { latitude, longitude } = pointOf(key)
  const degrees = (value: number, name: string) => `${number(Math.abs(value), 2)}° ${name}`
  return `${degrees(latitude, latitude < 0 ? t.south : t.north)}, ${degrees(longitude, longitude < 0 ? t.west : t.east)}`
}
