import { z } from 'zod'
import { Refusal } from '../../../platform/http/errors.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { formatDate, localDate } from '../../../platform/i18n.ts'
import { notify } from '../../notifications/index.ts'
import { HOME } from '../sign-in/complete.ts'
import { returnPath } from '../sign-in/model.ts'
import { messages } from './messages.ts'
import { DemandInput, hasFactor, isDue } from './model.ts'
import { getFactor, insertDemand, listDemandChanges, listDemands, replaceRecoveryCodes } from './queries.ts'
import { DemandPage, RecoveryCodesPage, SetUpPage } from './views.tsx'

async function demandPage({ db, scope, now, institution, form }: Context<'role.manage'>) {
  const today = localDate(now, institution.timeZone)
  return {
    page: (
      <DemandPage
        rows={await listDemands(db, scope, now)}
        changes={await listDemandChanges(db, scope)}
        today={today}
        form={form}
      />
    ),
  }
}

export const secondFactorRoutes = [
  query({ path: '/faktor-kedua', access: 'role.manage', input: z.object({}), handle: demandPage }),

  command({
    path: '/faktor-kedua',
    access: 'role.manage',
    audit: 'role.factor_demanded',
    fresh: true,
    input: DemandInput,
    invalid: demandPage,
    async handle({ db, scope, now, institution, language, t }, { role, demanded, from, reason }) {
      const text = t(messages)
      const holds = demanded === 'yes' && from ? from : null
      if (holds && holds < localDate(now, institution.timeZone)) throw new Refusal(422, '', { from: text.fromPast })
      const set = await insertDemand(db, scope, now, { role, from: holds, reason })
      if (!set) throw new Refusal(422, '', { role: text.unknownRole })
      if (holds)
        await notify(
          db,
          scope,
          now,
          set.lacking.map((accountId) => ({
            accountId,
            kind: 'people.security',
            title: text.mailTitle,
            body: text.mailBody(set.name, formatDate(holds, language)),
            href: '/keamanan/faktor',
            key: `factor:${role}:${now.toISOString()}`,
          })),
        )
      return {
        redirect: '/faktor-kedua',
        notice: text.saved,
        audit: { subject: `role:${role}`, detail: { demanded: holds !== null, from: holds, reason } },
      }
    },
  }),

  query({
    path: '/keamanan/faktor',
    access: 'self',
    whileHeld: true,
    input: z.object({ kembali: returnPath }),
    async handle({ db, scope, now, institution, fresh }, { kembali }) {
      const factor = await getFactor(db, scope, scope.account!, now)
      const today = localDate(now, institution.timeZone)
      const state = hasFactor(factor) ? 'done' : isDue(factor, today) ? 'due' : 'soon'
      return {
        page: (
          <SetUpPage
            state={state}
            from={factor.demandedFrom}
            back={kembali ?? HOME}
            signInAgain={fresh ? undefined : `/i/${institution.slug}/masuk?kembali=%2Fkeamanan%2Ffaktor`}
          />
        ),
      }
    },
  }),

  command({
    path: '/keamanan/kode-pemulihan',
    access: 'self',
    audit: 'recovery_codes.made',
    fresh: true,
    input: z.object({}),
    async handle({ db, scope, now, t }) {
      if (!hasFactor(await getFactor(db, scope, scope.account!, now))) throw new Refusal(409, t(messages).codesFirst)
      const codes = await replaceRecoveryCodes(db, scope, now)
      await notify(db, scope, now, [
        {
          accountId: scope.account!,
          kind: 'people.security',
          title: t(messages).codes,
          body: t(messages).codesMade,
          href: '/keamanan',
          key: `recovery-codes:${now.toISOString()}`,
        },
      ])
      return {
        page: <RecoveryCodesPage codes={codes} />,
        repeat: '/keamanan',
        audit: { subject: `account:${scope.account}`, detail: { codes: codes.length } },
      }
    },
  }),
]
