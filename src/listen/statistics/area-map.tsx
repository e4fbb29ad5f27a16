import {
  type Column,
  DataTable,
  type MapSource,
  MapView,
  Section,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { addSums } from './figures.ts'
import { messages } from './messages.ts'
import { grouped } from './parts.tsx'
import type { SumRow } from './queries.ts'

type Line = { label: string; received: number; open: number }

/** Squares of about 2 km with the number of their reports; few together, as in every public table. */
export function AreaMap({ source, rows, least }: { source: MapSource; rows: readonly SumRow[]; least: number }) {
  const t = useMessages(messages)
  const format = useFormat()
  const { shown, merged, rest } = grouped(
    rows.filter((row) => row.dimension === 'area'),
    least,
  )
  if (shown.length === 0) return null
  const lines: Line[] = shown.map((row) => ({ label: pointText(row.key, t, format.number), ...row }))
  const together = [...merged, ...rest]
  if (together.length > 0)
    lines.push({ ...addSums(together), label: merged.length > 0 ? t.merged(merged.length) : t.rest })
  const columns: Column<Line>[] = [
    { key: 'area', label: t.area, header: true, cell: (row) => row.label },
    { key: 'received', label: t.received, numeric: true, cell: (row) => format.number(row.received) },
    {
      key: 'open',
      label: t.open,
      numeric: true,
      cell: (row) => (row.open > 0 && row.open < least ? t.fewerThan(least) : format.number(row.open)),
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
