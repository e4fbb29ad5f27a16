import type { Text } from '../../platform/i18n.ts'
import {
  DataTable,
  Form,
  type FormState,
  LinkButton,
  RadioGroup,
  RuleSource,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  useTerm,
} from '../../platform/ui/index.ts'
import { shippedName } from '../competency/index.ts'
import type { CauseQuestion, ElementTheme, ThemeCompetency } from './mapping-queries.ts'
import { messages, vocabulary } from './messages.ts'
import { ANSWERS, CAUSES } from './model.ts'
import type { SignalRow } from './queries.ts'

type DiagnoseProps = { signal: SignalRow; questions: readonly CauseQuestion[]; form: FormState }

export function DiagnosePage({ signal, questions, form }: DiagnoseProps) {
  const text = useMessages(messages)
  const themeOf = useTerm('theme')
  const words = useMessages(vocabulary)
  const { language } = useRequest()
  const subject = `${themeOf(signal.theme)}, ${signal.unit}`
  return (
    <StaffPage
      title={`${text.formTitle}: ${subject}`}
      lead={text.formLead}
      form={form}
      crumbs={[
        { href: '/sinyal', label: text.title },
        { href: `/sinyal/${signal.id}`, label: subject },
      ]}
    >
      <Form action={`/sinyal/${signal.id}/penyebab`} form={form} submit={text.save}>
        <Section title={text.checklist} lead={text.checklistHint}>
          {questions.map((one) => (
            <RadioGroup
              key={`${one.cause}-${one.position}`}
              name={`q-${one.cause}-${one.position}`}
              legend={language === 'id' ? one.question_id : one.question_en}
              hint={words.cause[one.cause]}
              layout="row"
              options={ANSWERS.map((answer) => ({ value: answer, label: text.answer[answer] }))}
            />
          ))}
        </Section>
        <RadioGroup
          name="cause"
          required
          legend={text.mainCause}
          options={CAUSES.map((cause) => ({ value: cause, label: words.cause[cause], hint: words.causeHint[cause] }))}
        />
        <TextArea required name="reason" label={text.reason} hint={text.reasonHint} rows={4} maxLength={2000} />
        <TextArea
          name="recommendation"
          label={text.recommendationLabel}
          hint={text.recommendationHint}
          rows={4}
          maxLength={2000}
        />
      </Form>
    </StaffPage>
  )
}

type MappingProps = {
  rows: readonly (ThemeCompetency & { name: string | undefined })[]
  elements: readonly (ElementTheme & { name: Text })[]
}

/** Before a dictionary is installed, the shipped one still knows what a code means. */
function nameOf({ name, competency_code: code }: { name: string | undefined; competency_code: string }): string {
  return name ?? shippedName(code) ?? code
}

export function MappingPage({ rows, elements }: MappingProps) {
  const text = useMessages(messages)
  const themeOf = useTerm('theme')
  const format = useFormat()
  const { permissions, language } = useRequest()
  const may = permissions.has('signal.map')
  return (
    <StaffPage
      title={text.mappingTitle}
      lead={text.mappingLead}
      crumbs={[{ href: '/sinyal', label: text.title }]}
      actions={may ? <LinkButton href="/sinyal/pemetaan/ubah">{text.change}</LinkButton> : undefined}
    >
      <DataTable
        caption={text.mappingCaption}
        rows={rows}
        columns={[
          { key: 'theme', label: text.theme, cell: (row) => themeOf(row.theme) },
          {
            key: 'competency',
            label: text.competency,
            cell: (row) =>
              may ? (
                <a href={`/sinyal/pemetaan/ubah?theme=${row.theme}&competency=${row.competency_code}`}>{nameOf(row)}</a>
              ) : (
                nameOf(row)
              ),
          },
          { key: 'weight', label: text.weight, numeric: true, cell: (row) => format.number(row.weight, 2) },
          { key: 'state', label: text.state, cell: (row) => (row.own ? text.own : text.starting) },
          { key: 'source', label: text.mappingSource, cell: (row) => <RuleSource rule={row} /> },
        ]}
      />
      <Section title={text.elementsTitle} id="unsur">
        <DataTable
          caption={text.elementsCaption}
          captionHidden
          rows={elements}
          columns={[
            { key: 'element', label: text.element, cell: (row) => row.name[language] },
            { key: 'theme', label: text.theme, cell: (row) => themeOf(row.theme) },
            { key: 'weight', label: text.weight, numeric: true, cell: (row) => format.number(row.weight, 2) },
            { key: 'source', label: text.mappingSource, cell: (row) => <RuleSource rule={row} /> },
          ]}
        />
      </Section>
    </StaffPage>
  )
}

type MappingFormProps = {
  form: FormState
  chosen: { theme?: string | undefined; competency?: string | undefined; weight?: number | undefined }
  themes: readonly string[]
  competencies: readonly { code: string; name: string }[]
}

export function MappingFormPage({ form, chosen, themes, competencies }: MappingFormProps) {
  const text = useMessages(messages)
  const themeOf = useTerm('theme')
  const format = useFormat()
  return (
    <StaffPage
      title={text.mappingForm}
      form={form}
      crumbs={[
        { href: '/sinyal', label: text.title },
        { href: '/sinyal/pemetaan', label: text.mapping },
      ]}
    >
      <Form action="/sinyal/pemetaan/ubah" form={form} submit={text.save}>
        <SelectField
          name="theme"
          required
          label={text.theme}
          value={chosen.theme}
          options={themes.map((theme) => ({ value: theme, label: themeOf(theme) }))}
        />
        <SelectField
          name="competency"
          required
          label={text.competency}
          value={chosen.competency}
          options={competencies.map((one) => ({ value: one.code, label: `${one.code} · ${one.name}` }))}
        />
        <TextField
          name="weight"
          required
          label={text.weight}
          hint={text.weightHint}
          inputmode="decimal"
          width="short"
          value={chosen.weight === undefined ? undefined : format.number(chosen.weight)}
        />
        <TextArea required name="source" label={text.mappingSource} rows={3} maxLength={300} />
      </Form>
    </StaffPage>
  )
}
