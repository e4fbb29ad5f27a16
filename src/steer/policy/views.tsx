import type { DatedNumber } from '../../platform/dated-rules.ts'
import { seenOf } from '../../platform/http/seen.ts'
import {
  ActionButton,
  Badge,
  Card,
  DateField,
  EmptyState,
  FieldRow,
  FileField,
  Form,
  type FormState,
  LinkButton,
  ListTable,
  Notice,
  RadioGroup,
  type RuleChange,
  RulePage,
  Section,
  SelectField,
  StaffPage,
  Tabs,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { DECISIONS, KINDS, MAX_FILE_BYTES, RULE_KEYS, type RuleKey } from './model.ts'
import { Measures, NextEvaluation, PolicyFacts, StateBadge, Windows } from './parts.tsx'
import type { EvaluationRow, MeasureRow, PolicyRow } from './queries.ts'

type ListProps = { policies: readonly PolicyRow[]; due: boolean; today: string }

export function ListPage({ policies, due, today }: ListProps) {
  const t = useMessages(messages)
  const { permissions } = useRequest()
  const late = policies.filter((one) => one.state === 'evaluating' || (one.next_evaluation_on ?? '9999') <= today)
  return (
    <StaffPage
      title={t.title}
      lead={t.lead}
      actions={
        permissions.has('policy.manage') ? (
          <LinkButton href="/kebijakan/baru" icon="plus">
            {t.add}
          </LinkButton>
        ) : undefined
      }
    >
      <Tabs
        label={t.title}
        items={[
          { href: '/kebijakan', label: t.all, count: policies.length, current: !due },
          { href: '/kebijakan?perlu=ya', label: t.dueTab, count: late.length, current: due },
        ]}
      />
      <ListTable
        caption={t.title}
        captionHidden
        rows={due ? late : policies}
        rowHref={(row) => `/kebijakan/${row.id}`}
        empty={<EmptyState title={t.none} body={t.noneBody} icon="file" />}
        columns={[
          {
            key: 'title',
            by: (row) => row.title,
            label: t.name,
            cell: (row) => <a href={`/kebijakan/${row.id}`}>{row.title}</a>,
          },
          { key: 'number', by: (row) => row.number, label: t.number, cell: (row) => row.number ?? '–' },
          { key: 'unit', by: (row) => row.unit, label: t.unit, cell: (row) => row.unit },
          { key: 'state', label: t.stateLabel, cell: (row) => <StateBadge state={row.state} /> },
          {
            key: 'next',
            by: (row) => row.next_evaluation_on,
            label: t.next,
            cell: (row) =>
              row.successor_id && row.state === 'applied' ? (
                <Badge tone="info">{t.replacing}</Badge>
              ) : row.next_evaluation_on ? (
                <NextEvaluation on={row.next_evaluation_on} short />
              ) : (
                '–'
              ),
          },
        ]}
      />
    </StaffPage>
  )
}

type EditProps = {
  policy?: PolicyRow | undefined
  units: readonly { id: string; name: string }[]
  form?: FormState | undefined
}

export function policySeen({ title, kind, unit_id, purpose, basis, address, file_id }: PolicyRow): string {
  return seenOf(title, kind, unit_id, purpose, basis, address, file_id)
}

export function EditPage({ policy, units, form }: EditProps) {
  const t = useMessages(messages)
  return (
    <StaffPage title={policy ? t.editTitle : t.add} crumbs={[{ href: '/kebijakan', label: t.title }]} form={form}>
      <Form
        action={policy ? `/kebijakan/${policy.id}/ubah` : '/kebijakan'}
        form={form}
        submit={t.save}
        draft={`policy-${policy?.id ?? 'new'}`}
        seen={policy && policySeen(policy)}
        upload
      >
        <TextField name="title" label={t.name} value={policy?.title} required />
        <FieldRow>
          <SelectField
            name="kind"
            label={t.kind}
            value={policy?.kind}
            required
            options={KINDS.map((one) => ({ value: one, label: t.kinds[one] }))}
          />
          <SelectField
            name="unit"
            label={t.unit}
            value={policy?.unit_id}
            required
            options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
          />
        </FieldRow>
        <TextArea name="purpose" label={t.purpose} hint={t.purposeHint} value={policy?.purpose} rows={4} required />
        <TextField name="basis" label={t.basis} value={policy?.basis} required />
        <TextField name="address" label={t.address} type="url" value={policy?.address} />
        <FileField name="file" label={t.file} hint={t.fileHint} accept=".pdf" maxBytes={MAX_FILE_BYTES} />
      </Form>
    </StaffPage>
  )
}

type PolicyProps = {
  policy: PolicyRow
  evaluations: readonly EvaluationRow[]
  measures: readonly MeasureRow[]
  may: { manage: boolean; decide: boolean }
  today: string
  form: FormState
}

export function PolicyPage(props: PolicyProps) {
  const { policy, evaluations, measures, may, form } = props
  const t = useMessages(messages)
  const format = useFormat()
  const { institution } = useRequest()
  const at = `/kebijakan/${policy.id}`
  const decided = evaluations.filter((one) => one.decision !== null)
  return (
    <StaffPage
      title={policy.title}
      lead={policy.number}
      crumbs={[{ href: '/kebijakan', label: t.title }]}
      badge={<StateBadge state={policy.state} />}
      form={form}
      actions={
        policy.state === 'draft' ? (
          may.manage ? (
            <LinkButton href={`${at}/ubah`} tone="secondary">
              {t.edit}
            </LinkButton>
          ) : undefined
        ) : (
          <>
            <LinkButton href={`/i/${institution!.slug}${at}`} tone="quiet">
              {t.seePublic}
            </LinkButton>
            {policy.state === 'applied' && may.manage && !policy.successor_id ? (
              <ActionButton action={`${at}/evaluasi`} label={t.evaluate} tone="primary" icon="prove" />
            ) : null}
          </>
        )
      }
    >
      <NextStep {...props} />
      <Section title={t.purpose} id="tujuan">
        <p>{policy.purpose}</p>
        <PolicyFacts policy={policy} file={policy.file_id ? `${at}/naskah` : undefined} />
        {policy.replaces_id ? <a href={`/kebijakan/${policy.replaces_id}`}>{t.replaces}</a> : null}
        {policy.successor_id ? <a href={`/kebijakan/${policy.successor_id}`}>{t.replacement}</a> : null}
      </Section>
      <Section title={t.history} id="riwayat">
        {decided.length === 0 ? <p>{t.noEvaluation}</p> : null}
        {decided.map((one) => (
          <Card key={one.id} title={t.evaluationOf(format.date(one.decided_at!))} kicker={t.decisions[one.decision!]}>
            <p>{one.finding}</p>
            <Windows evaluation={one} />
            <Measures rows={measures.filter((measure) => measure.evaluation_id === one.id)} />
            {one.decider ? <p class="kicker">{t.decidedBy(one.decider)}</p> : null}
          </Card>
        ))}
      </Section>
    </StaffPage>
  )
}

function NextStep({ policy, evaluations, measures, may, today, form }: PolicyProps) {
  const t = useMessages(messages)
  const at = `/kebijakan/${policy.id}`
  if (policy.state === 'draft') {
    if (!may.decide) return <Notice>{t.needTwo}</Notice>
    return (
      <Why label={t.applyTitle} open={['number', 'applied_on', '_seen'].some((name) => name in form.errors)}>
        <p>{t.applyLead}</p>
        <Form action={`${at}/terapkan`} form={form} submit={t.apply} id="terapkan" seen={policySeen(policy)}>
          <FieldRow>
            <TextField name="number" label={t.number} required />
            <DateField name="applied_on" label={t.appliedOn} max={today} required />
          </FieldRow>
        </Form>
      </Why>
    )
  }
  if (policy.state === 'applied') return null
  const open = evaluations.find((one) => one.decision === null)
  if (!open) return null
  return (
    <Section title={t.evaluation} id="evaluasi">
      <Windows evaluation={open} />
      <Measures rows={measures.filter((measure) => measure.evaluation_id === open.id)} />
      {may.manage ? <MeasureForm at={at} form={form} /> : null}
      {may.decide ? <DecisionForm at={at} form={form} /> : null}
    </Section>
  )
}

function MeasureForm({ at, form }: { at: string; form: FormState }) {
  const t = useMessages(messages)
  const failed = ['label', 'before', 'after', 'unit', 'source'].some((name) => name in form.errors)
  return (
    <Why label={t.addMeasure} open={failed}>
      <Form action={`${at}/ukuran`} form={failed ? form : undefined} submit={t.addMeasure} tone="secondary" id="ukuran">
        <TextField name="label" label={t.measure} required />
        <FieldRow>
          <TextField name="before" label={t.before} inputmode="decimal" required />
          <TextField name="after" label={t.after} inputmode="decimal" required />
          <TextField name="unit" label={t.measureUnit} required />
        </FieldRow>
        <TextField name="source" label={t.source} required />
      </Form>
    </Why>
  )
}

function DecisionForm({ at, form }: { at: string; form: FormState }) {
  const t = useMessages(messages)
  const failed = 'finding' in form.errors || 'decision' in form.errors
  return (
    <Why label={t.decideTitle} open={failed}>
      <Form action={`${at}/putuskan`} form={failed ? form : undefined} submit={t.decide} id="putuskan">
        <TextArea name="finding" label={t.finding} hint={t.findingHint} rows={4} required />
        <RadioGroup
          name="decision"
          legend={t.decision}
          required
          options={DECISIONS.map((one) => ({ value: one, label: t.decisions[one], hint: t.decisionHints[one] }))}
        />
      </Form>
    </Why>
  )
}

type RulesProps = {
  rules: readonly DatedNumber<RuleKey>[]
  changes: readonly RuleChange[]
  today: string
  form: FormState
}

export function RulesPage(page: RulesProps) {
  const t = useMessages(messages)
  return (
    <RulePage
      {...page}
      title={t.rulesTitle}
      lead={t.rulesLead}
      at="/kebijakan/aturan"
      may="policy.rules"
      keys={RULE_KEYS}
      nameOf={(key) => t.rules[key]}
    />
  )
}
