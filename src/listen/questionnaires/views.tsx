import {
  Badge,
  Checkbox,
  DateField,
  EmptyState,
  FileField,
  Form,
  type FormState,
  HiddenField,
  LinkButton,
  ListTable,
  Section as Part,
  PrintButton,
  Prose,
  PublicPage,
  RadioGroup,
  RuleTable,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { ANONYMITIES, AUDIENCES, say } from './definition.ts'
import { messages } from './messages.ts'
import { MAX_IMPORT_BYTES, RULES, type State } from './model.ts'
import type { ListedQuestionnaire, QuestionnaireRow, RuleRow, UnitRow, VersionRow } from './queries.ts'
import { QuestionField } from './question-views.tsx'
import { TEMPLATES } from './templates.ts'

export function StateBadge({ state }: { state: State }) {
  const text = useMessages(messages)
  const tone = { draft: 'warning', published: 'success', closed: 'neutral' } as const
  return <Badge tone={tone[state]}>{text.states[state]}</Badge>
}

export function ListPage({
  rows,
  mayManage,
  mayRules,
}: {
  rows: readonly ListedQuestionnaire[]
  mayManage: boolean
  mayRules: boolean
}) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage
      title={text.list}
      lead={text.listLead}
      actions={
        <>
          {mayRules ? (
            <LinkButton href="/kuesioner/aturan" tone="quiet">
              {text.rules}
            </LinkButton>
          ) : null}
          {mayManage ? <LinkButton href="/kuesioner/baru">{text.create}</LinkButton> : null}
        </>
      }
    >
      <ListTable
        caption={text.list}
        captionHidden
        rows={rows}
        rowHref={(row) => `/kuesioner/${row.id}`}
        empty={
          <EmptyState
            title={text.empty}
            body={text.emptyBody}
            action={mayManage ? <LinkButton href="/kuesioner/baru">{text.create}</LinkButton> : undefined}
          />
        }
        columns={[
          {
            key: 'title',
            label: text.title,
            by: (row) => row.title,
            cell: (row) => <a href={`/kuesioner/${row.id}`}>{row.title || '…'}</a>,
          },
          { key: 'unit', label: text.unit, by: (row) => row.unit_name, cell: (row) => row.unit_name },
          {
            key: 'state',
            label: text.state,
            cell: (row) => (
              <>
                <StateBadge state={row.state} />{' '}
                {row.drafted && row.state !== 'draft' ? <StateBadge state="draft" /> : null}
              </>
            ),
          },
          {
            key: 'responses',
            label: text.responses,
            numeric: true,
            by: (row) => row.responses,
            cell: (row) => format.number(row.responses),
          },
          {
            key: 'results',
            label: text.results,
            cell: (row) =>
              row.state === 'draft' ? (
                '–'
              ) : (
                <a href={`/kuesioner/${row.id}/hasil`}>
                  {text.results}
                  <span class="visually-hidden"> {row.title}</span>
                </a>
              ),
          },
        ]}
      />
    </StaffPage>
  )
}

export function CreatePage({
  units,
  form,
  importForm,
}: {
  units: readonly UnitRow[]
  form: FormState
  importForm: FormState | undefined
}) {
  const text = useMessages(messages)
  const unitOptions = units.map((unit) => ({ value: unit.id, label: unit.name }))
  const first = units[0]?.id
  return (
    <StaffPage
      title={text.create}
      lead={text.createLead}
      crumbs={[{ href: '/kuesioner', label: text.list }]}
      form={importForm ?? form}
    >
      <Form action="/kuesioner/baru" form={importForm ? undefined : form} submit={text.doCreate}>
        <RadioGroup
          name="template"
          legend={text.template}
          required
          value="training"
          options={[
            ...TEMPLATES.map((value) => ({ value, label: text.templates[value], hint: text.templateHints[value] })),
            { value: '', label: text.templates.none, hint: text.templateHints.none },
          ]}
        />
        <TextField name="title" label={text.title} hint={text.titleHint} />
        <SelectField
          name="unit"
          label={text.unit}
          hint={text.unitHint}
          options={unitOptions}
          required
          placeholder={null}
          value={first}
        />
      </Form>
      <Part title={text.import} id="impor" lead={text.importLead}>
        <Form action="/kuesioner/impor" form={importForm} submit={text.doImport} tone="secondary" upload id="berkas">
          <FileField
            name="file"
            label={text.importFile}
            accept=".json,application/json"
            maxBytes={MAX_IMPORT_BYTES}
            required
          />
          <SelectField name="unit" label={text.unit} options={unitOptions} required placeholder={null} value={first} />
        </Form>
      </Part>
    </StaffPage>
  )
}

