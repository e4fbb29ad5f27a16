import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import type { MapSource } from '../../../platform/ui/index.ts'

type MapRow = {
  tiles: string
  attribution: string
  attribution_url: string | null
  max_zoom: number
  latitude: string | null
  longitude: string | null
  zoom: number
}

/** Where maps come from; undefined where the institution has not chosen anything, and then there are none. */
export async function findMap(db: Db, scope: Scope): Promise<MapSource | undefined> {
  const { rows } = await sql<MapRow>`
    select tiles, attribution, attribution_url, max_zoom, latitude::text, longitude::text, zoom
    from complaints.map where institution_id = ${scope.institution}`.execute(db)
  const row = rows[0]
  if (!row) return undefined
  const { latitude, longitude, zoom } = row
  return {
    tiles: row.tiles,
    attribution: row.attribution,
    attributionUrl: row.attribution_url,
    maxZoom: row.max_zoom,
    centre:
      latitude === null || longitude === null
        ? null
        : { latitude: Number(latitude), longitude: Number(longitude), zoom },
  }
}

export async function setMap(
  db: Db,
  scope: Scope<'complaint.rules'>,
  now: Date,
  map: {
    tiles: string
    attribution: string
    attribution_url?: string | undefined
    max_zoom: number
    zoom: number
    centre?: { latitude: number; longitude: number } | undefined
  },
): Promise<void> {
  await sql`
    insert into complaints.map (institution_id, tiles, attribution, attribution_url, max_zoom, latitude, longitude, zoom,
      changed_at, changed_by)
    values (${scope.institution}, ${map.tiles}, ${map.attribution}, ${map.attribution_url ?? null}, ${map.max_zoom},
      ${map.centre?.latitude ?? null}, ${map.centre?.longitude ?? null}, ${map.zoom}, ${now}, ${scope.account})
    on conflict (institution_id) do update set tiles = excluded.tiles, attribution = excluded.attribution,
      attribution_url = excluded.attribution_url, max_zoom = excluded.max_zoom, latitude = excluded.latitude,
      longitude = excluded.longitude, zoom = excluded.zoom, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by`.execute(db)
}

export async function deleteMap(db: Db, scope: Scope<'complaint.rules'>): Promise<void> {
  await sql`delete from complaints.map where institution_id = ${scope.institution}`.execute(db)
}
