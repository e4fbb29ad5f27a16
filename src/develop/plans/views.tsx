import type { FormState } from '../../platform/http/input.ts'
import { seenOf } from '../../platform/http/seen.ts'
import {
  ActionButton,
  Actions,
  Badge,
  DateField,
  EmptyState,
  Facts,
  Form,
  ListTable,
  Notice,
  RadioGroup,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import type { State } from './model.ts'
import type { ItemRow } from './queries.ts'

const TONES = { proposed: 'warning', agreed: 'info', reached: 'success', dropped: 'neutral' } as const

function StateBadge({ state }: { state: State }) {
  const t = useMessages(messages)
  return <Badge tone={TONES[state]}>{t.states[state]}</Badge>
}

type OwnProps = {
  /** Undefined for an account without an employee. */
  items: readonly ItemRow[] | undefined
  competencies: readonly { id: string; name: string }[]
  today: string
  form: FormState
}

export function OwnPage({ items, competencies, today, form }: OwnProps) {
  const t = useMessages(messages)
  const format = useFormat()
  if (!items)
    return (
      <StaffPage title={t.title}>
        <Notice tone="info">
          <p>{t.noEmployee}</p>
        </Notice>
      </StaffPage>
    )
  const names = new Map(competencies.map((one) => [one.id, one.name]))
  return (
    <StaffPage title={t.title} lead={t.lead} form={form}>
      {items.length === 0 ? (
        <EmptyState title={t.none} body={t.noneBody} icon="star" />
      ) : (
        <ListTable
          stack
          caption={t.title}
          captionHidden
          rows={items}
          columns={[
            {
              key: 'aim',
              label: t.aim,
              cell: (row) => (
                <>
                  {row.aim}
                  {row.competency_id ? <small> {names.get(row.competency_id)}</small> : null}
                </>
              ),
            },
            { key: 'due', label: t.due, cell: (row) => format.shortDate(row.due_on) },
            { key: 'state', label: t.state, cell: (row) => <StateBadge state={row.state} /> },
            { key: 'note', label: t.note, cell: (row) => row.note ?? '–' },
            {
              key: 'act',
              label: t.act,
              action: true,
              cell: (row) => (
                <Actions>
                  {(row.state === 'proposed' || row.state === 'agreed'
                    ? (['reached', 'dropped'] as const)
                    : (['proposed'] as const)
                  ).map((state) => (
                    <ActionButton
                      key={state}
                      action={`/rencana-diri/${row.id}`}
                      label={state === 'reached' ? t.reach : state === 'dropped' ? t.drop : t.again}
                      fields={{ state }}
                      tone="quiet"
                    />
                  ))}
                </Actions>
              ),
            },
          ]}
        />
      )}
      <Section title={t.add} id="tambah">
        <Form action="/rencana-diri" form={form} submit={t.add}>
          <TextField name="aim" label={t.aim} hint={t.aimHint} required />
          <SelectField
            name="competency"
            label={t.competency}
            placeholder={t.competencyNone}
            options={competencies.map((one) => ({ value: one.id, label: one.name }))}
          />
          <DateField name="due_on" label={t.due} min={today} required />
        </Form>
        <p>
          <a href="/refleksi#tujuan">{t.reflection}</a>
        </p>
      </Section>
    </StaffPage>
  )
}

export function BelowPage({ items }: { items: readonly ItemRow[] }) {
  const t = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage title={t.below} lead={t.belowLead}>
      {items.length === 0 ? (
        <EmptyState title={t.belowNone} body={t.belowNoneBody} icon="person" />
      ) : (
        <ListTable
          stack
          caption={t.below}
          captionHidden
          rows={items}
          columns={[
            { key: 'person', label: t.person, by: (row) => row.person, cell: (row) => row.person },
            { key: 'aim', label: t.aim, cell: (row) => <a href={`/rencana-diri/bawahan/${row.id}`}>{row.aim}</a> },
            { key: 'due', label: t.due, by: (row) => row.due_on, cell: (row) => format.shortDate(row.due_on) },
            { key: 'state', label: t.state, cell: (row) => <StateBadge state={row.state} /> },
          ]}
        />
      )}
    </StaffPage>
  )
}

export function AnswerPage({ item, form }: { item: ItemRow; form: FormState }) {
  const t = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage
      title={t.answerOf(item.person)}
      badge={<StateBadge state={item.state} />}
      crumbs={[{ href: '/rencana-diri/bawahan', label: t.below }]}
      form={form}
    >
      <Facts
        items={[
          { label: t.aim, value: item.aim },
          { label: t.due, value: format.date(item.due_on) },
        ]}
      />
      <Form action={`/rencana-diri/bawahan/${item.id}`} form={form} submit={t.send} seen={seenOf(item)}>
        <RadioGroup
          name="agreed"
          legend={t.agreed}
          layout="row"
          options={[
            { value: 'yes', label: t.yes },
            { value: 'no', label: t.no },
          ]}
          required
        />
        <TextArea name="note" label={t.noteLabel} hint={t.noteHint} value={item.note ?? ''} maxLength={1000} />
      </Form>
    </StaffPage>
  )
}
