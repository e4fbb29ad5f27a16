import qrcode from 'qrcode'

/** The squares that are dark in the drawing of a code, without the white field around it. */
export function darkModules(path: string): string[] {
  const found: string[] = []
  let [x, y] = [0, 0]
  for (const [, step, first, second] of path.matchAll(/([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?/g)) {
    if (step === 'M') [x, y] = [Number(first), Math.floor(Number(second))]
    else if (step === 'm') x += Number(first)
    else for (let end = x + Number(first); x < end; x++) found.push(`${x - 4},${y - 4}`)
  }
  return found.sort()
}

/** The same of the code that says this. */
export function qrModules(text: string): string[] {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  return Array.from(modules.data)
    .flatMap((dark, at) => (dark ? [`${at % modules.size},${Math.floor(at / modules.size)}`] : []))
    .sort()
}
