import { all, numberText, status } from './texts.ts'

// Loaded by pages with a file field. Without it the file goes along with the form in one piece; with it the file goes
// ahead in small pieces, and a line that drops costs one piece instead of all.

const CHUNK = 256 * 1024
const LONGEST_SIDE = 2000
const SMALL_ENOUGH = 200_000
/** Tries in a row without any progress, with growing pauses: about two minutes. */
const PATIENCE = 8
const CHUNK_TIMEOUT_MS = 120_000
const PREFIX = 'unggahan:'
const KEPT_MS = 24 * 60 * 60 * 1000
const RESUMED = '.resumed'
const TUS = { 'tus-resumable': '1.0.0' }

const text =
  document.documentElement.lang === 'en'
    ? {
        sending: (share: string) => `Uploading: ${share}% sent`,
        waiting: (share: string) => `The connection dropped at ${share}%. We go on from there by ourselves.`,
        stopped: 'Not sent yet. Press the button again to go on from where it stopped.',
        done: 'Uploaded',
      }
    : {
        sending: (share: string) => `Mengunggah: ${share}% terkirim`,
        waiting: (share: string) => `Sambungan terputus pada ${share}%. Kami lanjutkan sendiri dari situ.`,
        stopped: 'Belum terkirim. Tekan tombolnya lagi untuk melanjutkan dari yang sudah terkirim.',
        done: 'Selesai diunggah',
      }

/** The server takes no such upload; the whole form goes the ordinary way and gets the answer in the server's words. */
class Refused extends Error {}

const store = openStore()
const shrinking = new WeakMap<HTMLInputElement, Promise<void>>()
const looked = new WeakSet<File>()

for (const form of all('form', HTMLFormElement)) {
  if (form.querySelector('input[data-upload]')) enhance(form)
}

function enhance(form: HTMLFormElement): void {
  // Before the field's own listeners, so that the limit is checked on the smaller picture.
  form.addEventListener('change', (event) => shrinkChosen(event), true)
  let busy = false
  form.addEventListener('submit', (event) => {
    const chosen = all('input[data-upload]', HTMLInputElement, form).filter((input) => input.files?.length === 1)
    const { submitter } = event
    if (event.defaultPrevented || chosen.length === 0 || submitter?.hasAttribute('formaction')) return
    event.preventDefault()
    if (busy) return
    busy = true
    void send(form, chosen, submitter).finally(() => {
      busy = false
    })
  })
}

async function send(form: HTMLFormElement, inputs: HTMLInputElement[], submitter: HTMLElement | null): Promise<void> {
  const ahead: HTMLInputElement[] = []
  const made: HTMLInputElement[] = []
  try {
    for (const input of inputs) {
      await shrinking.get(input)
      const file = input.files?.[0]
      if (!file) continue
      const id = await upload(form, input, file)
      if (id === undefined) return letAgain(form)
      form.querySelector(`input[name="${input.name}${RESUMED}"]`)?.remove()
      made.push(hidden(input.name + RESUMED, id))
      ahead.push(input)
    }
  } catch (error) {
    if (!(error instanceof Refused)) reportError(error)
  }
  if (submitter instanceof HTMLButtonElement && submitter.name) made.push(hidden(submitter.name, submitter.value))
  form.append(...made)
  const { enctype } = form
  const files = all('input[type=file]', HTMLInputElement, form)
  const left = files.filter((input) => !ahead.includes(input) && input.files?.length)
  // Without bytes in it, what does not get through can be kept and sent again.
  const light = ahead.length > 0 && left.length === 0
  if (light) form.enctype = 'application/x-www-form-urlencoded'
  const resting = light ? files.filter((input) => !input.disabled) : ahead
  for (const input of resting) input.disabled = true
  HTMLFormElement.prototype.submit.call(form)
  // What is sent is collected by now; somebody who comes back finds the page as it was.
  form.enctype = enctype
  for (const input of resting) input.disabled = false
  for (const input of made) input.remove()
}

function hidden(name: string, value: string): HTMLInputElement {
  const input = document.createElement('input')
  input.type = 'hidden'
  input.name = name
  input.value = value
  return input
}

function letAgain(form: HTMLFormElement): void {
  delete form.dataset['sent']
  form.querySelector('[aria-disabled]')?.removeAttribute('aria-disabled')
}

/** The id of the finished upload; undefined when the line stays away. */
async function upload(form: HTMLFormElement, input: HTMLInputElement, file: File): Promise<string | undefined> {
  const key = PREFIX + (await fingerprint(form, file))
  const say = lineOf(input)
  // In steps of ten, so that a screen reader is not flooded.
  const share = (bytes: number) => numberText(Math.floor((bytes / file.size) * 10) * 10)
  let place = recall(key)
  let offset: number | undefined
  let sent = 0
  let begun = 0
  for (let failures = 0; failures <= PATIENCE; failures++) {
    try {
      if (!place) {
        // A server that forgets what it just took, such as one of several without a common disk, gets it in one piece.
        if (++begun > 2) throw new Refused()
        place = await create(form, input, file)
        remember(key, place)
        offset = 0
      }
      offset ??= await offsetOf(place, file)
      if (offset === undefined) place = undefined
      while (place && offset !== undefined && offset < file.size) {
        say(text.sending(share(offset)))
        offset = await append(place, offset, file)
        sent = offset
        failures = 0
      }
      if (place) {
        say(text.done)
        return place.split('/').at(-1)!
      }
    } catch (error) {
      if (error instanceof Refused) throw error
      offset = undefined
      say(text.waiting(share(sent)))
      await pause(failures)
    }
  }
  say(text.stopped)
  return undefined
}

