import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { NotFound } from '../../../platform/http/errors.ts'
import { formatDate, formatMonth, formatNumber, formatShortDate } from '../../../platform/i18n.ts'
import type { SheetFile } from '../../../platform/sheets.ts'
import type { ChoiceBook } from '../choices/model.ts'
import { loadChoices } from '../choices/queries.ts'
import { wordingsUsed } from '../elements/messages.ts'
import { listWordingsUsed, type WordingUsed } from '../elements/queries.ts'
import { followUpMessages } from '../follow-up/messages.ts'
import { type FollowUpRow, listUnitFollowUps } from '../follow-up/queries.ts'
import { surveyMessages } from '../messages.ts'
import { PROFILE_FIELDS, type ProfileField, SMALL_GROUPS } from '../model.ts'
import { beneath, getTally, listGroups, listUnits, type Period } from '../queries.ts'
import { toFixed } from '../rational.ts'
import { type ExtraResult, type Group, groupsOf, listExtras, ruleDate } from '../results.ts'
import { getRule, type RuleInForce, weightText } from '../rules.ts'
import { computeSkm, lowestElements, type SkmResult } from '../skm.ts'
import { countNonResponse, nonResponseLines } from './non-response.ts'

/** Reports are official papers: always in Indonesian. */
const text = surveyMessages.id

export type Report = {
  institution: string
  unit: string
  /** Of one service of the unit alone. */
  service: string | undefined
  period: string
  rule: RuleInForce
  result: SkmResult
  elements: { name: string; valid: string; average: string; weighted: string; index: string; lowest: boolean }[]
  /** The last line of the table: the weighted averages together, and times 25. */
  total: string[]
  profile: { question: string; groups: { name: string; n: string; index: string }[] }[]
  extras: { name: string; share: string; n: string }[]
  silence: readonly (readonly [string, string])[]
  method: readonly (readonly [string, string])[]
  followUps: { action: string; element: string; owner: string; due: string; state: string; evidence: string }[]
}

/** Everything a report on one unit with all beneath it says, in words. */
export async function loadReport(
  db: Db,
  scope: Scope<'survey.read'>,
  institution: string,
  wanted: Period & { unitId: string; service?: { id: string; name: string } | undefined; today: string },
): Promise<Report> {
  const units = await listUnits(db, scope)
  const unit = units.find((one) => one.id === wanted.unitId)
  if (!unit) throw new NotFound('unit')
  const rule = await getRule(db, scope, ruleDate(wanted.to))
  const { from, to, service, today } = wanted
  const selection = { from, to, units: beneath(units, unit.id), service: service?.id, rule: rule.code }
  const result = computeSkm(rule, await getTally(db, scope, selection))
  const shown = result.index !== null
  return {
    institution,
    unit: unit.name,
    service: service?.name,
    period: `${formatMonth(wanted.from)} – ${formatMonth(wanted.to)}`,
    rule,
    result,
    elements: elementsOf(rule, result),
    total: ['Jumlah NRR tertimbang; × 25 = indeks', '', '', comma(result.average), comma(result.index)],
    profile: shown
      ? profileOf(rule, await loadChoices(db, scope), await listGroups(db, scope, selection, PROFILE_FIELDS))
      : [],
    extras: shown ? extrasOf(rule, await listExtras(db, scope, rule, selection)) : [],
    silence: nonResponseLines(await countNonResponse(db, scope, { ...selection, today }), rule.minRespondents, 'id'),
    method: methodOf(rule, result, await listWordingsUsed(db, scope, selection)),
    followUps: followUpsOf(rule, await listUnitFollowUps(db, scope, selection.units, 'all')),
  }
}

function comma(number: string | null): string {
  return number === null ? '–' : number.replace('.', ',')
}

function elementsOf(rule: RuleInForce, result: SkmResult): Report['elements'] {
  if (!result.index) return []
  const lowest = lowestElements(result)
  return result.elements.map((row) => ({
    name: nameOf(rule, row.element),
    valid: formatNumber(row.valid),
    average: comma(row.averageText),
    weighted: comma(row.weighted && toFixed(row.weighted, 4)),
    index: comma(row.indexText),
    lowest: lowest.has(row.element),
  }))
}

