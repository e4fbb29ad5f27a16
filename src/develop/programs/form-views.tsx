import type { ComponentChildren } from 'preact'
import { methodOptions } from '../../diagnose/needs/index.ts'
import type { FormState } from '../../platform/http/input.ts'
import { seenOf } from '../../platform/http/seen.ts'
import type { Text } from '../../platform/i18n.ts'
import {
  Actions,
  CheckboxGroup,
  DateField,
  FieldGroup,
  FieldRow,
  Form,
  HiddenField,
  LinkButton,
  RadioGroup,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useMessages,
  useRequest,
  useTermOptions,
} from '../../platform/ui/index.ts'
import { measureMessages } from './measure-messages.ts'
import { messages } from './messages.ts'
import { COST_KINDS, DESIGN_KINDS, LEVELS } from './model.ts'
import type { Program } from './queries.ts'
import { DIRECTIONS, TARGET_KINDS } from './smart.ts'

type Choice = { id: string; name: string }
type NeedChoice = { id: string; title: string }

function pick<K extends string>(
  keys: readonly K[],
  labels: Readonly<Record<K, string>>,
  hints?: Readonly<Record<K, string>>,
) {
  return keys.map((value) => ({ value, label: labels[value], ...(hints ? { hint: hints[value] } : {}) }))
}

function useCrumbs(program: { id: string; title: string } | undefined) {
  const text = useMessages(messages)
  const list = { href: '/program', label: text.programs }
  return program ? [list, { href: `/program/${program.id}`, label: program.title }] : [list]
}

/** Instead of a form that nobody can send any more, or not this person. */
export function ClosedPage({ program, why }: { program: Program; why: string }) {
  const text = useMessages(messages)
  return (
    <StaffPage title={text.closedTitle} lead={why} crumbs={useCrumbs(program)}>
      <Actions>
        <LinkButton href={`/program/${program.id}`}>{text.backToProgram}</LinkButton>
      </Actions>
    </StaffPage>
  )
}

type PlanProps = {
  form: FormState
  program: Program | undefined
  offices: readonly Choice[]
  needs: readonly NeedChoice[]
  needId: string | undefined
}

export function planSeen(program: Program): string {
  const { need_id, title, objective, method_code, kind_code, participants, starts_on, ends_on } = program
  const plan = [need_id, title, objective, method_code, kind_code, participants, starts_on, ends_on]
  return seenOf(...plan, program.questionnaire, program.champion, program.unit_ids.toSorted())
}

export function PlanForm({ form, program, offices, needs, needId }: PlanProps) {
  const text = useMessages(messages)
  const { institution, language } = useRequest()
  const kinds = useTermOptions('program_kind', program?.kind_code)
  return (
    <StaffPage title={program ? text.editTitle : text.newTitle} crumbs={useCrumbs(program)} form={form}>
      <Form
        action={program ? `/program/${program.id}/ubah` : '/program'}
        form={form}
        submit={text.save}
        draft={program ? `program-${program.id}` : 'program-baru'}
        seen={program && planSeen(program)}
        secondary={
          <LinkButton href={program ? `/program/${program.id}` : '/program'} tone="quiet">
            {text.cancel}
          </LinkButton>
        }
      >
        <SelectField
          name="needId"
          label={text.need}
          hint={text.needHint}
          placeholder={text.noNeed}
          options={needs.map((need) => ({ value: need.id, label: need.title }))}
          value={program?.need_id ?? needId}
        />
        <TextField name="title" label={text.title} hint={text.titleHint} value={program?.title} required />
        <TextArea
          name="objective"
          label={text.objective}
          hint={text.objectiveHint}
          value={program?.objective}
          rows={4}
          maxLength={2000}
          required
        />
        <SelectField
          name="method"
          label={text.method}
          hint={text.methodHint}
          options={methodOptions(institution?.id ?? '', language, program?.method_code)}
          value={program?.method_code}
          required
        />
        <SelectField
          name="kind"
          label={text.kind}
          hint={text.kindHint}
          placeholder={null}
          required
          options={kinds}
          value={program?.kind_code ?? 'development'}
        />
        <TextField
          name="questionnaire"
          label={text.questionnaire}
          hint={text.questionnaireHint}
          value={program?.questionnaire}
        />
        <TextField name="champion" label={text.champion} hint={text.championHint} value={program?.champion} />
        <CheckboxGroup
          name="units"
          legend={text.units}
          hint={text.unitsHint}
          options={offices.map((office) => ({ value: office.id, label: office.name }))}
          value={program?.unit_ids}
          required
        />
        <FieldRow>
          <TextField
            name="participants"
            label={text.participants}
            inputmode="numeric"
            width="short"
            value={program?.participants}
            required
          />
          <DateField name="startsOn" label={text.startsOn} value={program?.starts_on} required />
          <DateField name="endsOn" label={text.endsOn} value={program?.ends_on} required />
        </FieldRow>
      </Form>
    </StaffPage>
  )
}

