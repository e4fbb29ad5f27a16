import type { DatedNumber } from '../../platform/dated-rules.ts'
import type { FormState } from '../../platform/http/input.ts'
import { seenOf } from '../../platform/http/seen.ts'
import {
  ActionButton,
  Actions,
  DataTable,
  Dialog,
  EmptyState,
  Facts,
  Form,
  HiddenField,
  LinkButton,
  Prose,
  Section,
  SelectField,
  Split,
  StaffPage,
  TextArea,
  TextField,
  Timeline,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { explainNeed, Provenance, StatusBadge } from './list-views.tsx'
import { needMessages } from './messages.ts'
import { methodLabel, methodOptions } from './methods.ts'
import { mayMeasure } from './model.ts'
import type { EventRow, Need } from './queries.ts'

export type NeedPageProps = {
  need: Need
  competency: { name: string; family: string }
  events: EventRow[]
  lambda: DatedNumber | undefined
  /** Which form is shown again with its errors. */
  failed: 'plan' | 'rank' | 'close' | 'top' | undefined
  form: FormState
}

const EMPTY: FormState = { values: {}, errors: {} }

export function NeedPage(props: NeedPageProps) {
  const { need, competency, form } = props
  const text = useMessages(needMessages)
  const { permissions } = useRequest()
  return (
    <StaffPage
      title={need.title}
      lead={`${competency.name} · ${need.unit}`}
      badge={<StatusBadge status={need.status} />}
      crumbs={[{ href: '/kebutuhan', label: text.title }]}
      form={props.failed ? form : undefined}
    >
      <Split aside={<Aside {...props} />}>
        <PrioritySection need={need} lambda={props.lambda} />
        <PlanSection {...props} />
        {permissions.has('need.rank') && need.status !== 'closed' ? (
          <Section title={text.rank.title} id="urutan" lead={text.rank.lead}>
            <Form
              action={`/kebutuhan/${need.id}/urutan`}
              form={props.failed === 'rank' ? form : EMPTY}
              id="urutan"
              submit={text.rank.save}
              seen={seenOf(need.rank)}
            >
              <TextField
                name="rank"
                label={text.rank.place}
                hint={text.rank.placeHint}
                inputmode="numeric"
                width="short"
                value={need.rank}
              />
              <TextArea name="reason" label={text.rank.reason} rows={3} required />
            </Form>
          </Section>
        ) : null}
        {permissions.has('need.rank') && need.status !== 'closed' ? (
          <Section title={text.top.title} id="utama" lead={text.top.lead}>
            <Form
              action={`/kebutuhan/${need.id}/utama`}
              form={props.failed === 'top' ? form : EMPTY}
              id="utama"
              submit={need.top ? text.top.unset : text.top.set}
              tone="secondary"
            >
              {need.top ? <p>{text.top.because(need.top_reason ?? '')}</p> : null}
              <HiddenField name="top" value={need.top ? 'tidak' : 'ya'} />
              <TextArea name="reason" label={text.top.reason} rows={3} required />
            </Form>
          </Section>
        ) : null}
      </Split>
    </StaffPage>
  )
}

function PrioritySection({ need, lambda }: { need: Need; lambda: DatedNumber | undefined }) {
  const text = useMessages(needMessages)
  const format = useFormat()
  const { permissions } = useRequest()
  const update =
    mayMeasure(need.status) && permissions.has('need.propose') ? (
      <ActionButton action={`/kebutuhan/${need.id}/ukur`} label={text.page.measure} />
    ) : undefined
  if (need.priority === undefined)
    return (
      <Section title={text.columns.priority} id="prioritas" actions={update}>
        <EmptyState title={text.unknown} body={text.unknownBody} />
      </Section>
    )
  const rows = [
    ...explainNeed(need, text, format),
    ...(need.top ? [{ name: text.top.name, value: text.top.yes, from: need.top_reason ?? '' }] : []),
    { name: text.page.result, value: format.number(need.priority, 3), from: text.formula },
  ]
  return (
    <Section title={text.columns.priority} id="prioritas" actions={update}>
      <DataTable
        stack
        caption={text.page.parts}
        captionHidden
        rows={rows}
        columns={[
          { key: 'name', label: text.page.component, cell: (row) => row.name },
          { key: 'value', label: text.page.value, numeric: true, cell: (row) => row.value },
          { key: 'from', label: text.page.from, cell: (row) => row.from },
        ]}
      />
      <Provenance need={need} lambda={lambda} />
      {mayMeasure(need.status) ? null : <p class="hint">{text.page.frozen}</p>}
    </Section>
  )
}

function PlanSection({ need, competency, failed, form }: NeedPageProps) {
  const text = useMessages(needMessages)
  const format = useFormat()
  const { permissions, institution, language } = useRequest()
  const here = institution?.id ?? ''
  const target = need.reach === null ? '–' : text.plan.targetValue(format.number(need.reach))
  const fixed = [
    { label: text.plan.kind, value: `${competency.family}: ${competency.name}` },
    { label: text.plan.target, value: target },
  ]
  const editable = permissions.has('need.propose') && need.status !== 'closed'
  const planned = [
    { label: text.plan.route, value: need.route && methodLabel(here, need.route, language) },
    { label: text.plan.provider, value: need.provider },
    { label: text.plan.schedule, value: need.schedule },
    { label: text.plan.curriculum, value: need.curriculum },
    { label: text.plan.budget, value: need.budget === null ? null : format.rupiah(need.budget) },
  ].flatMap(({ label, value }) => (value ? [{ label, value }] : []))
  return (
    <Section title={text.plan.title} id="rencana" lead={text.plan.lead}>
      <Facts items={editable ? fixed : [...fixed, ...planned]} />
      {editable || planned.length > 0 ? null : <p>{text.plan.empty}</p>}
      {editable ? (
        <Form
          action={`/kebutuhan/${need.id}/rencana`}
          form={failed === 'plan' ? form : EMPTY}
          seen={planSeen(need)}
          id="rencana"
          submit={text.plan.save}
        >
          <SelectField
            name="route"
            label={text.plan.route}
            value={need.route}
            options={methodOptions(here, language, need.route)}
          />
          <TextField name="provider" label={text.plan.provider} value={need.provider} />
          <TextField name="schedule" label={text.plan.schedule} hint={text.plan.scheduleHint} value={need.schedule} />
          <TextArea
            name="curriculum"
            label={text.plan.curriculum}
            hint={text.plan.curriculumHint}
            rows={3}
            value={need.curriculum}
          />
          <TextField
            name="budget"
            label={text.plan.budget}
            before="Rp"
            inputmode="numeric"
            width="medium"
            value={need.budget}
          />
        </Form>
      ) : null}
    </Section>
  )
}

function Aside({ need, events, failed, form }: NeedPageProps) {
  const text = useMessages(needMessages)
  const { permissions } = useRequest()
  return (
    <>
      <Facts
        items={[
          { label: text.page.unit, value: need.unit },
          {
            label: text.page.origin,
            value: text.origin[need.origin],
            note: need.signal_id ? <a href={`/sinyal/${need.signal_id}`}>{text.page.openSignal}</a> : undefined,
          },
          ...(need.note ? [{ label: text.page.note, value: <Prose text={need.note} /> }] : []),
        ]}
      />
      <ul class="plain-list">
        {permissions.has('competency.read') ? (
          <li>
            <a href={`/kompetensi?unit=${need.unit_id}`}>{text.page.openGap}</a>
          </li>
        ) : null}
        {permissions.has('competency.profile') ? (
          <li>
            <a href={`/kompetensi/unit/${need.unit_id}/${need.competency_id}`}>{text.page.openPeople}</a>
          </li>
        ) : null}
      </ul>
      <Actions>
        {permissions.has('need.approve') && need.status === 'draft' ? (
          <ActionButton action={`/kebutuhan/${need.id}/setujui`} label={text.page.approve} tone="primary" />
        ) : null}
        {need.status === 'approved' && permissions.has('program.manage') ? (
          <LinkButton href={`/program/baru?kebutuhan=${need.id}`}>{text.page.makeProgram}</LinkButton>
        ) : null}
        {permissions.has('need.approve') && need.status !== 'closed' ? (
          <Dialog id="tutup" label={text.page.close} title={text.page.close} tone="quiet">
            <Form
              action={`/kebutuhan/${need.id}/tutup`}
              form={failed === 'close' ? form : EMPTY}
              id="tutup"
              submit={text.page.close}
              tone="danger"
            >
              <TextArea name="reason" label={text.page.closeReason} rows={3} required />
            </Form>
          </Dialog>
        ) : null}
      </Actions>
      <Section title={text.page.history} id="riwayat">
        <Timeline
          label={text.page.history}
          items={events.map((event) => ({ ...timelineOf(event, text), tone: 'internal' as const }))}
        />
      </Section>
    </>
  )
}

function timelineOf(event: EventRow, text: (typeof needMessages)['id']) {
  const place = (value: string | number | null | undefined) =>
    value === null || value === undefined ? text.byComputation : String(value)
  const { from, to, program } = event.detail
  return {
    at: event.at,
    title:
      event.act === 'flagged' ? (event.detail['top'] === 'ya' ? text.top.given : text.top.taken) : text.act[event.act],
    who: event.who ?? undefined,
    body:
      event.act === 'ranked' || event.reason || program ? (
        <>
          {event.act === 'ranked' ? <p>{text.moved(place(from), place(to))}</p> : null}
          {event.reason ? <Prose text={event.reason} /> : null}
          {program ? <a href={`/program/${program}`}>{text.page.openProgram}</a> : null}
        </>
      ) : undefined,
  }
}

export function planSeen({ route, provider, schedule, curriculum, budget }: Need): string {
  return seenOf(route, provider, schedule, curriculum, budget)
}
