import { z } from 'zod'
import { listDatedNumbers, listNumberChanges, putDatedNumber } from '../../platform/dated-rules.ts'
import { NotFound } from '../../platform/http/errors.ts'
import { emptyForm, type FormState } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { refusePast } from '../../platform/http/rule-input.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { findExpert, insertExpert, listExperts, withdrawExpert } from './expert-queries.ts'
import { ContactPage, ExpertsPage, RegisterPage } from './expert-views.tsx'
import { messages } from './messages.ts'
import { AtId, NewItem, NewRule, OFFERS, OtherExpert } from './model.ts'
import { listItems, listOtherItems, putItem, RULES } from './rule-queries.ts'
import { RulesPage } from './rule-views.tsx'

const EXPERT = { id: 'select id from talent.expert where withdrawn_at is null order by id limit 1' }

type Chosen = { ubah?: string | undefined; langkah?: string | undefined }

async function rulesPage(context: Context<'talent.rules'>, chosen: Chosen, form: FormState = emptyForm) {
  const { db, scope, now, institution } = context
  const today = localDate(now, institution.timeZone)
  const rules = await listDatedNumbers(db, scope, RULES, today)
  const items = await listItems(db, scope, today)
  return {
    page: (
      <RulesPage
        others={await listOtherItems(db, scope, today)}
        rules={rules}
        changes={await listNumberChanges(db, scope, RULES)}
        items={items}
        chosen={chosen.ubah}
        step={chosen.langkah}
        today={today}
        form={form}
      />
    ),
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

export const poolRoutes = [
  query({
    path: '/narasumber',
    access: 'talent.pool',
    input: z.object({
      q: z.string().trim().max(100).optional().catch(undefined),
      jenis: z.enum(OFFERS).optional().catch(undefined),
    }),
    async handle({ db, scope }, { q = '', jenis }) {
      const words = q.split(/\s+/).filter(Boolean).slice(0, 6)
      const experts = await listExperts(db, scope, words, jenis)
      return { page: <ExpertsPage experts={experts} looked={{ q, jenis: jenis ?? '' }} /> }
    },
  }),

  query({
    path: '/narasumber/baru',
    access: 'talent.pool',
    input: z.object({}),
    handle: async () => ({ page: <RegisterPage /> }),
  }),

  command({
    path: '/narasumber',
    access: 'talent.pool',
    audit: 'talent.expert_registered',
    input: OtherExpert,
    invalid: async (_context, _raw, form) => ({ page: <RegisterPage form={form} /> }),
    async handle({ db, scope, now, t }, input) {
      const id = await insertExpert(db, scope, now, input)
      return {
        redirect: '/narasumber',
        notice: t(messages).registered,
        audit: { subject: `expert:${id!}`, detail: { consent: input.consent } },
      }
    },
  }),

  command({
    path: '/narasumber/:id/kontak',
    access: 'talent.pool',
    audit: 'talent.contact_seen',
    input: AtId,
    sample: EXPERT,
    async handle({ db, scope }, { id }) {
      const expert = await findExpert(db, scope, id)
      if (!expert) throw new NotFound('expert')
      return { page: <ContactPage expert={expert} />, audit: { subject: `expert:${id}` } }
    },
  }),

  command({
    path: '/narasumber/:id/hapus',
    access: 'talent.pool',
    audit: 'talent.expert_withdrawn',
    input: AtId,
    sample: EXPERT,
    async handle({ db, scope, now, t }, { id }) {
      if (!(await withdrawExpert(db, scope, now, id))) throw new NotFound('expert')
      return { redirect: '/narasumber', notice: t(messages).withdrawnFor, audit: { subject: `expert:${id}` } }
    },
  }),

  query({
    path: '/pensiun/aturan',
    access: 'talent.rules',
    input: z.object({
      ubah: z.string().max(80).optional().catch(undefined),
      langkah: z.string().max(40).optional().catch(undefined),
    }),
    handle: (context, chosen) => rulesPage(context, chosen),
  }),

  command({
    path: '/pensiun/aturan',
    access: 'talent.rules',
    audit: 'talent.rule_changed',
    input: NewRule,
    invalid: (context, raw, form) => rulesPage(context, { ubah: text(raw['key']) }, form),
    async handle(context, rule) {
      const { db, scope, now, institution, t, requireSeen } = context
      refusePast(context, rule.valid_from)
      const rules = await listDatedNumbers(db, scope, RULES, localDate(now, institution.timeZone))
      const before = rules.find((one) => one.key === rule.key)
      if (!before) throw new NotFound('rule')
      requireSeen(seenOf(before))
      await putDatedNumber(db, scope, RULES, now, rule)
      return {
        redirect: '/pensiun/aturan',
        notice: t(messages).saved,
        audit: { subject: `talent-rule:${rule.key}`, detail: rule },
      }
    },
  }),

  command({
    path: '/pensiun/aturan/daftar',
    access: 'talent.rules',
    audit: 'talent.item_changed',
    input: NewItem,
    invalid: (context, raw, form) => rulesPage(context, { langkah: text(raw['code']) }, form),
    async handle(context, { hint, code, ...item }) {
      const { db, scope, now, institution, t, requireSeen } = context
      refusePast(context, item.valid_from)
      const items = await listItems(db, scope, localDate(now, institution.timeZone))
      const before = items.find((one) => one.code === code)
      if (code !== '' && !before) throw new NotFound('item')
      if (before) requireSeen(seenOf(before))
      const at = code === '' ? newId(now) : code
      await putItem(db, scope, now, { ...item, code: at, hint: hint ?? '' })
      return {
        redirect: '/pensiun/aturan#daftar',
        notice: t(messages).saved,
        audit: {
          subject: `talent-item:${at}`,
          detail: { title: item.title, hidden: item.hidden, from: item.valid_from },
        },
      }
    },
  }),
]
