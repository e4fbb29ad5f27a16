import type { VNode } from 'preact'
import { emptyPage, errorPage, offlinePage, staffLoop, staffToday, unsentPage } from './blocks.tsx'
import { staffCharts } from './charts.tsx'
import { FAILED, publicForm, publicHome, publicReceipt } from './public.tsx'
import { staffRules } from './rules.tsx'
import { staffCase, staffList } from './staff.tsx'

export { FAILED, publicForm, publicHome } from './public.tsx'
export { NOW, request, withRequest } from './request.tsx'
export { staffList } from './staff.tsx'

/** Pages that show every component in its states; the tests render them, and so can whoever wants to look. */
export const SAMPLES: Readonly<Record<string, () => VNode>> = {
  'public-home': publicHome,
  'public-form': () => publicForm(),
  'public-form-failed': () => publicForm(FAILED),
  'public-receipt': publicReceipt,
  'staff-today': staffToday,
  'staff-list': () => staffList(),
  'staff-list-empty': () => staffList([]),
  'staff-case': () => staffCase(),
  'staff-case-failed': () => staffCase(FAILED),
  'staff-charts': staffCharts,
  'staff-loop': staffLoop,
  'staff-rules': staffRules,
  empty: emptyPage,
  error: errorPage,
  offline: offlinePage,
  unsent: unsentPage,
}
