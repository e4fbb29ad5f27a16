import {
  Checkbox,
  EmptyState,
  Facts,
  FileField,
  Filters,
  Form,
  type FormState,
  ListTable,
  Prose,
  RadioGroup,
  Section,
  SelectField,
  Split,
  StaffPage,
  TextArea,
  TextField,
  Timeline,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { FILE_TYPES } from './activity-views.tsx'
import type { FindingRow, StepRow } from './finding-queries.ts'
import { messages } from './messages.ts'
import { FINDING_PARTS, FINDING_STATES, type FindingState, MAX_FILE_BYTES } from './model.ts'
import { Due, FindingBadge } from './views.tsx'

interface RegisterProps {
  rows: readonly FindingRow[]
  units: readonly { id: string; name: string }[]
  filter: { state?: FindingState | undefined; unit?: string | undefined; late: boolean }
}

export function RegisterPage({ rows, units, filter }: RegisterProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const { state, unit, late } = filter
  const address = new URLSearchParams()
  for (const [name, value] of Object.entries({ keadaan: state, unit, terlambat: late ? 'ya' : undefined }))
    if (value) address.set(name, value)
  const file = (shape: string) => `/pengawasan/temuan/unduh?${new URLSearchParams([...address, ['bentuk', shape]])}`
  return (
    <StaffPage title={text.register} lead={text.registerLead} crumbs={[{ href: '/pengawasan', label: text.list }]}>
      <Filters values={{ keadaan: state, unit, terlambat: late ? 'ya' : undefined }} keep={['sort']}>
        <SelectField
          name="keadaan"
          label={text.filterState}
          placeholder={text.all}
          options={FINDING_STATES.map((value) => ({ value, label: text.findingStates[value] }))}
        />
        <SelectField
          name="unit"
          label={text.unitShort}
          placeholder={text.allUnits}
          options={units.map((one) => ({ value: one.id, label: one.name }))}
        />
        <Checkbox name="terlambat" value="ya" label={text.lateOnly} />
      </Filters>
      <ListTable
        caption={text.register}
        captionHidden
        rows={rows}
        rowHref={(row) => `/pengawasan/temuan/${row.id}`}
        exports={{ csv: file('csv'), xlsx: file('xlsx') }}
        empty={<EmptyState title={text.noRegister} />}
        columns={[
          {
            key: 'recommendation',
            label: text.parts.recommendation,
            cell: (row) => <a href={`/pengawasan/temuan/${row.id}`}>{row.recommendation}</a>,
          },
          { key: 'unit', by: (row) => row.unit_name, label: text.unitShort, cell: (row) => row.unit_name },
          {
            key: 'activity',
            by: (row) => row.activity,
            label: text.list,
            cell: (row) => `${row.activity} · ${format.number(row.number)}`,
          },
          { key: 'state', label: text.state, cell: (row) => <FindingBadge state={row.state} /> },
          { key: 'due', by: (row) => row.due_at, label: text.due, cell: (row) => <Due row={row} /> },
        ]}
      />
    </StaffPage>
  )
}

interface FindingProps {
  row: FindingRow
  steps: readonly StepRow[]
  may: { reply: boolean; verify: boolean }
  form: FormState
}

/** One finding: its five parts, what the unit did, and the next step of whoever reads. */
export function FindingPage({ row, steps, may, form }: FindingProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const at = `/pengawasan/temuan/${row.id}`
  return (
    <StaffPage
      title={text.findingNumber(format.number(row.number))}
      lead={row.recommendation}
      badge={<FindingBadge state={row.state} />}
      crumbs={[
        { href: '/pengawasan', label: text.list },
        { href: `/pengawasan/${row.activity_id}`, label: row.activity },
      ]}
      form={form}
    >
      <Split
        aside={
          <Facts
            items={[
              { label: text.unit, value: row.unit_name },
              { label: text.kind, value: text.kinds[row.kind] },
              { label: text.due, value: <Due row={row} /> },
              ...(row.reported_at ? [{ label: text.reportedAt, value: format.date(row.reported_at) }] : []),
              ...(row.done_at ? [{ label: text.closedAt, value: format.date(row.done_at) }] : []),
            ]}
          />
        }
      >
        {FINDING_PARTS.map((part) => (
          <Section title={text.parts[part]} id={part} key={part}>
            <Prose text={row[part]} />
          </Section>
        ))}
        <Section title={text.story} id="perjalanan">
          {steps.length === 0 ? <p class="hint">{text.noStory}</p> : null}
          <Timeline
            label={text.story}
            items={steps.map((step) => ({
              at: step.made_at,
              title: text.steps[step.step],
              who: step.who ?? undefined,
              tone: 'internal' as const,
              body: (
                <>
                  <p>{step.text}</p>
                  {step.file_id ? (
                    <p>
                      <a href={`${at}/bukti/${step.number}`}>{step.file_name}</a>
                    </p>
                  ) : null}
                  {step.link ? (
                    <p>
                      <a href={step.link}>{text.openLink}</a>
                    </p>
                  ) : null}
                </>
              ),
            }))}
          />
        </Section>
        {may.verify && row.state === 'submitted' ? (
          <Section title={text.verify} id="verifikasi" lead={text.verifyLead}>
            <Form action={`${at}/verifikasi`} form={form} submit={text.verify} id="v">
              <RadioGroup
                name="decision"
                legend={text.decision}
                required
                options={(['verified', 'returned'] as const).map((value) => ({ value, label: text.decisions[value] }))}
              />
              <TextArea name="text" label={text.reason} rows={3} maxLength={4000} required />
            </Form>
          </Section>
        ) : null}
        {may.reply && row.state === 'open' ? (
          <UnitForm
            id="tanggapi"
            title={text.reply}
            lead={text.replyLead}
            label={text.replyText}
            at={`${at}/tanggapan`}
            form={form}
          />
        ) : null}
        {may.reply && row.state === 'answered' ? (
          <UnitForm
            id="bukti"
            title={text.submit}
            lead={text.submitLead}
            label={text.submitText}
            at={`${at}/tindak-lanjut`}
            form={form}
          />
        ) : null}
      </Split>
    </StaffPage>
  )
}

function UnitForm(props: { id: string; title: string; lead: string; label: string; at: string; form: FormState }) {
  const { id, title, lead, label, at, form } = props
  const text = useMessages(messages)
  return (
    <Section title={title} id={id} lead={lead}>
      <Form action={at} form={form} submit={title} id={id} upload>
        <TextArea name="text" label={label} rows={5} maxLength={4000} required />
        <FileField name="file" label={text.file} hint={text.fileHint} accept={FILE_TYPES} maxBytes={MAX_FILE_BYTES} />
        <TextField name="link" type="url" label={text.link} hint={text.linkHint} />
      </Form>
    </Section>
  )
}
