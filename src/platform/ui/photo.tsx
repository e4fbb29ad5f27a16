import { PageScript } from './document.tsx'
import { Icon } from './icons.tsx'
import { uiMessages } from './messages.ts'
import { useMessages, useRequest } from './request.tsx'

interface PhotoProps {
  src: string
  alt: string
  /** Of a picture that waits to be cleaned no byte is sent yet; of a broken one never. */
  state: 'ready' | 'waiting' | 'broken'
  /** As wide as there is room, to be read instead of glanced at. */
  whole?: boolean | undefined
}

/** A picture somebody sent, as a link to itself. Before it can be shown its place says why; with script it then appears. */
export function Photo({ src, alt, state, whole }: PhotoProps) {
  const text = useMessages(uiMessages)
  const { path } = useRequest()
  const style = whole ? 'photo photo-whole' : 'photo'
  if (state === 'ready')
    return (
      <a href={src}>
        <img class={style} src={src} alt={alt} loading="lazy" />
      </a>
    )
  return (
    <span class="photo-wait" data-photo={state === 'waiting' ? src : undefined} data-alt={alt} data-style={style}>
      <Icon name={state === 'waiting' ? 'clock' : 'warning'} />
      <strong>{state === 'waiting' ? text.photoWaits : text.photoBroken}</strong>
      <span class="hint">{state === 'waiting' ? text.photoWaitsWhy : text.photoBrokenWhy}</span>
      {state === 'waiting' ? (
        <>
          <a href={path} data-photo-reload>
            {text.photoReload}
          </a>
          <PageScript name="photos" />
        </>
      ) : null}
    </span>
  )
}
