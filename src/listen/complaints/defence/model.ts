/** Half of it is tried on average: a twentieth of a second on a desk, one and a half on the phone of e2e/complaint.spec.ts. */
export const MOST_TRIES = 60_000
/** Long enough to read the last page slowly. */
export const VALID_MS = 2 * 3_600_000
/** Nobody reads and answers the questions faster. */
const FASTEST_MS = 5000

export type Doubt = 'no_proof' | 'reused' | 'trap' | 'fast'

/** Signs that no person filled in the form; `made` is when the form began. */
export function doubtsOf(told: { proof: 'good' | 'missing' | 'reused'; trap: string; made: Date; now: Date }): Doubt[] {
  const doubts: Doubt[] = []
  if (told.proof !== 'good') doubts.push(told.proof === 'reused' ? 'reused' : 'no_proof')
  if (told.trap.trim() !== '') doubts.push('trap')
  if (told.now.getTime() - told.made.getTime() < FASTEST_MS) doubts.push('fast')
  return doubts
}

/** When an id of ours was made: its first 48 bits. */
export function madeAt(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))
}
