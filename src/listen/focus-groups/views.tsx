import { seenOf } from '../../platform/http/seen.ts'
import {
  ActionButton,
  Actions,
  Badge,
  Checkbox,
  DataTable,
  DateField,
  DateTime,
  Dialog,
  EmptyState,
  Form,
  type FormState,
  HiddenField,
  LinkButton,
  ListTable,
  RadioGroup,
  Section,
  SelectField,
  Split,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import type { ServiceRow } from '../services/index.ts'
import { ActivityFacts } from './activity-facts.tsx'
import type { AttachmentRow } from './attachments/queries.ts'
import { Attachments } from './attachments/views.tsx'
import { codebookMessages } from './codebook/messages.ts'
import type { Codebook } from './codebook/model.ts'
import { useThemeOptions } from './codebook/views.tsx'
import { messages } from './messages.ts'
import { KINDS, OUTCOMES, type State } from './model.ts'
import type { ActivityRow, FindingRow, ParticipantRow, SegmentRow } from './queries.ts'
import { Findings } from './settled-views.tsx'

export function StateBadge({ state }: { state: State }) {
  const text = useMessages(messages)
  const tone = { open: 'info', coding: 'warning', agreed: 'accent', closed: 'success' } as const
  return <Badge tone={tone[state]}>{text.states[state]}</Badge>
}

export function ListPage({ rows, mayManage }: { rows: readonly ActivityRow[]; mayManage: boolean }) {
  const text = useMessages(messages)
  return (
    <StaffPage
      title={text.list}
      lead={text.listLead}
      actions={
        <>
          <LinkButton href="/fgd/gabungan" tone="secondary">
            {text.joint}
          </LinkButton>
          {mayManage ? <LinkButton href="/fgd/baru">{text.create}</LinkButton> : null}
        </>
      }
    >
      <ListTable
        caption={text.list}
        captionHidden
        rows={rows}
        rowHref={(row) => `/fgd/${row.id}`}
        empty={<EmptyState title={text.empty} body={text.emptyBody} />}
        columns={[
          {
            key: 'title',
            by: (row) => row.title,
            label: text.title,
            cell: (row) => <a href={`/fgd/${row.id}`}>{row.title}</a>,
          },
          { key: 'kind', by: (row) => text.kinds[row.kind], label: text.kind, cell: (row) => text.kinds[row.kind] },
          { key: 'unit', by: (row) => row.unit_name, label: text.unit, cell: (row) => row.unit_name },
          {
            key: 'date',
            by: (row) => row.held_on,
            label: text.heldOn,
            cell: (row) => <DateTime value={row.held_on} />,
          },
          { key: 'state', label: text.state, cell: (row) => <StateBadge state={row.state} /> },
        ]}
      />
    </StaffPage>
  )
}

interface CreateProps {
  units: readonly { id: string; name: string }[]
  services: readonly ServiceRow[]
  form: FormState
}

export function CreatePage({ units, services, form }: CreateProps) {
  const text = useMessages(messages)
  return (
    <StaffPage title={text.create} crumbs={[{ href: '/fgd', label: text.list }]} form={form}>
      <Form action="/fgd/baru" form={form} submit={text.save} draft="fgd-baru">
        <RadioGroup
          name="kind"
          legend={text.kind}
          required
          options={KINDS.map((value) => ({ value, label: text.kinds[value] }))}
        />
        <TextField name="title" label={text.title} required />
        <SelectField
          name="unit"
          label={text.unit}
          required
          options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
        />
        <SelectField
          name="service"
          label={text.service}
          placeholder={text.noService}
          options={services.map((one) => ({ value: one.id, label: `${one.name} (${one.unit_name})` }))}
        />
        <DateField name="held_on" label={text.heldOn} required />
        <TextField name="place" label={text.place} />
        <TextArea name="purpose" label={text.purpose} rows={3} maxLength={2000} />
        <TextArea name="protocol" label={text.protocol} hint={text.protocolHint} rows={6} required />
      </Form>
    </StaffPage>
  )
}

interface ActivityProps {
  row: ActivityRow
  participants: readonly ParticipantRow[]
  segments: readonly SegmentRow[]
  findings: readonly FindingRow[]
  attachments: readonly AttachmentRow[]
  may: { manage: boolean; code: boolean }
  form: FormState
}

/** One activity: what was planned, who took part, what was said, and the next step. */
export function ActivityPage({ row, participants, segments, findings, attachments, may, form }: ActivityProps) {
  const text = useMessages(messages)
  const at = `/fgd/${row.id}`
  const codes = useMessages(codebookMessages)
  const recording = may.manage && row.state === 'open'
  return (
    <StaffPage
      title={row.title}
      lead={row.purpose || undefined}
      badge={<StateBadge state={row.state} />}
      crumbs={[{ href: '/fgd', label: text.list }]}
      form={form}
      actions={
        <>
          {may.manage ? (
            <LinkButton href={`${at}/tema`} tone="quiet">
              {codes.title}
            </LinkButton>
          ) : null}
          <LinkButton href={`${at}/laporan`} tone="quiet">
            {text.report}
          </LinkButton>
          {row.one_done && row.two_done ? <LinkButton href={`${at}/kesepakatan`}>{text.agreement}</LinkButton> : null}
          {may.code && row.state === 'coding' ? <LinkButton href={`${at}/kode`}>{text.code}</LinkButton> : null}
        </>
      }
    >
      <Split aside={<ActivityFacts row={row} mayManage={may.manage} />}>
        <Notes row={row} segments={segments} />
        {recording ? <NoteForm row={row} participants={participants} form={form} /> : null}
        <Participants row={row} participants={participants} mayManage={may.manage} />
        {recording ? <ParticipantForm row={row} form={form} /> : null}
        <Attachments activity={row.id} rows={attachments} mayManage={may.manage} form={form} />
        {recording ? (
          <Section title={text.startCoding} id="mulai" lead={text.startCodingLead}>
            <ActionButton action={`${at}/mulai-kode`} label={text.startCoding} tone="primary" />
          </Section>
        ) : null}
        {findings.length > 0 ? (
          <Section title={text.findings} id="temuan">
            <Findings rows={findings} />
          </Section>
        ) : null}
      </Split>
    </StaffPage>
  )
}

function useSpeaker(): (segment: SegmentRow) => string {
  const text = useMessages(messages)
  const format = useFormat()
  return (segment) =>
    segment.participant === null ? text.observer : text.participant(format.number(segment.participant))
}

export function Notes({ row, segments }: { row: ActivityRow; segments: readonly SegmentRow[] }) {
  const text = useMessages(messages)
  const speaker = useSpeaker()
  return (
    <Section title={text.notes} id="catatan" lead={text.notesLead}>
      {segments.length === 0 ? <EmptyState title={text.noNotes} /> : null}
      <ol class="fgd-notes">
        {segments.map((segment) => (
          <li key={segment.number} value={segment.number}>
            <p class="fgd-note-head">
              {speaker(segment)}
              {segment.item ? ` · ${row.protocol[segment.item - 1] ?? ''}` : ''}
              {segment.outcome ? ` · ${text.outcomes[segment.outcome]}` : ''}
            </p>
            <p class="fgd-note">{segment.text}</p>
          </li>
        ))}
      </ol>
    </Section>
  )
}

function NoteForm({ row, participants, form }: Pick<ActivityProps, 'row' | 'participants' | 'form'>) {
  const text = useMessages(messages)
  const format = useFormat()
  const speaking = participants.filter((one) => one.consent === 'given')
  return (
    <Section title={text.addNote} id="tambah-catatan">
      <Form action={`/fgd/${row.id}/catatan`} form={form} submit={text.addNote} draft={`fgd-${row.id}`} id="n">
        <SelectField
          name="item"
          label={text.item}
          placeholder={text.anyItem}
          options={row.protocol.map((label, index) => ({ value: String(index + 1), label }))}
        />
        <SelectField
          name="participant"
          label={text.speaker}
          placeholder={text.observer}
          options={speaking.map((one) => ({
            value: String(one.number),
            label: `${text.participant(format.number(one.number))} · ${one.role}`,
          }))}
        />
        {row.kind === 'observation' ? (
          <SelectField
            name="outcome"
            label={text.outcome}
            placeholder={text.noOutcome}
            options={OUTCOMES.map((value) => ({ value, label: text.outcomes[value] }))}
          />
        ) : null}
        <TextArea name="text" label={text.note} hint={text.noteHint} rows={4} maxLength={4000} required />
      </Form>
    </Section>
  )
}

function Participants({
  row,
  participants,
  mayManage,
}: {
  row: ActivityRow
  participants: readonly ParticipantRow[]
  mayManage: boolean
}) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <Section title={text.participants} id="peserta" lead={text.participantsLead}>
      <DataTable
        caption={text.participants}
        stack
        captionHidden
        rows={participants}
        empty={<EmptyState title={text.noParticipants} />}
        columns={[
          { key: 'number', label: text.participants, cell: (one) => text.participant(format.number(one.number)) },
          { key: 'role', label: text.role, cell: (one) => one.role },
          {
            key: 'consent',
            label: text.consentForm,
            cell: (one) => (
              <>
                <Badge tone={one.consent === 'given' ? 'success' : 'neutral'}>{text.consents[one.consent]}</Badge>{' '}
                {one.consent_form}
              </>
            ),
          },
          {
            key: 'withdraw',
            label: text.withdraw,
            cell: (one) =>
              mayManage && one.consent === 'given' ? (
                <Dialog
                  id={`tarik-${one.number}`}
                  label={`${text.withdraw} ${format.number(one.number)}`}
                  title={`${text.withdraw}: ${text.participant(format.number(one.number))}`}
                  tone="quiet"
                >
                  <p>{text.withdrawLead}</p>
                  <Form action={`/fgd/${row.id}/tarik`} submit={text.withdraw} tone="danger" id={`t${one.number}`}>
                    <HiddenField name="number" value={String(one.number)} />
                  </Form>
                </Dialog>
              ) : (
                '–'
              ),
          },
        ]}
      />
    </Section>
  )
}

