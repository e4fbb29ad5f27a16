import { packetsOf } from '../surveys/index.ts'
import type { Place, Selection } from './results-queries.ts'

/*
 * Two filters subtracted from one another must not tell of fewer than the smallest group. So the answers of a version
 * form blocks of at least so many, by unit, service and month, the same for every reader; a filter that cuts one is not
 * shown. A unit that has too few for a block of its own waits, and is in no figure.
 */

export type Cell = Place & { n: number }
export type Blocks = { blocks: readonly (readonly Cell[])[]; waiting: readonly Cell[] }

export function blocksOf(cells: readonly Cell[], least: number): Blocks {
  const packets = new Map(
    packetsOf(
      cells.map((cell) => ({ ...cell, rule_code: '' })),
      least,
      '9999-12-31',
    ).map((one) => [keyOf(one), `${one.unit_id} ${one.to_month} ${one.to_service}`]),
  )
  const blocks = Map.groupBy(cells, (cell) => packets.get(keyOf(cell)))
  const left = blocks.get(undefined) ?? []
  blocks.delete(undefined)
  // What is left of a unit goes with its last block.
  const last = new Map(
    [...blocks].toSorted(([a], [b]) => (a! < b! ? -1 : 1)).map(([key, own]) => [own[0]!.unit_id, key]),
  )
  for (const cell of left) if (last.has(cell.unit_id)) blocks.get(last.get(cell.unit_id))!.push(cell)
  return { blocks: [...blocks.values()], waiting: left.filter((cell) => !last.has(cell.unit_id)) }
}

/** Whether a filter takes a part of a block and leaves the other. */
export function cutsBlock({ blocks }: Blocks, wanted: Selection): boolean {
  const units = wanted.units && new Set(wanted.units)
  const inside = (cell: Cell) =>
    (units?.has(cell.unit_id) ?? true) &&
    (!wanted.service || cell.service_id === wanted.service) &&
    (!wanted.from || cell.month >= wanted.from) &&
    (!wanted.to || cell.month <= wanted.to)
  return blocks.some((block) => block.some(inside) && !block.every(inside))
}

/** What a single answer may tell of its place: as much as all of its block share. */
export function placesOf({ blocks }: Blocks): (place: Place) => { month: string; unit: boolean; service: boolean } {
  const told = new Map(
    blocks.flatMap((block) => {
      const months = block.map(({ month }) => month).sort()
      const month = [...new Set([months[0]!, months.at(-1)!])].join(' – ')
      const service = new Set(block.map(({ service_id }) => service_id)).size === 1
      const unit = new Set(block.map(({ unit_id }) => unit_id)).size === 1
      return block.map((cell) => [keyOf(cell), { month, unit, service }] as const)
    }),
  )
  return (place) => told.get(keyOf(place)) ?? { month: '', unit: false, service: false }
}

function keyOf({ unit_id, service_id, month }: Place): string {
  return `${unit_id} ${service_id} ${month}`
}
