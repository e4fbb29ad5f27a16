import { inflateSync } from 'node:zlib'

/** The words of a PDF of ours in the order in which they were drawn, as somebody copies them out of it. */
export function pdfText(file: Buffer): string {
  const letters = new TextDecoder('windows-1252')
  const streams = file.toString('latin1').matchAll(/\/FlateDecode\n>>\nstream\n([\s\S]*?)\nendstream/g)
  return [...streams]
    .map(([, packed]) => inflateSync(Buffer.from(packed!, 'latin1')).toString('latin1'))
    .flatMap((page) => page.match(/\[[^\]]*\] TJ/g) ?? [])
    .map((shown) => shown.replaceAll(/<([0-9a-f]*)>|[^<>]/gi, (_, hex?: string) => hex ?? ''))
    .map((hex) => letters.decode(Buffer.from(hex, 'hex')))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
}
