import { z } from 'zod'
import { requireUnit } from '../../platform/access.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { bilingual, checkbox, dateInput, type FormState, requiredText } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { localDate } from '../../platform/i18n.ts'
import { COMPONENTS } from './content.ts'
import { putPledge } from './pledge-queries.ts'
import { ruleMessages } from './rule-messages.ts'
import { PledgeForm, RulesPage } from './rule-views.tsx'
import { boundsOf, getRule, listChanges, listRules, putRule } from './rules.ts'

const KEYS = [
  ...COMPONENTS.map((component) => `component.${component}` as const),
  'pledge',
  'small_number',
  'small_cell',
  'receipts_per_day',
  'keep_days',
] as const

async function rulesPage(
  { db, scope, now, institution }: Context<'service.rules'>,
  chosen: string | undefined,
  form?: FormState,
) {
  const today = localDate(now, institution.timeZone)
  const rules = await listRules(db, scope, today)
  const changes = await listChanges(db, scope)
  return { page: <RulesPage rules={rules} changes={changes} chosen={chosen} today={today} form={form} /> }
}

async function pledgePage({ db, scope, now, institution, tree }: Context<'service.manage'>, form?: FormState) {
  const today = localDate(now, institution.timeZone)
  const units = tree.named.filter((unit) => scope.units.includes(unit.id))
  const { value } = await getRule(db, scope, 'pledge', today)
  return { page: <PledgeForm units={units} body={value} today={today} form={form} /> }
}

export const ruleRoutes = [
  query({
    path: '/layanan/ketentuan',
    access: 'service.rules',
    input: z.object({ ubah: z.string().max(60).optional().catch(undefined) }),
    handle: (context, { ubah }) => rulesPage(context, ubah),
  }),

  command({
    path: '/layanan/ketentuan',
    access: 'service.rules',
    audit: 'service.rule_changed',
    input: z.object({
      key: z.enum(KEYS),
      value: requiredText(2000),
      source: requiredText(500, bilingual('Sumber belum diisi.', 'Enter the source.')).pipe(
        z.string().min(3, { error: bilingual('Sumber paling sedikit 3 huruf.', 'Write at least 3 letters.') }),
      ),
      verified: checkbox(),
      valid_from: dateInput(),
    }),
    invalid: (context, _raw, form) => rulesPage(context, String(form.values.key ?? ''), form),
    async handle({ db, scope, now, t, institution, requireSeen }, rule) {
      const text = t(ruleMessages)
      requireSeen(seenOf(await getRule(db, scope, rule.key, localDate(now, institution.timeZone))))
      const [least, most] = boundsOf(rule.key) ?? []
      const count = /^\d{1,5}$/.test(rule.value) ? Number(rule.value) : Number.NaN
      if (least !== undefined && most !== undefined && !(count >= least && count <= most))
        throw new Refusal(422, '', { value: text.wholeNumber(String(least), String(most)) })
      await putRule(db, scope, now, rule)
      return {
        redirect: '/layanan/ketentuan',
        notice: text.saved,
        audit: { subject: `service-rule:${rule.key}`, detail: rule },
      }
    },
  }),

  query({
    path: '/layanan/maklumat',
    access: 'service.manage',
    input: z.object({}),
    handle: (context) => pledgePage(context),
  }),

  command({
    path: '/layanan/maklumat',
    access: 'service.manage',
    audit: 'service.pledge_signed',
    input: z.object({
      unit: z.guid({ error: bilingual('Pilih unit yang berjanji.', 'Choose the unit that promises.') }),
      body: requiredText(2000, bilingual('Bunyi maklumat belum diisi.', 'Enter the wording.')).pipe(
        z
          .string()
          .min(20, { error: bilingual('Bunyi maklumat paling sedikit 20 huruf.', 'Write at least 20 letters.') }),
      ),
      place: requiredText(100, bilingual('Tempat belum diisi.', 'Enter the place.')),
      signed_on: dateInput(),
      signer_name: requiredText(120, bilingual('Nama penanda tangan belum diisi.', 'Enter the name of the signatory.')),
      signer_title: requiredText(
        120,
        bilingual('Jabatan penanda tangan belum diisi.', 'Enter the office of the signatory.'),
      ),
    }),
    invalid: (context, _raw, form) => pledgePage(context, form),
    async handle({ db, scope, now, institution, t }, { unit, ...pledge }) {
      const text = t(ruleMessages)
      requireUnit(scope, unit)
      if (pledge.signed_on > localDate(now, institution.timeZone))
        throw new Refusal(422, '', { signed_on: text.future })
      await putPledge(db, scope, now, { unit_id: unit, ...pledge })
      return {
        redirect: `/i/${institution.slug}/maklumat?unit=${unit}`,
        notice: text.signed,
        audit: { subject: `unit:${unit}`, detail: { signer: pledge.signer_name, date: pledge.signed_on } },
      }
    },
  }),
]
