import qrcode from 'qrcode'

/**
 * One line per run of dark modules, half a module below its upper edge, on a white field with the quiet zone the
 * standard asks for: a quarter of the size of a square for each module, and a sheet has two hundred of these.
 */
function drawing(text: string): { size: number; path: string } {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  const parts: string[] = []
  for (let y = 0; y < modules.size; y++) {
    let pen: number | undefined
    for (let x = 0; x < modules.size; x++) {
      if (!modules.get(y, x)) continue
      const start = x
      while (x + 1 < modules.size && modules.get(y, x + 1)) x++
      parts.push(pen === undefined ? `M${start + 4} ${y + 4}.5` : `m${start - pen} 0`, `h${x + 1 - start}`)
      pen = x + 1
    }
  }
  return { size: modules.size + 8, path: parts.join('') }
}

export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = drawing(text)
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} width="200" height="200" role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} stroke="#000" shape-rendering="crispEdges" />
    </svg>
  )
}

/** The same as a file for the printer. */
export function qrFile(text: string): string {
  const { size, path } = drawing(text)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 10}" height="${size * 10}"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" stroke="#000" shape-rendering="crispEdges"/></svg>`
}
