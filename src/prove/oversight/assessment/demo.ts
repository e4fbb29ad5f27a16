import type { DemoWorld } from '../../../demo/world.ts'
import { localDate } from '../../../platform/i18n.ts'
import type { Answer } from '../model.ts'
import { startAssessment, stepAssessment } from './acts.ts'
import { findAssessment, listAnswers, putAnswer } from './queries.ts'

const DAY = 86_400_000
const NOTES = {
  yes: '',
  partly: 'Sebagian layanan sudah, sisanya dikerjakan semester depan.',
  no: 'Dijadwalkan tahun depan.',
  not_applicable: 'Unit ini tidak memungut biaya.',
} as const

type Told = { unit: string; years: number; answers: string; ends: 'draft' | 'submitted' | 'verified' }
/** y, s, b, t: yes, in part, not yet, does not apply; a dot is not answered yet. */
const LETTERS: Record<string, Answer> = { y: 'yes', s: 'partly', b: 'no', t: 'not_applicable' }
const TOLD: readonly Told[] = [
  { unit: 'DPMPTSP', years: 1, answers: 'yysbysybybysbb', ends: 'verified' },
  { unit: 'DPMPTSP', years: 0, answers: 'yyyyyysyyyysyb', ends: 'verified' },
  { unit: 'DUKCAPIL', years: 0, answers: 'yysytyyyysysys', ends: 'verified' },
  { unit: 'DINKES', years: 0, answers: 'ysbybyybsybssb', ends: 'submitted' },
  { unit: 'RSUD', years: 0, answers: 'yys.sy.........', ends: 'draft' },
]

/** Self-assessments in each state, one unit with two years. */
export async function demoAssessments(world: DemoWorld, file: string): Promise<void> {
  const { db, institution, anchor } = world
  const reply = await world.scopeFor('oversight.reply')
  const units = await db
    .selectFrom('organization.unit')
    .select(['id', 'code'])
    .where('institution_id', '=', institution.id)
    .execute()
  const all = units.map((unit) => unit.id)
  for (const told of TOLD) {
    const unit = units.find((one) => one.code === told.unit)
    if (!unit) continue
    const at = new Date(anchor.getTime() - (told.years * 365 + 45) * DAY)
    const today = localDate(at, institution.timeZone)
    const { id } = await startAssessment(db, reply, at, unit.id, Number(today.slice(0, 4)), today)
    for (const [index, question] of (await listAnswers(db, reply, id)).entries()) {
      const answer = LETTERS[told.answers[index] ?? '.']
      if (!answer) continue
      const given = {
        answer,
        note: NOTES[answer],
        link: answer === 'yes' ? 'https://contoh.example/bukti' : '',
        file: answer === 'partly' ? file : null,
      }
      await putAnswer(db, reply, at, { assessment: id, principle: question.principle, key: question.key }, given)
    }
    if (told.ends === 'draft') continue
    const row = await findAssessment(db, reply, all, today, id)
    if (row) await stepAssessment(db, reply, new Date(at.getTime() + 5 * DAY), row, 'submitted', '')
    const examine = await world.scopeFor('oversight.examine')
    const handed = await findAssessment(db, examine, all, today, id)
    if (handed && told.ends === 'verified')
      await stepAssessment(
        db,
        examine,
        new Date(at.getTime() + 20 * DAY),
        handed,
        'verified',
        'Bukti dilihat di laman unit.',
      )
  }
}