export function IndicatorForm({ form, program }: { form: FormState; program: Program }) {
  const text = useMessages(measureMessages)
  const common = useMessages(messages)
  return (
    <StaffPage title={text.addIndicator} crumbs={useCrumbs(program)} form={form}>
      <Form
        action={`/program/${program.id}/indikator`}
        form={form}
        submit={common.save}
        draft={`indikator-${program.id}`}
        secondary={
          <LinkButton href={`/program/${program.id}`} tone="quiet">
            {common.cancel}
          </LinkButton>
        }
      >
        <IndicatorFields
          what={<RadioGroup name="level" legend={text.level} options={pick(LEVELS, text.levels)} required />}
        />
      </Form>
    </StaffPage>
  )
}

/** What makes an indicator specific, measurable, achievable, relevant and dated; `what` stands between name and source. */
export function IndicatorFields({ what }: { what: ComponentChildren }) {
  const text = useMessages(measureMessages)
  return (
    <>
      <FieldGroup title={text.groupWhat}>
        <TextField name="name" label={text.indicatorName} hint={text.indicatorNameHint} required />
        {what}
        <TextField name="source" label={text.source} hint={text.sourceHint} required />
      </FieldGroup>
      <FieldGroup title={text.groupScale}>
        <TextField name="measure" label={text.measure} hint={text.measureHint} width="medium" required />
        <RadioGroup
          name="direction"
          legend={text.direction}
          options={pick(DIRECTIONS, text.directions)}
          value="up"
          layout="row"
          required
        />
        <FieldRow>
          <TextField name="scaleMin" label={text.scaleMin} hint={text.scaleHint} inputmode="decimal" width="short" />
          <TextField name="scaleMax" label={text.scaleMax} hint={text.scaleHint} inputmode="decimal" width="short" />
        </FieldRow>
        <FieldRow>
          <TextField name="baseline" label={text.baseline} inputmode="decimal" width="short" required />
          <DateField name="baselineOn" label={text.baselineOn} required />
        </FieldRow>
      </FieldGroup>
      <FieldGroup title={text.groupGoal}>
        <RadioGroup
          name="targetKind"
          legend={text.targetKind}
          options={pick(TARGET_KINDS, text.targetKinds, text.targetKindHints)}
          required
        />
        <FieldRow>
          <TextField
            name="target"
            label={text.target}
            hint={text.targetHint}
            inputmode="decimal"
            width="short"
            required
          />
          <DateField name="dueOn" label={text.dueOn} required />
        </FieldRow>
      </FieldGroup>
    </>
  )
}