export function SettingsPage({ row, draft, form }: { row: QuestionnaireRow; draft: VersionRow; form: FormState }) {
  const text = useMessages(messages)
  const { definition } = draft
  const at = `/kuesioner/${row.id}`
  return (
    <StaffPage
      title={text.settings}
      form={form}
      crumbs={[
        { href: '/kuesioner', label: text.list },
        { href: at, label: definition.title.id || '…' },
      ]}
    >
      <Form action={`${at}/pengaturan`} form={form} submit={text.save}>
        <HiddenField name="revision" value={String(draft.revision)} />
        <TextField name="title_id" label={text.titleId} required value={definition.title.id} />
        <TextArea name="intro_id" label={text.introId} rows={3} maxLength={2000} value={definition.intro?.id} />
        <RadioGroup
          name="audience"
          legend={text.audience}
          required
          value={definition.audience}
          options={AUDIENCES.map((value) => ({ value, label: text.audiences[value] }))}
        />
        <RadioGroup
          name="anonymity"
          legend={text.anonymity}
          required
          value={definition.anonymity}
          options={ANONYMITIES.map((value) => ({ value, label: text.anonymities[value] }))}
        />
        <TextArea name="thanks_id" label={text.thanksId} rows={2} maxLength={1000} value={definition.thanks?.id} />
        <TextField name="title_en" label={text.titleEn} hint={text.englishHint} value={definition.title.en} />
        <TextArea name="intro_en" label={text.introEn} rows={3} maxLength={2000} value={definition.intro?.en} />
        <TextArea name="thanks_en" label={text.thanksEn} rows={2} maxLength={1000} value={definition.thanks?.en} />
      </Form>
    </StaffPage>
  )
}

/** The questionnaire as the respondent gets it, all sections on one page; nothing is sent. */
export function PreviewPage({ row, version }: { row: QuestionnaireRow; version: VersionRow }) {
  const text = useMessages(messages)
  const { language } = useRequest()
  const { definition } = version
  return (
    <PublicPage title={say(definition.title, language) || '…'} lead={text.previewLead} back={`/kuesioner/${row.id}`}>
      {definition.intro ? <Prose text={say(definition.intro, language)} /> : null}
      {definition.sections.map((section) => (
        <Part key={section.code} id={`bagian-${section.code}`} title={say(section.title, language) || '…'}>
          {section.intro ? <Prose text={say(section.intro, language)} /> : null}
          <div class="form">
            {section.questions.map((question) => (
              <QuestionField question={question} key={question.code} />
            ))}
          </div>
        </Part>
      ))}
    </PublicPage>
  )
}

export function RulesPage({ rules, form }: { rules: readonly RuleRow[]; form: FormState }) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage title={text.rules} lead={text.rulesLead} form={form} crumbs={[{ href: '/kuesioner', label: text.list }]}>
      <RuleTable
        caption={text.rules}
        rows={rules}
        columns={[
          { key: 'rule', label: text.rule, cell: (row) => text.ruleNames[row.code] },
          { key: 'value', label: text.amount, numeric: true, cell: (row) => format.number(row.value) },
          { key: 'origin', label: text.origin, cell: (row) => (row.own ? text.own : text.standard) },
        ]}
      />
      <Part title={text.setRule} id="tetapkan">
        <Form action="/kuesioner/aturan" form={form} submit={text.saveRule}>
          <SelectField
            name="code"
            label={text.rule}
            options={RULES.map((value) => ({ value, label: text.ruleNames[value] }))}
            required
          />
          <TextField name="value" label={text.amount} type="number" inputmode="numeric" width="short" required />
          <DateField name="valid_from" label={text.validFrom} required />
          <TextArea name="source" label={text.source} rows={2} maxLength={500} required />
          <Checkbox name="verified" label={text.verified} />
        </Form>
      </Part>
    </StaffPage>
  )
}

/** For an interviewer without a screen: every question with room to write. */
export function PrintPage({ row, version }: { row: QuestionnaireRow; version: VersionRow }) {
  const text = useMessages(messages)
  const { language } = useRequest()
  const { definition } = version
  const lines = [text.guideDate, text.guidePlace, text.guideInterviewer]
  return (
    <StaffPage
      title={say(definition.title, language)}
      lead={text.printLead(row.unit_name)}
      crumbs={[{ href: `/kuesioner/${row.id}`, label: say(definition.title, language) }]}
      actions={<PrintButton label={text.printPage} />}
    >
      <p class="guide-head">{lines.map((line) => `${line}: ____________________`).join('   ')}</p>
      {definition.sections.map((section) => (
        <Part key={section.code} id={`cetak-${section.code}`} title={say(section.title, language)}>
          {section.questions.map((question) => (
            <div class="guide-question" key={question.code}>
              {question.kind === 'long' || question.kind === 'short' ? (
                <>
                  <p class="question-items-title">{say(question.text, language)}</p>
                  {question.help ? <p class="hint">{say(question.help, language)}</p> : null}
                  <div class={question.kind === 'long' ? 'guide-room guide-long' : 'guide-room'} />
                </>
              ) : (
                <QuestionField question={question} />
              )}
            </div>
          ))}
        </Part>
      ))}
    </StaffPage>
  )
}

export function InterviewPage({
  row,
  version,
  units,
  form,
}: {
  row: QuestionnaireRow
  version: VersionRow
  units: readonly UnitRow[]
  form: FormState
}) {
  const text = useMessages(messages)
  const { language } = useRequest()
  return (
    <StaffPage
      title={text.interview}
      lead={`${say(version.definition.title, language)}. ${text.interviewLead}`}
      crumbs={[{ href: `/kuesioner/${row.id}`, label: say(version.definition.title, language) }]}
      form={form}
    >
      <Form action={`/kuesioner/${row.id}/wawancara`} form={form} submit={text.interviewBegin}>
        <SelectField
          name="unit"
          label={text.interviewUnit}
          options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
          required
        />
      </Form>
    </StaffPage>
  )
}
