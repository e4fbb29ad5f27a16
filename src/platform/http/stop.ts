import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** Milliseconds a stop leaves to others: for what they still send, and for an answer that is on its way to them. */
export type StopPatience = { readonly sending: number; readonly reading: number }
const PATIENCE: StopPatience = { sending: 5000, reading: 20_000 }

/**
 * A stop waits for what this program has begun, but only so long for somebody's slow line: what was sent of an upload
 * stays and goes on from there, a form is sent again by whoever typed it, a file is asked for again.
 * @returns what begins it
 */
export function slowLinesEnd(app: FastifyInstance, patience = PATIENCE): () => void {
  const lines = new Map<Socket, ServerResponse | undefined>()
  app.server.on('connection', (line) => {
    lines.set(line, undefined)
    line.once('close', () => lines.delete(line))
  })
  app.server.on('request', ({ socket }, answer) => lines.set(socket, answer))
  return () => {
    const began = performance.now()
    const sweep = setInterval(() => {
      // A line that was busy when the stop began is kept open by its other end; nothing more comes on it.
      app.server.closeIdleConnections()
      const waited = performance.now() - began
      for (const [line, answer] of lines) {
        const nothingBegun = !answer || answer.writableFinished || !answer.req.complete
        if (waited > (nothingBegun ? patience.sending : patience.reading) && (nothingBegun || answer.headersSent))
          line.destroy()
      }
    }, 100)
    app.server.once('close', () => clearInterval(sweep))
    sweep.unref()
  }
}