function ParticipantForm({ row, form }: { row: ActivityRow; form: FormState }) {
  const text = useMessages(messages)
  return (
    <Section title={text.addParticipant} id="tambah-peserta">
      <Form action={`/fgd/${row.id}/peserta`} form={form} submit={text.addParticipant} tone="secondary" id="p">
        <TextField name="role" label={text.role} hint={text.roleHint} required width="medium" />
        <TextField name="consent_form" label={text.consentForm} hint={text.consentFormHint} required />
        <Checkbox name="consent" label={text.consent} value="ya" required />
      </Form>
    </Section>
  )
}

/** What a coder's page shows: their own codes as they are called today. */
export function codesSeen(own: ReadonlyMap<number, string>): string {
  return seenOf([...own].sort(([a], [b]) => a - b))
}

interface CodingProps {
  row: ActivityRow
  segments: readonly SegmentRow[]
  book: Codebook
  own: ReadonlyMap<number, string>
  form: FormState
}

/** One coder's page; nothing of the other's is on it. */
export function CodingPage({ row, segments, book, own, form }: CodingProps) {
  const options = useThemeOptions(book)
  const text = useMessages(messages)
  const speaker = useSpeaker()
  return (
    <StaffPage
      title={`${text.code}: ${row.title}`}
      lead={text.codeLead}
      crumbs={[
        { href: '/fgd', label: text.list },
        { href: `/fgd/${row.id}`, label: row.title },
      ]}
      form={form}
    >
      <Form action={`/fgd/${row.id}/kode`} form={form} seen={codesSeen(own)}>
        {segments.map((segment) => (
          <div class="fgd-code" key={segment.number}>
            <p class="fgd-note-head">{speaker(segment)}</p>
            <p class="fgd-note">{segment.text}</p>
            <SelectField
              name={`s_${segment.number}`}
              label={`${text.theme} ${segment.number}`}
              options={options}
              value={own.get(segment.number)}
              width="medium"
              required
            />
          </div>
        ))}
        <Actions>
          <button type="submit" name="act" value="save" class="button button-secondary">
            {text.saveCodes}
          </button>
          <button type="submit" name="act" value="done" class="button button-primary">
            {text.coderDone}
          </button>
        </Actions>
      </Form>
    </StaffPage>
  )
}
