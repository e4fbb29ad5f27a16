import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icons.tsx'
import { uiMessages } from './messages.ts'
import { createContext, renderToString, useContext } from './render.ts'
import { RequestContext, type RequestInfo, useMessages } from './request.tsx'

/** What was typed and what is wrong with it, by field name; errors under `form` belong to no single field. */
export interface FormState {
  readonly values: Readonly<Record<string, string | readonly string[]>>
  readonly errors: Readonly<Record<string, string>>
  /** The submit's own key, kept over mistakes so that a repeat of it is known. */
  readonly key?: string | undefined
}

interface FormScope extends FormState {
  prefix: string
  /** In filters nothing is required, so nothing is marked as optional. */
  filter?: boolean
  /** This form was sent and stands here again: a box that is not among its values was left empty. */
  sent?: boolean
  /** Filled by the fields while they are rendered: their labels by name. */
  labels?: Map<string, string>
}

const EMPTY: FormScope = { values: {}, errors: {}, prefix: 'f' }

export const FormContext = createContext<FormScope>(EMPTY)

/** id, value and error of one field: what was typed wins over the page's default. */
export function useField(name: string, label?: ComponentChildren) {
  const { values, errors, prefix, labels, sent } = useContext(FormContext)
  if (labels && label !== undefined) labels.set(name, typeof label === 'string' ? label : '')
  const typed = values[name]
  const meanwhile = sent === true && errors['_seen'] !== undefined
  return { id: fieldId(prefix, name), typed, error: errors[name], sent: sent === true, meanwhile }
}

function fieldId(prefix: string, name: string): string {
  return `${prefix}-${name.replace(/[^\w-]+/g, '-')}`
}

export type ButtonTone = 'primary' | 'secondary' | 'danger' | 'quiet'

interface FormProps {
  action: string
  form?: FormState | undefined
  /** What happens, as a verb: "Kirim pengaduan". Leave out when the children bring their own buttons. */
  submit?: string | undefined
  tone?: ButtonTone | undefined
  /** True when the form has a file field. */
  upload?: boolean | undefined
  /** Keeps unsent text on this device under this name; give one to every long form. */
  draft?: string | undefined
  /** Sends the form here after each pause in typing; the address answers with JSON. */
  autosave?: string | undefined
  /** What this page showed of the record (`seenOf`), so that nothing somebody else changed since is lost unseen. */
  seen?: string | undefined
  /** Without a key of its own, because each sending counts: saving once more saves what is there now. */
  keyless?: boolean | undefined
  /** Needed only when two forms of one page have fields of the same name. */
  id?: string | undefined
  /** Beside the button: a link to leave, or a second way on. */
  secondary?: ComponentChildren
  children?: ComponentChildren
}

export function Form(props: FormProps) {
  const {
    action,
    form,
    submit,
    tone = 'primary',
    upload,
    draft,
    autosave,
    seen,
    keyless,
    id,
    secondary,
    children,
  } = props
  const request = useContext(RequestContext)
  const fallback = useContext(FallbackContext)
  const given: FormScope = { values: form?.values ?? {}, errors: form?.errors ?? {}, prefix: id ?? 'f' }
  const labels = labelsIn(children, given, request)
  const away = request.failed === true && beyond(action) !== beyond(request.path)
  const other = away && (id !== undefined || elsewhere(given.errors, labels, fallback))
  const scope = other
    ? { ...given, values: id ? {} : given.values, errors: {} }
    : { ...given, sent: request.failed === true && !away }
  return (
    <form
      method="post"
      action={action}
      class="form"
      noValidate
      encType={upload ? 'multipart/form-data' : undefined}
      data-once={!keyless}
      data-draft={draft}
      data-autosave={autosave}
    >
      {keyless ? null : <input type="hidden" name="_key" value={form?.key ?? globalThis.crypto.randomUUID()} />}
      {seen === undefined ? null : <input type="hidden" name="_seen" value={seen} />}
      <FormContext.Provider value={scope}>
        <ErrorSummary scope={scope} labels={labels} />
        {children}
      </FormContext.Provider>
      {submit || secondary ? (
        <div class="form-end">
          {submit ? (
            <button type="submit" class={`button button-${tone}`}>
              {submit}
            </button>
          ) : null}
          {secondary}
        </div>
      ) : null}
    </form>
  )
}

/** The summary stands above the fields and names each, so they are rendered once before for their labels. */
function labelsIn(children: ComponentChildren, scope: FormScope, request: RequestInfo): ReadonlyMap<string, string> {
  const labels = new Map<string, string>()
  if (Object.keys(scope.errors).length > 0)
    renderToString(
      <RequestContext.Provider value={request}>
        <FormContext.Provider value={{ ...scope, labels }}>{children}</FormContext.Provider>
      </RequestContext.Provider>,
    )
  return labels
}

