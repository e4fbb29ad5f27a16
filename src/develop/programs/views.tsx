import { methodLabel } from '../../diagnose/needs/index.ts'
import {
  ActionButton,
  Actions,
  Badge,
  DataTable,
  DateTime,
  Facts,
  LinkButton,
  Notice,
  Prose,
  Section,
  Split,
  StaffPage,
  Stepper,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import { approvedSeen } from './form-views.tsx'
import { DesignSection, type ElementOf, IndicatorSection } from './measure-views.tsx'
import { messages } from './messages.ts'
import {
  type ApprovalProblem,
  approvalProblems,
  budgetTotal,
  canEdit,
  kindProblems,
  lifecycleStep,
  type Status,
} from './model.ts'
import type { Origin } from './origin.ts'
import type { Program } from './queries.ts'

export const STATUS_TONES = {
  draft: 'neutral',
  approved: 'info',
  running: 'info',
  finished: 'success',
  reported: 'success',
} as const

export function StatusBadge({ status }: { status: Status }) {
  const text = useMessages(messages)
  return <Badge tone={STATUS_TONES[status]}>{text.status[status]}</Badge>
}

type PageProps = { program: Program; origin: Origin; elementOf: ElementOf; today: string }

export function ProgramPage({ program, origin, elementOf, today }: PageProps) {
  const text = useMessages(messages)
  const { permissions } = useRequest()
  const manage = permissions.has('program.manage')
  const step = lifecycleStep(program.status, program.budget.length > 0)
  return (
    <StaffPage
      title={program.title}
      badge={<StatusBadge status={program.status} />}
      crumbs={[{ href: '/program', label: text.programs }]}
      actions={
        manage && canEdit(program.status) ? (
          <LinkButton href={`/program/${program.id}/ubah`} tone="secondary">
            {text.edit}
          </LinkButton>
        ) : undefined
      }
    >
      <Stepper
        steps={[text.steps.plan, text.steps.budget, text.steps.deliver, text.steps.evaluate, text.steps.report]}
        current={program.status === 'reported' ? 6 : step + 1}
      />
      <Split aside={<Aside program={program} today={today} />}>
        <Section title={text.objective} id="tujuan">
          <Prose text={program.objective} />
        </Section>
        <OriginSection origin={origin} />
        <DesignSection program={program} elementOf={elementOf} editable={manage} />
        <IndicatorSection program={program} editable={manage && canEdit(program.status)} />
        <BudgetSection program={program} editable={manage && canEdit(program.status)} />
      </Split>
    </StaffPage>
  )
}

function Aside({ program, today }: { program: Program; today: string }) {
  const text = useMessages(messages)
  const format = useFormat()
  const { institution, language } = useRequest()
  return (
    <>
      <NextStep program={program} today={today} />
      <Onward program={program} />
      <Facts
        items={[
          { label: text.units, value: program.units.map((unit) => unit.name).join(', ') },
          {
            label: text.method,
            value: (
              <>
                {methodLabel(institution?.id ?? '', program.method_code, language)}
                <Why label={text.methodHint}>
                  {program.method ? (
                    <p>{text.methodSource(program.method.source, format.date(program.method.from))}</p>
                  ) : null}
                  {program.method?.verified ? null : <p>{text.unverified}</p>}
                </Why>
              </>
            ),
          },
          ...(program.kind_code === 'development'
            ? []
            : [
                {
                  label: text.kind,
                  value: program.kind?.label[language] ?? program.kind_code,
                  note: program.kind?.source,
                },
                { label: text.questionnaire, value: program.questionnaire ?? '–' },
                { label: text.champion, value: program.champion ?? '–' },
              ]),
          { label: text.period, value: `${format.date(program.starts_on)} – ${format.date(program.ends_on)}` },
          { label: text.participants, value: text.people(format.number(program.participants)) },
        ]}
      />
      <History program={program} />
    </>
  )
}

/** The next stages of the loop, for whoever may open them. */
function Onward({ program }: { program: Program }) {
  const text = useMessages(messages)
  const { permissions } = useRequest()
  if (program.status === 'draft') return null
  return (
    <Actions>
      {permissions.has('learning.read') ? (
        <LinkButton href={`/kursus?program=${program.id}`} tone="secondary">
          {text.course}
        </LinkButton>
      ) : null}
      {permissions.has('evaluation.read') && program.started_at ? (
        <LinkButton href={`/hasil/${program.id}`} tone="secondary">
          {text.result}
        </LinkButton>
      ) : null}
    </Actions>
  )
}

function History({ program }: { program: Program }) {
  const text = useMessages(messages)
  const moments = [
    { at: program.created_at, label: text.historyItems.created },
    { at: program.approved_at, label: text.historyItems.approved },
    { at: program.started_at, label: text.historyItems.started },
    { at: program.finished_at, label: text.historyItems.finished },
    { at: program.reported_at, label: text.historyItems.reported },
  ]
  const items = moments.flatMap(({ at, label }) => (at ? [{ label, value: <DateTime value={at} /> }] : []))
  return (
    <Section title={text.history} id="riwayat">
      <Facts items={items} />
    </Section>
  )
}

/** The one next act, for whoever may do it; before approval, what is still missing. */
function NextStep({ program, today }: { program: Program; today: string }) {
  const text = useMessages(messages)
  const format = useFormat()
  const { permissions } = useRequest()
  const manage = permissions.has('program.manage')
  const approve = permissions.has('program.approve')
  const at = `/program/${program.id}`
  if (program.status === 'draft') {
    const missing: ApprovalProblem[] = approvalProblems({
      indicators: program.indicators.length,
      budgetLines: program.budget.length,
      hasDesign: program.design !== null,
    })
    missing.push(
      ...kindProblems(
        program,
        program.indicators.map((one) => one.level),
      ),
    )
    if (missing.length > 0)
      return (
        <Notice tone="warning" title={text.missingTitle}>
          <ul>
            {missing.map((problem) => (
              <li key={problem}>{text.missing[problem]}</li>
            ))}
          </ul>
        </Notice>
      )
    return approve ? (
      <Actions>
        <ActionButton
          action={`${at}/setujui`}
          label={text.approve}
          tone="primary"
          fields={{ _seen: approvedSeen(program) }}
        />
      </Actions>
    ) : (
      <Notice tone="info">{text.ready}</Notice>
    )
  }
  if (program.status === 'approved') {
    return (
      <Actions>
        {manage && today >= program.starts_on ? (
          <ActionButton action={`${at}/mulai`} label={text.start} tone="primary" />
        ) : (
          <Notice tone="info">{text.startsLater(format.date(program.starts_on))}</Notice>
        )}
        {approve ? <ActionButton action={`${at}/kembalikan`} label={text.sendBack} tone="quiet" /> : null}
      </Actions>
    )
  }
  if (!manage || program.status === 'reported') return null
  const [path, label] = program.status === 'running' ? ['selesai', text.finish] : ['laporkan', text.report]
  return (
    <Actions>
      <ActionButton action={`${at}/${path}`} label={label} tone="primary" />
    </Actions>
  )
}

function OriginSection({ origin }: { origin: Origin }) {
  const text = useMessages(messages)
  return (
    <Section title={text.chain} id="asal">
      {origin.need ? (
        <Facts
          items={[
            ...(origin.complaints
              ? [{ label: text.chainComplaints, value: <a href={origin.complaints}>{text.chainComplaintsLink}</a> }]
              : []),
            ...(origin.signal
              ? [{ label: text.chainSignal, value: <a href={origin.signal.href}>{text.chainSignalLink}</a> }]
              : []),
            { label: text.chainNeed, value: <a href={origin.need.href}>{origin.need.title}</a> },
          ]}
        />
      ) : (
        <p>{text.chainNone}</p>
      )}
    </Section>
  )
}

function BudgetSection({ program, editable }: { program: Program; editable: boolean }) {
  const text = useMessages(messages)
  const format = useFormat()
  const sum = budgetTotal(program.budget)
  return (
    <Section
      title={text.budget}
      id="anggaran"
      lead={text.budgetLead}
      actions={
        editable ? (
          <LinkButton href={`/program/${program.id}/anggaran/baru`} tone="secondary" icon="plus">
            {text.addLine}
          </LinkButton>
        ) : undefined
      }
    >
      <DataTable
        caption={text.budget}
        captionHidden
        rows={program.budget}
        empty={<p>{text.noBudget}</p>}
        columns={[
          {
            key: 'description',
            label: text.description,
            cell: (line) => (
              <>
                {line.description}
                <span class="fact-note">
                  {text.costKinds[line.kind]} · {line.account}
                </span>
              </>
            ),
          },
          {
            key: 'quantity',
            label: text.quantity,
            numeric: true,
            cell: (line) => `${format.number(line.quantity)} ${line.unit}`,
          },
          { key: 'unitCost', label: text.unitCost, numeric: true, cell: (line) => format.rupiah(line.unit_cost) },
          {
            key: 'sum',
            label: text.total,
            numeric: true,
            cell: (line) => format.rupiah(line.quantity * line.unit_cost),
          },
          ...(editable
            ? [
                {
                  key: 'remove',
                  label: text.remove,
                  action: true,
                  cell: (line: Program['budget'][number]) => (
                    <ActionButton
                      action={`/program/${program.id}/anggaran/${line.id}/hapus`}
                      label={text.remove}
                      tone="quiet"
                    />
                  ),
                },
              ]
            : []),
        ]}
        foot={
          program.budget.length > 0 ? (
            <tr>
              <th scope="row" colSpan={3}>
                {text.total}
              </th>
              <td class="cell-number">{format.rupiah(sum)}</td>
              {editable ? <td /> : null}
            </tr>
          ) : undefined
        }
      />
      {sum > 0 ? (
        <p>
          {text.perParticipant}: {format.rupiah(Math.round(sum / program.participants))}
        </p>
      ) : null}
    </Section>
  )
}
