import type { ComponentChildren } from 'preact'
import { jsxAttr, jsxEscape, jsxTemplate } from 'preact/jsx-runtime'
import { formatBytes } from '../i18n.ts'
import { PageScript } from './document.tsx'
import { FormContext, useField } from './form.tsx'
import { uiMessages } from './messages.ts'
import { useContext } from './render.ts'
import { useMessages, useRequest } from './request.tsx'

export interface FieldProps {
  name: string
  label: string
  hint?: ComponentChildren
  /** A field that is not required says so beside its label. */
  required?: boolean | undefined
  /** The default; what was typed wins over it. */
  value?: string | number | null | undefined
}

type FieldWidth = 'short' | 'medium' | 'full'

function single(typed: string | readonly string[] | undefined, value: FieldProps['value']): string {
  if (typed !== undefined) return typeof typed === 'string' ? typed : (typed[0] ?? '')
  return value === null || value === undefined ? '' : String(value)
}

/** Label, hint and error around one control, tied together for screen readers. */
function useControl(props: Pick<FieldProps, 'name' | 'label' | 'hint' | 'required' | 'value'>) {
  const { name, label, hint, required, value } = props
  const field = useField(name, label)
  const { meanwhile, typed } = field
  const differs =
    meanwhile && typed !== undefined && single(undefined, value) !== single(typed, value).replaceAll('\r\n', '\n')
  const parts = [hint ? 'hint' : '', field.error ? 'error' : '', differs ? 'stored' : ''].filter(Boolean)
  const described = parts.map((part) => `${field.id}-${part}`).join(' ')
  return {
    ...field,
    stored: differs ? single(undefined, value) : undefined,
    attributes: {
      id: field.id,
      name,
      required: required ?? false,
      'aria-describedby': described || undefined,
      'aria-invalid': field.error ? ('true' as const) : undefined,
    },
  }
}

interface FieldFrameProps extends Omit<FieldProps, 'value' | 'name'> {
  id: string
  error: string | undefined
  /** What somebody else has written here meanwhile. */
  stored?: string | undefined
  children: ComponentChildren
}

function FieldFrame({ id, label, hint, error, stored, required, children }: FieldFrameProps) {
  return (
    <div class={error ? 'field field-error' : 'field'}>
      <label for={id} class="label">
        {label}
        <Optional required={required} />
      </label>
      <FieldNotes id={id} hint={hint} error={error} />
      {children}
      {stored === undefined ? null : <Stored id={id} value={stored} />}
    </div>
  )
}

export function Stored({ id, value }: { id: string; value: string }) {
  const text = useMessages(uiMessages)
  return (
    <p class="field-stored" id={`${id}-stored`}>
      <strong>{text.storedNow}</strong> {value === '' ? text.storedEmpty : value}
    </p>
  )
}

export function Optional({ required }: { required: boolean | undefined }) {
  const text = useMessages(uiMessages)
  const { filter } = useContext(FormContext)
  return required || filter ? null : <span class="optional"> ({text.optional})</span>
}

export function FieldNotes({ id, hint, error }: { id: string; hint: ComponentChildren; error: string | undefined }) {
  const text = useMessages(uiMessages)
  return (
    <>
      {hint ? (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
      {error ? (
        <p class="error" id={`${id}-error`}>
          <span class="visually-hidden">{text.errorPrefix}: </span>
          {error}
        </p>
      ) : null}
    </>
  )
}

interface TextFieldProps extends FieldProps {
  type?: 'text' | 'email' | 'tel' | 'url' | 'password' | 'number' | 'search' | 'time' | 'month' | undefined
  autocomplete?: string | undefined
  inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'url' | 'search' | undefined
  width?: FieldWidth | undefined
  /** A unit in front of or behind the control: "Rp", "%". */
  before?: string | undefined
  after?: string | undefined
  spellcheck?: boolean | undefined
  /** The page is opened to fill in this field, many times a day. */
  autofocus?: boolean | undefined
  /** Offered while typing, by the browser itself; anything else may be typed too. */
  suggestions?: readonly string[] | undefined
}

export function TextField(props: TextFieldProps) {
  const { label, hint, type = 'text', autocomplete, inputmode, width = 'full', required } = props
  const { id, typed, error, stored, attributes } = useControl(props)
  // The types know one role set per literal type; all of these share the text box's.
  const kind = (type === 'number' ? 'text' : type) as 'text'
  const input = (
    <input
      {...attributes}
      type={kind}
      inputMode={inputmode ?? (type === 'number' ? 'decimal' : undefined)}
      autoComplete={autocomplete}
      autofocus={props.autofocus}
      spellcheck={props.spellcheck ?? (type === 'text' && autocomplete === undefined)}
      class={`control control-${width}`}
      value={type === 'password' ? '' : single(typed, props.value)}
      list={props.suggestions ? `${id}-list` : undefined}
    />
  )
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} stored={stored} required={required}>
      {props.before || props.after ? (
        <div class="affix">
          {props.before ? <span class="affix-text">{props.before}</span> : null}
          {input}
          {props.after ? <span class="affix-text">{props.after}</span> : null}
        </div>
      ) : (
        input
      )}
      {props.suggestions ? (
        <datalist id={`${id}-list`}>
          {props.suggestions.map((one) => (
            <option value={one} key={one} />
          ))}
        </datalist>
      ) : null}
    </FieldFrame>
  )
}

/** For a code or number that somebody copies from paper or a letter. */
export function CodeField(props: { name: string; label: string; hint: string }) {
  return <TextField {...props} width="medium" autocomplete="off" spellcheck={false} required />
}

