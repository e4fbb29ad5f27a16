import { useMessages, useRequest, Why } from '../../platform/ui/index.ts'
import { messages } from './messages.ts'

const FILES = { rows: '', groups: '-kelompok', steps: '-waktu' } as const

/** Beside a public figure: from which file of its year anyone counts it again, and how. */
export function Recount({ year, file, how }: { year: string; file: keyof typeof FILES; how: string }) {
  const t = useMessages(messages)
  const { institution } = useRequest()
  const name = `${year}${FILES[file]}.csv`
  return (
    <Why label={t.recount.link(name)}>
      <p>
        <a href={`/i/${institution?.slug}/statistik-pengaduan/data/${name}`}>{name}</a>: <How how={how} />
      </p>
    </Why>
  )
}

/** A sentence that names columns of a file; their names are set apart from its words. */
export function How({ how }: { how: string }) {
  return how.split(/\b([a-z]+(?:_[a-z0-9]+)+)\b/).map((part, at) => (at % 2 === 1 ? <code>{part}</code> : part))
}
