import { seenOf } from '../../platform/http/seen.ts'
import {
  Badge,
  Checkbox,
  DateTime,
  EmptyState,
  Form,
  type FormState,
  LinkButton,
  ListTable,
  type Option,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useMessages,
} from '../../platform/ui/index.ts'
import { staffMessages } from './staff-messages.ts'
import { templateMessages } from './staff-templates-messages.ts'
import { PLACEHOLDERS, type Template } from './staff-templates-queries.ts'

export function TemplatesPage({ templates, everywhere }: { templates: readonly Template[]; everywhere: boolean }) {
  const text = useMessages(templateMessages)
  const staff = useMessages(staffMessages)
  const add = (
    <LinkButton href="/pengaduan/templat/baru" icon="plus">
      {text.add}
    </LinkButton>
  )
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={[{ href: '/pengaduan', label: staff.title }]} actions={add}>
      <ListTable
        caption={text.title}
        captionHidden
        rows={templates}
        empty={<EmptyState title={text.empty} body={text.emptyBody} />}
        columns={[
          {
            key: 'name',
            by: (row) => row.name,
            label: text.name,
            header: true,
            cell: (row) =>
              row.unit_id === null && !everywhere ? row.name : <a href={`/pengaduan/templat/${row.id}`}>{row.name}</a>,
          },
          { key: 'unit', by: (row) => row.unit_name, label: text.unit, cell: (row) => row.unit_name ?? text.all },
          {
            key: 'state',
            label: text.state,
            cell: (row) => (
              <Badge tone={row.active ? 'success' : 'neutral'}>{row.active ? text.offered : text.hidden}</Badge>
            ),
          },
          {
            key: 'changed',
            by: (row) => row.updated_at,
            label: text.changed,
            cell: (row) => <DateTime value={row.updated_at} />,
          },
        ]}
      />
    </StaffPage>
  )
}

type EditorProps = {
  template: Template | undefined
  units: readonly Option[]
  everywhere: boolean
  form: FormState | undefined
}

export function TemplatePage({ template, units, everywhere, form }: EditorProps) {
  const text = useMessages(templateMessages)
  const staff = useMessages(staffMessages)
  return (
    <StaffPage
      title={template ? text.edit : text.add}
      crumbs={[
        { href: '/pengaduan', label: staff.title },
        { href: '/pengaduan/templat', label: text.title },
      ]}
      form={form}
    >
      <Form
        action={`/pengaduan/templat/${template?.id ?? 'baru'}`}
        form={form}
        submit={text.save}
        seen={template && seenOf(template)}
      >
        <TextField name="name" label={text.name} value={template?.name} width="medium" required />
        <TextArea
          name="body"
          label={text.body}
          hint={text.bodyHint(PLACEHOLDERS.map((name) => `{${name}}`).join(', '))}
          value={template?.body}
          rows={9}
          required
        />
        <SelectField
          name="unit"
          label={text.unit}
          options={units}
          value={template ? template.unit_id : everywhere ? null : units[0]?.value}
          placeholder={everywhere ? text.all : null}
          width="medium"
        />
        <Checkbox name="active" label={text.active} checked={template?.active ?? true} />
      </Form>
    </StaffPage>
  )
}