function nameOf(rule: RuleInForce, element: string): string {
  return rule.elementTexts.find((one) => one.element === element)?.name.id ?? element
}

const NAMES: Readonly<Record<string, string>> = { '': text.unanswered, [SMALL_GROUPS]: text.smallGroups }

function profileOf(
  rule: RuleInForce,
  book: ChoiceBook,
  rows: Awaited<ReturnType<typeof listGroups<ProfileField>>>,
): Report['profile'] {
  const titles: Record<ProfileField, string> = {
    gender: text.gender,
    age_band: text.ageBand,
    education: text.education,
    occupation: text.occupation,
    disability: text.disability,
  }
  return PROFILE_FIELDS.map((field) => ({
    question: titles[field],
    groups: book
      .inOrder(
        field,
        groupsOf(
          rule,
          rows.filter((row) => row.field === field),
        ),
      )
      .map((group: Group) => ({
        name: NAMES[group.value] ?? book.label(field, group.value, 'id'),
        n: group.index === null ? text.hidden : formatNumber(group.n),
        index: comma(group.index),
      })),
  })).filter((one) => one.groups.length > 0)
}

function extrasOf(rule: RuleInForce, results: readonly ExtraResult[]): Report['extras'] {
  const percent = (share: number) => `${comma((share * 100).toFixed(1))} %`
  return results.flatMap(({ code, good, n }) =>
    good
      ? [
          {
            name: rule.extraTexts.find((one) => one.code === code)?.name.id ?? code,
            share: `${percent(good.share)} (${percent(good.low)} – ${percent(good.high)})`,
            n: formatNumber(n),
          },
        ]
      : [],
  )
}

function methodOf(rule: RuleInForce, result: SkmResult, used: readonly WordingUsed[]): Report['method'] {
  const few = result.n < result.minRespondents
  const title = rule.setting ? text.ruleSince(rule.title, formatDate(rule.setting.valid_from)) : rule.title
  return [
    ['Responden', few ? text.hiddenN(String(result.minRespondents)) : formatNumber(result.n)],
    ['Instrumen', 'Sembilan unsur, nilai 1 sampai 4'],
    ['Bobot', weightText(rule)],
    ['Rumus', 'Rata-rata unsur × bobot, dijumlahkan, × 25, dibulatkan sekali'],
    ['Sebelum dibulatkan', comma(result.unrounded)],
    [
      'Selang 95 %',
      result.interval ? `${comma(result.interval.low.toFixed(2))} – ${comma(result.interval.high.toFixed(2))}` : '–',
    ],
    ['Versi aturan', `${rule.code}: ${title}`],
    ['Sumber', `${rule.source}${rule.verified ? '' : ` (${text.unverified.toLowerCase()})`}`],
    ['Kata pertanyaan', wordingsUsed(rule.title, used, 'id', formatDate) || '–'],
    ['Susunan laporan', `${rule.layout.source}${rule.layout.verified ? '' : ` (${text.unverified.toLowerCase()})`}`],
    ['Urutan kelompok', text.groupOrder],
    ['Kerahasiaan', text.counting(String(rule.minRespondents))],
  ]
}

function followUpsOf(rule: RuleInForce, rows: readonly FollowUpRow[]): Report['followUps'] {
  return rows
    .filter((row) => row.state !== 'dropped')
    .map((row) => ({
      action: row.action,
      element: nameOf(rule, row.element),
      owner: row.owner,
      due: formatShortDate(row.due_on),
      state: followUpMessages.id.states[row.state],
      evidence: [row.evidence, row.evidence_link].filter(Boolean).join(' '),
    }))
}

const LINE = 15

