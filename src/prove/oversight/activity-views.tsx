import { seenOf } from '../../platform/http/seen.ts'
import {
  ActionButton,
  Badge,
  DataTable,
  DateTime,
  Dialog,
  EmptyState,
  Facts,
  FileField,
  Fold,
  Form,
  type FormState,
  HiddenField,
  LinkButton,
  Notice,
  PrintButton,
  Prose,
  RadioGroup,
  RuleSource,
  Section,
  Split,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import type { FindingRow, StepRow } from './finding-queries.ts'
import { messages } from './messages.ts'
import { ANSWERS, type Conflict, FINDING_PARTS, MAX_FILE_BYTES, type Part } from './model.ts'
import type { ActivityRow, CheckRow } from './queries.ts'
import { Due, FindingBadge, StateBadge } from './views.tsx'

export const FILE_TYPES = 'image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx,.odt'
const ANSWER_TONES = { yes: 'success', partly: 'warning', no: 'danger', not_applicable: 'neutral' } as const

export type TeamMember = { account_id: string; name: string; part: Part; conflict: Conflict | null }

interface Props {
  row: ActivityRow
  checks: readonly CheckRow[]
  findings: readonly FindingRow[]
  members: readonly TeamMember[]
  /** A member of the team against whom nothing stands. */
  examines: boolean
  form: FormState
}

/** One activity: why, by whom, what was checked, what was found, and the next step. */
export function ActivityPage({ row, checks, findings, members, examines, form }: Props) {
  const text = useMessages(messages)
  const format = useFormat()
  const at = `/pengawasan/${row.id}`
  const reported = row.state === 'reported' || row.state === 'closed'
  const running = examines && row.state === 'running'
  return (
    <StaffPage
      title={row.title}
      lead={`${text.kinds[row.kind]} · ${row.unit_name}`}
      badge={<StateBadge state={row.state} />}
      crumbs={[{ href: '/pengawasan', label: text.list }]}
      form={form}
      actions={
        reported ? (
          <LinkButton href={`${at}/laporan`} tone="secondary">
            {text.printable}
          </LinkButton>
        ) : undefined
      }
    >
      {row.mine && row.conflict ? (
        <Notice tone="warning" title={text.conflict}>
          <p>{text.conflictYou(text.conflicts[row.conflict])}</p>
        </Notice>
      ) : null}
      <Split aside={<ActivityFacts row={row} members={members} />}>
        {examines && row.state === 'planned' ? (
          <Section title={text.start} id="mulai" lead={text.startLead}>
            <ActionButton action={`${at}/mulai`} label={text.start} tone="primary" />
          </Section>
        ) : null}
        {row.state === 'planned' && !examines ? (
          <EmptyState title={text.notBegun} body={text.notBegunBody(format.date(row.planned_on))} />
        ) : null}
        {reported && row.conclusion ? (
          <Section title={text.conclusion} id="simpulan">
            <Prose text={row.conclusion} />
          </Section>
        ) : null}
        {row.state !== 'planned' ? <Findings rows={findings} reported={reported} /> : null}
        {running ? <FindingForm at={at} form={form} /> : null}
        {row.state !== 'planned' ? <Checks at={at} rows={checks} running={running} form={form} /> : null}
        {running ? (
          <Section title={text.report} id="laporkan" lead={text.reportLead}>
            <Form action={`${at}/laporkan`} form={form} submit={text.report} id="l">
              <TextArea name="conclusion" label={text.conclusion} rows={5} maxLength={4000} required />
            </Form>
          </Section>
        ) : null}
      </Split>
    </StaffPage>
  )
}

function ActivityFacts({ row, members }: { row: ActivityRow; members: readonly TeamMember[] }) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <>
      <Facts
        items={[
          { label: text.unit, value: row.unit_name },
          { label: text.period, value: `${format.shortDate(row.period_from)} – ${format.shortDate(row.period_until)}` },
          { label: text.plannedOn, value: <DateTime value={row.planned_on} /> },
          {
            label: text.basis,
            value: text.bases[row.basis],
            note: (
              <>
                {row.basis_text}
                {row.basis_link ? (
                  <>
                    {' '}
                    <a href={row.basis_link}>{text.openBasis}</a>
                  </>
                ) : null}
              </>
            ),
          },
          { label: text.team, value: row.team_name },
          ...(row.reported_at ? [{ label: text.reportedAt, value: <DateTime value={row.reported_at} /> }] : []),
          ...(row.closed_at ? [{ label: text.closedAt, value: <DateTime value={row.closed_at} /> }] : []),
        ]}
      />
      {members.length > 0 ? (
        <Section title={text.members} id="anggota">
          <ul class="plain-list">
            {members.map((member) => (
              <li key={member.account_id}>
                <strong>{member.name}</strong> · {text.partNames[member.part]}{' '}
                {member.conflict ? (
                  <Badge tone="danger">{text.conflicts[member.conflict]}</Badge>
                ) : (
                  <Badge tone="success">{text.conflictNone}</Badge>
                )}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  )
}

function Findings({ rows, reported }: { rows: readonly FindingRow[]; reported: boolean }) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <Section title={text.findings} id="temuan">
      <DataTable
        caption={text.findings}
        captionHidden
        stack
        rows={rows}
        empty={<EmptyState title={text.noFindings} icon="check" />}
        columns={[
          {
            key: 'condition',
            label: text.parts.condition,
            cell: (row) => {
              const label = `${format.number(row.number)}. ${row.condition}`
              return reported ? <a href={`/pengawasan/temuan/${row.id}`}>{label}</a> : label
            },
          },
          { key: 'recommendation', label: text.parts.recommendation, cell: (row) => row.recommendation },
          ...(reported
            ? [
                { key: 'state', label: text.state, cell: (row: FindingRow) => <FindingBadge state={row.state} /> },
                { key: 'due', label: text.due, cell: (row: FindingRow) => <Due row={row} /> },
              ]
            : []),
        ]}
      />
    </Section>
  )
}

function FindingForm({ at, form }: { at: string; form: FormState }) {
  const text = useMessages(messages)
  return (
    <Fold action={`${at}/temuan`} label={text.addFinding} id="catat" lead={text.findingLead}>
      <Form action={`${at}/temuan`} form={form} submit={text.addFinding} tone="secondary" id="t" draft={`temuan${at}`}>
        {FINDING_PARTS.map((part) => (
          <TextArea
            key={part}
            name={part}
            label={text.parts[part]}
            hint={text.partHints[part]}
            rows={part === 'condition' ? 4 : 2}
            maxLength={part === 'condition' ? 4000 : 2000}
            required
          />
        ))}
      </Form>
    </Fold>
  )
}

function Checks({
  at,
  rows,
  running,
  form,
}: {
  at: string
  rows: readonly CheckRow[]
  running: boolean
  form: FormState
}) {
  const text = useMessages(messages)
  // The form of the item that was refused opens again with what was typed.
  const wrong = form.values['key']
  return (
    <Section title={text.checklist} id="daftar-periksa" lead={running ? text.checklistLead : undefined}>
      <DataTable
        caption={text.checklist}
        captionHidden
        stack
        rows={rows}
        columns={[
          {
            key: 'criterion',
            label: text.criterion,
            cell: (row) => (
              <>
                {row.criterion}
                <RuleSource rule={row} />
              </>
            ),
          },
          {
            key: 'answer',
            label: text.answer,
            cell: (row) => (
              <div class="cell-lines">
                <Answered row={row} at={at} />
                {running && row.key !== wrong ? (
                  <Dialog
                    id={`jawab-${row.key}`}
                    label={`${text.answerIt}: ${row.criterion.split(' ').slice(0, 3).join(' ')}…`}
                    title={row.criterion}
                    tone="quiet"
                  >
                    <CheckForm at={at} row={row} />
                  </Dialog>
                ) : null}
              </div>
            ),
          },
        ]}
      />
      {rows
        .filter((row) => running && row.key === wrong)
        .map((row) => (
          <Section title={row.criterion} id="perbaiki" key={row.key}>
            <CheckForm at={at} row={row} form={form} />
          </Section>
        ))}
    </Section>
  )
}

function Answered({ row, at }: { row: CheckRow; at: string }) {
  const text = useMessages(messages)
  if (!row.answer) return <span class="hint">{text.unanswered}</span>
  return (
    <>
      <Badge tone={ANSWER_TONES[row.answer]}>{text.answers[row.answer]}</Badge>
      {row.note ? <span>{row.note}</span> : null}
      {row.file_id ? <a href={`${at}/bukti/${row.key}`}>{row.file_name}</a> : null}
      {row.link ? (
        <a href={row.link} aria-label={`${text.openLink}: ${row.criterion}`}>
          {text.openLink}
        </a>
      ) : null}
    </>
  )
}

/** What the form of one item shows: several examiners of a team answer the same list. */
export function checkSeen({ answer, note, link, file_id }: CheckRow): string {
  return seenOf(answer, note, link, file_id)
}

function CheckForm({ at, row, form }: { at: string; row: CheckRow; form?: FormState }) {
  const text = useMessages(messages)
  return (
    <Form
      action={`${at}/periksa`}
      form={form}
      submit={text.saveAnswer}
      id={`c-${row.key}`}
      seen={checkSeen(row)}
      upload
    >
      <HiddenField name="key" value={row.key} />
      <RadioGroup
        name="answer"
        legend={text.answer}
        layout="row"
        required
        value={row.answer}
        options={ANSWERS.map((value) => ({ value, label: text.answers[value] }))}
      />
      <TextArea name="note" label={text.note} hint={text.noteHint} rows={3} maxLength={2000} value={row.note} />
      <FileField name="file" label={text.file} hint={text.fileHint} accept={FILE_TYPES} maxBytes={MAX_FILE_BYTES} />
      <TextField name="link" type="url" label={text.link} hint={text.linkHint} value={row.link} />
    </Form>
  )
}

/** The whole report as it is printed. */
export function ReportPage({
  row,
  checks,
  findings,
  steps,
  members,
  decree,
}: Omit<Props, 'examines' | 'form'> & { steps: readonly StepRow[]; decree: string }) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage
      title={text.reportTitle}
      lead={row.title}
      badge={<StateBadge state={row.state} />}
      crumbs={[
        { href: '/pengawasan', label: text.list },
        { href: `/pengawasan/${row.id}`, label: row.title },
      ]}
      actions={<PrintButton label={text.print} />}
    >
      <Facts
        items={[
          { label: text.kind, value: text.kinds[row.kind] },
          { label: text.unit, value: row.unit_name },
          { label: text.period, value: `${format.date(row.period_from)} – ${format.date(row.period_until)}` },
          { label: text.basis, value: `${text.bases[row.basis]}: ${row.basis_text}` },
          { label: text.team, value: row.team_name, note: `${text.decree} ${decree}` },
          { label: text.members, value: members.map((one) => `${one.name} (${text.partNames[one.part]})`).join(', ') },
          { label: text.reportedAt, value: row.reported_at ? <DateTime value={row.reported_at} /> : '–' },
        ]}
      />
      <Section title={text.conclusion} id="simpulan">
        <Prose text={row.conclusion} />
      </Section>
      {findings.length === 0 ? <EmptyState title={text.noFindings} icon="check" /> : null}
      {findings.map((finding) => (
        <Section
          key={finding.id}
          id={`temuan-${finding.number}`}
          title={text.findingNumber(format.number(finding.number))}
          actions={<FindingBadge state={finding.state} />}
        >
          <Facts items={FINDING_PARTS.map((part) => ({ label: text.parts[part], value: finding[part] }))} />
          {steps
            .filter((step) => step.finding_id === finding.id)
            .map((step) => (
              <p key={step.number}>
                <strong>{text.steps[step.step]}</strong> ({format.date(step.made_at)}): {step.text}
              </p>
            ))}
        </Section>
      ))}
      <Checks at={`/pengawasan/${row.id}`} rows={checks} running={false} form={{ values: {}, errors: {} }} />
    </StaffPage>
  )
}
