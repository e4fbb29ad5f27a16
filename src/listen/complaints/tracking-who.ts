import type { Cookie, TryLimit } from '../../platform/http/route.ts'
import { type ReadCode, readCode } from './code.ts'
import { DEVICE_COOKIE, isKeyOf, knowsDevice, rememberDevice } from './key.ts'
import type { ComplaintKind } from './model.ts'
import type { Public } from './wizard-step.tsx'

const WINDOW = { seconds: 900 } as const
/** At this pace a key of 30 bits is found once in fifteen hundred years; who is held up by others waits a quarter of an hour. */
const OF_CASE: TryLimit = { ...WINDOW, points: 20, bucket: 'complaint key of case' }
/** A whole village may stand behind one address of its mobile network. */
const OF_SENDER: TryLimit = { ...WINDOW, points: 60, bucket: 'complaint key of sender' }
/** Codes that exist nowhere: misreading is caught by the check symbol, so many of them are somebody trying them out. */
const OF_INSTITUTION: TryLimit = { ...WINDOW, points: 300, bucket: 'complaint code missed' }

type Found = { id: string; code: string; key_no: number; kind: ComplaintKind }

export type Who<T> =
  | { as: 'reporter'; found: T; key: string; cookies: readonly Cookie[] }
  /** Knows the number of the report, as officers do. */
  | { as: 'anyone'; found: T }
  | { as: 'wrong'; found: T }
  | { as: 'unknown' }
  /** Too many tries for this report, from this sender or in this institution. */
  | { as: 'wait' }
  | { as: 'mistyped'; problem: Extract<ReadCode, { ok: false }>['problem'] }

/**
 * Whether whoever typed this is the reporter. A point is taken before a key is compared, so that many requests at once
 * get no more tries, and given back when it was right. A device that held this very key before is not counted: nobody
 * can shut the reporter out with wrong tries. A right code and key are also not held up by codes missed by others.
 */
export async function whoAsks<T extends Found>(
  { institution, request, tries }: Pick<Public, 'institution' | 'request' | 'tries'>,
  typed: string,
  find: (code: string) => Promise<T | undefined>,
): Promise<Who<T>> {
  const read = readCode(typed)
  if (!read.ok) return { as: 'mistyped', problem: read.problem }
  const { code, key } = read
  const place = institution.id
  if (key === undefined) {
    const found = await find(code)
    const goesOn = found ? await tries.left(OF_INSTITUTION, place) : await tries.take(OF_INSTITUTION, place)
    if (!goesOn) return { as: 'wait' }
    return found ? { as: 'anyone', found } : { as: 'unknown' }
  }
  const remembered = request.cookies[DEVICE_COOKIE]
  const counted = !knowsDevice(remembered, place, code, key)
  const points = [
    [OF_CASE, `${place}:${code}`],
    [OF_SENDER, request.ip],
  ] as const
  if (counted) {
    const taken = await Promise.all(points.map(([limit, who]) => tries.take(limit, who)))
    if (taken.includes(false)) return { as: 'wait' }
  }
  const found = await find(code)
  if (found && isKeyOf(key, place, found)) {
    if (counted) await Promise.all(points.map(([limit, who]) => tries.giveBack(limit, who)))
    // A report of wrongdoing leaves no trace on the device it was read on.
    const keeps = counted && found.kind !== 'whistleblowing'
    const value = rememberDevice(remembered, place, code, key)
    return { as: 'reporter', found, key, cookies: keeps ? [{ name: DEVICE_COOKIE, value, maxAge: YEAR }] : [] }
  }
  if (found) return { as: 'wrong', found }
  await tries.take(OF_INSTITUTION, place)
  return { as: 'unknown' }
}

const YEAR = 365 * 86_400
