type TreeRow<U> = U & { depth: number; people: number; below: number }

/** Parents before their children, with everyone who works there or beneath; at the top what has no parent among them. */
export function treeRows<U extends { id: string; parent_id: string | null }>(
  units: readonly U[],
  people: ReadonlyMap<string, number> = new Map(),
): TreeRow<U>[] {
  const known = new Set(units.map((unit) => unit.id))
  const children = new Map<string | null, U[]>()
  for (const unit of units) {
    const parent = unit.parent_id && known.has(unit.parent_id) ? unit.parent_id : null
    const siblings = children.get(parent)
    if (siblings) siblings.push(unit)
    else children.set(parent, [unit])
  }
  const rows: TreeRow<U>[] = []
  const placed = new Set<string>()
  const visit = (unit: U, depth: number): number => {
    const row: TreeRow<U> = { ...unit, depth, people: people.get(unit.id) ?? 0, below: 0 }
    rows.push(row)
    placed.add(unit.id)
    for (const child of children.get(unit.id) ?? []) if (!placed.has(child.id)) row.below += visit(child, depth + 1)
    return row.people + row.below
  }
  for (const top of children.get(null) ?? []) visit(top, 0)
  // Two moves dated back can close a circle on a day that has passed; nobody in it may go missing.
  for (const unit of units) if (!placed.has(unit.id)) visit(unit, 0)
  return rows
}
