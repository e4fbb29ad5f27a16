import {
  DataTable,
  FileField,
  Form,
  type FormState,
  LinkButton,
  Notice,
  Section,
  StaffPage,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { figureMessages } from './figure-messages.ts'
import { importMessages } from './import-messages.ts'
import type { ImportRow } from './import-queries.ts'

export function ImportStart({ form }: { form?: FormState | undefined }) {
  const text = useMessages(importMessages)
  const figures = useMessages(figureMessages)
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      form={form}
      crumbs={[{ href: '/layanan/kenyataan', label: figures.title }]}
      actions={
        <LinkButton href="/layanan/impor/contoh" tone="secondary" icon="download">
          {text.template}
        </LinkButton>
      }
    >
      <Form action="/layanan/impor" form={form} submit={text.check} upload>
        <FileField name="file" label={text.file} hint={text.hint} accept=".csv,.xlsx" maxBytes={10_000_000} required />
      </Form>
    </StaffPage>
  )
}

export function ImportPage({ found, form }: { found: ImportRow; form?: FormState | undefined }) {
  const text = useMessages(importMessages)
  const format = useFormat()
  return (
    <StaffPage
      title={found.file_name}
      form={form}
      crumbs={[{ href: '/layanan/impor', label: text.title }]}
      actions={found.applied_at ? <LinkButton href="/layanan/impor">{text.again}</LinkButton> : undefined}
    >
      {found.applied_at ? (
        <Notice tone="success">
          <p>
            {text.done}: {format.number(found.added ?? 0)}
          </p>
        </Notice>
      ) : found.rows.length > 0 ? (
        <Section title={text.ready(format.number(found.rows.length))}>
          <Form action={`/layanan/impor/${found.id}`} form={form} submit={text.apply} />
        </Section>
      ) : null}
      {found.problems.length > 0 ? (
        <Section title={text.refused(format.number(found.problems.length))}>
          <DataTable
            caption={text.reason}
            captionHidden
            rows={found.problems.slice(0, 500)}
            columns={[
              { key: 'row', label: text.row, numeric: true, cell: (one) => format.number(one.row) },
              { key: 'value', label: text.value, cell: (one) => one.value || '–' },
              { key: 'reason', label: text.reason, cell: (one) => text.reasons[one.reason] },
            ]}
          />
        </Section>
      ) : null}
    </StaffPage>
  )
}
