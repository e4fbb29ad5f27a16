import type { FormState } from '../../platform/http/input.ts'
import { seenOf } from '../../platform/http/seen.ts'
import {
  DateField,
  Facts,
  FieldGroup,
  FieldRow,
  Form,
  LinkButton,
  Notice,
  StaffPage,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { canChangeDesign } from './model.ts'
import type { Program } from './queries.ts'
import { waveMessages } from './wave-messages.ts'
import { waveField } from './waves.ts'

/** What the form of the waves shows. */
export function wavesSeen(units: readonly { id: string; starts_on: string | null }[]): string {
  return seenOf(...units.map(({ id, starts_on }) => [id, starts_on]))
}

export function WavesPage({ program, form }: { program: Program; form: FormState }) {
  const text = useMessages(waveMessages)
  const common = useMessages(messages)
  const crumbs = [
    { href: '/program', label: common.programs },
    { href: `/program/${program.id}`, label: program.title },
  ]
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={crumbs} form={form}>
      <Form
        action={`/program/${program.id}/gelombang`}
        form={form}
        submit={text.save}
        seen={wavesSeen(program.units)}
        secondary={
          <LinkButton href={`/program/${program.id}#rancangan`} tone="quiet">
            {common.cancel}
          </LinkButton>
        }
      >
        <FieldGroup title={text.units} hint={text.hint}>
          <FieldRow>
            {program.units.map((unit) => (
              <DateField
                name={waveField(unit.id)}
                label={unit.name}
                value={unit.starts_on ?? undefined}
                key={unit.id}
              />
            ))}
          </FieldRow>
        </FieldGroup>
      </Form>
    </StaffPage>
  )
}

/** The waves as they were agreed, with the door to change them while the design is open. */
export function Waves({ program, editable }: { program: Program; editable: boolean }) {
  const text = useMessages(waveMessages)
  const format = useFormat()
  if (program.design?.kind !== 'stepped_wedge') return null
  const dated = program.units.filter((unit) => unit.starts_on !== null)
  const units = program.units.length + program.comparison_unit_ids.length
  return (
    <>
      {dated.length === 0 ? (
        <Notice tone="warning">{text.none}</Notice>
      ) : (
        <Facts items={dated.map((unit) => ({ label: unit.name, value: format.date(unit.starts_on!) }))} />
      )}
      {units < 4 ? <Notice tone="info">{text.few}</Notice> : null}
      {editable && canChangeDesign(program.status) ? (
        <p>
          <LinkButton href={`/program/${program.id}/gelombang`} tone="secondary">
            {text.change}
          </LinkButton>
        </p>
      ) : null}
    </>
  )
}
