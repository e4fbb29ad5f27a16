import { type ChildProcess, fork } from 'node:child_process'
import { basename, join } from 'node:path'
import { projectRoot } from './root.ts'

/** The helper began a piece of work twice and came back from neither: it broke off, or took too long. */
export class HelperBroken extends Error {}
/** The helper could not be started, which is not the work's fault. */
export class HelperAbsent extends Error {}

type Answer = { ready: true } | { value: unknown } | { failure: string }
type Work = {
  input: unknown
  breaks: number
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}
type Lane = { child: ChildProcess | undefined; work: Work | undefined; timer: NodeJS.Timeout | undefined }

export type HelperProcess = {
  /** @throws HelperBroken, HelperAbsent, or an Error with what the helper said of its own mistake. */
  run(input: unknown): Promise<unknown>
  /** Whether this work would have to wait for other work. */
  isBusy(): boolean
}

/**
 * Work that must neither hold up nor bring down the process that serves pages: done in a process of its own at the
 * lowest priority, which starts with the first piece, sees nothing of our environment and ends when it has had nothing
 * to do for a while. One piece at a time in each of `lanes` processes, so that it is known which one broke it.
 */
export function helperProcess(definition: {
  /** Under src/; scripts/build.mjs makes a file of dist/ of it. */
  source: string
  lanes: number
  /** Of JavaScript; what a helper allocates beside that it bounds itself, see serveHelper. */
  megabytes: number
  /** Generous: at the lowest priority a busy machine makes everything long. */
  mostMs: number
}): HelperProcess {
  const { source, megabytes, mostMs } = definition
  const waiting: Work[] = []
  const lanes: Lane[] = Array.from({ length: definition.lanes }, () => ({
    child: undefined,
    work: undefined,
    timer: undefined,
  }))

  function next(): void {
    for (const lane of lanes) {
      if (lane.work || waiting.length === 0) continue
      lane.work = waiting.shift()!
      const child = lane.child ?? start(lane)
      hold(child, true)
      clearTimeout(lane.timer)
      lane.timer = setTimeout(() => child.kill('SIGKILL'), mostMs)
      // What cannot be sent any more is taken up again when the end is noticed.
      child.send(lane.work.input as object, () => undefined)
    }
  }

  function start(lane: Lane): ChildProcess {
    const child = fork(fileOf(source), [BUILT ? 'patient' : 'eager'], {
      execArgv: [`--max-old-space-size=${megabytes}`],
      // Keys and addresses of ours are nothing for a process that reads what strangers send.
      env: { NODE_ENV: 'production', MALLOC_ARENA_MAX: '2', UV_THREADPOOL_SIZE: '2' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    })
    let ready = false
    let ended = false
    const end = () => {
      if (ended) return
      ended = true
      if (lane.child === child) lane.child = undefined
      const { work } = lane
      release(lane)
      if (work && !ready) work.reject(new HelperAbsent(`${source} does not start`))
      else if (work && ++work.breaks >= 2) work.reject(new HelperBroken(`${source} broke twice`))
      else if (work) waiting.unshift(work)
      next()
    }
    child.on('message', (answer: Answer) => {
      if ('ready' in answer) {
        ready = true
        return
      }
      const { work } = lane
      release(lane)
      lane.timer = setTimeout(() => retire(lane), IDLE_MS).unref()
      hold(child, false)
      if ('value' in answer) work?.resolve(answer.value)
      else work?.reject(new Error(answer.failure))
      next()
    })
    child.on('exit', end)
    child.on('error', () => {
      child.kill('SIGKILL')
      end()
    })
    lane.child = child
    return child
  }

  return {
    run: (input) =>
      new Promise((resolve, reject) => {
        waiting.push({ input, breaks: 0, resolve, reject })
        next()
      }),
    isBusy: () => lanes.every(({ work }) => work !== undefined),
  }
}

const IDLE_MS = 60_000

function release(lane: Lane): void {
  lane.work = undefined
  clearTimeout(lane.timer)
}

/** It ends when its channel is closed, as it does when this process ends in whatever way. */
function retire(lane: Lane): void {
  const { child } = lane
  lane.child = undefined
  if (child?.connected) child.disconnect()
}

/** A helper without work must not keep this process from ending. */
function hold(child: ChildProcess, busy: boolean): void {
  if (busy) child.ref()
  else child.unref()
  if (busy) child.channel?.ref()
  else child.channel?.unref()
}

/** Only tests run from the sources, and they wait for what a server need not wait for. */
const BUILT = !import.meta.filename.endsWith('.ts')

function fileOf(source: string): string {
  if (!BUILT) return join(projectRoot, 'src', source)
  return join(projectRoot, 'dist', basename(source).replace(/\.ts$/, '.js'))
}
