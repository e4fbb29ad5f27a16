import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { formatNumber, localDate } from '../../platform/i18n.ts'
import { allErasable, type Erasable } from './erasable.ts'
import { startRun } from './jobs.ts'
import { messages } from './messages.ts'
import { HoldInput, KindInput, monthsBefore, RuleInput, ruleOn } from './model.ts'
import { insertHold, insertRule, liftHold, listHolds, listRules, listRuns } from './queries.ts'
import { KindPage, RetentionPage } from './views.tsx'

const sample = { kind: `select 'pegawai'` }

function getErasable(path: string): Erasable {
  const found = allErasable().find((one) => one.path === path)
  if (!found) throw new NotFound('kind')
  return found
}

/** Where single ones may be named, started and held here. */
function getOpen(path: string): Erasable {
  const found = getErasable(path)
  if (found.apart) throw new NotFound('kind')
  return found
}

async function standing({ db, scope, now, institution }: Context<'retention.manage'>, erasable: Erasable) {
  const rules = await listRules(db, scope, erasable.kind)
  const rule = ruleOn(rules, localDate(now, institution.timeZone))
  const before = rule?.months ? monthsBefore(now, rule.months) : undefined
  return { rules, rule, before, due: before && !erasable.apart ? await erasable.count(db, scope, before) : undefined }
}

async function kindPage(context: Context<'retention.manage'>, path: string) {
  const { db, scope, form } = context
  const erasable = getErasable(path)
  const { rules, rule, before, due } = await standing(context, erasable)
  const runs = erasable.apart ? [] : await listRuns(db, scope, erasable.kind)
  return {
    page: (
      <KindPage
        erasable={erasable}
        rules={rules}
        rule={rule}
        before={before}
        due={due}
        oldest={before && !erasable.apart ? await erasable.list(db, scope, before) : []}
        holds={erasable.apart ? [] : await listHolds(db, scope, erasable.kind)}
        runs={runs}
        form={form}
      />
    ),
    refresh: runs.some((run) => run.finished_at === null) ? 3 : undefined,
  }
}

export const routes = [
  query({
    path: '/retensi',
    access: 'retention.manage',
    input: z.object({}),
    async handle(context) {
      const rows = []
      for (const erasable of allErasable()) {
        const { rule, due } = await standing(context, erasable)
        rows.push({ erasable, rule, due })
      }
      return { page: <RetentionPage rows={rows} /> }
    },
  }),

  query({
    path: '/retensi/:kind',
    access: 'retention.manage',
    input: KindInput,
    sample,
    handle: (context, { kind }) => kindPage(context, kind),
  }),

  command({
    path: '/retensi/:kind',
    access: 'retention.manage',
    audit: 'retention.rule_set',
    fresh: true,
    input: RuleInput,
    sample,
    invalid: (context, raw) => kindPage(context, String(raw['kind'])),
    async handle({ db, scope, now, t }, { kind: path, ...rule }) {
      const erasable = getErasable(path)
      const withText = rule.with_text && erasable.text !== undefined
      await insertRule(db, scope, now, { ...rule, kind: erasable.kind, with_text: withText })
      const { source: _told, ...detail } = rule
      return {
        redirect: `/retensi/${path}`,
        notice: t(messages).saved,
        audit: { subject: `retention:${erasable.kind}`, detail },
      }
    },
  }),

  command({
    path: '/retensi/:kind/hapus',
    access: 'retention.manage',
    audit: 'retention.started',
    fresh: true,
    input: KindInput,
    sample,
    async handle({ db, scope, now, institution, language, t }, { kind: path }) {
      const erasable = getOpen(path)
      const run = await startRun(db, scope, now, institution.timeZone, erasable)
      if (!run) throw new Refusal(409, t(messages).runNothing)
      return {
        redirect: `/retensi/${path}#penghapusan`,
        notice: t(messages).runStarted(formatNumber(run.planned, language)),
        audit: { subject: `retention:${erasable.kind}`, detail: { run: run.id, planned: run.planned } },
      }
    },
  }),

  command({
    path: '/retensi/:kind/tahan',
    access: 'retention.manage',
    audit: 'retention.held',
    input: HoldInput,
    sample,
    invalid: (context, raw) => kindPage(context, String(raw['kind'])),
    async handle({ db, scope, now, t }, { kind: path, reference, reason }) {
      const erasable = getOpen(path)
      const found = await erasable.find(db, scope, reference)
      if (!found) throw new Refusal(422, '', { reference: t(messages).unknown })
      const hold = { kind: erasable.kind, subject: found.id, label: found.label, reason }
      if (!(await insertHold(db, scope, now, hold))) throw new Refusal(409, '', { reference: t(messages).heldAlready })
      return {
        redirect: `/retensi/${path}#ditahan`,
        notice: t(messages).held,
        audit: { subject: `${erasable.kind}:${found.id}`, detail: { reason } },
      }
    },
  }),

  command({
    path: '/retensi/ditahan/:id/lepas',
    access: 'retention.manage',
    audit: 'retention.let_go',
    fresh: true,
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from retention.hold limit 1' },
    async handle({ db, scope, now, t }, { id }) {
      const hold = await liftHold(db, scope, now, id)
      const erasable = allErasable().find((one) => one.kind === hold?.kind)
      if (!hold || erasable?.apart) throw new NotFound('hold')
      const path = erasable?.path ?? ''
      return {
        redirect: `/retensi/${path}#ditahan`,
        notice: t(messages).lifted,
        audit: { subject: `${hold.kind}:${hold.subject_id}` },
      }
    },
  }),
]
