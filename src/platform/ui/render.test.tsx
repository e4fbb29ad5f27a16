import fc from 'fast-check'
import { type ComponentChildren, Fragment, h, type VNode } from 'preact'
import { jsxAttr, jsxEscape, jsxTemplate } from 'preact/jsx-runtime'
import { renderToString as oracle } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { createContext, renderToString, useContext } from './render.ts'

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('', '<script>alert(1)</script>', '"&\'<>', '&amp;', 'Anda · 12 – 13', '\0'),
)
const scalar = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant(undefined))
const attributes = fc.dictionary(
  fc.constantFrom(
    ...['class', 'id', 'href', 'title', 'hidden', 'disabled', 'checked', 'value', 'tabIndex', 'maxLength', 'colSpan'],
    ...['dateTime', 'aria-hidden', 'aria-label', 'data-once', 'data-href', 'noValidate', 'encType', 'title', 'key'],
    ...['autoComplete', 'inputMode', 'draggable', 'spellcheck', 'htmlFor', 'bad name', 'a"b', 'xmlns', 'lang'],
  ),
  scalar,
)
const props = attributes.map((given) => ({ ...given, onClick: () => 'called' }))
const tag = fc.constantFrom('p', 'a', 'td', 'ul', 'input', 'br', 'img', 'button', 'textarea', 'section', 'b', 'label')

const { tree } = fc.letrec<{ tree: ComponentChildren; many: ComponentChildren }>((tie) => ({
  many: fc.array(tie('tree'), { maxLength: 4 }),
  tree: fc.oneof(
    { maxDepth: 5 },
    scalar,
    fc.tuple(tag, props, tie('many')).map(([type, given, children]) => h(type, given, children)),
    fc.tuple(tag, props).map(([type, given]) => h(type, given)),
    tie('many').map((children) => h(Fragment, null, children)),
    tie('many'),
    fc.tuple(tie('tree'), text).map(([children, title]) => h(Titled, { title }, children)),
    fc
      .tuple(text, scalar, tie('tree'))
      .map(([title, label, child]) =>
        jsxTemplate(TEMPLATE, jsxAttr('title', title), jsxEscape(label) as string, child as VNode),
      ),
  ),
}))

const TEMPLATE = ['<i ', '>', ' ', '</i>']

function Titled({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <>
      <h2 title={title}>{title}</h2>
      {children}
      {null}
    </>
  )
}

test('writes what preact-render-to-string writes, letter by letter', () => {
  fc.assert(
    fc.property(tree, (node) => {
      expect(renderToString(node)).toBe(oracle(h(Fragment, null, node)))
    }),
    { numRuns: 400 },
  )
})

test('a choice is marked in its list and in no other', () => {
  const list = (value: string) => (
    <select value={value}>
      <option value="a">A</option>
      <optgroup label="b">
        <option value="b">B</option>
      </optgroup>
    </select>
  )
  const page = (
    <>
      {list('b')}
      <option value="b">outside</option>
      {list('a')}
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <path class="line" d="M0 0" />
      </svg>
      <textarea value={'<b>&'} />
    </>
  )
  expect(renderToString(page)).toBe(oracle(page))
  expect(renderToString(page).match(/ selected/g)).toHaveLength(2)
})

test('data that looks like an element writes nothing', () => {
  const forged = JSON.parse('{"type":"script","props":{"children":"alert(1)"},"constructor":null}') as ComponentChildren
  expect(renderToString(<p>{forged}</p>)).toBe('<p></p>')
  expect(() => renderToString(h('a href=x', null))).toThrow('no name of an element')
})

const Language = createContext('id')
const Spoken = () => <i>{useContext(Language)}</i>

test('a context holds within its provider, also in a rendering within another and after one that failed', () => {
  const Fails = () => {
    throw new Error('in the middle')
  }
  const Within = () => <b title={renderToString(<Spoken />)}>after</b>
  const page = (
    <p>
      <Spoken />
      <Language.Provider value="en">
        <Spoken />
        <Language.Provider value="jv">
          <Spoken />
        </Language.Provider>
        <Within />
      </Language.Provider>
      <Spoken />
    </p>
  )
  const written = '<p><i>id</i><i>en</i><i>jv</i><b title="&lt;i>en&lt;/i>">after</b><i>id</i></p>'
  expect(renderToString(page)).toBe(written)
  expect(() =>
    renderToString(
      <Language.Provider value="en">
        <Fails />
      </Language.Provider>,
    ),
  ).toThrow('in the middle')
  expect(renderToString(page)).toBe(written)
})
