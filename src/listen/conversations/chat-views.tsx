import { formatTime, localDate } from '../../platform/i18n.ts'
import { DateTime, Photo, useMessages, useRequest } from '../../platform/ui/index.ts'
import { messages as texts } from './messages.ts'
import type { Message } from './model.ts'

export type Side = {
  /** Who reads: their own words stand on the right. */
  reader: 'citizen' | 'officer'
  citizenName: string | null
  fileSrc: (file: string) => string
  /** Where a case can be followed, for the citizen; the officer has the case itself. */
  caseHref: (code: string) => string | undefined
}

/** The words of both sides in order. New ones are read out when a script adds them. */
export function ChatLog({ messages, side }: { messages: readonly Message[]; side: Side }) {
  const text = useMessages(texts)
  return (
    <div class="chat-frame" role="log" aria-label={text.conversation} data-chat-log>
      {messages.map((message, index) => (
        <ChatLine message={message} side={side} last={index === messages.length - 1} key={message.seq} />
      ))}
    </div>
  )
}

export function ChatLine({ message, side, last }: { message: Message; side: Side; last?: boolean | undefined }) {
  const { author, seq } = message
  const mine = author === side.reader || (author === 'note' && side.reader === 'officer')
  const style = author === 'event' ? 'chat-event' : author === 'note' ? 'chat-note' : mine ? 'chat-mine' : 'chat-theirs'
  return (
    <div
      class={`chat-line ${style}`}
      data-seq={seq}
      data-erased={message.happening === 'erased' ? '' : undefined}
      id={last ? 'terakhir' : undefined}
    >
      {author === 'event' ? <Happened message={message} side={side} /> : <Said message={message} side={side} />}
    </div>
  )
}

function Said({ message, side }: { message: Message; side: Side }) {
  const text = useMessages(texts)
  const { author, account_name, body, file_id, file_name, file_type, picture, by_mail } = message
  const who =
    author === 'citizen'
      ? side.reader === 'citizen'
        ? text.you
        : text.citizen(side.citizenName ?? '')
      : author === 'note'
        ? text.note(account_name ?? '')
        : text.officer(account_name ?? '')
  return (
    <>
      <p class="chat-who">
        <strong>{who}</strong> <ShortTime value={message.at} />
        {by_mail ? ` · ${text.byMail}` : null}
      </p>
      {body ? <p class="chat-words">{body}</p> : null}
      {file_id ? (
        <p class="chat-file">
          {file_type?.startsWith('image/') ? (
            <Photo src={side.fileSrc(file_id)} alt={text.picture} state={picture} />
          ) : (
            <a href={side.fileSrc(file_id)}>{text.openFile(file_name ?? '')}</a>
          )}
        </p>
      ) : null}
    </>
  )
}

function Happened({ message, side }: { message: Message; side: Side }) {
  const { happening: say, trackCase } = useMessages(texts)
  const { happening, account_name, detail } = message
  const who = account_name ?? ''
  if (happening === 'case') {
    const href = detail ? side.caseHref(detail) : undefined
    return (
      <p class="chat-words">
        {detail ? say.case(detail) : say.caseErased} {href ? <a href={href}>{trackCase}</a> : null}
      </p>
    )
  }
  const words =
    happening === 'taken' || happening === 'closed'
      ? say[happening](who)
      : happening === 'handed'
        ? say.handed(who, detail ?? '–')
        : happening === 'file_refused'
          ? say.fileRefused(detail ?? '')
          : happening
            ? say[happening]
            : ''
  return (
    <p class="chat-words">
      {words} · <ShortTime value={message.at} />
    </p>
  )
}

/** Today only the time of day; the whole date is there for machines and on older ones. */
function ShortTime({ value }: { value: Date }) {
  const { now, institution, language } = useRequest()
  const zone = institution?.timeZone
  if (localDate(value, zone) !== localDate(now, zone)) return <DateTime value={value} />
  return <time dateTime={value.toISOString()}>{formatTime(value, language, zone)}</time>
}