export function BudgetForm({ form, program }: { form: FormState; program: Program }) {
  const text = useMessages(messages)
  return (
    <StaffPage title={text.addLine} crumbs={useCrumbs(program)} form={form}>
      <Form
        action={`/program/${program.id}/anggaran`}
        form={form}
        submit={text.save}
        secondary={
          <LinkButton href={`/program/${program.id}`} tone="quiet">
            {text.cancel}
          </LinkButton>
        }
      >
        <RadioGroup
          name="kind"
          legend={text.costKind}
          options={pick(COST_KINDS, text.costKinds)}
          layout="row"
          required
        />
        <TextField name="description" label={text.description} required />
        <TextField name="account" label={text.account} hint={text.accountHint} required />
        <FieldRow>
          <TextField name="quantity" label={text.quantity} inputmode="numeric" width="short" required />
          <TextField name="unit" label={text.lineUnit} hint={text.lineUnitHint} width="medium" required />
        </FieldRow>
        <TextField
          name="unitCost"
          label={text.unitCost}
          hint={text.unitCostHint}
          inputmode="numeric"
          width="medium"
          before="Rp"
          required
        />
      </Form>
    </StaffPage>
  )
}

/** All that an approval makes binding: the plan, its indicators, its budget and its design. */
export function approvedSeen(program: Program): string {
  return seenOf(planSeen(program), program.indicators, program.budget, program.design, program.comparison_unit_ids)
}

export function designSeen({ design }: Pick<Program, 'design'>): string {
  return seenOf(design)
}

export function DesignForm({
  form,
  program,
  offices,
  elements,
}: {
  form: FormState
  program: Program
  offices: readonly Choice[]
  elements: readonly { element: string; name: Text }[]
}) {
  const text = useMessages(measureMessages)
  const common = useMessages(messages)
  const { language } = useRequest()
  const { design } = program
  const themes = useTermOptions('theme', design?.outcome_key)
  const outcomes = [
    { value: 'skm:index', label: text.outcomes['skm:index'] },
    ...elements.map(({ element, name }) => ({ value: `skm:${element}`, label: text.outcomeElement(name[language]) })),
    { value: 'complaints:all', label: text.outcomes['complaints:all'] },
    ...themes.map(({ value, label }) => ({ value: `complaints:${value}`, label: text.outcomeTheme(label) })),
  ]
  return (
    <StaffPage
      title={design ? text.changeDesign : text.chooseDesign}
      lead={text.designLead}
      crumbs={useCrumbs(program)}
      form={form}
    >
      <Form
        action={`/program/${program.id}/rancangan`}
        form={form}
        submit={common.save}
        draft={`rancangan-${program.id}`}
        seen={designSeen(program)}
        secondary={
          <LinkButton href={`/program/${program.id}`} tone="quiet">
            {common.cancel}
          </LinkButton>
        }
      >
        <RadioGroup
          name="kind"
          legend={text.designKind}
          options={pick(DESIGN_KINDS, text.designKinds, text.designHints)}
          value={design?.kind}
          required
        />
        <SelectField
          name="outcome"
          label={text.outcome}
          hint={text.outcomeHint}
          options={outcomes}
          value={design ? `${design.outcome_kind}:${design.outcome_key}` : undefined}
          required
        />
        <CheckboxGroup
          name="comparison"
          legend={text.comparison}
          hint={text.comparisonHint}
          options={offices.map((office) => ({ value: office.id, label: office.name }))}
          value={program.comparison_unit_ids}
        />
        <FieldGroup title={text.groupTime}>
          <FieldRow>
            <DateField name="baselineFrom" label={text.baselineFrom} value={design?.baseline_from} required />
            <DateField name="baselineTo" label={text.baselineTo} value={design?.baseline_to} required />
          </FieldRow>
          <FieldRow>
            <DateField name="followFrom" label={text.followFrom} value={design?.follow_from} required />
            <DateField name="followTo" label={text.followTo} value={design?.follow_to} required />
          </FieldRow>
        </FieldGroup>
        {design ? (
          <TextArea name="reason" label={text.reason} hint={text.reasonHint} rows={3} required />
        ) : (
          <HiddenField name="reason" value="" />
        )}
      </Form>
    </StaffPage>
  )
}
