import { seenOf } from '../../platform/http/seen.ts'
import {
  ActionButton,
  Badge,
  Checkbox,
  DataTable,
  EmptyState,
  Form,
  type FormState,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useMessages,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { type Attribute, DATATYPES } from './model.ts'
import type { ServiceRow } from './queries.ts'

export function ServicesPage({ services }: { services: readonly ServiceRow[] }) {
  const t = useMessages(messages)
  const text = t.attribute
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={[{ href: '/open311', label: t.title }]}>
      {services.length === 0 ? (
        <EmptyState title={text.noServices} body={text.noServicesBody} />
      ) : (
        <DataTable
          caption={text.title}
          captionHidden
          stack
          columns={[
            { key: 'name', label: text.service, cell: (row) => <a href={`/open311/layanan/${row.id}`}>{row.name}</a> },
            { key: 'unit', label: t.unit, cell: (row) => row.unit_name },
            { key: 'count', label: text.count, numeric: true, cell: (row) => String(row.attributes) },
          ]}
          rows={services}
        />
      )}
    </StaffPage>
  )
}

type Props = {
  service: ServiceRow
  attributes: readonly Attribute[]
  edit: Attribute | undefined
  form: FormState
}

export function AttributePage({ service, attributes, edit, form }: Props) {
  const t = useMessages(messages)
  const text = t.attribute
  const at = `/open311/layanan/${service.id}`
  return (
    <StaffPage
      title={service.name}
      lead={text.lead}
      crumbs={[
        { href: '/open311', label: t.title },
        { href: '/open311/layanan', label: text.title },
      ]}
      form={form}
    >
      <Section title={text.title} id="pertanyaan">
        <DataTable
          caption={text.title}
          captionHidden
          empty={text.none}
          stack
          columns={[
            {
              key: 'question',
              label: text.question,
              cell: (row) => (
                <>
                  <a href={`${at}?ubah=${row.code}#ubah`}>{row.description}</a>{' '}
                  {row.required ? <Badge>{text.required}</Badge> : null}
                </>
              ),
            },
            { key: 'code', label: text.code, cell: (row) => <code>{row.code}</code> },
            {
              key: 'type',
              label: text.type,
              cell: (row) =>
                [
                  row.variable ? text.types[row.datatype] : text.information,
                  row.options.map((option) => option.name).join(', '),
                ]
                  .filter(Boolean)
                  .join(': '),
            },
            {
              key: 'remove',
              label: text.remove,
              action: true,
              cell: (row) => (
                <ActionButton action={`${at}/hapus`} fields={{ code: row.code }} label={text.remove} tone="quiet" />
              ),
            },
          ]}
          rows={attributes}
        />
      </Section>
      <Section title={edit ? text.change : text.add} lead={text.addLead} id="ubah">
        <Form action={at} submit={text.save} form={form} seen={edit && seenOf(edit)}>
          <TextField
            name="description"
            label={text.question}
            hint={text.questionHint}
            value={edit?.description}
            required
          />
          <TextField name="code" label={text.code} hint={text.codeHint} value={edit?.code} width="medium" required />
          <SelectField
            name="datatype"
            label={text.type}
            options={DATATYPES.map((value) => ({ value, label: text.types[value] }))}
            value={edit?.datatype ?? 'string'}
            required
          />
          <TextArea
            name="options"
            label={text.options}
            hint={text.optionsHint}
            rows={5}
            value={edit?.options.map((option) => `${option.key} = ${option.name}`).join('\n')}
          />
          <TextField
            name="datatype_description"
            label={text.help}
            hint={text.helpHint}
            value={edit?.datatype_description}
          />
          <Checkbox
            name="information"
            label={text.informationOnly}
            hint={text.informationHint}
            checked={edit ? !edit.variable : false}
          />
          <Checkbox name="required" label={text.mustAnswer} checked={edit?.required ?? false} />
        </Form>
      </Section>
    </StaffPage>
  )
}
