import {
  Checkbox,
  DateField,
  DateTime,
  EmptyState,
  Fold,
  Form,
  type FormState,
  ListTable,
  Notice,
  Prose,
  RadioGroup,
  RuleTable,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  useMessages,
} from '../../../platform/ui/index.ts'
import { formatCode } from '../code.ts'
import { messages } from '../messages.ts'
import { CLASSES } from '../model.ts'
import { qualityMessages } from '../quality-messages.ts'
import { QUALITY } from '../quality-model.ts'
import { staffMessages } from '../staff-messages.ts'
import { fourEyesMessages } from './messages.ts'
import { FOUR_EYES } from './model.ts'
import type { Held, Rule } from './queries.ts'

type PageProps = {
  rows: readonly Held[]
  rules: readonly Rule[]
  /** For whoever may set the rules. */
  units: readonly { id: string; name: string }[] | undefined
  form: FormState
}

export function FourEyesPage({ rows, rules, units, form }: PageProps) {
  const t = useMessages(fourEyesMessages)
  const staff = useMessages(staffMessages)
  const shared = useMessages(messages)
  const quality = useMessages(qualityMessages)
  return (
    <StaffPage
      title={t.title}
      lead={t.lead}
      crumbs={[
        { href: '/pengaduan', label: staff.title },
        { href: QUALITY, label: quality.title },
      ]}
      form={form}
    >
      <ListTable
        caption={t.title}
        captionHidden
        rows={rows}
        rowHref={(row) => `${FOUR_EYES}/${row.id}`}
        empty={<EmptyState icon="check" title={t.empty} />}
        columns={[
          {
            key: 'subject',
            label: staff.subject,
            header: true,
            cell: (row) => <a href={`${FOUR_EYES}/${row.id}`}>{row.subject}</a>,
          },
          { key: 'unit', label: staff.unit, cell: (row) => row.unit_name },
          { key: 'writer', label: t.writer, cell: (row) => row.writer ?? t.client },
          { key: 'at', label: t.written, cell: (row) => <DateTime value={row.written_at} relative /> },
          { key: 'code', label: staff.code, nowrap: true, cell: (row) => formatCode(row.code) },
        ]}
      />
      <Section title={t.rules} id="aturan">
        {rules.length === 0 ? (
          <p class="fact-note">{t.rulesNone}</p>
        ) : (
          <RuleTable
            caption={t.rules}
            rows={rules}
            columns={[
              { key: 'unit', label: t.unit, header: true, cell: (rule: Rule) => rule.unit ?? t.allUnits },
              {
                key: 'class',
                label: t.class,
                cell: (rule: Rule) => (rule.class ? shared.class[rule.class] : t.allClasses),
              },
              { key: 'demanded', label: t.demanded, cell: (rule: Rule) => (rule.demanded ? t.yes : t.no) },
            ]}
          />
        )}
        {units ? (
          <Fold action={`${FOUR_EYES}/aturan`} label={t.set}>
            <Form action={`${FOUR_EYES}/aturan`} form={form} submit={t.set} tone="secondary">
              <SelectField
                name="unit"
                label={t.unit}
                placeholder={t.allUnits}
                options={units.map((one) => ({ value: one.id, label: one.name }))}
              />
              <SelectField
                name="class"
                label={t.class}
                placeholder={t.allClasses}
                options={CLASSES.map((value) => ({ value, label: shared.class[value] }))}
              />
              <RadioGroup
                name="demanded"
                legend={t.demanded}
                layout="row"
                options={[
                  { value: 'yes', label: t.yes },
                  { value: 'no', label: t.no },
                ]}
                required
              />
              <DateField name="valid_from" label={t.from} required />
              <TextArea name="source" label={t.source} rows={2} required />
              <Checkbox name="verified" label={t.verified} />
            </Form>
          </Fold>
        ) : null}
      </Section>
    </StaffPage>
  )
}

export function HeldPage({ held, form }: { held: Held; form: FormState }) {
  const t = useMessages(fourEyesMessages)
  const staff = useMessages(staffMessages)
  return (
    <StaffPage
      title={held.subject}
      lead={`${held.unit_name}, ${formatCode(held.code)}`}
      crumbs={[
        { href: '/pengaduan', label: staff.title },
        { href: FOUR_EYES, label: t.title },
      ]}
      form={form}
    >
      <Section title={t.report} id="laporan">
        <Prose text={held.report} />
        <p>
          <a href={`/pengaduan/${held.complaint_id}`}>{t.openCase}</a>
        </p>
      </Section>
      <Section title={t.answer} id="jawaban" lead={held.writer ?? t.client}>
        <Prose text={held.body} />
      </Section>
      <Form action={`${FOUR_EYES}/${held.id}`} form={form} submit={t.save}>
        <DecisionFields />
      </Form>
    </StaffPage>
  )
}

/** Send or return, and what to mend. */
export function DecisionFields() {
  const t = useMessages(fourEyesMessages)
  return (
    <>
      <RadioGroup
        name="decision"
        legend={t.decision}
        options={[
          { value: 'send', label: t.send },
          { value: 'return', label: t.return },
        ]}
        required
      />
      <TextArea name="note" label={t.note} hint={t.noteHint} rows={3} />
    </>
  )
}

/** On the case: an answer that waits, or that came back with a note. */
export function HeldNotice({ held }: { held: Held | undefined }) {
  const t = useMessages(fourEyesMessages)
  if (!held) return null
  return held.state === 0 ? (
    <Notice tone="info" title={t.noticeWaits(held.writer ?? t.client)}>
      <Prose text={held.body} />
    </Notice>
  ) : (
    <Notice tone="warning" title={t.noticeReturned}>
      <p>{held.note}</p>
    </Notice>
  )
}
