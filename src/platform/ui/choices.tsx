import type { ComponentChildren } from 'preact'
import { FieldNotes, type Option, Optional, Stored } from './fields.tsx'
import { useField } from './form.tsx'
import { uiMessages } from './messages.ts'
import { useMessages } from './request.tsx'

interface GroupProps {
  name: string
  legend: string
  options: readonly Option[]
  hint?: ComponentChildren
  required?: boolean | undefined
  /** Leaves out "(optional)", for a long list of questions that says it once above. */
  quiet?: boolean | undefined
  /** 'row' for short answers side by side on wide screens, 'scale' for ratings. */
  layout?: 'column' | 'row' | 'scale' | undefined
}

interface RadioGroupProps extends GroupProps {
  value?: string | null | undefined
}

export function RadioGroup({ value, ...group }: RadioGroupProps) {
  const { typed, sent } = useField(group.name)
  const chosen = typed === undefined ? (sent ? undefined : value) : typeof typed === 'string' ? typed : typed[0]
  return <Group {...group} type="radio" chosen={chosen ? [chosen] : []} stored={value ? [value] : []} />
}

interface CheckboxGroupProps extends GroupProps {
  value?: readonly string[] | undefined
  /** Each group behind its name and how many of it are ticked, for lists too long to be read through. */
  parts?: boolean | undefined
}

export function CheckboxGroup({ value, ...group }: CheckboxGroupProps) {
  const { typed, sent } = useField(group.name)
  const chosen = typed === undefined ? (sent ? [] : (value ?? [])) : typeof typed === 'string' ? [typed] : typed
  return <Group {...group} type="checkbox" chosen={chosen} stored={value ?? []} />
}

type PartProps = {
  title: string
  state: ComponentChildren
  /** Where one goes on, what was looked for, and wherever something is to be mended. */
  open?: boolean | undefined
  id?: string | undefined
  /** A part of a page rather than of a form: its name is a heading of this rank, what it holds stands beneath. */
  heading?: 'h2' | 'h3' | undefined
  children: ComponentChildren
}

/** A part of a long form or page behind its name and what it holds, so that a phone shows where one is. */
export function Part({ title, state, open = false, id, heading: Heading, children }: PartProps) {
  return (
    <details class={Heading ? 'part part-page' : 'part'} open={open} id={id}>
      <summary>
        {Heading ? (
          <>
            <Heading class="part-title">{title}</Heading>
            <span class="part-words">{state}</span>
          </>
        ) : (
          <>
            <span class="part-title">{title}</span>
            <span class="part-state">{state}</span>
          </>
        )}
      </summary>
      <div class="part-body">{children}</div>
    </details>
  )
}

type Chosen = {
  type: 'radio' | 'checkbox'
  chosen: readonly string[]
  stored: readonly string[]
  parts?: boolean | undefined
}

function Group(props: GroupProps & Chosen) {
  const { name, legend, options, hint, required, quiet, layout = 'column', type, chosen, stored, parts } = props
  const { id, error, meanwhile } = useField(name, legend)
  const text = useMessages(uiMessages)
  const labelsOf = (values: readonly string[]) =>
    options.flatMap((one) => (values.includes(one.value) ? [one.label] : [])).join(', ')
  const differs = meanwhile && labelsOf(stored) !== labelsOf(chosen)
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  const boxOf = (option: Option) => {
    const index = options.indexOf(option)
    const optionId = index === 0 ? id : `${id}-${index + 1}`
    return (
      <div class="choice" key={option.value}>
        <input
          type={type}
          id={optionId}
          name={name}
          value={option.value}
          checked={chosen.includes(option.value)}
          required={type === 'radio' && required ? true : undefined}
          aria-describedby={option.hint ? `${optionId}-about` : undefined}
        />
        <label for={optionId}>{option.label}</label>
        {option.hint ? (
          <div class="hint" id={`${optionId}-about`}>
            {option.hint}
          </div>
        ) : null}
      </div>
    )
  }
  return (
    <fieldset class={error ? 'field field-error' : 'field'} aria-describedby={described || undefined}>
      <legend class="label">
        {legend}
        <Optional required={required || quiet} />
      </legend>
      <FieldNotes id={id} hint={hint} error={error} />
      {parts ? (
        <div class="choices-parts">
          {[...Map.groupBy(options, ({ group }) => group ?? '')].map(([group, own], at) => {
            const ticked = own.filter(({ value }) => chosen.includes(value)).length
            return (
              <Part
                title={group}
                state={text.tickedOf(ticked, own.length)}
                open={ticked > 0 || (at === 0 && error !== undefined)}
                key={group}
              >
                <div class={`choices choices-${layout}`}>{own.map(boxOf)}</div>
              </Part>
            )
          })}
        </div>
      ) : (
        <div class={`choices choices-${layout}`}>
          {options.map((option, index) => {
            const begins = option.group && option.group !== options[index - 1]?.group
            return begins ? [<p class="choices-title">{option.group}</p>, boxOf(option)] : boxOf(option)
          })}
        </div>
      )}
      {differs ? <Stored id={id} value={labelsOf(stored)} /> : null}
    </fieldset>
  )
}

interface CheckboxProps {
  name: string
  label: ComponentChildren
  hint?: ComponentChildren
  /** What is sent when ticked. */
  value?: string | undefined
  checked?: boolean | undefined
  required?: boolean | undefined
}

export function Checkbox({ name, label, hint, value = 'on', checked = false, required }: CheckboxProps) {
  const { id, typed, error, sent, meanwhile } = useField(name, label)
  const text = useMessages(uiMessages)
  const ticked =
    typed === undefined ? checked && !sent : typeof typed === 'string' ? typed === value : typed.includes(value)
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div class={error ? 'field field-error' : 'field'}>
      <FieldNotes id={id} hint={undefined} error={error} />
      <div class="choice">
        <input
          type="checkbox"
          id={id}
          name={name}
          value={value}
          checked={ticked}
          required={required ?? false}
          aria-invalid={error ? 'true' : undefined}
          aria-describedby={described || undefined}
        />
        <label for={id}>{label}</label>
        {hint ? (
          <div class="hint" id={`${id}-hint`}>
            {hint}
          </div>
        ) : null}
      </div>
      {meanwhile && ticked !== checked ? <Stored id={id} value={text.storedBox(checked)} /> : null}
    </div>
  )
}
