import { all, status } from './texts.ts'

// Loaded by the last page of a public form: this device does a little work, which costs a person nothing and somebody
// who sends thousands of reports a lot. Without it the form goes all the same, and an officer looks at it first.

const SLICE_MS = 30
/** Longer than this nobody waits for the button. */
const PATIENCE_MS = 20_000
const said =
  document.documentElement.lang === 'en' ? 'One moment, the report is being prepared.' : 'Sebentar, laporan disiapkan.'

type Riddle = { algorithm: string; challenge: string; maxnumber: number; salt: string; signature: string }

function prove(form: HTMLFormElement, field: HTMLInputElement, riddle: Riddle): void {
  const solved = solve(riddle).then((number) => {
    if (number === undefined) return
    const { algorithm, challenge, salt, signature } = riddle
    field.value = JSON.stringify({ algorithm, challenge, number, salt, signature })
  })
  form.addEventListener('submit', (event) => {
    if (field.value || event.defaultPrevented) return
    event.preventDefault()
    const line = status('draft-state')
    line.textContent = said
    form.append(line)
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))
    void Promise.race([solved, patience]).then(() => HTMLFormElement.prototype.submit.call(form))
  })
}

/** In slices, so that the page stays alive on a slow phone. */
async function solve({ challenge, maxnumber, salt }: Riddle): Promise<number | undefined> {
  const wanted = words(challenge)
  const digest = digester(salt)
  let end = performance.now() + SLICE_MS
  for (let number = 0; number <= maxnumber; number++) {
    const found = digest(number)
    if (found[0] === wanted[0] && found.every((word, index) => word === wanted[index])) return number
    if (performance.now() < end) continue
    await new Promise((resolve) => setTimeout(resolve))
    end = performance.now() + SLICE_MS
  }
  return undefined
}

function words(hex: string): number[] {
  return hex.match(/.{8}/g)!.map((word) => Number.parseInt(word, 16) | 0)
}

const K = constants()

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
function constants(): Int32Array {
  const found: number[] = []
  for (let n = 2; found.length < 64; n++) {
    if (Array.from({ length: n - 2 }, (_, at) => at + 2).every((d) => n % d !== 0)) found.push(fraction(Math.cbrt(n)))
  }
  return Int32Array.from(found)
}

function fraction(x: number): number {
  return ((x - Math.floor(x)) * 2 ** 32) | 0
}

const START = Int32Array.from([2, 3, 5, 7, 11, 13, 17, 19], (prime) => fraction(Math.sqrt(prime)))
const schedule = new Int32Array(64)

/**
 * SHA-256 of ASCII text that begins alike each time: whole blocks of the beginning are mixed once. The browser's own
 * exists on https only and takes longer to call than to compute.
 */
function digester(beginning: string): (rest: number) => Int32Array {
  const kept = Math.floor(beginning.length / 64) * 64
  const start = Int32Array.from(START)
  const bytes = new Uint8Array(192)
  const view = new DataView(bytes.buffer)
  for (let block = 0; block < kept; block += 64) {
    for (let at = 0; at < 64; at++) bytes[at] = beginning.charCodeAt(block + at)
    mix(start, view, 0)
  }
  const tail = beginning.slice(kept)
  const state = new Int32Array(8)
  return (rest) => {
    const text = tail + rest
    const blocks = Math.ceil((text.length + 9) / 64)
    bytes.fill(0)
    for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
    bytes[text.length] = 0x80
    view.setUint32(blocks * 64 - 4, (kept + text.length) * 8)
    state.set(start)
    for (let block = 0; block < blocks; block++) mix(state, view, block * 64)
    return state
  }
}

function turn(x: number, by: number): number {
  return (x >>> by) | (x << (32 - by))
}

function mix(state: Int32Array, view: DataView, offset: number): void {
  const w = schedule
  for (let t = 0; t < 16; t++) w[t] = view.getInt32(offset + t * 4)
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15]!
    const y = w[t - 2]!
    w[t] =
      (w[t - 16]! + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + w[t - 7]! + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let t = 0; t < 64; t++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[t]! + w[t]!) | 0
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) state[at] = (state[at]! + value) | 0
}

// At the end: the constants above exist only now.
for (const field of all('input[data-riddle]', HTMLInputElement)) {
  const form = field.form
  if (form) prove(form, field, JSON.parse(field.dataset['riddle']!) as Riddle)
}
