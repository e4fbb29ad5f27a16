import { surveyMessages } from '../messages.ts'
import type { Report } from './data.ts'

type Doc = PDFKit.PDFDocument

const MARGIN = 56
const WIDTH = 595.28 - 2 * MARGIN
const BOTTOM = 841.89 - MARGIN - 24
const INK = '#10272b'
const SOFT = '#43575b'
const LINE = '#b8c6c8'
const PLAIN = 'Helvetica'
const BOLD = 'Helvetica-Bold'

/** A4, with headings, paragraphs and tables told to screen readers. One report begins on each page given. */
export async function reportPdf(
  reports: readonly Report[],
  at: Date,
  place: string,
  progress: (done: number) => Promise<void> = async () => undefined,
): Promise<Buffer> {
  const first = reports[0]
  if (!first) throw new RangeError('a report about nothing')
  // Loaded when somebody asks for a paper: pages do not need its memory.
  const { default: Document } = await import('pdfkit')
  const doc = new Document({
    size: 'A4',
    margins: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN },
    pdfVersion: '1.7',
    tagged: true,
    lang: 'id-ID',
    displayTitle: true,
    bufferPages: true,
    info: { Title: `Laporan SKM ${first.unit}`, Author: first.institution, CreationDate: at },
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve) => doc.on('end', resolve))
  const pen = penOf(doc)
  for (const [index, report] of reports.entries()) {
    if (index > 0) doc.addPage()
    one(pen, report, place)
    await progress(index + 1)
  }
  numberPages(doc, first.institution)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

function one(pen: Pen, report: Report, place: string): void {
  const { result } = report
  pen.letterhead(report.institution, report.unit)
  pen.text('H1', 'Laporan Survei Kepuasan Masyarakat', BOLD, 17, 'center')
  pen.text('P', report.period, PLAIN, 11, 'center')
  pen.gap(10)
  if (!result.index || !result.band) {
    pen.text('P', surveyMessages.id.notEnoughBody(String(result.n), String(result.minRespondents)), PLAIN, 11)
  } else {
    pen.text(
      'P',
      `Indeks ${result.index.replace('.', ',')}   Mutu ${result.band.letter} (${result.band.labels.id})`,
      BOLD,
      20,
      'center',
    )
    pen.gap(8)
    pen.text('H2', 'A. Nilai tiap unsur', BOLD, 12)
    pen.table(
      ['Unsur', 'Jawaban', 'NRR', 'Tertimbang', 'Indeks'],
      [0.48, 0.13, 0.13, 0.13, 0.13],
      report.elements.map((row) => [
        row.lowest ? `${row.name} (terendah)` : row.name,
        row.valid,
        row.average,
        row.weighted,
        row.index,
      ]),
    )
    pen.text('H2', 'B. Siapa yang menjawab', BOLD, 12)
    pen.table(
      ['Pertanyaan', 'Kelompok', 'Responden', 'Indeks'],
      [0.34, 0.34, 0.18, 0.14],
      report.profile.flatMap((part) => part.groups.map((group) => [part.question, group.name, group.n, group.index])),
    )
    if (report.extras.length > 0) {
      pen.text('H2', 'C. Di luar indeks', BOLD, 12)
      pen.table(
        ['Pertanyaan', 'Baik atau sangat baik (selang 95 %)', 'Jawaban'],
        [0.34, 0.48, 0.18],
        report.extras.map((row) => [row.name, row.share, row.n]),
      )
    }
  }
  pen.text('H2', 'D. Metode', BOLD, 12)
  pen.table(
    ['Hal', 'Keterangan'],
    [0.25, 0.75],
    report.method.map(([name, value]) => [name, value]),
  )
  pen.text('H2', 'E. Rencana tindak lanjut', BOLD, 12)
  if (report.followUps.length === 0) pen.text('P', 'Belum ada tindak lanjut yang dicatat.', PLAIN, 10)
  else
    pen.table(
      ['Tindakan', 'Unsur', 'Penanggung jawab', 'Tenggat', 'Keadaan'],
      [0.36, 0.2, 0.2, 0.12, 0.12],
      report.followUps.map((row) => [
        row.evidence ? `${row.action} Bukti: ${row.evidence}` : row.action,
        row.element,
        row.owner,
        row.due,
        row.state,
      ]),
    )
  pen.signature(place)
}

type Pen = ReturnType<typeof penOf>
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
  const row = (cells: readonly string[], shares: readonly number[], head: boolean) => {
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
          .text(printable(cell), left, top + 4, { width: widths[index]! })
      })
    })
    return { tr: doc.struct('TR', {}, parts), bottom: top + height }
  }
  return {
    text,
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
    table(head: readonly string[], shares: readonly number[], rows: readonly (readonly string[])[]) {
      const table = doc.struct('Table')
      doc.addStructure(table)
      for (const [index, cells] of [head, ...rows].entries()) {
        const { tr, bottom } = row(cells, shares, index === 0)
        table.add(tr)
        tr.end()
        line(bottom, index === 0 ? 1 : 0.4, LINE)
        doc.y = bottom
      }
      table.end()
      doc.y += 8
    },
    signature(place: string) {
      room(130)
      doc.y += 24
      put('P', () => {
        doc.font(PLAIN).fontSize(10).fillColor(INK)
        doc.text(printable(`${place}, ..............................`), MARGIN + WIDTH / 2, doc.y, { width: WIDTH / 2 })
        doc.text('Kepala unit penyelenggara pelayanan,', MARGIN + WIDTH / 2, doc.y, { width: WIDTH / 2 })
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
