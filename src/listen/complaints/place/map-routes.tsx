import { z } from 'zod'
import type { FormState } from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import { mapMessages } from './map-messages.ts'
import { MapInput, tileOrigin } from './map-model.ts'
import { deleteMap, findMap, setMap } from './map-queries.ts'
import { MapSettingPage } from './map-views.tsx'

async function settingPage({ db, scope }: Context<'complaint.rules'>, form?: FormState): Promise<Outcome> {
  const map = await findMap(db, scope)
  return { page: <MapSettingPage map={map} form={form} />, images: tileOrigin(map) }
}

export const mapRoutes = [
  query({
    path: '/pengaduan/peta',
    access: 'complaint.rules',
    input: z.object({}),
    handle: (context) => settingPage(context),
  }),

  command({
    path: '/pengaduan/peta',
    access: 'complaint.rules',
    audit: 'complaint.map_set',
    input: MapInput,
    invalid: (context, _raw, form) => settingPage(context, form),
    async handle({ db, scope, now, t, requireSeen }, map) {
      requireSeen(seenOf(await findMap(db, scope)))
      await setMap(db, scope, now, map)
      return {
        redirect: '/pengaduan/peta',
        notice: t(mapMessages).saved,
        audit: { subject: 'complaint-map', detail: { tiles: map.tiles, attribution: map.attribution } },
      }
    },
  }),

  command({
    path: '/pengaduan/peta/hapus',
    access: 'complaint.rules',
    audit: 'complaint.map_removed',
    input: z.object({}),
    async handle({ db, scope, t }) {
      await deleteMap(db, scope)
      return { redirect: '/pengaduan/peta', notice: t(mapMessages).removed, audit: { subject: 'complaint-map' } }
    },
  }),
]
