import {
  Form,
  type FormState,
  LinkButton,
  Part,
  RuleFields,
  RuleHistory,
  RulesToday,
  Section,
  SelectField,
  StaffPage,
  TextField,
  Unverified,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import type { MapName, Weight, WeightChange } from './mapping-queries.ts'
import { messages } from './messages.ts'

const FORM = { competency: '/sinyal/pemetaan/ubah', element: '/sinyal/pemetaan/unsur' } as const

type Shown = {
  rows: readonly Weight[]
  changes: readonly WeightChange[]
  nameOf: (side: 'from' | 'to', value: string) => string
}

export function MappingPage({ maps }: { maps: Readonly<Record<MapName, Shown>> }) {
  const text = useMessages(messages)
  const nameOf = (key: string) => {
    const [map = '', from = '', to = ''] = key.split(':')
    const one = maps[map as MapName].nameOf
    return `${one('from', from)} → ${one('to', to)}`
  }
  return (
    <StaffPage title={text.mappingTitle} lead={text.mappingLead} crumbs={[{ href: '/sinyal', label: text.title }]}>
      <WeightMap name="competency" id="kompetensi" {...maps.competency} />
      <WeightMap name="element" id="unsur" {...maps.element} />
      <RuleHistory
        rows={[...maps.competency.changes, ...maps.element.changes].toSorted((a, b) => b.at.getTime() - a.at.getTime())}
        nameOf={nameOf}
      />
    </StaffPage>
  )
}

/** One part for each left side: closed it says what it weighs, open what that rests on. */
function WeightMap({ name, id, rows, nameOf }: Shown & { name: MapName; id: string }) {
  const text = useMessages(messages)
  const format = useFormat()
  const { permissions } = useRequest()
  const may = permissions.has('signal.map')
  const froms = [...new Set(rows.map((row) => row.from))].toSorted((a, b) =>
    nameOf('from', a).localeCompare(nameOf('from', b)),
  )
  return (
    <Section
      title={text.maps[name].title}
      lead={text.maps[name].lead}
      id={id}
      actions={
        may ? (
          <LinkButton href={FORM[name]} tone="secondary">
            {text.change}
          </LinkButton>
        ) : undefined
      }
    >
      {froms.map((from) => {
        const weights = rows.filter((row) => row.from === from)
        return (
          <Part
            key={from}
            heading="h3"
            title={nameOf('from', from)}
            state={
              <>
                {weights.map((row) => `${nameOf('to', row.to)} ${format.number(row.weight, 2)}`).join('; ')}{' '}
                <Unverified rule={{ verified: weights.every((row) => row.verified) }} />
              </>
            }
          >
            <RulesToday
              caption={`${text.maps[name].title}: ${nameOf('from', from)}`}
              rows={weights.map((row) => ({ ...row, key: nameOf('to', row.to), value: row.weight }))}
              nameOf={(key) => key}
              amountOf={(row) => format.number(row.value, 2)}
              action={
                may
                  ? {
                      key: 'change',
                      label: text.change,
                      action: true,
                      cell: (row) => (
                        <a
                          href={`${FORM[name]}?from=${encodeURIComponent(row.from)}&to=${encodeURIComponent(row.to)}`}
                          aria-label={`${text.change}: ${nameOf('from', row.from)} → ${row.key}`}
                        >
                          {text.changeOne}
                        </a>
                      ),
                    }
                  : undefined
              }
            />
          </Part>
        )
      })}
    </Section>
  )
}

type FormProps = {
  name: MapName
  sides: Readonly<Record<'from' | 'to', readonly { value: string; label: string }[]>>
  chosen: { from?: string | undefined; to?: string | undefined; weight?: number | undefined }
  today: string
  form: FormState
}

export function MappingFormPage({ name, sides, chosen, today, form }: FormProps) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage
      title={text.maps[name].form}
      form={form}
      crumbs={[
        { href: '/sinyal', label: text.title },
        { href: '/sinyal/pemetaan', label: text.mapping },
      ]}
    >
      <Form action={FORM[name]} form={form} submit={text.saveWeight}>
        <SelectField name="from" required label={text.maps[name].from} value={chosen.from} options={sides.from} />
        <SelectField name="to" required label={text.maps[name].to} value={chosen.to} options={sides.to} />
        <TextField
          name="weight"
          required
          label={text.weight}
          hint={text.weightHint}
          inputmode="decimal"
          width="short"
          value={chosen.weight === undefined ? undefined : format.number(chosen.weight)}
        />
        <RuleFields today={today} />
      </Form>
    </StaffPage>
  )
}
