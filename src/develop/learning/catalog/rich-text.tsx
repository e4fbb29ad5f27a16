import type { VNode } from 'preact'

/**
 * A small, safe part of Markdown: headings (## and ###), paragraphs, lists, quotes, bold, italic and links. It becomes
 * elements, never HTML text, so nothing in it can become markup. `level` is the page's level for its first headings.
 */
export function RichText({ source, level }: { source: string; level: 2 | 3 | 4 }) {
  return <div class="prose">{blocks(source, level)}</div>
}

function blocks(source: string, level: number): VNode[] {
  return source
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((text) => text.replaceAll(/^\n+|\n+$/g, ''))
    .filter((text) => text.trim() !== '')
    .flatMap((text, index) => block(text, index, level))
}

function block(text: string, index: number, level: number): VNode[] {
  const lines = text.split('\n')
  const heading = /^(#{2,3})\s+(.+)$/.exec(lines[0]!)
  if (heading) {
    const title = <Heading level={heading[1]!.length - 2 + level} text={heading[2]!} key={`h${index}`} />
    return lines.length > 1 ? [title, ...block(lines.slice(1).join('\n'), index + 0.5, level)] : [title]
  }
  const items = (pattern: RegExp) => lines.map((line, at) => <li key={at}>{inline(line.replace(pattern, ''))}</li>)
  if (lines.every((line) => /^[-*]\s+/.test(line))) return [<ul key={index}>{items(/^[-*]\s+/)}</ul>]
  if (lines.every((line) => /^\d{1,3}[.)]\s+/.test(line))) return [<ol key={index}>{items(/^\d{1,3}[.)]\s+/)}</ol>]
  if (lines.every((line) => line.startsWith('>')))
    return [<blockquote key={index}>{inline(lines.map((line) => line.replace(/^>\s?/, '')).join(' '))}</blockquote>]
  return [
    <p key={index}>{lines.flatMap((line, at) => [...(at > 0 ? [<br key={`b${at}`} />] : []), ...inline(line)])}</p>,
  ]
}

function Heading({ level, text }: { level: number; text: string }) {
  const Tag = `h${level}` as 'h2'
  return <Tag>{inline(text)}</Tag>
}

const MARKS = /\*\*([^*\n]+)\*\*|_([^_\n]+)_|\[([^\]\n]+)\]\((https:\/\/[^\s()<>"]+|\/[^\s()<>"/][^\s()<>"]*)\)/

function inline(text: string): (string | VNode)[] {
  const parts: (string | VNode)[] = []
  let rest = text
  for (let match = MARKS.exec(rest); match; match = MARKS.exec(rest)) {
    const [whole, bold, italic, label, address] = match
    if (match.index > 0) parts.push(rest.slice(0, match.index))
    const key = parts.length
    if (bold !== undefined) parts.push(<strong key={key}>{bold}</strong>)
    else if (italic !== undefined) parts.push(<em key={key}>{italic}</em>)
    else
      parts.push(
        <a href={address ?? '#'} rel={address!.startsWith('https:') ? 'noreferrer' : undefined} key={key}>
          {label}
        </a>,
      )
    rest = rest.slice(match.index + whole.length)
  }
  if (rest !== '') parts.push(rest)
  return parts
}
