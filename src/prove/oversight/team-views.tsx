import {
  ActionButton,
  DataTable,
  DateField,
  DateTime,
  EmptyState,
  Facts,
  FieldRow,
  FileField,
  Fold,
  Form,
  type FormState,
  ListTable,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { FILE_TYPES } from './activity-views.tsx'
import { messages } from './messages.ts'
import { MAX_FILE_BYTES, PARTS } from './model.ts'
import type { InterestRow, MemberRow, TeamRow } from './team-queries.ts'

export function TeamsPage({ rows, manage, form }: { rows: readonly TeamRow[]; manage: boolean; form: FormState }) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage
      title={text.teams}
      lead={text.teamsLead}
      crumbs={[{ href: '/pengawasan', label: text.list }]}
      form={form}
    >
      <ListTable
        caption={text.teams}
        captionHidden
        rows={rows}
        rowHref={(row) => `/pengawasan/tim/${row.id}`}
        empty={<EmptyState title={text.noTeams} body={text.noTeamsBody} />}
        columns={[
          { key: 'name', label: text.teamName, cell: (row) => <a href={`/pengawasan/tim/${row.id}`}>{row.name}</a> },
          { key: 'decree', label: text.decreeNumber, cell: (row) => row.decree_number },
          { key: 'on', label: text.decreeOn, nowrap: true, cell: (row) => format.shortDate(row.decree_on) },
          { key: 'people', label: text.people, numeric: true, cell: (row) => format.number(row.members) },
          { key: 'activities', label: text.activities, numeric: true, cell: (row) => format.number(row.activities) },
        ]}
      />
      {manage ? (
        <Fold action="/pengawasan/tim" label={text.newTeam} id="bentuk">
          <Form action="/pengawasan/tim" form={form} submit={text.saveTeam} upload>
            <TextField name="name" label={text.teamName} required />
            <TextField name="decree_number" label={text.decreeNumber} required width="medium" />
            <FieldRow>
              <DateField name="decree_on" label={text.decreeOn} required />
              <DateField name="ends_on" label={text.endsOn} />
            </FieldRow>
            <FileField
              name="file"
              label={text.decreeFile}
              hint={text.fileHint}
              accept={FILE_TYPES}
              maxBytes={MAX_FILE_BYTES}
            />
          </Form>
        </Fold>
      ) : null}
    </StaffPage>
  )
}

interface TeamProps {
  row: TeamRow
  members: readonly MemberRow[]
  examiners: readonly { id: string; name: string }[]
  today: string
  manage: boolean
  form: FormState
}

export function TeamPage({ row, members, examiners, today, manage, form }: TeamProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const at = `/pengawasan/tim/${row.id}`
  return (
    <StaffPage
      title={row.name}
      crumbs={[
        { href: '/pengawasan', label: text.list },
        { href: '/pengawasan/tim', label: text.teams },
      ]}
      form={form}
    >
      <Facts
        items={[
          { label: text.decreeNumber, value: row.decree_number },
          { label: text.decreeOn, value: <DateTime value={row.decree_on} /> },
          ...(row.ends_on ? [{ label: text.endsOn, value: <DateTime value={row.ends_on} /> }] : []),
          ...(row.decree_file_id ? [{ label: text.decreeFile, value: <a href={`${at}/sk`}>{row.file_name}</a> }] : []),
        ]}
      />
      <Section title={text.people} id="anggota">
        <DataTable
          caption={text.people}
          captionHidden
          stack
          rows={members}
          empty={<EmptyState title={text.noMembers} />}
          columns={[
            { key: 'name', label: text.person, cell: (one) => one.name },
            { key: 'part', label: text.part, cell: (one) => text.partNames[one.part] },
            { key: 'unit', label: text.workUnit, cell: (one) => one.work_unit ?? '–' },
            { key: 'from', label: text.fromOn, cell: (one) => format.shortDate(one.from_on) },
            { key: 'until', label: text.untilOn, cell: (one) => (one.until_on ? format.shortDate(one.until_on) : '–') },
            ...(manage
              ? [
                  {
                    key: 'end',
                    label: text.end,
                    action: true,
                    cell: (one: MemberRow) =>
                      one.until_on ? (
                        '–'
                      ) : (
                        <ActionButton
                          action={`${at}/akhiri`}
                          label={text.end}
                          about={one.name}
                          tone="quiet"
                          fields={{ account: one.account_id }}
                        />
                      ),
                  },
                ]
              : []),
          ]}
        />
        {manage ? (
          <Fold action={`${at}/anggota`} label={text.addMember}>
            <Form action={`${at}/anggota`} form={form} submit={text.addMember} tone="secondary" id="m">
              <SelectField
                name="account"
                label={text.person}
                required
                options={examiners.map((one) => ({ value: one.id, label: one.name }))}
              />
              <SelectField
                name="part"
                label={text.part}
                placeholder={null}
                required
                width="medium"
                options={PARTS.map((value) => ({ value, label: text.partNames[value] }))}
                value="member"
              />
              <DateField name="from_on" label={text.fromOn} required value={today} />
            </Form>
          </Fold>
        ) : null}
      </Section>
    </StaffPage>
  )
}

interface InterestsProps {
  rows: readonly InterestRow[]
  units: readonly { id: string; name: string }[]
  form: FormState
}

export function InterestsPage({ rows, units, form }: InterestsProps) {
  const text = useMessages(messages)
  return (
    <StaffPage
      title={text.interests}
      lead={text.interestsLead}
      crumbs={[{ href: '/pengawasan', label: text.list }]}
      form={form}
    >
      <DataTable
        caption={text.interests}
        captionHidden
        stack
        rows={rows}
        empty={<EmptyState title={text.noInterests} icon="check" />}
        columns={[
          { key: 'unit', label: text.unitShort, cell: (row) => row.unit_name },
          { key: 'reason', label: text.reason, cell: (row) => row.reason },
          { key: 'at', label: text.declaredAt, cell: (row) => <DateTime value={row.declared_at} /> },
        ]}
      />
      <Fold action="/pengawasan/kepentingan" label={text.declare} id="nyatakan">
        <Form action="/pengawasan/kepentingan" form={form} submit={text.declare}>
          <SelectField
            name="unit"
            label={text.unitShort}
            required
            options={units.map((one) => ({ value: one.id, label: one.name }))}
          />
          <TextArea name="reason" label={text.reason} hint={text.declareHint} rows={2} maxLength={500} required />
        </Form>
      </Fold>
    </StaffPage>
  )
}
