import { z } from 'zod'
import { systemScope } from '../../platform/access.ts'
import { recordAudit } from '../../platform/audit.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { outside, query } from '../../platform/http/route.ts'
import { SESSION_COOKIE, startSession } from '../../platform/http/session.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { allPermissions } from '../../platform/registry.ts'
import { createInstitution } from '../organization/index.ts'
import { hashPassword, openAccounts } from '../people/index.ts'
import { grantRoles, writeBuiltInRoles } from '../roles/index.ts'
import { messages } from './messages.ts'
import { Founding, Token } from './model.ts'
import { countSetUp } from './queries.ts'
import { isFoundingToken, takeFoundingToken } from './token.ts'
import { FoundingPage, type Step, StepsPage } from './views.tsx'

const REASON = 'founding of the first institution'

export const routes = [
  outside({
    path: '/mulai',
    input: Token,
    limit: { points: 60, seconds: 600, by: 'ip' },
    async handle({ database, form, t }, { kode }) {
      if (!(await isFoundingToken(database.pool, kode))) throw new Refusal(410, t(messages).gone)
      return { page: <FoundingPage token={kode} form={form} /> }
    },
  }),

  outside({
    method: 'POST',
    path: '/mulai',
    input: Founding,
    limit: { points: 60, seconds: 600, by: 'ip' },
    async invalid({ form }, raw) {
      const { password: _password, repeat: _repeat, ...values } = form.values
      return { page: <FoundingPage token={String(raw['kode'] ?? '')} form={{ ...form, values }} /> }
    },
    async handle({ database, institutions, now, requestId, request, t }, founding) {
      const id = newId(now)
      const passwordHash = await hashPassword(founding.password)
      const session = await database.transaction('write', id, async (db, client) => {
        if (!(await takeFoundingToken(client, founding.kode))) throw new Refusal(410, t(messages).gone)
        const { rootUnitId } = await createInstitution(db, systemScope('organization.manage', REASON, id, []), now, {
          id,
          slug: founding.slug,
          name: founding.name,
          kind: founding.kind,
          regionCode: null,
          timeZone: founding.zone,
          hostname: null,
          synthetic: false,
          rootCode: founding.slug.toUpperCase(),
          activeFrom: localDate(now, founding.zone),
        })
        const roles = await writeBuiltInRoles(
          db,
          systemScope('role.manage', REASON, id, []),
          Object.keys(allPermissions()),
        )
        const [account] = await openAccounts(db, systemScope('account.manage', REASON, id, []), now, [
          { name: founding.person, email: founding.email, passwordHash },
        ])
        await grantRoles(db, systemScope('role.manage', REASON, id, []), [
          { account: account!, role: roles.get('administrator')!, unit: rootUnitId, from: now },
        ])
        const audit = { subject: `institution:${id}`, detail: { name: founding.name, slug: founding.slug } }
        await recordAudit(db, [
          { ...audit, institution: id, at: now, account: account!, action: 'institution.founded', requestId },
        ])
        return startSession(db, {
          institution: id,
          account: account!,
          now,
          method: 'password',
          ip: request.ip,
          agent: request.agent,
        })
      })
      institutions.forget()
      return {
        redirect: '/langkah-pertama',
        notice: t(messages).done(founding.name),
        cookies: [{ name: SESSION_COOKIE, value: session.cookie, maxAge: session.maxAge }],
      }
    },
  }),

  query({
    path: '/langkah-pertama',
    access: 'organization.manage',
    input: z.object({}),
    async handle({ db, scope }) {
      const have = await countSetUp(db, scope)
      const steps: Step[] = [
        { name: 'units', path: '/unit', done: have.units > 1 },
        { name: 'positions', path: '/jabatan', done: have.positions > 0 },
        { name: 'employees', path: '/impor', done: have.employees > 0 },
        { name: 'services', path: '/layanan', done: undefined },
        { name: 'roles', path: '/peran', done: have.grants > 1 },
        { name: 'calendar', path: '/kalender', done: have.calendarVersions > 1 },
      ]
      return { page: <StepsPage steps={steps} /> }
    },
  }),
]
