/** A4 documents whose headings, paragraphs and tables are told to screen readers. */
type Doc = PDFKit.PDFDocument

const MARGIN = 56
const WIDTH = 595.28 - 2 * MARGIN
const BOTTOM = 841.89 - MARGIN - 24
const INK = '#10272b'
const SOFT = '#43575b'
const LINE = '#b8c6c8'
export const PLAIN = 'Helvetica'
export const BOLD = 'Helvetica-Bold'

type About = { title: string; author: string; at: Date; language: 'id' | 'en' }

/** Writes one document; `author` stands with the page's number at its foot. */
export async function paper(about: About, write: (pen: Pen) => void | Promise<void>): Promise<Buffer> {
  // Loaded when somebody asks for a paper: pages do not need its memory.
  const { default: Document } = await import('pdfkit')
  const doc = new Document({
    size: 'A4',
    margins: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN },
    pdfVersion: '1.7',
    tagged: true,
    lang: about.language === 'id' ? 'id-ID' : 'en',
    displayTitle: true,
    bufferPages: true,
    info: { Title: about.title, Author: about.author, CreationDate: about.at },
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve) => doc.on('end', resolve))
  await write(penOf(doc))
  numberPages(doc, about.author)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

export type Pen = ReturnType<typeof penOf>
type Align = 'left' | 'center' | 'right'

function penOf(doc: Doc) {
  const room = (height: number) => {
    if (doc.y + height > BOTTOM) doc.addPage()
  }
  const put = (tag: string, draw: () => void) => doc.addStructure(doc.struct(tag, {}, draw))
  const text = (tag: string, words: string, font: string, size: number, align: Align = 'left') => {
    doc.font(font).fontSize(size)
    room(doc.heightOfString(printable(words), { width: WIDTH }) + (tag === 'H2' ? 40 : 0))
    if (tag === 'H2') doc.y += 8
    put(tag, () => {
      doc.font(font).fontSize(size).fillColor(INK).text(printable(words), MARGIN, doc.y, { width: WIDTH, align })
    })
    doc.y += 4
  }
  const line = (y: number, width: number, color: string) => {
    doc.markContent('Artifact', { type: 'Layout' })
    doc
      .lineWidth(width)
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + WIDTH, y)
      .stroke(color)
    doc.endMarkedContent()
  }
  const row = (cells: readonly string[], shares: readonly number[], head: boolean, numbersFrom = cells.length) => {
    const font = head ? BOLD : PLAIN
    doc.font(font).fontSize(9)
    const widths = shares.map((share) => share * WIDTH - 8)
    const height =
      Math.max(...cells.map((cell, index) => doc.heightOfString(printable(cell), { width: widths[index]! }))) + 8
    room(height)
    const top = doc.y
    let x = MARGIN
    const parts = cells.map((cell, index) => {
      const left = x + 4
      x += shares[index]! * WIDTH
      return doc.struct(head ? 'TH' : 'TD', {}, () => {
        doc
          .font(font)
          .fontSize(9)
          .fillColor(head ? SOFT : INK)
          .text(printable(cell), left, top + 4, {
            width: widths[index]!,
            align: index < numbersFrom ? 'left' : 'right',
          })
      })
    })
    return { tr: doc.struct('TR', {}, parts), bottom: top + height }
  }
  return {
    text,
    page: () => {
      doc.addPage()
    },
    gap: (height: number) => {
      doc.y += height
    },
    letterhead(institution: string, unit: string) {
      doc.y = MARGIN
      text('P', institution.toUpperCase(), BOLD, 13, 'center')
      text('P', unit, BOLD, 11, 'center')
      line(doc.y + 2, 1.5, INK)
      doc.y += 16
    },
    /** From column `numbersFrom` on, cells stand at the right, one figure above the other. */
    table(
      head: readonly string[],
      shares: readonly number[],
      rows: readonly (readonly string[])[],
      { numbersFrom }: { numbersFrom?: number } = {},
    ) {
      // A head alone at the foot of a page says nothing.
      room(48)
      const table = doc.struct('Table')
      doc.addStructure(table)
      for (const [index, cells] of [head, ...rows].entries()) {
        const { tr, bottom } = row(cells, shares, index === 0, numbersFrom)
        table.add(tr)
        tr.end()
        line(bottom, index === 0 ? 1 : 0.4, LINE)
        doc.y = bottom
      }
      table.end()
      doc.y += 8
    },
    signature(place: string, role: string) {
      room(130)
      doc.y += 24
      put('P', () => {
        doc.font(PLAIN).fontSize(10).fillColor(INK)
        doc.text(printable(`${place}, ..............................`), MARGIN + WIDTH / 2, doc.y, { width: WIDTH / 2 })
        doc.text(printable(role), MARGIN + WIDTH / 2, doc.y, { width: WIDTH / 2 })
        doc.text('..............................................', MARGIN + WIDTH / 2, doc.y + 56, { width: WIDTH / 2 })
        doc.text('NIP', MARGIN + WIDTH / 2, doc.y, { width: WIDTH / 2 })
      })
    },
  }
}

function numberPages(doc: Doc, institution: string): void {
  const { start, count } = doc.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page)
    // Writing beneath the margin would begin another page.
    doc.page.margins.bottom = 0
    doc.markContent('Artifact', { type: 'Pagination' })
    doc.font(PLAIN).fontSize(8).fillColor(SOFT)
    doc.text(printable(`${institution} · ${page - start + 1} / ${count}`), MARGIN, 841.89 - 40, {
      width: WIDTH,
      align: 'center',
    })
    doc.endMarkedContent()
  }
}

/** The letters that every PDF reader has without a font of its own. */
function printable(text: string): string {
  return text.replaceAll('≥', '>=').replaceAll(/[^\n\u0020-\u007e\u00a0-\u00ff–—‘’“”•…€]/g, '?')
}
