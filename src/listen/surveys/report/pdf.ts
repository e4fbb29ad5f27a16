import { BOLD, type Pen, PLAIN, paper } from '../../../platform/paper.ts'
import { surveyMessages } from '../messages.ts'
import type { Report } from './data.ts'

/** One report begins on each page given. */
export async function reportPdf(
  reports: readonly Report[],
  at: Date,
  place: string,
  progress: (done: number) => Promise<void> = async () => undefined,
): Promise<Buffer> {
  const first = reports[0]
  if (!first) throw new RangeError('a report about nothing')
  const about = { title: `Laporan SKM ${first.unit}`, author: first.institution, at, language: 'id' as const }
  return paper(about, async (pen) => {
    for (const [index, report] of reports.entries()) {
      if (index > 0) pen.page()
      one(pen, report, place)
      await progress(index + 1)
    }
  })
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
      { numbersFrom: 1 },
    )
    pen.text('H2', 'B. Siapa yang menjawab', BOLD, 12)
    for (const part of report.profile)
      pen.table(
        [part.question, 'Responden', 'Indeks'],
        [0.62, 0.22, 0.16],
        part.groups.map((group) => [group.name, group.n, group.index]),
        { numbersFrom: 1 },
      )
    if (report.extras.length > 0) {
      pen.text('H2', 'C. Di luar indeks', BOLD, 12)
      pen.table(
        ['Pertanyaan', 'Baik atau sangat baik (selang 95 %)', 'Jawaban'],
        [0.34, 0.48, 0.18],
        report.extras.map((row) => [row.name, row.share, row.n]),
        { numbersFrom: 2 },
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
      [0.34, 0.18, 0.18, 0.13, 0.17],
      report.followUps.map((row) => [
        row.evidence ? `${row.action} Bukti: ${row.evidence}` : row.action,
        row.element,
        row.owner,
        row.due,
        row.state,
      ]),
    )
  pen.signature(place, 'Kepala unit penyelenggara pelayanan,')
}
