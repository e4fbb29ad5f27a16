import { z } from 'zod'
import { query, type Route } from '../../platform/http/route.ts'
import { remembered } from '../../platform/remember.ts'
import { listOldest, type UnitFigures, unitFigures } from './monitoring-queries.ts'
import { MonitoringPage } from './monitoring-views.tsx'
import { qualityFigures } from './quality-queries.ts'

const figures = remembered<[], UnitFigures[]>((units) => units.length > 20)

export const monitoringRoutes: Route[] = [
  query({
    path: '/pengaduan/pemantauan',
    access: 'complaint.read',
    input: z.object({}),
    async handle({ db, scope, now }) {
      const units = await figures(scope, now, [], () => unitFigures(db, scope, now))
      return {
        page: (
          <MonitoringPage
            units={units}
            oldest={await listOldest(db, scope, 10)}
            quality={await qualityFigures(db, scope, now)}
          />
        ),
      }
    },
  }),
]
