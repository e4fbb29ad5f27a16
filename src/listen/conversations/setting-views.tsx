import { seenOf } from '../../platform/http/seen.ts'
import {
  Badge,
  Checkbox,
  DateField,
  DateTime,
  EmptyState,
  Form,
  type FormState,
  LinkButton,
  ListTable,
  type Option,
  RuleSource,
  RuleTable,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { MAX_TEXT, type Rule } from './model.ts'
import type { Canned } from './queue-queries.ts'
import { staffMessages } from './staff-messages.ts'

export function CannedListPage({ rows, everywhere }: { rows: readonly Canned[]; everywhere: boolean }) {
  const text = useMessages(staffMessages)
  return (
    <StaffPage
      title={text.cannedTitle}
      lead={text.cannedLead}
      crumbs={[{ href: '/percakapan', label: text.title }]}
      actions={
        <LinkButton href="/percakapan/jawaban/baru" icon="plus">
          {text.cannedNew}
        </LinkButton>
      }
    >
      <ListTable
        caption={text.cannedTitle}
        captionHidden
        rows={rows}
        stack
        empty={<EmptyState title={text.cannedNone} body={text.cannedNoneBody} />}
        columns={[
          {
            key: 'name',
            by: (row) => row.name,
            label: text.name,
            header: true,
            cell: (row) =>
              row.unit_id === null && !everywhere ? row.name : <a href={`/percakapan/jawaban/${row.id}`}>{row.name}</a>,
          },
          {
            key: 'shortcut',
            by: (row) => row.shortcut,
            label: text.shortcut,
            nowrap: true,
            cell: (row) => `/${row.shortcut}`,
          },
          { key: 'text', label: text.text, cell: (row) => row.body },
          {
            key: 'unit',
            by: (row) => row.unit_name,
            label: text.unit,
            cell: (row) => row.unit_name ?? text.everywhere,
          },
          {
            key: 'state',
            label: text.state,
            cell: (row) => (
              <Badge tone={row.active ? 'success' : 'neutral'}>{row.active ? text.offered : text.hidden}</Badge>
            ),
          },
          {
            key: 'changed',
            by: (row) => row.updated_at,
            label: text.changed,
            cell: (row) => <DateTime value={row.updated_at} />,
          },
        ]}
      />
    </StaffPage>
  )
}

type EditorProps = {
  canned: Canned | undefined
  units: readonly Option[]
  everywhere: boolean
  form: FormState | undefined
}

export function CannedPage({ canned, units, everywhere, form }: EditorProps) {
  const text = useMessages(staffMessages)
  return (
    <StaffPage
      title={canned ? text.cannedEdit : text.cannedNew}
      crumbs={[
        { href: '/percakapan', label: text.title },
        { href: '/percakapan/jawaban', label: text.cannedTitle },
      ]}
      form={form}
    >
      <Form
        action={`/percakapan/jawaban/${canned?.id ?? 'baru'}`}
        form={form}
        submit={text.save}
        seen={canned && seenOf(canned)}
      >
        <TextField name="name" label={text.name} value={canned?.name} width="medium" required />
        <TextField
          name="shortcut"
          label={text.shortcut}
          hint={text.shortcutHint}
          value={canned?.shortcut}
          width="short"
          before="/"
          spellcheck={false}
          required
        />
        <TextArea name="body" label={text.text} value={canned?.body} rows={6} maxLength={MAX_TEXT} required />
        <SelectField
          name="unit"
          label={text.unit}
          options={units}
          value={canned ? canned.unit_id : everywhere ? null : units[0]?.value}
          placeholder={everywhere ? text.everywhere : null}
          width="medium"
          required
        />
        <Checkbox name="active" label={text.offer} checked={canned?.active ?? true} />
      </Form>
    </StaffPage>
  )
}

type RulesProps = {
  rules: readonly Rule[]
  /** What holds today. */
  current: Rule
  form: FormState | undefined
}

export function RulesPage({ rules, current, form }: RulesProps) {
  const text = useMessages(staffMessages)
  const format = useFormat()
  const says = (rule: Rule) => [
    text.saysAnswer(format.number(rule.answer_minutes)),
    text.saysAway(format.number(rule.away_minutes)),
    text.saysClose(format.number(rule.close_days)),
    text.saysUnanswered(format.number(rule.unanswered_days)),
    text.saysKeep(format.number(rule.keep_days)),
  ]
  const others = rules.filter((rule) => rule !== current)
  return (
    <StaffPage
      title={text.rulesTitle}
      lead={text.rulesLead}
      crumbs={[{ href: '/percakapan', label: text.title }]}
      form={form}
    >
      <Section title={text.holdsNow} id="berlaku">
        <ul>
          {says(current).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <RuleSource rule={current} />
      </Section>
      {others.length > 0 ? (
        <RuleTable
          caption={text.otherRules}
          rows={others}
          columns={[{ key: 'says', label: text.says, cell: (rule: Rule) => <Lines of={says(rule)} /> }]}
        />
      ) : null}
      <Section title={text.setRule} lead={text.setRuleLead} id="tetapkan">
        <Form action="/percakapan/aturan" form={form} submit={text.save}>
          <RuleNumber name="answer_minutes" label={text.answerMinutes} after={text.workingMinutes} rule={current} />
          <RuleNumber name="away_minutes" label={text.awayMinutes} after={text.clockMinutes} rule={current} />
          <RuleNumber name="close_days" label={text.closeDays} after={text.days} rule={current} />
          <RuleNumber name="unanswered_days" label={text.unansweredDays} after={text.days} rule={current} />
          <RuleNumber name="keep_days" label={text.keepDays} after={text.days} rule={current} />
          <DateField name="valid_from" label={text.validFrom} required />
          <TextArea name="source" label={text.source} hint={text.sourceHint} rows={2} required />
          <Checkbox name="verified" label={text.verified} />
        </Form>
      </Section>
    </StaffPage>
  )
}

type Period = 'answer_minutes' | 'away_minutes' | 'close_days' | 'unanswered_days' | 'keep_days'

function RuleNumber({ name, label, after, rule }: { name: Period; label: string; after: string; rule: Rule }) {
  return (
    <TextField
      name={name}
      label={label}
      after={after}
      value={String(rule[name])}
      type="number"
      width="short"
      required
    />
  )
}

function Lines({ of }: { of: readonly string[] }) {
  return (
    <div class="cell-lines">
      {of.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  )
}
