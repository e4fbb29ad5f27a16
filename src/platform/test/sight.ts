import { routes } from '../../slices.ts'
import type { Route } from '../http/route.ts'
import { beneath, employeeOf, type Person, reachOf, type World } from './holders.ts'
import type { Owner } from './marks.ts'
import { parametersOf } from './visit.ts'

// Whose rows may come out of which route, from the grants and from what is published on purpose.

/** What is published for everybody, and where. */
const PUBLISHED: Readonly<Record<string, RegExp>> = {
  'services.service': /./,
  'portal.story': /^(\/i\/:institution(\/perubahan.*)?|\/kisah)$/,
  'portal.article_version': /^\/i\/:institution\/pengetahuan/,
  'complaints.publication': /^\/i\/:institution\/(hasil-)?laporan/,
  // The name of whoever wished to stand by their report.
  'complaints.complaint': /^\/i\/:institution\/(hasil-)?laporan/,
  'oversight.card': /^\/i\/:institution\/kartu-nilai/,
  'policy.policy': /^\/i\/:institution\/kebijakan/,
  'performance.reward': /^\/i\/:institution\/penghargaan/,
  'questionnaires.version': /^\/(i\/:institution\/kuesioner|kuesioner-saya$)/,
  'practices.entry': /^\/i\/:institution\/praktik/,
  'practices.result': /^\/i\/:institution\/praktik/,
}
/** What everybody who works there may see, and where. */
const FOR_STAFF: Readonly<Record<string, RegExp>> = {
  // A part of the case was given to this person's unit: what it helps with is named in its list too.
  'complaints.complaint': /^\/pengaduan\/tugas(\/:id)?$/,
  // Who was honoured, who may be asked to examine, and who holds a role.
  'people.employee': /^\/(penghargaan|peran)$|\/:id\/pemeriksaan$/,
  // What may be taken over from others.
  'practices.entry': /^\/praktik\/(baru|:id\/ubah)$/,
  // A checklist is used by all units beneath the one that wrote it.
  'performance.checklist': /^\/kinerja\/:unit\/sop/,
}
/** Permissions that open these rows on pages of another permission. */
const SEEN_WITH: Readonly<Record<string, readonly string[]>> = {
  'needs.need': ['need.read'],
  'oversight.monitor': ['oversight.manage'],
  'performance.nomination': ['reward.propose', 'reward.review', 'reward.decide'],
  'signals.signal': ['signal.read'],
}
/** Pages that everybody has and that show more to whoever holds this too, in the units where they hold it. */
const SHOWS_MORE: Readonly<Record<string, readonly string[]>> = { '/hari-ini': ['report.read'] }
/** Pages whose permission lets one work, while another one says on which rows. */
const DECIDING: Readonly<Record<string, string>> = {
  '/pengaduan/baru/:id': 'complaint.read',
  '/pengaduan/baru/:id/kunci': 'complaint.read',
}
/** Rows whose units decide, where they are not those of the last one in the path. */
const DECIDED_BY: Readonly<Record<string, string>> = {
  // Whoever coordinates the case waives what they asked of another unit.
  '/pengaduan/:id/tugas/:task/batal': 'id',
}
/** Pages that stand on another one, whose permission is needed beside their own. */
const STANDS_ON: Readonly<Record<string, string>> = { '/layanan/:id/standar/:version/ubah': 'service.read' }

/** The permission whose units a route's rows must lie in. */
export function decidingOn(route: Route): string {
  return DECIDING[route.path] ?? route.access
}

/** The parameters that may say whose a route's row is, the likeliest first. */
export function deciders(route: Route): readonly string[] {
  const one = DECIDED_BY[route.path]
  return one ? [one] : parametersOf(route).toReversed()
}

/** Whether these units let this person open what lies in them. */
export function reaches(world: World, person: Person, route: Route, units: readonly string[]): boolean {
  const reach = reachOf(world, person)
  return [decidingOn(route), STANDS_ON[route.path] ?? decidingOn(route)].every((permission) =>
    units.some((unit) => reach.get(permission)?.has(unit)),
  )
}

/** Whether a row of this owner may stand in what this person is answered. */
export function mayCome(world: World, route: Route, person: Person, row: Owner): boolean {
  const { institution, table, unit, employee } = row
  if (institution !== world.home.id) return false
  if (PUBLISHED[table]?.test(route.path)) return true
  if (person.session !== 'alive') return false
  if (unit === null || FOR_STAFF[table]?.test(route.path)) return true
  const me = employeeOf(world, person)
  const owner = world.employees.find(({ id }) => id === employee)
  if (owner && (owner.id === me.id || owner.superior === me.id)) return true
  // On one's own pages: the names of those one works with, and what one's unit set out to do.
  const near = table === 'people.employee' || table === 'surveys.follow_up'
  if (route.access === 'self' && near && (beneath(world, me.unit).includes(unit) || employee === me.superior))
    return true
  const reach = reachOf(world, person)
  return [...accessesOf(route), ...(SEEN_WITH[table] ?? [])].some((permission) => reach.get(permission)?.has(unit))
}

const accesses = new Map<Route, readonly string[]>()

/** A refused form is shown on the page that it stands on, to those who may see that page. */
function accessesOf(route: Route): readonly string[] {
  const known = accesses.get(route) ?? readAccesses(route)
  accesses.set(route, known)
  return known
}

function readAccesses(route: Route): readonly string[] {
  const pages =
    route.method === 'GET' ? [] : routes.filter((one) => one.method === 'GET' && isAbove(one.path, route.path))
  return [decidingOn(route), ...(SHOWS_MORE[route.path] ?? []), ...pages.map(({ access }) => access)]
}

function isAbove(page: string, form: string): boolean {
  return form === page || (page.includes(':') && form.startsWith(`${page}/`))
}
