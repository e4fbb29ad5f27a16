import { type ComponentChildren, Fragment, isValidElement, type VNode } from 'preact'

/**
 * Preact's elements written as HTML: function components, fragments, precompiled templates and contexts. There is no
 * state, no effect and no class on the server, and without the bookkeeping for them a page costs half the memory and
 * half the time. What comes out is letter by letter what preact-render-to-string writes (render.test.tsx).
 */
export function renderToString(node: ComponentChildren): string {
  const begin = count
  try {
    write(node)
    return pieces.slice(begin, count).join('')
  } finally {
    count = begin
    if (begin === 0) forget()
  }
}

/** Rendering never waits, so what is written now lies in one place, and a rendering within another begins where it is. */
let pieces: string[] = []
let count = 0
let chosen: unknown

/** A page of ordinary size uses the same room as the last one. */
const ROOM = 20_000

function forget(): void {
  chosen = undefined
  if (pieces.length > ROOM) pieces = []
}

function put(text: string): void {
  if (text !== '') pieces[count++] = text
}

export type RenderContext<T> = {
  /** Gives everything within it this value. */
  readonly Provider: (props: { value: T; children?: ComponentChildren }) => VNode
}
const values = new WeakMap<object, { value: unknown }>()

export function createContext<T>(initial: T): RenderContext<T> {
  const Provider = ({ children }: { value: T; children?: ComponentChildren }) => children as VNode
  values.set(Provider, { value: initial })
  return { Provider }
}

export function useContext<T>(context: RenderContext<T>): T {
  return values.get(context.Provider)!.value as T
}

type Component = (props: unknown) => ComponentChildren
type Props = Readonly<Record<string, unknown>>

function write(node: ComponentChildren): void {
  if (node === null || node === undefined || typeof node === 'boolean' || typeof node === 'function') return
  if (typeof node === 'string') put(escaped(node))
  else if (typeof node !== 'object') put(String(node))
  else if (Array.isArray(node)) for (const child of node) write(child)
  // Only what JSX made is an element: data that looks like one writes nothing.
  else if (isValidElement(node)) writeNode(node)
}

function writeNode(node: VNode): void {
  const type = node.type as string | Component
  const given = node.props as Props
  if (typeof type === 'string') writeElement(type, given)
  else if ((type as unknown) !== Fragment) writeComponent(type, given)
  else if ('tpl' in given) writeTemplate(given)
  else write(given['children'] as VNode)
}

function writeComponent(type: Component, props: Props): void {
  const held = values.get(type)
  if (!held) {
    write(type(props))
    return
  }
  const outside = held.value
  held.value = props['value']
  try {
    write(props['children'] as VNode)
  } finally {
    held.value = outside
  }
}

/** Texts that stay as they are with what lies between them: elements, or strings that are escaped already. */
function writeTemplate(props: Props): void {
  const texts = props['tpl'] as readonly string[]
  const between = (props['exprs'] ?? []) as readonly unknown[]
  for (const [index, text] of texts.entries()) {
    put(text)
    const value = between[index]
    if (value === null || value === undefined) continue
    if (typeof value === 'object') write(value as VNode)
    else put(String(value))
  }
}

const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
const UNSAFE = /[\s/='"\0<>\\]/

function writeElement(type: string, props: Props): void {
  if (UNSAFE.test(type)) throw new Error(`${type} is no name of an element`)
  put('<')
  put(type)
  let children: unknown
  const outside = chosen
  for (const name in props) {
    const value = props[name]
    if (name === 'key' || name === 'ref' || typeof value === 'function') continue
    if (name === 'children' || (name === 'value' && type === 'textarea')) children = value
    else if (name === 'value' && type === 'select') chosen = value
    else {
      if (name === 'value' && type === 'option' && chosen === value && !('selected' in props)) put(' selected')
      writeAttribute(name, value)
    }
  }
  const begin = count + 1
  put('>')
  write(children as VNode)
  chosen = outside
  if (count === begin && VOID.has(type)) {
    pieces[begin - 1] = '/>'
    return
  }
  put('</')
  put(type)
  put('>')
}

function writeAttribute(name: string, value: unknown): void {
  if (value === null || value === undefined) return
  const known = attributes.get(name) ?? attributeOf(name)
  if (known.text === '') return
  const isSwitch = typeof value === 'boolean' && !known.enumerated
  if (isSwitch || value === '') {
    if (value !== false) put(known.bare)
    return
  }
  put(known.text)
  put(escaped(String(value)))
  put('"')
}

/** How a property is written: alone, before a value, and whether true and false are values of it. */
type Attribute = { readonly bare: string; readonly text: string; readonly enumerated: boolean }
const attributes = new Map<string, Attribute>()
const ENUMERATED = new Set(['draggable', 'spellcheck'])
const AS_WRITTEN = new Set(['viewBox'])
const RENAMED: Readonly<Record<string, string>> = { htmlFor: 'for', className: 'class' }

function attributeOf(property: string): Attribute {
  const name = RENAMED[property] ?? (AS_WRITTEN.has(property) ? property : property.toLowerCase())
  const enumerated = name[4] === '-' || ENUMERATED.has(name)
  const made = UNSAFE.test(name)
    ? { bare: '', text: '', enumerated }
    : { bare: ` ${name}`, text: ` ${name}="`, enumerated }
  // Names come from the code; one that is made of data must not fill the memory.
  if (attributes.size < 1000) attributes.set(property, made)
  return made
}

const TO_ESCAPE = /["&<]/
const ESCAPES: Readonly<Record<string, string>> = { '"': '&quot;', '&': '&amp;', '<': '&lt;' }

function escaped(text: string): string {
  return TO_ESCAPE.test(text) ? text.replaceAll(/["&<]/g, (letter) => ESCAPES[letter]!) : text
}