/** A bold letter takes a little more than a column's unit. */
function linesOf(row: readonly string[], widths: readonly number[]): number {
  const lines = row.map((cell, at) =>
    cell.split('\n').reduce((sum, one) => sum + Math.max(1, Math.ceil((one.length * 1.15) / widths[at]!)), 0),
  )
  return Math.max(1, ...lines)
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** '1.090' or '3,0844' as a number with as many decimals, so that a reader can go on counting; undefined of other words. */
function figureOf(words: string | undefined): { value: number; numFmt: string } | undefined {
  if (words === undefined || !/^\d{1,3}(\.\d{3})*(,\d+)?$/.test(words)) return undefined
  const [whole = '', decimals = ''] = words.replaceAll('.', '').split(',')
  return { value: Number(`${whole}.${decimals}`), numFmt: decimals ? `#,##0.${'0'.repeat(decimals.length)}` : '#,##0' }
}

/** One sheet per part. Figures are numbers, in the columns named last; every other cell is text, so that nothing in it can run. */
export async function reportSheet(report: Report): Promise<Buffer> {
  const { default: ExcelJS } = await import('exceljs')
  const workbook = new ExcelJS.Workbook()
  const add = (
    name: string,
    widths: readonly number[],
    rows: readonly (readonly string[])[],
    figures: readonly number[] = [],
  ) => {
    const sheet = workbook.addWorksheet(name)
    // On paper: A4 across, as many pages long as it is.
    sheet.pageSetup = { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 }
    const style = { numFmt: '@', alignment: { wrapText: true, vertical: 'top' as const } }
    sheet.columns = widths.map((width) => ({ width, style }))
    // Heights are said, because not every program looks for wrapped text when it opens a file.
    for (const row of rows) {
      const added = sheet.addRow([...row])
      added.height = LINE * linesOf(row, widths)
      for (const at of figures) {
        const figure = figureOf(row[at])
        if (figure) Object.assign(added.getCell(at + 1), figure)
      }
    }
    sheet.getRow(1).font = { name: 'Calibri', size: 11, bold: true }
  }
  const { result } = report
  add(
    'Ringkasan',
    [28, 60],
    [
      ['Laporan SKM', report.unit],
      ...(report.service ? [['Layanan', report.service]] : []),
      ['Instansi', report.institution],
      ['Masa', report.period],
      ['Indeks', result.index ? comma(result.index) : text.notEnough],
      ['Mutu', result.band ? `${result.band.letter} (${result.band.labels.id})` : '–'],
      [
        'Unsur terendah',
        report.elements
          .filter((one) => one.lowest)
          .map((one) => one.name)
          .join('; ') || '–',
      ],
    ],
    [1],
  )
  add(
    'Unsur',
    [44, 12, 12, 16, 14, 12],
    [
      ['Unsur', 'Jawaban', 'NRR', 'NRR tertimbang', 'Indeks unsur', 'Terendah'],
      ...report.elements.map((one) => [
        one.name,
        one.valid,
        one.average,
        one.weighted,
        one.index,
        one.lowest ? 'Ya' : '',
      ]),
      ...(result.index ? [report.total] : []),
    ],
    [1, 2, 3, 4],
  )
  add(
    'Profil',
    [26, 26, 16, 12],
    [
      ['Pertanyaan', 'Kelompok', 'Responden', 'Indeks'],
      ...report.profile.flatMap((one) => one.groups.map((group) => [one.question, group.name, group.n, group.index])),
    ],
    [2, 3],
  )
  add(
    'Di luar indeks',
    [30, 34, 12],
    [
      ['Pertanyaan', 'Baik atau sangat baik (selang 95 %)', 'Jawaban'],
      ...report.extras.map((one) => [one.name, one.share, one.n]),
    ],
  )
  add(
    'Tidak menjawab',
    [28, 70],
    [['Undangan', 'Orang'], ...report.silence.map((line) => [...line]), ['', text.silenceLead]],
  )
  add('Metode', [24, 90], [['Hal', 'Keterangan'], ...report.method])
  add(
    'Tindak lanjut',
    [60, 30, 30, 14, 16, 50],
    [
      ['Tindakan', 'Unsur', 'Penanggung jawab', 'Tenggat', 'Keadaan', 'Bukti'],
      ...report.followUps.map((one) => [one.action, one.element, one.owner, one.due, one.state, one.evidence]),
    ],
  )
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

export function reportFile(name: string, format: 'pdf' | 'xlsx', body: Buffer): SheetFile {
  return { file: { name: `${name}.${format}`, type: format === 'pdf' ? 'application/pdf' : XLSX, body } }
}