interface TextAreaProps extends FieldProps {
  rows?: number | undefined
  /** Said under the field and counted down while typing. */
  maxLength?: number | undefined
  /** Leaves out "(optional)" where the hint says when it is needed. */
  quiet?: boolean | undefined
}

export function TextArea({ name, label, hint, required, value, rows = 5, maxLength, quiet }: TextAreaProps) {
  const { id, typed, error, stored, attributes } = useControl({ name, label, hint, required, value })
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} stored={stored} required={required || quiet}>
      <textarea {...attributes} rows={rows} class="control control-full" data-count={maxLength}>
        {/* The parser swallows the first line break, which may be the reader's own. */}
        {`\n${single(typed, value)}`}
      </textarea>
    </FieldFrame>
  )
}

export interface Option {
  value: string
  label: string
  hint?: ComponentChildren
  /** In boxes and circles a small heading where it differs from that of the option before; in a list its group. */
  group?: string | undefined
}

interface SelectFieldProps extends FieldProps {
  options: readonly Option[]
  /** Text of the empty first choice; null leaves it out. */
  placeholder?: string | null | undefined
  width?: FieldWidth | undefined
}

export function SelectField(props: SelectFieldProps) {
  const { name, label, hint, required, value, options, placeholder, width = 'full' } = props
  const text = useMessages(uiMessages)
  const told = required && options.length === 0 ? text.noChoice : hint
  const { id, typed, error, stored, attributes } = useControl({ name, label, hint: told, required, value })
  const chosen = single(typed, value)
  const before = stored && (options.find((one) => one.value === stored)?.label ?? stored)
  return (
    <FieldFrame id={id} label={label} hint={told} error={error} stored={before} required={required}>
      <select {...attributes} class={`control control-${width}`}>
        {placeholder === null ? null : option('', placeholder ?? text.choose, chosen)}
        {options.some((one) => one.group) ? grouped(options, chosen) : listed(options, chosen)}
      </select>
    </FieldFrame>
  )
}

function listed(options: readonly Option[], chosen: string) {
  return options.map(({ value, label }) => option(value, label, chosen))
}

function grouped(options: readonly Option[], chosen: string) {
  return [...Map.groupBy(options, (one) => one.group ?? '')].map(([group, own]) => (
    <optgroup label={group} key={group}>
      {listed(own, chosen)}
    </optgroup>
  ))
}

/** So many letters of a rule's words that an option stays in one line. */
export function shortened(words: string): string {
  return words.length > 80 ? `${words.slice(0, 78).trimEnd()}…` : words
}

const OPTION = ['<option ', '>', '</option>']

/** A page has hundreds of them: as a template each costs a quarter of what an element costs. */
function option(value: string, label: string, chosen: string) {
  const attributes = `${jsxAttr('value', value)}${value === chosen ? ' selected' : ''}`
  return jsxTemplate(OPTION, attributes, jsxEscape(label))
}

/** Sends YYYY-MM-DD; browsers show it the way their owner reads dates. */
export function DateField({
  name,
  label,
  hint,
  required,
  value,
  min,
  max,
}: FieldProps & { min?: string | undefined; max?: string | undefined }) {
  const { id, typed, error, stored, attributes } = useControl({ name, label, hint, required, value })
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} stored={stored} required={required}>
      <input
        {...attributes}
        type="date"
        class="control control-medium"
        value={single(typed, value)}
        min={min}
        max={max}
      />
    </FieldFrame>
  )
}

interface FileFieldProps extends Omit<FieldProps, 'value'> {
  /** As in HTML: "image/*,.pdf" */
  accept?: string | undefined
  /** Said before a file is chosen. */
  maxBytes: number
  multiple?: boolean | undefined
  /** One more of the field before it, which has said what a document must not hold. */
  another?: boolean | undefined
}

/**
 * With script, the file goes ahead in pieces and its id comes with the form as `name.resumed`; after a mistake at this
 * field it goes along in one.
 */
export function FileField({ name, label, hint, required, accept, maxBytes, multiple, another }: FileFieldProps) {
  const text = useMessages(uiMessages)
  const { language, institution } = useRequest()
  const { typed: held, sent } = useField(`${name}.resumed`)
  const size = text.maxSize(formatBytes(maxBytes, language))
  // What is refused inside a document is said before somebody sends it over a slow line.
  const plain = !another && accept?.includes('pdf') && text.plainPdf
  const said = [hint, size, plain].filter(Boolean).flatMap((part, at) => (at > 0 ? [' ', part] : [part]))
  const note = said.length > 0 ? said : undefined
  const { id, error, attributes } = useControl({ name, label, hint: note, required })
  return (
    <FieldFrame id={id} label={label} hint={note} error={error} required={required}>
      <input
        {...attributes}
        type="file"
        class="control control-file"
        accept={accept}
        multiple={multiple}
        data-max-bytes={maxBytes}
        data-upload={institution && !multiple && !error ? `/i/${institution.slug}/unggah` : undefined}
      />
      {held && typeof held === 'string' && !error ? (
        <>
          <HiddenField name={`${name}.resumed`} value={held} />
          <p class="hint">{text.uploadHeld}</p>
        </>
      ) : sent && !error ? (
        <p class="hint">{text.uploadAgain}</p>
      ) : null}
      <PageScript name="upload" />
    </FieldFrame>
  )
}

export function HiddenField({ name, value }: { name: string; value: string }) {
  return <input type="hidden" name={name} value={value} />
}
