import { z } from 'zod'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { NotFound } from '../../platform/http/errors.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { allFirstSteps } from '../../platform/registry.ts'
import { messages } from './messages.ts'
import { StepMark } from './model.ts'
import { listChecked, setChecked } from './queries.ts'
import { type StepState, StepsPage } from './step-views.tsx'

type Manage = Scope<'organization.manage'>

async function listSteps(db: Db, scope: Manage): Promise<StepState[]> {
  const checked = await listChecked(db, scope)
  const steps: StepState[] = []
  for (const step of allFirstSteps()) {
    const { done, have } = await step.state(db, scope)
    steps.push({ step, have, done: done || checked.has(step.name), checked: !done && checked.has(step.name) })
  }
  return steps
}

/** How many first steps nobody has done or ticked off. */
export async function countOpenSteps(db: Db, scope: Manage): Promise<number> {
  return (await listSteps(db, scope)).filter((one) => !one.done).length
}

async function stepsPage({ db, scope }: Context<'organization.manage'>): Promise<Outcome> {
  return { page: <StepsPage steps={await listSteps(db, scope)} /> }
}

export const stepRoutes = [
  query({
    path: '/langkah-pertama',
    access: 'organization.manage',
    input: z.object({}),
    handle: stepsPage,
  }),

  command({
    path: '/langkah-pertama/tandai',
    access: 'organization.manage',
    audit: 'institution.step_checked',
    input: StepMark,
    invalid: stepsPage,
    async handle({ db, scope, now, t, language }, { step: name, checked }) {
      const step = allFirstSteps().find((one) => one.name === name)
      if (!step) throw new NotFound('step')
      await setChecked(db, scope, step.name, checked, now)
      const text = t(messages)
      return {
        redirect: '/langkah-pertama',
        notice: checked ? text.marked(step.label[language]) : text.unmarked(step.label[language]),
        audit: { subject: `institution:${scope.institution}`, detail: { step: step.name, checked } },
      }
    },
  }),
]
