const CODES = new Set([
  // Starting up, shutting down, taken down, too many connections.
  '57P01',
  '57P02',
  '57P03',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
])
const MESSAGES =
  /^Connection terminated|not queryable|connection error|timeout exceeded when trying to connect|unexpected postmaster exit/

/** The database does not answer at the moment: nothing was wrong with what was asked, and soon it may be taken. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  if (typeof code === 'string' && (CODES.has(code) || code.startsWith('08'))) return true
  if (syscall === 'connect' || MESSAGES.test(error.message)) return true
  return error.cause !== error && isAway(error.cause)
}