function beyond(address: string): string {
  return address.replace(/[?#].*/, '')
}

/** True inside a page that tells by itself what none of its forms tells. */
export const FallbackContext = createContext(false)

/**
 * A page with several forms hands what was refused to all of them: one with an id of its own knows by its address that
 * it was another, one without by having none of the fields.
 */
function elsewhere(errors: FormState['errors'], labels: ReadonlyMap<string, string>, fallback: boolean): boolean {
  const fields = Object.keys(errors).filter((name) => !['_form', 'form', '_seen'].includes(name))
  return fields.length > 0 ? !fields.some((name) => labels.has(name)) : fallback
}

/** What was refused where no form of the page stands for it: a button alone, or a form that is gone by now. */
export function PageErrors({ form, children }: { form: FormState | undefined; children: ComponentChildren }) {
  const request = useContext(RequestContext)
  const inside = <FallbackContext.Provider value={true}>{children}</FallbackContext.Provider>
  if (!form || Object.keys(form.errors).length === 0) return inside
  const told = renderToString(<RequestContext.Provider value={request}>{inside}</RequestContext.Provider>)
  return (
    <>
      {told.includes('data-error-summary') ? null : (
        <ErrorSummary scope={{ values: {}, errors: form.errors, prefix: 'page' }} labels={new Map()} />
      )}
      {inside}
    </>
  )
}

export function ErrorSummary({ scope, labels }: { scope: FormScope; labels: ReadonlyMap<string, string> }) {
  const { errors, prefix } = scope
  const text = useMessages(uiMessages)
  // As the eye meets them: what belongs to no field first, then the fields in the page's own order.
  const places = [...labels.keys()]
  const entries = Object.entries(errors).sort(([one], [other]) => places.indexOf(one) - places.indexOf(other))
  if (entries.length === 0) return null
  return (
    // Without script the browser itself goes there, however far down the form stands.
    <div
      class="error-summary"
      role="alert"
      tabIndex={-1}
      autofocus
      data-error-summary
      aria-labelledby={`${prefix}-errors`}
    >
      <h2 id={`${prefix}-errors`}>{text.errorSummary}</h2>
      <ul>
        {entries.map(([name, message]) => {
          const label = labels.get(name)
          const said = label ? withLabel(label, message, text.named(label, message)) : message
          return <li key={name}>{label === undefined ? said : <a href={`#${fieldId(prefix, name)}`}>{said}</a>}</li>
        })}
      </ul>
    </div>
  )
}

/** Says nothing without its field, of the sentences that input.ts makes. */
const BARE =
  /^(?:Bagian ini|Isian ini|Pilih salah|Pilih paling|Tulis angka|Tulis paling|Paling|Terlalu|This|Choose|Must|Too|Enter a|Write at)\b/

/** "isi" is no word of "diisi". */
function saysWord(message: string, word: string): boolean {
  const letter = /\p{L}/u
  for (let at = message.indexOf(word); at >= 0; at = message.indexOf(word, at + 1))
    if (!letter.test(message[at - 1] ?? '') && !letter.test(message[at + word.length] ?? '')) return true
  return false
}

/** What names its field already stays as it is, and so does an answer to a question that says what to do. */
function withLabel(label: string, message: string, named: string): string {
  if (saysWord(message.toLowerCase(), label.toLowerCase().replace(/[.?!:]+$/, ''))) return message
  if (/[.?!:]$/.test(label)) return BARE.test(message) ? `${label} ${message}` : message
  return named === message ? `${label}: ${message}` : named
}

/** Fields that are read together side by side where there is room: a beginning and an end, a number and its unit. */
export function FieldRow({ children }: { children: ComponentChildren }) {
  return <div class="field-row">{children}</div>
}

/** A part of a long form under its own heading. */
export function FieldGroup({ title, hint, children }: { title: string; hint?: string; children: ComponentChildren }) {
  return (
    <fieldset class="field-group">
      <legend>{title}</legend>
      {hint ? <p class="hint">{hint}</p> : null}
      {children}
    </fieldset>
  )
}

interface ActionButtonProps {
  action: string
  label: string
  /** What the act is about, for whoever hears the same button once for each row. */
  about?: string | undefined
  tone?: ButtonTone | undefined
  icon?: IconName | undefined
  fields?: Readonly<Record<string, string>> | undefined
  /** Takes the focus when the page comes: only for the one next act of somebody who works through a queue. */
  focus?: boolean | undefined
}

/** One act as one button: a form of its own, so that it works without script. */
export function ActionButton({
  action,
  label,
  about,
  tone = 'secondary',
  icon,
  fields = {},
  focus = false,
}: ActionButtonProps) {
  return (
    <form method="post" action={action} class="inline-form" data-once>
      <input type="hidden" name="_key" value={globalThis.crypto.randomUUID()} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} key={name} />
      ))}
      <button type="submit" class={`button button-${tone}`} autofocus={focus}>
        {icon ? <Icon name={icon} /> : null}
        {label}
        {about ? <span class="visually-hidden">: {about}</span> : null}
      </button>
    </form>
  )
}

interface LinkButtonProps {
  href: string
  tone?: ButtonTone | undefined
  icon?: IconName | undefined
  newTab?: boolean | undefined
  /** Reaches it from anywhere on the page, with Alt; only for what is done many times a day. */
  accessKey?: string | undefined
  children: ComponentChildren
}

export function LinkButton({ href, tone = 'primary', icon, newTab, accessKey, children }: LinkButtonProps) {
  return (
    <a
      href={href}
      class={`button button-${tone}`}
      target={newTab ? '_blank' : undefined}
      rel={newTab ? 'noopener' : undefined}
      accesskey={accessKey}
    >
      {icon ? <Icon name={icon} /> : null}
      {children}
    </a>
  )
}
