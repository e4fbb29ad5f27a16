import {
  DataTable,
  Dialog,
  EmptyState,
  FieldRow,
  Filters,
  Form,
  type FormState,
  Pager,
  RuleSource,
  Section,
  SelectField,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { surveyMessages } from '../messages.ts'
import { oldResultMessages as messages } from './messages.ts'
import { oldLetter, PARTS } from './model.ts'
import { type OldResultRow, type OldRule, PAGE } from './queries.ts'

const AT = '/survei/hasil-lama'
type Unit = { id: string; name: string }

interface Props {
  rows: readonly OldResultRow[]
  total: number
  page: number
  unit?: string | undefined
  rule: OldRule
  units: readonly Unit[]
  /** Units whose results the reader may record. */
  own: readonly Unit[]
  form: FormState
}

/** History on the scale of its time, apart from every present figure. */
export function OldResultsPage({ rows, total, page, unit, rule, units, own, form }: Props) {
  const text = useMessages(messages)
  const survey = useMessages(surveyMessages)
  const format = useFormat()
  const { language } = useRequest()
  const address = (number: number) =>
    `${AT}?${new URLSearchParams({ ...(unit ? { unit } : {}), halaman: String(number) })}`
  const letter = (row: OldResultRow) => {
    const band = oldLetter(rule.bands, row.index)
    return band ? `${band.letter} (${language === 'id' ? band.label_id : band.label_en})` : '–'
  }
  const mine = new Set(own.map((one) => one.id))
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={[{ href: '/survei', label: survey.results }]} form={form}>
      <Filters values={{ unit }}>
        <SelectField
          name="unit"
          label={text.unit}
          placeholder={text.allUnits}
          options={units.map((one) => ({ value: one.id, label: one.name }))}
        />
      </Filters>
      <DataTable
        caption={text.title}
        captionHidden
        stack
        rows={rows}
        empty={<EmptyState title={text.empty} body={text.emptyBody} />}
        columns={[
          { key: 'unit', label: text.unit, cell: (row) => row.unit_name },
          { key: 'year', label: text.year, cell: (row) => `${row.year}, ${text.parts[row.part]}` },
          { key: 'index', label: text.index, numeric: true, cell: (row) => format.number(row.index, 2) },
          { key: 'letter', label: text.letter, cell: letter },
          {
            key: 'respondents',
            label: text.respondents,
            numeric: true,
            cell: (row) => (row.respondents === null ? '–' : format.number(row.respondents)),
          },
          { key: 'source', label: text.source, cell: (row) => row.source },
          ...(mine.size > 0
            ? [
                {
                  key: 'withdraw',
                  label: text.withdraw,
                  action: true,
                  cell: (row: OldResultRow) => (mine.has(row.unit_id) ? <Withdraw row={row} form={form} /> : null),
                },
              ]
            : []),
        ]}
      />
      <Pager
        previous={page > 1 ? address(page - 1) : null}
        next={page * PAGE < total ? address(page + 1) : null}
        summary={
          total > PAGE
            ? text.count(
                format.number((page - 1) * PAGE + 1),
                format.number(Math.min(page * PAGE, total)),
                format.number(total),
              )
            : undefined
        }
      />
      {own.length > 0 ? <AddForm own={own} form={form} /> : null}
      <Section
        title={text.scale}
        id="skala"
        lead={text.holds(format.shortDate(rule.valid_from), format.shortDate(rule.valid_to))}
      >
        <RuleSource rule={rule} />
        <DataTable
          caption={text.scale}
          captionHidden
          rows={rule.bands}
          columns={[
            { key: 'letter', label: text.letter, cell: (band) => band.letter },
            { key: 'name', label: text.meaning, cell: (band) => (language === 'id' ? band.label_id : band.label_en) },
            {
              key: 'lower',
              label: text.index,
              numeric: true,
              cell: (band) => text.atLeast(format.number(band.lower, 2)),
            },
          ]}
        />
      </Section>
    </StaffPage>
  )
}

function Withdraw({ row, form }: { row: OldResultRow; form: FormState }) {
  const text = useMessages(messages)
  const { path, failed } = useRequest()
  const at = `${AT}/${row.id}/tarik`
  const what = `${row.unit_name} ${row.year}, ${text.parts[row.part]}`
  return (
    <Dialog
      id={`tarik-${row.id}`}
      label={text.withdraw}
      title={text.withdrawTitle(what)}
      tone="quiet"
      open={failed && path === at}
    >
      <Form action={at} form={form} id={`w-${row.id}`} submit={text.withdraw} tone="danger">
        <TextField name="reason" label={text.reason} required />
      </Form>
    </Dialog>
  )
}

function AddForm({ own, form }: { own: readonly Unit[]; form: FormState }) {
  const text = useMessages(messages)
  return (
    <Section title={text.add} id="catat" lead={text.addLead}>
      <Form action={AT} form={form} submit={text.save}>
        <SelectField
          name="unit"
          label={text.unit}
          required
          options={own.map((one) => ({ value: one.id, label: one.name }))}
        />
        <FieldRow>
          <TextField name="year" label={text.year} type="number" width="short" required />
          <SelectField
            name="part"
            label={text.part}
            required
            placeholder={null}
            options={PARTS.map((part) => ({ value: String(part), label: text.parts[part] }))}
          />
        </FieldRow>
        <FieldRow>
          <TextField name="index" label={text.index} hint={text.indexHint} width="short" required />
          <TextField
            name="respondents"
            label={text.respondents}
            hint={text.respondentsHint}
            type="number"
            width="short"
          />
        </FieldRow>
        <TextField name="source" label={text.source} hint={text.sourceHint} required />
      </Form>
    </Section>
  )
}
