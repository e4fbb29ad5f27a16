import { wilson } from '../../platform/statistics/index.ts'
import {
  Checkbox,
  DataTable,
  DateField,
  DateTime,
  EmptyState,
  Fold,
  Form,
  type FormState,
  Grid,
  HiddenField,
  Prose,
  RadioGroup,
  RuleTable,
  Section,
  StaffPage,
  Stat,
  TextArea,
  TextField,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { formatCode } from './code.ts'
import { fourEyesMessages } from './four-eyes/messages.ts'
import { FOUR_EYES } from './four-eyes/model.ts'
import { monitoringMessages } from './monitoring-messages.ts'
import { qualityMessages } from './quality-messages.ts'
import { CRITERIA, QUALITY, type QualityRule } from './quality-model.ts'
import type { QualityFigures, Sampled } from './quality-queries.ts'
import { staffMessages } from './staff-messages.ts'

type QualityProps = {
  rows: readonly Sampled[]
  share: number
  rules: readonly QualityRule[]
  maySet: boolean
  form: FormState | undefined
}

export function QualityPage({ rows, share, rules, maySet, form }: QualityProps) {
  const text = useMessages(qualityMessages)
  const staff = useMessages(staffMessages)
  const eyes = useMessages(fourEyesMessages)
  const format = useFormat()
  return (
    <StaffPage
      title={text.title}
      lead={text.lead(format.percent(share / 100))}
      crumbs={[{ href: '/pengaduan', label: staff.title }]}
      form={form}
    >
      <p>
        <a href={FOUR_EYES}>{eyes.title}</a>
      </p>
      <DataTable
        caption={text.title}
        captionHidden
        rows={rows}
        rowHref={(row) => `${QUALITY}/${row.id}/${row.seq}`}
        empty={<EmptyState icon="check" title={text.empty} />}
        columns={[
          {
            key: 'subject',
            label: staff.subject,
            header: true,
            cell: (row) => <a href={`${QUALITY}/${row.id}/${row.seq}`}>{row.subject}</a>,
          },
          { key: 'unit', label: staff.unit, cell: (row) => row.unit_name },
          { key: 'at', label: text.answered, cell: (row) => <DateTime value={row.answered_at} relative /> },
          { key: 'code', label: staff.code, nowrap: true, cell: (row) => formatCode(row.code) },
        ]}
      />
      <Section title={text.rule} id="aturan">
        <RuleTable
          caption={text.rule}
          rows={rules}
          columns={[
            {
              key: 'share',
              label: text.ruleShare,
              header: true,
              cell: (rule: QualityRule) => format.percent(rule.share / 100),
            },
          ]}
        />
        {maySet ? (
          <Fold action={`${QUALITY}/aturan`} label={text.ruleSave}>
            <Form action={`${QUALITY}/aturan`} form={form} submit={text.ruleSave} tone="secondary">
              <TextField name="share" label={text.ruleShare} type="number" inputmode="numeric" width="short" required />
              <DateField name="valid_from" label={text.ruleFrom} required />
              <TextArea name="source" label={text.ruleSource} rows={2} required />
              <Checkbox name="verified" label={text.ruleVerified} />
            </Form>
          </Fold>
        ) : null}
      </Section>
    </StaffPage>
  )
}

export function ReviewPage({ row, form }: { row: Sampled; form: FormState | undefined }) {
  const text = useMessages(qualityMessages)
  const staff = useMessages(staffMessages)
  return (
    <StaffPage
      title={row.subject}
      lead={`${row.unit_name}, ${formatCode(row.code)}`}
      crumbs={[
        { href: '/pengaduan', label: staff.title },
        { href: QUALITY, label: text.title },
      ]}
      form={form}
    >
      <Section title={staff.report} id="laporan">
        <Prose text={row.body} />
      </Section>
      <Section title={text.answer} id="jawaban">
        <Prose text={row.answer} />
      </Section>
      <Section title={text.review} id="telaah">
        <Form action={`${QUALITY}/${row.id}/${row.seq}`} form={form} submit={text.save}>
          <HiddenField name="seq" value={String(row.seq)} />
          {CRITERIA.map((criterion) => (
            <RadioGroup
              key={criterion}
              name={criterion}
              legend={text.criterion[criterion]}
              options={[
                { value: 'yes', label: text.yes },
                { value: 'no', label: text.no },
              ]}
              required
            />
          ))}
          <TextArea name="note" label={text.note} hint={text.noteHint} rows={3} />
        </Form>
      </Section>
    </StaffPage>
  )
}

/** On the monitoring page: the share of reviewed answers that met each point. */
export function QualitySection({ figures }: { figures: QualityFigures }) {
  const text = useMessages(qualityMessages)
  const shared = useMessages(monitoringMessages)
  const format = useFormat()
  const share = (part: number) => {
    const interval = wilson(part, figures.reviewed)
    if (!interval) return { value: shared.noneYet }
    return {
      value: format.percent(part / figures.reviewed, figures.reviewed),
      interval: { low: format.percent(interval.low), high: format.percent(interval.high) },
    }
  }
  return (
    <Section title={text.figures} id="mutu" lead={text.figuresLead}>
      {figures.reviewed === 0 ? (
        <p>{text.figuresNone}</p>
      ) : (
        <Grid size="small">
          {CRITERIA.map((key) => (
            <Stat label={text.short[key]} {...share(figures[key])} key={key} />
          ))}
        </Grid>
      )}
    </Section>
  )
}