async function create(form: HTMLFormElement, input: HTMLInputElement, file: File): Promise<string> {
  const told = { filename: file.name, filetype: file.type, for: new URL(form.action).pathname }
  const pairs = Object.entries(told).map(([name, value]) => `${name} ${base64(value)}`)
  const headers = { 'upload-length': String(file.size), 'upload-metadata': pairs.join(',') }
  const answer = await ask('POST', input.dataset['upload']!, headers)
  const place = answer.headers.get('location')
  if (!place) throw new Refused()
  return place
}

/** Undefined when the upload is gone or was of another file. */
async function offsetOf(place: string, file: File): Promise<number | undefined> {
  const answer = await ask('HEAD', place, {}, undefined, 404)
  if (Number(answer.headers.get('upload-length')) !== file.size) return undefined
  return Number(answer.headers.get('upload-offset'))
}

async function append(place: string, offset: number, file: File): Promise<number> {
  const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }
  const answer = await ask('PATCH', place, headers, file.slice(offset, offset + CHUNK), 404, 409)
  // The server is at another place than this page thought: it is asked anew.
  if (!answer.ok) throw new Error(String(answer.status))
  return Number(answer.headers.get('upload-offset'))
}

async function ask(method: string, url: string, headers: HeadersInit, body?: Blob, ...expected: number[]) {
  const signal = AbortSignal.timeout(CHUNK_TIMEOUT_MS)
  const answer = await fetch(url, { method, headers: { ...TUS, ...headers }, body: body ?? null, signal })
  if (answer.ok || expected.includes(answer.status)) return answer
  // Too many, or the server is starting anew: later it will do.
  if (answer.status === 429 || answer.status >= 500) throw new Error(String(answer.status))
  throw new Refused()
}

function pause(failures: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      removeEventListener('online', end)
      resolve()
    }
    const timer = setTimeout(end, Math.min(30_000, 500 * 2 ** failures))
    addEventListener('online', end)
  })
}

const lines = new WeakMap<HTMLInputElement, HTMLElement>()

function lineOf(input: HTMLInputElement): (words: string) => void {
  const line = lines.get(input) ?? status('draft-state')
  lines.set(input, line)
  input.after(line)
  return (words) => {
    if (line.textContent !== words) line.textContent = words
  }
}

/** A picture larger than any use of it is made smaller here, which also leaves behind where it was taken. */
function shrinkChosen(event: Event): void {
  const input = event.target
  if (!(input instanceof HTMLInputElement) || !input.dataset['upload'] || input.files?.length !== 1) return
  const file = input.files[0]!
  if (looked.has(file) || file.size < SMALL_ENOUGH || !/^image\/(jpeg|png|webp)$/.test(file.type)) return
  event.stopPropagation()
  const work = shrink(file)
    .catch(() => file)
    .then((small) => {
      if (input.files?.[0] !== file) return
      if (small !== file) {
        const list = new DataTransfer()
        list.items.add(small)
        input.files = list.files
      }
      looked.add(input.files[0]!)
      input.dispatchEvent(new Event('change', { bubbles: true }))
    })
  shrinking.set(input, work)
}

async function shrink(file: File): Promise<File> {
  const picture = await createImageBitmap(file)
  const scale = LONGEST_SIDE / Math.max(picture.width, picture.height)
  if (scale >= 1) return file
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, file.type, 0.85))
  // A browser that cannot write the type gives another one.
  if (blob?.type !== file.type || blob.size >= file.size) return file
  return new File([blob], file.name, { type: file.type, lastModified: file.lastModified })
}

/** Of form and bytes; phones give the same photo another time at each choice. A long video goes by name and time. */
async function fingerprint(form: HTMLFormElement, file: File): Promise<string> {
  const short = file.size < 16_000_000
  const told = short ? [form.action] : [form.action, file.name, file.size, file.lastModified]
  const facts = new TextEncoder().encode(told.join('\n'))
  const bytes = short ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array()
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (const part of [facts, bytes]) {
    for (const byte of part) {
      a = Math.imul(a ^ byte, 2654435761)
      b = Math.imul(b ^ byte, 1597334677)
    }
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36)
}

/** On public pages only as long as the tab, because the next person may hold the same device. */
function openStore(): Storage | undefined {
  try {
    const chosen = document.body.classList.contains('shell-staff') ? localStorage : sessionStorage
    for (const key of Object.keys(chosen)) {
      if (key.startsWith(PREFIX) && Date.now() - Number(chosen.getItem(key)?.split(' ')[0]) > KEPT_MS)
        chosen.removeItem(key)
    }
    return chosen
  } catch {
    // A browser may forbid storage; then an upload does not outlive the page.
    return undefined
  }
}

function recall(key: string): string | undefined {
  return store?.getItem(key)?.split(' ')[1]
}

function remember(key: string, place: string): void {
  try {
    store?.setItem(key, `${Date.now()} ${place}`)
  } catch {
    // Full storage only means that a reload begins anew.
  }
}

function base64(value: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(value)))
}
