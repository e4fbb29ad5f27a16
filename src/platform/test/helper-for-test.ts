import { serveHelper } from '../helper-side.ts'

const kept: Uint8Array[] = []

serveHelper({ megabytes: 400 }, async (given) => {
  const { what } = given as { what: string }
  if (what === 'die') process.exit(3)
  if (what === 'grow') for (;;) kept.push(await moreMemory())
  if (what === 'hang') for (;;) if (Date.now() < 0) break
  if (what === 'mistake') throw new Error('a mistake')
  return { pid: process.pid, what, bytes: Buffer.from('abc'), secrets: Object.keys(process.env) }
})

async function moreMemory(): Promise<Uint8Array> {
  await new Promise((resolve) => setTimeout(resolve, 5))
  return new Uint8Array(20_000_000).fill(1)
}
