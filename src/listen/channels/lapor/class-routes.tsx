import { z } from 'zod'
import type { Permission } from '../../../platform/access.ts'
import type { FormState } from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { classMessages } from './class-messages.ts'
import { CLASS_PAGE, ClassRuleInput, withEnds } from './class-model.ts'
import { listClassRules, setClassRule } from './class-queries.ts'
import { ClassPage } from './class-views.tsx'
import { plain } from './model.ts'

async function classPage({ db, scope, also }: Context<Permission>, form?: FormState): Promise<Outcome> {
  const rules = withEnds(await listClassRules(db, scope))
  return { page: <ClassPage rules={rules} maySet={also('channel.manage') !== undefined} form={form} /> }
}

export const classRoutes = [
  // Whoever imports reads why a report has its class; setting the rules is the administrator's.
  query({ path: CLASS_PAGE, access: 'channel.work', input: z.object({}), handle: (context) => classPage(context) }),

  command({
    path: CLASS_PAGE,
    access: 'channel.manage',
    audit: 'channel.lapor_class_set',
    input: ClassRuleInput,
    invalid: (context, _raw, form) => classPage(context, form),
    async handle({ db, scope, now, t }, rule) {
      await setClassRule(db, scope, now, rule)
      const { class: ofClass, valid_from, verified } = rule
      return {
        redirect: CLASS_PAGE,
        notice: t(classMessages).saved,
        audit: { subject: 'channel:lapor', detail: { word: plain(rule.word), class: ofClass, valid_from, verified } },
      }
    },
  }),
]
