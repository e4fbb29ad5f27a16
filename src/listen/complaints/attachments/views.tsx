import { FileField, Photo, useMessages, Why } from '../../../platform/ui/index.ts'
import { attachmentMessages } from './messages.ts'
import { FIELDS, MAX_FILE_BYTES } from './model.ts'
import type { Attachment } from './queries.ts'

const ACCEPT = 'image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx,.odt'

/** One file field in sight and two more behind a line, all of them without script too. */
export function FileFields({ room = FIELDS.length }: { room?: number | undefined }) {
  const text = useMessages(attachmentMessages)
  const [first, ...others] = FIELDS.slice(0, room).map((name, index) => (
    <FileField
      name={name}
      label={text.label(index + 1)}
      hint={index === 0 ? text.hint : undefined}
      accept={ACCEPT}
      maxBytes={MAX_FILE_BYTES}
      another={index > 0}
      key={name}
    />
  ))
  return (
    <>
      {first}
      {others.length > 0 ? <Why label={text.more}>{others}</Why> : null}
    </>
  )
}

type Shown = Pick<Attachment, 'file_id' | 'name' | 'type' | 'picture'>

/** Pictures in sight, papers as links. `src` says where each file lies for this reader. */
export function AttachmentList({ files, src }: { files: readonly Shown[]; src: (fileId: string) => string }) {
  const text = useMessages(attachmentMessages)
  if (files.length === 0) return null
  return (
    <ul class="attachments">
      {files.map(({ file_id, name, type, picture }, index) => (
        <li key={file_id}>
          {type.startsWith('image/') ? (
            <Photo src={src(file_id)} alt={text.photo(index + 1)} state={picture} />
          ) : (
            <a href={src(file_id)}>{text.open(name)}</a>
          )}
        </li>
      ))}
    </ul>
  )
}
