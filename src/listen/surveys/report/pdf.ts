import { BOLD, type Pen, PLAIN, paper } from '../../../platform/paper.ts'
import { surveyMessages } from '../messages.ts'
import type { Report } from './data.ts'

const text = surveyMessages.id

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
    if (reports.length > 1) {
      contents(pen, reports)
      pen.page()
    }
    for (const [index, report] of reports.entries()) {
      if (index > 0) pen.page()
      one(pen, report, place)
      await progress(index + 1)
    }
  })
}

/** What a report over many units holds, and in which order. */
function contents(pen: Pen, reports: readonly Report[]): void {
  const { institution, unit, period } = reports[0]!
  pen.letterhead(institution, unit)
  pen.text('H1', 'Laporan Survei Kepuasan Masyarakat', BOLD, 17, 'center')
  pen.text('P', period, PLAIN, 11, 'center')
  pen.gap(10)
  pen.text('H2', text.reportContents, BOLD, 12)
  pen.text('P', text.reportOrder(String(reports.length)), PLAIN, 10)
  pen.table(
    ['Unit', 'Indeks', 'Mutu'],
    [0.7, 0.15, 0.15],
    reports.map((report) => [report.unit, report.total[4] ?? '–', report.result.band?.letter ?? '–']),
    { numbersFrom: 1 },
  )
}

function one(pen: Pen, report: Report, place: string): void {
  const { result } = report
  let parts = 0
  const part = (title: string) => pen.text('H2', `${'ABCDEF'[parts++]}. ${title}`, BOLD, 12)
  pen.letterhead(report.institution, report.unit)
  pen.text('H1', 'Laporan Survei Kepuasan Masyarakat', BOLD, 17, 'center')
  if (report.service) pen.text('P', report.service, BOLD, 12, 'center')
  pen.text('P', report.period, PLAIN, 11, 'center')
  pen.gap(10)
  if (!result.index || !result.band) {
    // A report is printed and hung up: like the public's page it does not tell how many the few were.
    const few = text.notEnoughBody(String(result.minRespondents))
    pen.text('P', result.missing === 'element_without_answers' ? text.elementMissing : few, PLAIN, 11)
  } else {
    pen.text(
      'P',
      `Indeks ${result.index.replace('.', ',')}   Mutu ${result.band.letter} (${result.band.labels.id})`,
      BOLD,
      20,
      'center',
    )
    pen.gap(8)
    part('Nilai tiap unsur')
    pen.table(
      ['Unsur', 'Jawaban', 'NRR', 'Tertimbang', 'Indeks'],
      [0.48, 0.13, 0.13, 0.13, 0.13],
      [
        ...report.elements.map((row) => [
          row.lowest ? `${row.name} (terendah)` : row.name,
          row.valid,
          row.average,
          row.weighted,
          row.index,
        ]),
        report.total,
      ],
      { numbersFrom: 1 },
    )
    part('Siapa yang menjawab')
    if (report.profile.length === 0) pen.text('P', text.profileNone, PLAIN, 10)
    for (const { question, groups } of report.profile)
      pen.table(
        [question, 'Responden', 'Indeks'],
        [0.62, 0.22, 0.16],
        groups.map((group) => [group.name, group.n, group.index]),
        { numbersFrom: 1 },
      )
    if (report.extras.length > 0) {
      part('Di luar indeks')
      pen.table(
        ['Pertanyaan', 'Baik atau sangat baik (selang 95 %)', 'Jawaban'],
        [0.34, 0.48, 0.18],
        report.extras.map((row) => [row.name, row.share, row.n]),
        { numbersFrom: 2 },
      )
    }
  }
  part(text.silence)
  pen.table(
    ['Undangan', 'Orang'],
    [0.32, 0.68],
    report.silence.map((line) => [...line]),
  )
  pen.text('P', text.silenceLead, PLAIN, 10)
  part('Metode')
  pen.table(
    ['Hal', 'Keterangan'],
    [0.25, 0.75],
    report.method.map(([name, value]) => [name, value]),
  )
  part('Rencana tindak lanjut')
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
