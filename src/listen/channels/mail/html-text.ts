/** Elements whose content nobody reads. */
const SILENT = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'svg', 'math', 'object'])
const BREAKS = new Set(['br', 'p', 'div', 'tr', 'li', 'ul', 'ol', 'table', 'h1', 'h2', 'h3', 'h4', 'blockquote', 'hr'])
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bull: '•',
}

/** The words of an HTML mail as plain text. One pass, no parser: nothing in it is run, loaded or kept as markup. */
export function htmlToText(html: string): string {
  const lower = html.toLowerCase()
  const parts: string[] = []
  let link: { href: string; from: number } | undefined
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) {
      parts.push(html.slice(at))
      break
    }
    parts.push(html.slice(at, open))
    if (lower.startsWith('<!--', open)) {
      const end = lower.indexOf('-->', open + 4)
      if (end < 0) break
      at = end + 3
      continue
    }
    const close = html.indexOf('>', open)
    if (close < 0) break
    const name = tagName(lower, open + 1)
    if (name === 'a') link = { href: hrefOf(html.slice(open, Math.min(close, open + MOST_TAG))), from: parts.length }
    if (name === '/a' && link) {
      if (link.href && !parts.slice(link.from).join('').includes(link.href)) parts.push(` (${link.href})`)
      link = undefined
    }
    if (name === 'blockquote' || name === '/blockquote') parts.push('\n')
    else if (BREAKS.has(name.replace('/', ''))) parts.push(name === 'li' ? '\n• ' : '\n')
    at = SILENT.has(name) ? afterElement(lower, name, close) : close + 1
  }
  return tidy(decode(parts.join('')))
}

const MOST_TAG = 2000

/** Where a link leads stands nowhere in its words: who sent a photo by link sent the link. */
function hrefOf(tag: string): string {
  return /\shref\s*=\s*["']?(https?:\/\/[^"'\s>]+)/i.exec(tag)?.[1] ?? ''
}

function tagName(lower: string, from: number): string {
  let end = from
  while (end < lower.length && end - from < 20 && /[a-z0-9/]/.test(lower[end]!)) end++
  return lower.slice(from, end)
}

function afterElement(lower: string, name: string, close: number): number {
  if (lower[close - 1] === '/') return close + 1
  const end = lower.indexOf(`</${name}`, close)
  const last = end < 0 ? -1 : lower.indexOf('>', end)
  return last < 0 ? lower.length : last + 1
}

function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[String(name).toLowerCase()] ?? whole
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : ''
  })
}

/** No control characters, no marks that reverse the reading direction, at most one empty line. */
export function tidy(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replaceAll(/[\p{Cc}--[\n\t]]|[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gv, '')
    .split('\n')
    .map((line) => line.replaceAll(/[\t \u00a0]+/g, ' ').trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}
