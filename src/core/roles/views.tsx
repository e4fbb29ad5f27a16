import type { PermissionTexts } from '../../platform/access.ts'
import type { FormState } from '../../platform/http/input.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { localDate } from '../../platform/i18n.ts'
import {
  ActionButton,
  Badge,
  CheckboxGroup,
  DataTable,
  DateField,
  EmptyState,
  Form,
  Jumps,
  LinkButton,
  Pager,
  RadioGroup,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { LaporRoles, useLaporTitle } from './lapor-roles.tsx'
import { messages } from './messages.ts'
import { GRANT_KINDS } from './model.ts'
import type { GrantRow, listUnits, RoleRow } from './queries.ts'
import { sayRole, sayRoleDescription } from './role-names.ts'

type Unit = Awaited<ReturnType<typeof listUnits>>[number]
type RolesProps = {
  roles: readonly RoleRow[]
  grants: readonly GrantRow[]
  units: readonly Unit[]
  next: string | undefined
  form: FormState
  may: { manage: boolean; delegate: boolean }
}

export function RolesPage({ roles, grants, units, next, form, may }: RolesProps) {
  const t = useMessages(messages)
  const laporTitle = useLaporTitle()
  const { language } = useRequest()
  return (
    <StaffPage
      title={t.title}
      lead={t.lead}
      form={form}
      actions={may.manage ? <LinkButton href="/peran/baru">{t.newRole}</LinkButton> : undefined}
    >
      <Jumps
        to={[
          { id: 'pemegang', label: t.grants },
          ...(may.manage || may.delegate ? [{ id: 'beri', label: t.give }] : []),
          { id: 'peran', label: t.roles },
          ...(may.manage ? [{ id: 'peran-lapor', label: laporTitle }] : []),
        ]}
      />
      <Section title={t.grants} id="pemegang">
        <GrantTable grants={grants} mayEnd={may.manage || may.delegate} />
        <Pager next={next ? `/peran?setelah=${next}` : undefined} />
      </Section>
      {may.manage || may.delegate ? (
        <Section title={t.give} id="beri" lead={t.giveLead}>
          <GrantForm roles={roles} units={units} form={form} manage={may.manage} />
        </Section>
      ) : null}
      <Section title={t.roles} id="peran">
        <DataTable
          caption={t.roles}
          captionHidden
          columns={[
            {
              key: 'name',
              label: t.role,
              header: true,
              cell: (row: RoleRow) => (
                <>
                  {may.manage ? <a href={`/peran/${row.id}`}>{sayRole(language, row)}</a> : sayRole(language, row)}
                  <div class="hint">{sayRoleDescription(language, row)}</div>
                </>
              ),
            },
            { key: 'origin', label: t.kindOfRole, cell: (row: RoleRow) => (row.built_in ? t.builtIn : t.own) },
            { key: 'permissions', label: t.holds, numeric: true, cell: (row: RoleRow) => row.permissions ?? 0 },
          ]}
          rows={roles}
        />
      </Section>
      {may.manage ? <LaporRoles /> : null}
    </StaffPage>
  )
}

function GrantTable({ grants, mayEnd }: { grants: readonly GrantRow[]; mayEnd: boolean }) {
  const t = useMessages(messages)
  const format = useFormat()
  const { now, language } = useRequest()
  if (grants.length === 0) return <EmptyState title={t.none} />
  const state = (row: GrantRow) =>
    row.valid_to && row.valid_to <= now ? 'ended' : row.valid_from > now ? 'notYet' : 'running'
  return (
    <DataTable
      caption={t.grants}
      captionHidden
      fold={5}
      columns={[
        {
          key: 'person',
          label: t.person,
          header: true,
          cell: (row: GrantRow) => (
            <>
              {row.person}
              <div class="hint">{row.unit}</div>
            </>
          ),
        },
        {
          key: 'role',
          label: t.role,
          cell: (row: GrantRow) => (
            <>
              {sayRole(language, { code: row.code, name: row.role })}
              <div class="hint">{t.kinds[row.kind]}</div>
            </>
          ),
        },
        {
          key: 'when',
          label: t.when,
          // The stored end is the first moment after the last day.
          cell: (row: GrantRow) => (
            <>
              <Badge tone={state(row) === 'running' ? 'success' : 'neutral'}>{t[state(row)]}</Badge>
              <div class="hint">
                {format.date(row.valid_from)} –{' '}
                {row.valid_to ? format.date(new Date(row.valid_to.getTime() - 1)) : t.open}
              </div>
            </>
          ),
        },
        {
          key: 'end',
          label: t.end,
          action: true,
          cell: (row: GrantRow) =>
            mayEnd && state(row) !== 'ended' ? (
              <ActionButton action={`/peran/pemberian/${row.id}/akhiri`} label={t.end} />
            ) : null,
        },
      ]}
      rows={grants}
    />
  )
}

function GrantForm({
  roles,
  units,
  form,
  manage,
}: {
  roles: readonly RoleRow[]
  units: readonly Unit[]
  form: FormState
  manage: boolean
}) {
  const t = useMessages(messages)
  const { now, institution, language } = useRequest()
  const today = localDate(now, institution!.timeZone)
  const kinds = manage ? GRANT_KINDS : GRANT_KINDS.filter((kind) => kind !== 'definitive')
  return (
    <Form action="/peran/pemberian" form={form} submit={t.give}>
      <TextField name="login" label={t.login} required />
      <SelectField
        name="role"
        label={t.role}
        options={roles.map((role) => ({ value: role.id, label: sayRole(language, role) }))}
        required
      />
      <SelectField
        name="unit"
        label={t.unit}
        options={units.map((unit) => ({ value: unit.id, label: `${unit.name} (${unit.code})` }))}
        required
      />
      <RadioGroup
        name="kind"
        legend={t.kind}
        options={kinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
        value={kinds[0]}
        required
      />
      <DateField name="from" label={t.from} hint={t.fromHint} value={today} required />
      <DateField name="until" label={t.until} hint={t.untilHint} />
      <TextField name="reason" label={t.reason} hint={t.reasonHint} />
    </Form>
  )
}

type RoleProps = {
  id: string | undefined
  name: string
  description: string
  held: readonly string[]
  permissions: PermissionTexts
  form: FormState
}

export function roleSeen(
  { name, description }: { name: string; description: string },
  held: readonly string[],
): string {
  return seenOf(name, description, held.toSorted())
}

export function RolePage({ id, name, description, held, permissions, form }: RoleProps) {
  const t = useMessages(messages)
  const { language } = useRequest()
  const options = Object.entries(permissions)
    .map(([value, text]) => ({
      value,
      label: text[language],
      group: t.subjects[value.split('.')[0] ?? ''] ?? t.otherSubject,
    }))
    .sort((a, b) => a.group.localeCompare(b.group, language) || a.label.localeCompare(b.label, language))
  return (
    <StaffPage title={id ? t.editRole(name) : t.newRoleTitle} crumbs={[{ href: '/peran', label: t.title }]} form={form}>
      <Form
        action={id ? `/peran/${id}` : '/peran/baru'}
        form={form}
        submit={t.save}
        seen={id && roleSeen({ name, description }, held)}
      >
        <TextField name="name" label={t.name} value={name} required />
        <TextArea name="description" label={t.description} value={description} rows={2} />
        <CheckboxGroup name="permissions" legend={t.permissions} options={options} value={held} parts />
      </Form>
    </StaffPage>
  )
}
