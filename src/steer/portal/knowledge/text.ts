/** The few marks an article may use. What is not a mark stays the text it is, so nothing typed can become markup. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly target: string }
  | { readonly kind: 'source'; readonly number: number }
export type Block =
  | { readonly kind: 'heading' | 'paragraph' | 'note'; readonly parts: readonly Inline[] }
  | { readonly kind: 'list' | 'steps'; readonly items: readonly (readonly Inline[])[] }

const MARKS = /\*\*([^*\n]+)\*\*|\[(\d{1,2})\]|\[([^[\]\n]+)\]\((https:\/\/[^\s()]+|\/[a-z0-9/-]*)\)/g
const ITEM = /^- +/
const STEP = /^\d{1,2}\. +/

export function blocksOf(body: string): Block[] {
  return body
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter(Boolean)
    .flatMap(blocksOfPart)
}

function blocksOfPart(part: string): Block[] {
  const lines = part.split('\n')
  const [first = '', ...rest] = lines
  if (first.startsWith('## ')) {
    const heading = { kind: 'heading' as const, parts: inlinesOf(first.slice(3).trim()) }
    return rest.length === 0 ? [heading] : [heading, ...blocksOfPart(rest.join('\n'))]
  }
  if (lines.every((line) => ITEM.test(line)))
    return [{ kind: 'list', items: lines.map((line) => inlinesOf(line.replace(ITEM, ''))) }]
  if (lines.every((line) => STEP.test(line)))
    return [{ kind: 'steps', items: lines.map((line) => inlinesOf(line.replace(STEP, ''))) }]
  if (lines.every((line) => line.startsWith('> ')))
    return [{ kind: 'note', parts: inlinesOf(lines.map((line) => line.slice(2)).join(' ')) }]
  return [{ kind: 'paragraph', parts: inlinesOf(lines.join(' ')) }]
}

function inlinesOf(text: string): Inline[] {
  const parts: Inline[] = []
  let from = 0
  for (const match of text.matchAll(MARKS)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) })
    const [whole, strong, number, label, target] = match
    if (strong !== undefined) parts.push({ kind: 'strong', text: strong })
    else if (number !== undefined) parts.push({ kind: 'source', number: Number(number) })
    else parts.push({ kind: 'link', text: label!, target: target! })
    from = match.index + whole.length
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) })
  return parts
}

/** Numbers in the body that no source answers to. */
export function missingSources(body: string, sources: number): number[] {
  const named = blocksOf(body)
    .flatMap((block) => ('items' in block ? block.items.flat() : block.parts))
    .flatMap((part) => (part.kind === 'source' ? [part.number] : []))
  return [...new Set(named)].filter((number) => number < 1 || number > sources).sort((a, b) => a - b)
}
