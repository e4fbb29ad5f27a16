import type { Permission, Scope } from '../../platform/access.ts'
import { NotFound } from '../../platform/http/errors.ts'
import type { Context } from '../../platform/http/route.ts'
import { type ComplaintRow, findComplaint } from './queries.ts'
import type { Lane } from './sight.ts'
import { STEP_ACCESS, type StepName } from './steps.ts'

export type Reader = Scope<'complaint.read' | 'complaint.whistleblowing'>

/** The pages of ordinary cases and of whistleblowing are the same; their addresses, permissions and rows never meet. */
export const LANES = {
  ordinary: {
    base: '/pengaduan',
    read: 'complaint.read',
    sample: { id: 'select id from complaints.complaint where queue < 10 order by id limit 1' },
    step: (name: StepName): Permission => STEP_ACCESS[name],
    handle: 'complaint.handle',
    identity: 'complaint.identity',
  },
  sealed: {
    base: '/pelanggaran',
    read: 'complaint.whistleblowing',
    sample: { id: 'select id from complaints.complaint where queue > 10 order by id limit 1' },
    step: (): Permission => 'complaint.whistleblowing',
    handle: 'complaint.whistleblowing',
    identity: 'complaint.whistleblowing',
  },
} as const satisfies Record<Lane, { base: string; read: Permission; [part: string]: unknown }>

export const LANE_NAMES = ['ordinary', 'sealed'] as const

/** The case and the scope it was found with; out of reach, out of lane and a conflict of interest are not found. */
export async function reachCase(
  context: Context<Permission>,
  lane: Lane,
  id: string,
): Promise<{ read: Reader; complaint: ComplaintRow }> {
  const read: Reader | undefined = context.also(LANES[lane].read)
  const complaint = read && (await findComplaint(context.db, read, id, lane))
  if (!read || !complaint) throw new NotFound('complaint')
  return { read, complaint }
}
