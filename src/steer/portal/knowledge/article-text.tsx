import { Notice, Prose, useMessages, useRequest } from '../../../platform/ui/index.ts'
import { knowledgeMessages } from './messages.ts'
import type { Source } from './model.ts'
import { type Block, blocksOf, type Inline } from './text.ts'

type Parts = { parts: readonly Inline[]; sources: readonly Source[] }

/** The article as everybody reads it; every reference says at once when its source has not been compared. */
export function ArticleBody({ body, sources }: { body: string; sources: readonly Source[] }) {
  return (
    <Prose>
      {blocksOf(body).map((block, index) => (
        <BlockView block={block} sources={sources} key={index} />
      ))}
    </Prose>
  )
}

function BlockView({ block, sources }: { block: Block; sources: readonly Source[] }) {
  if ('items' in block) {
    const List = block.kind === 'list' ? 'ul' : 'ol'
    return (
      <List>
        {block.items.map((parts, index) => (
          <li key={index}>
            <Inlines parts={parts} sources={sources} />
          </li>
        ))}
      </List>
    )
  }
  const inlines = <Inlines parts={block.parts} sources={sources} />
  if (block.kind === 'heading') return <h2>{inlines}</h2>
  if (block.kind === 'note')
    return (
      <Notice>
        <p>{inlines}</p>
      </Notice>
    )
  return <p>{inlines}</p>
}

function Inlines({ parts, sources }: Parts) {
  return (
    <>
      {parts.map((part, index) => (
        <InlineView part={part} sources={sources} key={index} />
      ))}
    </>
  )
}

function InlineView({ part, sources }: { part: Inline; sources: readonly Source[] }) {
  const t = useMessages(knowledgeMessages)
  const { institution } = useRequest()
  if (part.kind === 'text') return <>{part.text}</>
  if (part.kind === 'strong') return <strong>{part.text}</strong>
  if (part.kind === 'link') {
    const inside = part.target.startsWith('/')
    const href = inside ? `/i/${institution!.slug}${part.target}` : part.target
    return (
      <a href={href} rel={inside ? undefined : 'noopener nofollow'}>
        {part.text}
      </a>
    )
  }
  const source = sources[part.number - 1]
  if (!source) return <>[{part.number}]</>
  return (
    <a
      href={`#sumber-${part.number}`}
      class="source-mark"
      aria-label={`${t.sourceNumber(String(part.number))}${source.verified ? '' : `, ${t.unverified}`}`}
    >
      [{part.number}
      {source.verified ? null : `, ${t.unverified}`}]
    </a>
  )
}

export function SourceList({ sources }: { sources: readonly Source[] }) {
  const t = useMessages(knowledgeMessages)
  return (
    <ol class="article-sources">
      {sources.map((source, index) => (
        <li id={`sumber-${index + 1}`} key={index}>
          {source.address ? (
            <a href={source.address} rel="noopener nofollow">
              {source.text}
            </a>
          ) : (
            source.text
          )}{' '}
          <span class="source-state">({source.verified ? t.verified : t.unverified})</span>
        </li>
      ))}
    </ol>
  )
}
