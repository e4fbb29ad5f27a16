import type { FormState } from '../../platform/http/input.ts'
import {
  ActionButton,
  Badge,
  Checkbox,
  DataTable,
  DateField,
  Facts,
  Fold,
  Form,
  ListEnd,
  ListTable,
  Notice,
  ProgressBar,
  Section,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import type { Due, Erasable } from './erasable.ts'
import { messages } from './messages.ts'
import { acts, type Rule } from './model.ts'
import { type Hold, MOST_RUNS, type Run } from './queries.ts'

type Standing = { erasable: Erasable; rule: Rule | undefined; due: number | undefined }

export function RetentionPage({ rows }: { rows: readonly Standing[] }) {
  const t = useMessages(messages)
  const format = useFormat()
  const { language } = useRequest()
  return (
    <StaffPage title={t.title} lead={t.lead}>
      <DataTable
        stack
        caption={t.title}
        captionHidden
        rows={rows}
        columns={[
          {
            key: 'what',
            label: t.what,
            cell: ({ erasable }) => <a href={`/retensi/${erasable.path}`}>{erasable.title[language]}</a>,
          },
          { key: 'period', label: t.period, cell: ({ rule }) => <Period rule={rule} current /> },
          {
            key: 'due',
            label: t.due,
            numeric: true,
            cell: ({ due }) => (due === undefined ? '–' : format.number(due)),
          },
        ]}
      />
    </StaffPage>
  )
}

function Period({ rule, current = false }: { rule: Rule | undefined; current?: boolean }) {
  const t = useMessages(messages)
  const format = useFormat()
  if (!rule) return <Badge>{t.unset}</Badge>
  const words = rule.months === null ? t.forever : t.months(format.number(rule.months))
  return (
    <>
      {words}
      {rule.with_text ? `, ${t.withText}` : ''} {rule.verified ? null : <Badge tone="warning">{t.unverified}</Badge>}
      {current ? <Badge tone={acts(rule) ? 'success' : 'neutral'}>{acts(rule) ? t.active : t.notActing}</Badge> : null}
    </>
  )
}

type KindProps = {
  erasable: Erasable
  rules: readonly Rule[]
  rule: Rule | undefined
  before: Date | undefined
  due: number | undefined
  oldest: readonly Due[]
  holds: readonly Hold[]
  runs: readonly Run[]
  form: FormState
}

export function KindPage(props: KindProps) {
  const { erasable, rules, rule, runs, form } = props
  const t = useMessages(messages)
  const { language } = useRequest()
  return (
    <StaffPage title={erasable.title[language]} crumbs={[{ href: '/retensi', label: t.title }]} form={form}>
      <Facts
        items={[
          { label: t.period, value: <Period rule={rule} current /> },
          {
            label: t.goes,
            value: erasable.goes[language],
            note: rule?.with_text ? erasable.text?.[language] : undefined,
          },
          { label: t.stays, value: erasable.stays[language], note: t.never },
        ]}
      />
      {erasable.apart ? (
        <Notice tone="neutral">
          <p>{t.apart}</p>
        </Notice>
      ) : (
        <>
          <Preview {...props} />
          <Runs runs={runs} />
          <Holds {...props} />
        </>
      )}
      <Section title={t.rules} id="aturan">
        <Rules rules={rules} />
        <Fold action={`/retensi/${erasable.path}`} label={t.newRule}>
          <RuleForm erasable={erasable} form={form} />
        </Fold>
      </Section>
    </StaffPage>
  )
}

function Preview({ erasable, rule, before, due, oldest, runs }: KindProps) {
  const t = useMessages(messages)
  const format = useFormat()
  if (before === undefined || due === undefined)
    return (
      <Section title={t.preview} id="pratinjau">
        <p>{t.previewUnset}</p>
      </Section>
    )
  if (due === 0)
    return (
      <Section title={t.preview} id="pratinjau">
        <p class="fact-note">{t.previewNone}.</p>
      </Section>
    )
  const free = acts(rule) && runs.every((run) => run.finished_at !== null)
  return (
    <Section title={t.preview} id="pratinjau" lead={t.previewLead(format.number(due), format.date(before))}>
      <DataTable
        caption={t.preview}
        captionHidden
        rows={oldest}
        columns={[
          { key: 'item', label: t.item, cell: (row) => row.label },
          { key: 'ended', label: t.ended, cell: (row) => format.shortDate(row.ended) },
        ]}
      />
      {free ? (
        <Why label={t.runOpen}>
          <ActionButton action={`/retensi/${erasable.path}/hapus`} label={t.runNow(format.number(due))} tone="danger" />
        </Why>
      ) : null}
    </Section>
  )
}

function Runs({ runs }: { runs: readonly Run[] }) {
  const t = useMessages(messages)
  const format = useFormat()
  return (
    <Section title={t.runs} id="penghapusan">
      <ListEnd count={runs.length} most={MOST_RUNS} />
      {runs.length === 0 ? (
        <p class="fact-note">{t.runsNone}.</p>
      ) : (
        <DataTable
          stack
          caption={t.runs}
          captionHidden
          rows={runs}
          columns={[
            { key: 'started', label: t.started, cell: (row) => format.dateTime(row.started_at) },
            { key: 'by', label: t.by, cell: (row) => row.by ?? t.nightly },
            {
              key: 'result',
              label: t.result,
              cell: (row) =>
                row.finished_at ? (
                  t.finished(format.number(row.erased))
                ) : (
                  <ProgressBar label={t.running} value={row.erased} max={row.planned} />
                ),
            },
          ]}
        />
      )}
    </Section>
  )
}

function Holds({ erasable, holds, form }: KindProps) {
  const t = useMessages(messages)
  const format = useFormat()
  const { language } = useRequest()
  return (
    <Section title={t.holds} id="ditahan" lead={t.holdsLead}>
      {holds.length === 0 ? (
        <p class="fact-note">{t.holdsNone}.</p>
      ) : (
        <ListTable
          stack
          caption={t.holds}
          captionHidden
          rows={holds}
          columns={[
            { key: 'item', label: t.item, cell: (row) => row.label },
            { key: 'reason', label: t.reason, cell: (row) => row.reason },
            { key: 'since', label: t.since, cell: (row) => format.date(row.set_at) },
            { key: 'by', label: t.by, cell: (row) => row.by ?? '–' },
            {
              key: 'lift',
              label: t.lift,
              cell: (row) => <ActionButton action={`/retensi/ditahan/${row.id}/lepas`} label={t.lift} />,
            },
          ]}
        />
      )}
      <Fold action={`/retensi/${erasable.path}/tahan`} label={t.hold}>
        <Form action={`/retensi/${erasable.path}/tahan`} form={form} submit={t.hold} id="tahan">
          <TextField name="reference" label={erasable.reference[language]} required />
          <TextField name="reason" label={t.reason} required />
        </Form>
      </Fold>
    </Section>
  )
}

function Rules({ rules }: { rules: readonly Rule[] }) {
  const t = useMessages(messages)
  const format = useFormat()
  if (rules.length === 0) return <p class="fact-note">{t.rulesNone}.</p>
  return (
    <DataTable
      stack
      caption={t.rules}
      captionHidden
      rows={rules}
      columns={[
        { key: 'from', label: t.validFrom, cell: (row) => format.shortDate(row.valid_from) },
        { key: 'period', label: t.period, cell: (row) => <Period rule={row} /> },
        { key: 'source', label: t.source, cell: (row) => row.source },
      ]}
    />
  )
}

function RuleForm({ erasable, form }: { erasable: Erasable; form: FormState }) {
  const t = useMessages(messages)
  const { language } = useRequest()
  return (
    <Form action={`/retensi/${erasable.path}`} form={form} submit={t.save} id="tetapkan">
      <TextField name="months" label={t.monthsLabel} hint={t.monthsHint} inputmode="numeric" width="short" />
      {erasable.text ? <Checkbox name="with_text" label={erasable.text[language]} hint={t.withTextHint} /> : null}
      <DateField name="valid_from" label={t.validFrom} required />
      <TextField name="source" label={t.source} hint={t.sourceHint} required />
      <Checkbox name="verified" label={t.verified} hint={t.verifiedHint} />
    </Form>
  )
}
