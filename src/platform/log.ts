import { Logger as QueueLogger } from 'graphile-worker'
import { type DestinationStream, pino } from 'pino'

export type Log = {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  child(fields: object): Log
  forQueue(): QueueLogger
  /** The underlying logger, for the HTTP server. */
  readonly pino: ReturnType<typeof pino>
}

/** One JSON line per event on standard error. Bodies, cookies and authorization never get into it. */
export function createLog(level: string, to: DestinationStream = standardError()): Log {
  return wrap(
    pino(
      {
        level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        redact: {
          // In the second line what a database error quotes of the row it is about.
          paths: [
            ...['req.headers.cookie', 'req.headers.authorization', '*.password', '*.secret', '*.token'],
            ...['err.detail', 'err.where', 'err.parameters'],
          ],
          censor: '…',
        },
      },
      to,
    ),
  )
}

/**
 * A terminal that was closed or a disk that is full takes the log away, never Sigap: lines that cannot be written are
 * dropped. The library's flush at the end would try them again for ever.
 */
function standardError(): ReturnType<typeof pino.destination> {
  const destination = pino.destination({ dest: 2, sync: false, maxLength: 1_000_000 })
  destination.on('error', () => {
    destination.flushSync = () => undefined
  })
  return destination
}

function wrap(logger: ReturnType<typeof pino>): Log {
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => wrap(logger.child(fields) as ReturnType<typeof pino>),
    forQueue: () =>
      new QueueLogger(() => (level, message) => {
        if (level === 'error') logger.error({ queue: true }, message)
        else if (level === 'warning') logger.warn({ queue: true }, message)
        else logger.debug({ queue: true }, message)
      }),
    pino: logger,
  }
}
