import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { bilingual, idParam, optionalText, requiredText } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { formatNumber } from '../../../platform/i18n.ts'
import { notify } from '../../notifications/index.ts'
import { openAccounts } from '../acts.ts'
import { openChallenge } from '../sign-in/challenge.ts'
import { messages } from './messages.ts'
import {
  countWithoutAccount,
  endSessions,
  findEmployeeForAccount,
  linkAccount,
  listAccounts,
  listWithoutAccount,
  removeFactor,
  setDisabled,
} from './queries.ts'
import { AccountsPage } from './views.tsx'

const PAGE = 50

async function accountsPage({ db, scope, form }: Context<'account.manage'>, q?: string, setelah?: string) {
  const rows = await listAccounts(db, scope, { text: q, after: setelah }, PAGE + 1)
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown.at(-1) : undefined
  const next = last && `/akun-pegawai?${new URLSearchParams({ ...(q ? { q } : {}), setelah: last.id })}`
  const missing = await countWithoutAccount(db, scope)
  return { page: <AccountsPage rows={shown} next={next} text={q} missing={missing} form={form} /> }
}

const byId = z.object({ id: idParam() })
const sample = { id: 'select id from people.account order by id limit 1' }

export const accountRoutes = [
  query({
    path: '/akun-pegawai',
    access: 'account.manage',
    input: z.object({ q: optionalText(100).catch(undefined), setelah: idParam().optional().catch(undefined) }),
    handle: (context, { q, setelah }) => accountsPage(context, q, setelah),
  }),

  command({
    path: '/akun-pegawai',
    access: 'account.manage',
    audit: 'account.opened',
    input: z.object({ nip: requiredText(40, bilingual('NIP belum diisi.', 'Enter the NIP.')) }),
    invalid: (context) => accountsPage(context),
    async handle({ db, scope, now, institution, t }, { nip }) {
      const text = t(messages)
      const employee = await findEmployeeForAccount(db, scope, nip.replaceAll(/\D/g, ''))
      if (!employee) throw new Refusal(422, '', { nip: text.unknown })
      if (employee.account) throw new Refusal(409, '', { nip: text.exists })
      if (employee.taken && employee.takenByOther) throw new Refusal(409, '', { nip: text.taken })
      if (employee.taken) {
        await linkAccount(db, scope, employee.taken, employee)
        return {
          redirect: '/akun-pegawai',
          notice: text.linked(employee.name),
          audit: { subject: `account:${employee.taken}`, detail: { employee: employee.id, linked: true } },
        }
      }
      if (!employee.email) throw new Refusal(422, '', { nip: text.noEmail })
      const [account] = await openAccounts(db, scope, now, [
        { employee: employee.id, name: employee.name, email: employee.email, nip: employee.nip },
      ])
      const { token } = await openChallenge(db, scope, { kind: 'recovery', account: account!, data: {}, now })
      await notify(db, scope, now, [
        {
          email: employee.email,
          kind: 'people.recovery',
          title: text.mailTitle,
          body: text.mailBody(institution.name),
          href: `/i/${institution.slug}/kata-sandi/${token}`,
          secret: true,
          key: `opened:${account}`,
        },
      ])
      return {
        redirect: '/akun-pegawai',
        notice: text.opened,
        audit: { subject: `account:${account}`, detail: { employee: employee.id } },
      }
    },
  }),

  command({
    path: '/akun-pegawai/buka-semua',
    access: 'account.manage',
    audit: 'account.opened',
    input: z.object({}),
    async handle({ db, scope, now, t, language }) {
      const missing = await listWithoutAccount(db, scope)
      const ids = await openAccounts(
        db,
        scope,
        now,
        missing.map(({ id, ...rest }) => ({ employee: id, ...rest })),
      )
      const left = await countWithoutAccount(db, scope)
      return {
        redirect: '/akun-pegawai',
        notice: t(messages).openedAll(
          formatNumber(ids.length, language),
          left > 0 ? formatNumber(left, language) : undefined,
        ),
        audit: { subject: 'account', detail: { count: ids.length } },
      }
    },
  }),

  command({
    path: '/akun-pegawai/:id/nonaktifkan',
    access: 'account.manage',
    audit: 'account.disabled',
    input: byId,
    sample,
    async handle({ db, scope, now, t }, { id }) {
      if (id === scope.account) throw new Refusal(409, t(messages).yourself)
      if (!(await setDisabled(db, scope, id, now))) throw new NotFound('account')
      return { redirect: '/akun-pegawai', notice: t(messages).disabledNow, audit: { subject: `account:${id}` } }
    },
  }),

  command({
    path: '/akun-pegawai/:id/akhiri-sesi',
    access: 'account.manage',
    audit: 'session.revoked',
    input: byId,
    sample,
    async handle({ db, scope, t }, { id }) {
      const count = await endSessions(db, scope, id)
      if (count === undefined) throw new NotFound('account')
      return {
        redirect: '/akun-pegawai',
        notice: t(messages).sessionsEnded(count),
        audit: { subject: `account:${id}`, detail: { sessions: count } },
      }
    },
  }),

  command({
    path: '/akun-pegawai/:id/hapus-kode',
    access: 'account.manage',
    audit: 'second_factor.removed',
    fresh: true,
    input: byId,
    sample,
    async handle({ db, scope, now, t }, { id }) {
      const text = t(messages)
      if (id === scope.account) throw new Refusal(409, text.ownCode)
      if (!(await removeFactor(db, scope, id))) throw new NotFound('second factor')
      await notify(db, scope, now, [
        {
          accountId: id,
          kind: 'people.security',
          title: text.codeMailTitle,
          body: text.codeMailBody,
          href: '/keamanan',
          key: `totp-removed:${now.toISOString()}`,
        },
      ])
      return { redirect: '/akun-pegawai', notice: text.codeRemoved, audit: { subject: `account:${id}` } }
    },
  }),

  command({
    path: '/akun-pegawai/:id/aktifkan',
    access: 'account.manage',
    audit: 'account.enabled',
    input: byId,
    sample,
    async handle({ db, scope, t }, { id }) {
      if (!(await setDisabled(db, scope, id, null))) throw new NotFound('account')
      return { redirect: '/akun-pegawai', notice: t(messages).enabledNow, audit: { subject: `account:${id}` } }
    },
  }),
]
