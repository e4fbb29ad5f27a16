import {
  Actions,
  Badge,
  Checkbox,
  DataTable,
  type DatedRule,
  DateField,
  EmptyState,
  Fold,
  Form,
  type FormState,
  Grid,
  LinkButton,
  PublicPage,
  RuleTable,
  Section,
  SelectField,
  StaffPage,
  Stat,
  shortened,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { AREAS, type Area, type Item, itemsOn, KINDS, type Kind, type Summary } from './model.ts'
import { type PublicationRow, TOPICS } from './team-queries.ts'

interface RulesProps {
  rows: readonly Item[]
  published: readonly PublicationRow[]
  replaced: readonly (DatedRule & Pick<PublicationRow, 'topic' | 'shown'>)[]
  today: string
  form: FormState
}

/** Dated items by area, and what is public: both are the institution's to set. */
export function RulesPage({ rows, published, replaced, today, form }: RulesProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const own = new Map(published.map((row) => [row.topic, row]))
  const amount = (area: Area, row: Item) =>
    area === 'period'
      ? `${(row.own ? row.text : text.periods[row.key]) || row.text || row.key}: ${format.number(row.amount ?? 0)}`
      : row.text || text.endedItem
  const choices = AREAS.flatMap((area) => [
    ...itemsOn(rows, area, today).map((row) => ({
      value: `${area}/${row.key}`,
      label: area === 'period' ? amount(area, row) : shortened(row.text),
      group: text.areas[area],
    })),
    ...(area === 'period' ? [] : [{ value: `${area}/`, label: text.newItem, group: text.areas[area] }]),
  ])
  return (
    <StaffPage title={text.rules} lead={text.rulesLead} form={form}>
      <Section title={text.publication} id="umum" lead={text.publicationLead}>
        <DataTable
          caption={text.publication}
          captionHidden
          stack
          rows={TOPICS}
          columns={[
            { key: 'topic', label: text.topic, cell: (topic) => text.topics[topic] },
            {
              key: 'shown',
              label: text.shown,
              cell: (topic) => {
                const row = own.get(topic)
                const shown = row?.shown ?? true
                return <Badge tone={shown ? 'success' : 'warning'}>{shown ? text.shown : text.hidden}</Badge>
              },
            },
            { key: 'reason', label: text.reason, cell: (topic) => own.get(topic)?.reason ?? text.byDefault },
          ]}
        />
        {replaced.length > 0 ? (
          <RuleTable
            caption={text.replacedPublication}
            rows={replaced}
            columns={[
              { key: 'topic', label: text.topic, cell: (row) => text.topics[row.topic] },
              { key: 'shown', label: text.shown, cell: (row) => (row.shown ? text.shown : text.hidden) },
            ]}
          />
        ) : null}
        <Fold action="/pengawasan/ketentuan/umum" label={text.setPublication}>
          <Form action="/pengawasan/ketentuan/umum" form={form} submit={text.set} tone="secondary" id="u">
            <SelectField
              name="topic"
              label={text.topic}
              required
              width="medium"
              options={TOPICS.map((value) => ({ value, label: text.topics[value] }))}
            />
            <Checkbox name="shown" label={text.shown} />
            <TextField name="why" label={text.reason} required />
          </Form>
        </Fold>
      </Section>
      <Section title={text.items} id="butir" lead={text.itemsLead}>
        {AREAS.map((area) => {
          const own = rows.filter((row) => row.area === area)
          return (
            <Why label={text.areaWith(text.areas[area], itemsOn(own, area, today).length)} key={area}>
              <div id={area}>
                <RuleTable
                  caption={text.areas[area]}
                  rows={own}
                  columns={[{ key: 'text', label: text.text, cell: (row) => amount(area, row) }]}
                />
              </div>
            </Why>
          )
        })}
      </Section>
      <Fold action="/pengawasan/ketentuan" label={text.setItem} id="tetapkan">
        <Form action="/pengawasan/ketentuan" form={form} submit={text.set} id="s">
          <SelectField name="item" label={text.item} hint={text.itemHint} required options={choices} />
          <TextField name="text" label={text.text} hint={text.textHint} />
          <TextField name="amount" label={text.amount} hint={text.amountHint} type="number" width="short" />
          <TextField name="source" label={text.source} required />
          <DateField name="valid_from" label={text.validFrom} required value={today} />
          <Checkbox name="verified" label={text.verified} />
        </Form>
      </Fold>
    </StaffPage>
  )
}

interface PublicProps {
  shown: readonly Summary[]
  hidden: number
  /** Fewer are not told by themselves. */
  least: number
  total: { all: number; done: number; late: number }
  kinds: ReadonlyMap<Kind, number>
}

export function PublicSummaryPage({ shown, hidden, least, total, kinds }: PublicProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const at = `/i/${useRequest().institution?.slug ?? ''}`
  const complain = (
    <LinkButton href={`${at}/lapor`} tone="secondary">
      {text.publicSubmit}
    </LinkButton>
  )
  const reported = KINDS.reduce((sum, kind) => sum + (kinds.get(kind) ?? 0), 0)
  return (
    <PublicPage title={text.publicTitle} lead={text.publicLead} back={at} width="wide">
      {reported === 0 ? <EmptyState title={text.publicNone} body={text.publicNoneBody} action={complain} /> : null}
      {reported > 0 ? (
        <>
          <Grid size="small">
            {KINDS.map((kind) => (
              <Stat key={kind} label={text.kinds[kind]} value={format.number(kinds.get(kind) ?? 0)} />
            ))}
            {total.all >= least ? (
              <Stat
                label={text.recommendations}
                value={format.number(total.all)}
                note={text.publicDone(format.number(total.done), format.number(total.all))}
              />
            ) : null}
          </Grid>
          {shown.length > 0 ? (
            <DataTable
              caption={text.recommendations}
              stack
              rows={shown}
              columns={[
                { key: 'unit', label: text.unitShort, cell: (row) => row.unit },
                { key: 'total', label: text.recommendations, numeric: true, cell: (row) => format.number(row.total) },
                { key: 'done', label: text.board.done, numeric: true, cell: (row) => format.number(row.done) },
                {
                  key: 'rest',
                  label: text.remaining,
                  numeric: true,
                  cell: (row) => format.number(row.total - row.done),
                },
                { key: 'late', label: text.late, numeric: true, cell: (row) => format.number(row.late) },
              ]}
            />
          ) : null}
          {hidden > 0 ? <p class="hint">{text.publicFew(format.number(hidden))}</p> : null}
          <Actions>
            {complain}
            <LinkButton href={`${at}/kartu-nilai`} tone="quiet">
              {text.publicScores}
            </LinkButton>
          </Actions>
        </>
      ) : null}
    </PublicPage>
  )
}
