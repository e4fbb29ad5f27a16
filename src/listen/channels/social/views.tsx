import type { FormState } from '../../../platform/http/input.ts'
import {
  DateField,
  DateTime,
  FileField,
  Form,
  ListTable,
  Notice,
  type Option,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useMessages,
} from '../../../platform/ui/index.ts'
import { formatCode } from '../../complaints/index.ts'
import { MOST_BYTES } from '../files.ts'
import { intakeMessages } from '../intake-messages.ts'
import type { PostRow } from './queries.ts'

type Post = PostRow & { code: string }

export function SocialPage({
  posts,
  units,
  known,
  form,
}: {
  posts: readonly Post[]
  units: readonly Option[]
  /** The case that the typed post has already. */
  known: { id: string; code: string; subject: string } | undefined
  form: FormState | undefined
}) {
  const all = useMessages(intakeMessages)
  const text = all.social
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={[{ href: '/kanal', label: all.channels }]} form={form}>
      {known ? (
        <Notice tone="info" title={text.known}>
          <a href={`/pengaduan/${known.id}`}>
            {known.code} · {known.subject}
          </a>
        </Notice>
      ) : null}
      <Section title={text.add} id="baru">
        <Form action="/kanal/medsos" form={form} submit={text.save} upload draft="medsos">
          <TextField name="url" label={text.url} hint={text.urlHint} type="url" required />
          <TextField name="author" label={text.author} width="medium" />
          <DateField name="posted_on" label={text.posted} />
          <TextField name="subject" label={text.subject} required />
          <TextArea name="body" label={text.body} rows={5} required />
          <FileField name="shot" label={text.shot} accept="image/*" maxBytes={MOST_BYTES} />
          <SelectField name="unit" label={all.letters.unit} options={units} value={units[0]?.value} required />
        </Form>
      </Section>
      <Section title={text.recorded} id="daftar">
        {posts.length === 0 ? (
          <p>{text.none}</p>
        ) : (
          <ListTable
            caption={text.title}
            captionHidden
            stack
            rows={posts}
            columns={[
              {
                key: 'case',
                label: all.code,
                cell: (row: Post) => <a href={`/pengaduan/${row.complaint_id}`}>{formatCode(row.code)}</a>,
              },
              {
                key: 'where',
                label: text.platform,
                cell: (row: Post) => (
                  <a href={row.url} rel="noreferrer noopener">
                    {[row.platform, row.author].filter(Boolean).join(' · ')}
                  </a>
                ),
              },
              { key: 'when', label: text.when, cell: (row: Post) => <DateTime value={row.created_at} /> },
            ]}
          />
        )}
      </Section>
    </StaffPage>
  )
}
