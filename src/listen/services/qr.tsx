import qrcode from 'qrcode'

/** One path of unit squares on a white field with the quiet zone the standard asks for. */
function drawing(text: string): { size: number; path: string } {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  const parts: string[] = []
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) parts.push(`M${x + 4} ${y + 4}h1v1h-1z`)
  }
  return { size: modules.size + 8, path: parts.join('') }
}

export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = drawing(text)
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} width="200" height="200" role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

/** The same as a file for the printer. */
export function qrFile(text: string): string {
  const { size, path } = drawing(text)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 10}" height="${size * 10}"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}"/></svg>`
}
