import type { DemoWorld } from '../../demo/world.ts'
import { localDate } from '../../platform/i18n.ts'
import { answerOn, type Counter } from './demo-answers.ts'
import { submitAnswers } from './intake.ts'
import { batchTokens, createInvitations, redeemInvitation } from './invitations.ts'

const DAY = 86_400_000

type Sheet = {
  label: string
  size: number
  /** Of the slips, those that were answered. */
  share: number
  /** How long ago the sheet was handed out, and how long its links still work. */
  days: { handed: number; left: number }
  plan?: string | undefined
}

/** A sheet of one-time links; every link that was used left an answer, as in the form. */
export async function demoInvitations(world: DemoWorld, counter: Counter, sheet: Sheet): Promise<void> {
  const { db, random, anchor, institution } = world
  const scope = await world.scopeFor('survey.invite')
  const open = await world.scopeFor('public')
  const day = (days: number) => localDate(new Date(anchor.getTime() + days * DAY), institution.timeZone)
  const id = await createInvitations(db, scope, new Date(anchor.getTime() - sheet.days.handed * DAY), {
    service_id: counter.service.id,
    unit_id: counter.service.unit_id,
    label: sheet.label,
    size: sheet.size,
    expires_on: day(sheet.days.left),
    plan_id: sheet.plan,
  })
  const answers = []
  for (const token of await batchTokens(db, scope, id, sheet.size)) {
    if (!random.chance(sheet.share)) continue
    await redeemInvitation(db, open, token)
    answers.push(answerOn(world, counter, day(-random.int(0, sheet.days.handed)), 'invitation'))
  }
  await submitAnswers(db, open, anchor, answers)
}
