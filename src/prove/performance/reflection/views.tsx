import { seenOf } from '../../../platform/http/seen.ts'
import { formatMonth } from '../../../platform/i18n.ts'
import {
  ActionButton,
  Actions,
  Badge,
  Card,
  Checkbox,
  DataTable,
  DateField,
  EmptyState,
  FieldRow,
  Fold,
  Form,
  type FormState,
  Grid,
  LinkButton,
  ListTable,
  Notice,
  Prose,
  RadioGroup,
  RuleSource,
  RuleTable,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { reflectionMessages as messages } from './messages.ts'
import { ANSWER_KINDS, type UnitCount } from './model.ts'
import type { CampaignRow, DayRow, GoalRow, QuestionRow, Suggestion } from './queries.ts'

function Privacy() {
  const text = useMessages(messages)
  return (
    <Notice tone="info" title={text.privacy}>
      <p>{text.privacyBody}</p>
    </Notice>
  )
}

type HomeProps = {
  campaigns: readonly CampaignRow[]
  answered: ReadonlySet<string>
  goals: readonly GoalRow[]
  /** Which goals are part of the development plan; undefined for an account without an employee. */
  planned: ReadonlySet<string> | undefined
  today: string
  form: FormState
}

export function ReflectionHome({ campaigns, answered, goals, planned, today, form }: HomeProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const open = campaigns.filter((one) => one.closes_on >= today)
  const past = campaigns.filter((one) => one.closes_on < today)
  return (
    <StaffPage title={text.title} lead={text.lead} form={form}>
      {campaigns.length === 0 ? <EmptyState title={text.none} body={text.noneBody} icon="star" /> : null}
      {open.length > 0 ? (
        <Grid size="medium">
          {open.map((one) => (
            <Card title={`${one.name} ${one.year}`} kicker={text.openNow} level={2} key={one.id}>
              <p>{text.closes(format.date(one.closes_on))}</p>
              <Actions>
                <LinkButton href={`/refleksi/${one.id}`}>{answered.has(one.id) ? text.goOn : text.write}</LinkButton>
              </Actions>
            </Card>
          ))}
        </Grid>
      ) : null}
      <Section title={text.goals} id="tujuan" lead={text.goalsLead}>
        <Goals rows={goals} planned={planned} />
        <Form action="/refleksi/tujuan" form={form} submit={text.addGoal}>
          <TextField name="body" label={text.goal} hint={text.goalHint} required />
          <DateField name="due_on" label={text.due} min={today} required />
        </Form>
      </Section>
      {past.length > 0 ? (
        <Section title={text.past} id="lewat">
          <ListTable
            caption={text.past}
            captionHidden
            rows={past}
            columns={[
              { key: 'name', label: text.name, cell: (one) => `${one.name} ${one.year}` },
              { key: 'closed', label: text.state, cell: (one) => text.closed(format.shortDate(one.closes_on)) },
              {
                key: 'own',
                label: text.ownNotes,
                action: true,
                cell: (one) => (answered.has(one.id) ? <a href={`/refleksi/${one.id}`}>{text.read}</a> : '–'),
              },
            ]}
          />
        </Section>
      ) : null}
      <Privacy />
    </StaffPage>
  )
}

const GOAL_TONES = { open: 'info', reached: 'success', dropped: 'neutral' } as const

function Goals({ rows, planned }: { rows: readonly GoalRow[]; planned: ReadonlySet<string> | undefined }) {
  const text = useMessages(messages)
  const format = useFormat()
  if (rows.length === 0) return <p class="fact-note">{text.noGoals}</p>
  return (
    <DataTable
      stack
      caption={text.goals}
      captionHidden
      rows={rows}
      columns={[
        { key: 'body', label: text.goal, cell: (row) => row.body },
        { key: 'due', label: text.due, cell: (row) => format.shortDate(row.due_on) },
        {
          key: 'state',
          label: text.state,
          cell: (row) => <Badge tone={GOAL_TONES[row.state]}>{text.states[row.state]}</Badge>,
        },
        {
          key: 'act',
          label: text.act,
          action: true,
          cell: (row) => (
            <Actions>
              {(row.state === 'open' ? (['reached', 'dropped'] as const) : (['open'] as const)).map((state) => (
                <ActionButton
                  key={state}
                  action={`/refleksi/tujuan/${row.id}`}
                  label={state === 'reached' ? text.reach : state === 'dropped' ? text.drop : text.again}
                  fields={{ state }}
                  tone="quiet"
                />
              ))}
              {planned?.has(row.id) ? (
                <a href="/rencana-diri">{text.inPlan}</a>
              ) : planned && row.state === 'open' ? (
                <ActionButton action={`/refleksi/tujuan/${row.id}/rencana`} label={text.toPlan} tone="quiet" />
              ) : null}
            </Actions>
          ),
        },
      ]}
    />
  )
}

type FormProps = {
  campaign: CampaignRow
  answers: readonly string[] | undefined
  open: boolean
  form: FormState
}

export function ReflectionPage({ campaign, answers, open, form }: FormProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const title = `${campaign.name} ${campaign.year}`
  const crumbs = [{ href: '/refleksi', label: text.title }]
  if (!open)
    return (
      <StaffPage title={title} lead={text.closed(format.date(campaign.closes_on))} crumbs={crumbs}>
        {answers ? (
          campaign.questions.map((question, index) => (
            <Section title={question.body} id={`q-${index + 1}`} key={question.body}>
              <Prose text={answers[index] || '–'} />
            </Section>
          ))
        ) : (
          <p>{text.notWritten}</p>
        )}
        <Privacy />
      </StaffPage>
    )
  return (
    <StaffPage
      title={title}
      lead={`${text.closes(format.date(campaign.closes_on))}. ${text.emptyOk}`}
      crumbs={crumbs}
      form={form}
    >
      <Privacy />
      <Form action={`/refleksi/${campaign.id}`} form={form} submit={text.save} seen={seenOf(answers)}>
        {campaign.questions.map((question, index) =>
          question.kind === 'scale' ? (
            <RadioGroup
              key={question.body}
              name={`q-${index + 1}`}
              legend={question.body}
              layout="row"
              quiet
              options={(['1', '2', '3', '4', '5'] as const).map((value) => ({ value, label: text.scale[value] }))}
              value={answers?.[index] ?? null}
            />
          ) : (
            <TextArea
              key={question.body}
              name={`q-${index + 1}`}
              label={question.body}
              value={answers?.[index] ?? ''}
              maxLength={4000}
            />
          ),
        )}
      </Form>
    </StaffPage>
  )
}

type ManageProps = {
  days: readonly DayRow[]
  suggestions: readonly Suggestion[]
  questions: readonly QuestionRow[]
  campaigns: readonly (CampaignRow & { total: number | null; shown: readonly UnitCount[]; merged: number | null })[]
  today: string
  form: FormState
  failed: 'day' | 'question' | undefined
}

export function ManagePage({ days, suggestions, questions, campaigns, today, form, failed }: ManageProps) {
  const text = useMessages(messages)
  const { language } = useRequest()
  const dateOf = (row: { month: number; day: number }) =>
    `${row.day} ${formatMonth(`2000-${String(row.month).padStart(2, '0')}`, language).replace(' 2000', '')}`
  return (
    <StaffPage title={text.manage} lead={text.manageLead} form={form}>
      <Section title={text.days} id="hari">
        {days.length === 0 ? (
          <EmptyState title={text.noDays} icon="star" />
        ) : (
          <RuleTable
            caption={text.days}
            rows={days}
            columns={[
              { key: 'name', label: text.name, cell: (row) => row.name },
              { key: 'date', label: text.date, cell: dateOf },
            ]}
            action={{
              key: 'end',
              label: text.act,
              action: true,
              cell: (row) => (
                <ActionButton
                  action={`/refleksi/kelola/hari/${row.id}/henti`}
                  label={text.endDay}
                  about={row.name}
                  tone="quiet"
                />
              ),
            }}
          />
        )}
        {suggestions.length > 0 ? (
          <DataTable
            stack
            caption={text.suggestions}
            rows={suggestions}
            columns={[
              { key: 'name', label: text.name, cell: (row) => row.name },
              { key: 'date', label: text.date, cell: dateOf },
              { key: 'source', label: text.source, cell: (row) => <RuleSource rule={row} /> },
              {
                key: 'use',
                label: text.act,
                action: true,
                cell: (row) => (
                  <ActionButton
                    action="/refleksi/kelola/hari"
                    label={text.use}
                    fields={{
                      name: row.name,
                      month: String(row.month),
                      day: String(row.day),
                      source: row.source,
                      valid_from: today,
                      verified: row.verified ? 'on' : '',
                    }}
                  />
                ),
              },
            ]}
          />
        ) : null}
        <Fold action="/refleksi/kelola/hari" label={text.addDay}>
          <Form
            id="hari-baru"
            action="/refleksi/kelola/hari"
            form={failed === 'day' ? form : undefined}
            submit={text.addDay}
          >
            <TextField name="name" label={text.name} required />
            <FieldRow>
              <TextField name="day" label={text.day} inputmode="numeric" width="short" required />
              <SelectField
                name="month"
                label={text.month}
                width="medium"
                options={Array.from({ length: 12 }, (_, at) => ({
                  value: String(at + 1),
                  label: formatMonth(`2000-${String(at + 1).padStart(2, '0')}`, language).replace(' 2000', ''),
                }))}
                required
              />
              <DateField name="valid_from" label={text.since} value={today} required />
            </FieldRow>
            <TextField name="source" label={text.source} required />
            <Checkbox name="verified" label={text.check} />
          </Form>
        </Fold>
      </Section>
      <Questions rows={questions} form={failed === 'question' ? form : undefined} />
      <Section title={text.campaigns} id="ikut" lead={text.campaignsLead}>
        {campaigns.length === 0 ? <p class="fact-note">{text.noCampaigns}</p> : null}
        {campaigns.map((one) => (
          <Participation campaign={one} key={one.id} />
        ))}
      </Section>
    </StaffPage>
  )
}

function Questions({ rows, form }: { rows: readonly QuestionRow[]; form: FormState | undefined }) {
  const text = useMessages(messages)
  return (
    <Section title={text.questions} id="pertanyaan" lead={text.questionsLead}>
      <DataTable
        caption={text.questions}
        captionHidden
        rows={rows}
        columns={[
          { key: 'body', label: text.question, cell: (row) => row.body },
          { key: 'kind', label: text.kind, cell: (row) => text.kinds[row.kind] },
          {
            key: 'end',
            label: text.act,
            action: true,
            cell: (row) =>
              row.id ? (
                <ActionButton action={`/refleksi/kelola/pertanyaan/${row.id}/henti`} label={text.endDay} tone="quiet" />
              ) : (
                '–'
              ),
          },
        ]}
      />
      <Fold action="/refleksi/kelola/pertanyaan" label={text.addQuestion}>
        <Form id="tanya-baru" action="/refleksi/kelola/pertanyaan" form={form} submit={text.addQuestion}>
          <TextField name="body" label={text.question} required />
          <RadioGroup
            name="kind"
            legend={text.kind}
            layout="row"
            options={ANSWER_KINDS.map((value) => ({ value, label: text.kinds[value] }))}
            required
          />
        </Form>
      </Fold>
    </Section>
  )
}

function Participation({ campaign }: { campaign: ManageProps['campaigns'][number] }) {
  const text = useMessages(messages)
  const format = useFormat()
  const title = `${campaign.name} ${campaign.year}`
  const rows = [...campaign.shown, ...(campaign.merged ? [{ unit: text.others, received: campaign.merged }] : [])]
  return (
    <Card title={title} kicker={`${format.shortDate(campaign.opens_on)} – ${format.shortDate(campaign.closes_on)}`}>
      <p>
        {text.took}: <strong>{campaign.total === null ? text.few : format.number(campaign.total)}</strong>
      </p>
      {campaign.total !== null && rows.length > 0 ? (
        <DataTable
          caption={title}
          captionHidden
          rows={rows}
          columns={[
            { key: 'unit', label: text.unit, cell: (row) => row.unit },
            { key: 'took', label: text.took, numeric: true, cell: (row) => format.number(row.received) },
          ]}
        />
      ) : null}
    </Card>
  )
}
