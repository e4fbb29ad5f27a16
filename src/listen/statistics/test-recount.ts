import { parse } from 'csv-parse/sync'
import { JSDOM } from 'jsdom'
import { expect } from 'vitest'
import { get, type TestHouse } from '../../platform/test/harness.ts'

type Row = Record<string, string>
const Z = 1.959964

/**
 * Downloads the files of a year, computes every number of the public page from them, with formulas written out here once
 * more, and compares them with the page. Returns how many were compared in each part.
 */
export async function recountPage(house: TestHouse, base: string, year: number): Promise<Record<string, number>> {
  const download = async (name: string) =>
    parse((await get(house, `${base}/data/${name}.csv`)).body, { columns: true, bom: true }) as Row[]
  const rows = await download(String(year))
  const groups = await download(`${year}-kelompok`)
  const steps = await download(`${year}-waktu`)
  const page = new JSDOM((await get(house, `${base}?tahun=${year}`)).body).window.document
  const texts = (selector: string) => [...page.querySelectorAll(selector)].map((one) => clean(one.textContent))
  const cells = (selector: string) =>
    [...page.querySelectorAll(`${selector} tbody tr`)].map((row) =>
      [...row.children].map((cell) => clean(cell.textContent)),
    )
  const charts = () =>
    [...page.querySelectorAll('#lama table')].map((table) =>
      [...table.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => clean(cell.textContent))),
    ) as [string[][], string[][]]
  const count = (some: (row: Row) => boolean) => rows.filter(some).length

  const decided = count((row) => row['within_24h'] !== '')
  const counted = count((row) => row['status_description'] !== 'rejected')
  const yes = count((row) => row['within_24h'] === 'true')
  const lasting = count((row) => row['within_24h'] === 'true' && row['reopened'] === 'false')
  const stat = (hits: number) =>
    `${percent(hits, decided)}antara ${range(hits, decided, ' dan ')}${hits} dari ${decided} laporan`
  const curve = kaplanMeier(stepsOf(rows))
  const half = curve.find(({ share }) => share >= 0.5 - 1e-9)?.at
  const median =
    half === undefined
      ? 'Belum sampai separuh'
      : half <= 48
        ? `${half} jam`
        : `${decimal(half / 24).replace(',0', '')} hari`
  const open = count((row) => row['status_description'] === 'open')
  const overdue = count((row) => row['overdue'] === 'true')
  const main = texts('main').join(' ')
  for (const said of [
    `Dijawab dalam 24 jam${stat(yes)}`,
    `tidak dibuka lagi${stat(lasting)}`,
    `Separuh laporan dijawab dalam${median}dari ${rows.length} laporan yang diterima`,
    `Belum dijawab${open}${overdue >= 5 ? `${overdue} di antaranya` : ''}`,
  ])
    expect(main).toContain(said)

  // The steps are those of the rows, and the curve with its interval is that of the steps.
  expect(
    steps.map((row) => ['at_hours', 'at_risk', 'answered', 'still_waiting'].map((name) => Number(row[name]))),
  ).toEqual(curve.map(({ at, atRisk, answered, censored }) => [at, atRisk, answered, censored]))
  const [told, days] = charts()
  const whole = (share: number) => `${Math.round(share * 100)} %`
  for (const [day, ...said] of told) {
    const step = curve.findLast(({ at }) => at <= (Number(day) <= 3 ? Number(day) * 24 : 72 + (Number(day) - 3) * 24))
    expect([day, ...said]).toEqual([day, ...(step ? [step.share, step.low, step.high] : [0, 0, 0]).map(whole)])
  }
  for (const [label, said] of days) {
    const hits = count(
      (row) =>
        row['first_answer_working_days'] !== '' &&
        Number(row['first_answer_working_days']) <= Number.parseInt(label!, 10),
    )
    expect(said).toBe(`${whole(hits / counted)} (${hits} dari ${counted} laporan)`)
  }

  const ages = cells('#menunggu')
  let shown = 0
  for (const [label, said] of ages) {
    const [from, to] = label!.startsWith('lebih dari')
      ? [Number(/\d+/.exec(label!)![0]) + 1, Number.POSITIVE_INFINITY]
      : (/^(\d+)–(\d+) hari/.exec(label!) ?? []).slice(1).map(Number)
    const here = count(
      ({ waited_hours: hours }) => hours !== '' && Number(hours) >= from! * 24 && Number(hours) < (to! + 1) * 24,
    )
    // Small ones together are all the others.
    expect(said).toBe(String(from === undefined ? open - shown : here))
    shown += here
  }

  const of = (table: string) => groups.filter((row) => row['table'] === table)
  const within = (row: Row) => [Number(row['within_24h']), Number(row['decided'])] as const
  const months = cells('#bulan').filter(([, share]) => share !== '–')
  expect(months.map(([, ...said]) => said)).toEqual(
    of('month').map((row) =>
      [percent(...within(row)), ...bounds(...within(row))].map((one) =>
        typeof one === 'number' ? `${decimal(one * 100)} %` : one,
      ),
    ),
  )
  const compared: Record<string, number> = {
    steps: curve.length,
    curve: told.length,
    days: days.length,
    ages: ages.length,
    months: months.length,
  }
  for (const table of ['unit', 'service', 'kind', 'channel', 'place']) {
    const lines = cells(`#menurut-${table}`)
    expect(lines.map(([, ...said]) => said)).toEqual(
      of(table).map((row) => {
        const [hits, n] = within(row)
        const again = Number(row['within_24h_not_reopened'])
        const share = (one: number) => (n === 0 ? '–' : `${percent(one, n)} dari ${n}`)
        return [share(hits), n === 0 ? '–' : range(hits, n, '–'), share(again), row['received']]
      }),
    )
    const names = of(table).map((row) =>
      row['line'] === 'together' ? `${row['groups']} lainnya, digabung` : row['group'],
    )
    if (['unit', 'service', 'place'].includes(table))
      for (const [at, name] of names.entries()) if (name) expect(lines[at]![0]).toBe(name.replace(/^'/, ''))
    compared[table] = lines.length
  }
  // Each table holds every report once, and nothing stands there that a smaller table would give away.
  for (const table of ['unit', 'kind', 'channel']) expect(sum(of(table), 'received')).toBe(rows.length)
  for (const row of groups)
    if (row['line'] === 'group' && row['received'] !== '') expect(Number(row['received'])).toBeGreaterThanOrEqual(5)
  const links = new Set([...page.querySelectorAll('main a')].map((link) => link.getAttribute('href')))
  for (const name of [year, `${year}-kelompok`, `${year}-waktu`]) expect(links).toContain(`${base}/data/${name}.csv`)
  return compared
}

function clean(text: string): string {
  return text.replaceAll('\u00a0', ' ').trim()
}

function sum(rows: readonly Row[], name: string): number {
  return rows.reduce((total, row) => total + Number(row[name]), 0)
}

function decimal(value: number): string {
  return value.toFixed(1).replace('.', ',')
}

function percent(hits: number, n: number): string {
  return `${decimal((100 * hits) / n)} %`
}

/** Wilson's interval. */
function bounds(hits: number, n: number): [number, number] {
  const p = hits / n
  const middle = (p + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n)
  const half = (Z / (1 + Z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2))
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}

function range(hits: number, n: number, between: string): string {
  const [low, high] = bounds(hits, n)
  return `${decimal(low * 100)}${between}${decimal(high * 100)} %`
}

type Point = { at: number; answered: number; censored: number }

function stepsOf(rows: readonly Row[]): Point[] {
  const points = new Map<number, Point>()
  const point = (at: number) => {
    const found = points.get(at) ?? { at, answered: 0, censored: 0 }
    points.set(at, found)
    return found
  }
  const rounded = (hours: number) => Math.min(4392, hours <= 72 ? hours : 72 + Math.ceil((hours - 72) / 24) * 24)
  for (const row of rows) {
    if (row['first_answer_hours'] !== '') point(rounded(Number(row['first_answer_hours']))).answered++
    else if (row['waited_hours'] !== '') point(Math.min(4392, Number(row['waited_hours']))).censored++
  }
  return [...points.values()].sort((a, b) => a.at - b.at)
}

/** With Greenwood's interval on the scale log(−log). */
function kaplanMeier(points: readonly Point[]) {
  let atRisk = points.reduce((all, { answered, censored }) => all + answered + censored, 0)
  let waiting = 1
  let variance = 0
  return points.map((point) => {
    const here = atRisk
    waiting *= (here - point.answered) / here
    variance += point.answered / (here * (here - point.answered))
    atRisk -= point.answered + point.censored
    const spread = (Z * Math.sqrt(variance)) / Math.log(waiting)
    const ends =
      waiting < 1 && waiting > 0 ? [waiting ** Math.exp(spread), waiting ** Math.exp(-spread)] : [waiting, waiting]
    return { ...point, atRisk: here, share: 1 - waiting, low: 1 - Math.max(...ends), high: 1 - Math.min(...ends) }
  })
}
