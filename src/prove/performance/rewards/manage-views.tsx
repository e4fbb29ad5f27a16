import {
  ActionButton,
  Actions,
  Checkbox,
  DataTable,
  DateField,
  EmptyState,
  FieldRow,
  Fold,
  Form,
  type FormState,
  RadioGroup,
  RuleSource,
  RuleTable,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useMessages,
} from '../../../platform/ui/index.ts'
import { messages as shared } from '../messages.ts'
import { COMPUTED } from '../score.ts'
import { rewardMessages as messages } from './messages.ts'
import { KINDS } from './model.ts'
import type { RewardRow, Suggestion } from './queries.ts'
import { Criterion } from './views.tsx'

type ManageProps = {
  rewards: readonly RewardRow[]
  suggestions: readonly Suggestion[]
  today: string
  form: FormState
}

export function ManageRewards({ rewards, suggestions, today, form }: ManageProps) {
  const text = useMessages(messages)
  const names = useMessages(shared)
  return (
    <StaffPage title={text.manage} lead={text.manageLead} form={form}>
      <RuleTable
        caption={text.manage}
        rows={rewards}
        empty={<EmptyState title={text.noRewards} body={text.noRewardsBody} icon="star" />}
        columns={[
          { key: 'name', label: text.name, cell: (row) => row.name },
          { key: 'what', label: text.what, cell: (row) => <Criterion row={row} /> },
        ]}
        action={{
          key: 'end',
          label: text.act,
          action: true,
          cell: (row) => (
            <ActionButton
              action={`/penghargaan/kelola/${row.id}/henti`}
              label={text.end}
              about={row.name}
              tone="quiet"
            />
          ),
        }}
      />
      {suggestions.length > 0 ? (
        <DataTable
          stack
          caption={text.suggestions}
          rows={suggestions}
          columns={[
            { key: 'name', label: text.name, cell: (row) => row.name },
            { key: 'what', label: text.what, cell: (row) => <Criterion row={row} /> },
            { key: 'source', label: text.source, cell: (row) => <RuleSource rule={row} /> },
            {
              key: 'use',
              label: text.act,
              cell: (row) => (
                <Actions>
                  <ActionButton
                    action="/penghargaan/kelola"
                    label={text.use}
                    fields={{
                      kind: row.kind,
                      name: row.name,
                      criteria: row.criteria,
                      template: row.template_code ?? '',
                      threshold: row.threshold === null ? '' : String(row.threshold),
                      source: row.source,
                      valid_from: today,
                      verified: row.verified ? 'on' : '',
                    }}
                  />
                </Actions>
              ),
            },
          ]}
        />
      ) : null}
      <Fold action="/penghargaan/kelola" label={text.add} id="baru">
        <Form action="/penghargaan/kelola" form={form} submit={text.add}>
          <RadioGroup
            name="kind"
            legend={text.kind}
            options={KINDS.map((value) => ({ value, label: text.kinds[value] }))}
            layout="row"
            required
          />
          <TextField name="name" label={text.name} required />
          <TextArea name="criteria" label={text.what} rows={3} required />
          <FieldRow>
            <SelectField
              name="template"
              label={text.template}
              options={COMPUTED.map((code) => ({ value: code, label: names.templates[code] }))}
            />
            <TextField
              name="threshold"
              label={text.threshold}
              hint={text.thresholdHint}
              inputmode="decimal"
              width="short"
            />
          </FieldRow>
          <TextField name="source" label={text.source} required />
          <DateField name="valid_from" label={text.since} value={today} required />
          <Checkbox name="verified" label={text.check} />
        </Form>
      </Fold>
    </StaffPage>
  )
}
