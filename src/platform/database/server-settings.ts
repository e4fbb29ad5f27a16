import { totalmem } from 'node:os'

/** Names the socket's file; nothing listens on the network. */
export const SERVER_PORT = 5432

/** Settings for a machine with two cores; what they leave out is PostgreSQL's default. */
export function serverSettings(durable: boolean, memory = usableMemory()): Record<string, string> {
  return { ...SETTINGS, ...(durable ? { ...DURABLE, ...memorySettings(memory) } : DISPOSABLE) }
}

/**
 * Bytes of memory given: an eighth is the server's own, so that the indexes of a million reports stay in it; the rest is
 * for the web process and the system's cache. The system lends the server's share only as it is used.
 */
function memorySettings(bytes: number): Record<string, string> {
  const megabytes = bytes / 2 ** 20
  const own = Math.round(Math.min(LARGEST, Math.max(SMALLEST, megabytes / 8)))
  return { shared_buffers: `${own}MB`, effective_cache_size: `${Math.max(own, Math.round(megabytes / 2))}MB` }
}

/** Megabytes. */
const SMALLEST = 128
const LARGEST = 2048

/** What the machine has, or less where a container is given less. */
function usableMemory(): number {
  const allowed = process.constrainedMemory()
  return allowed > 0 && allowed < totalmem() ? allowed : totalmem()
}

const SETTINGS = {
  listen_addresses: '',
  port: String(SERVER_PORT),
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '100',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  random_page_cost: '1.1',
  max_parallel_workers_per_gather: '1',
  jit: 'off',
  checkpoint_completion_target: '0.9',
  autovacuum_naptime: '20s',
  log_line_prefix: '%m [%p] ',
  log_min_duration_statement: '2s',
  // What a row holds does not get into the log, neither by a broken key nor by a slow statement's values.
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
}

const DURABLE = { fsync: 'on', synchronous_commit: 'on', wal_level: 'replica', max_wal_size: '2GB' }

const DISPOSABLE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  shared_buffers: '128MB',
  max_connections: '200',
  log_min_duration_statement: '-1',
}
