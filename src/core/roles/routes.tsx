import { z } from 'zod'
import type { Permission } from '../../platform/access.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { allPermissions, isApart } from '../../platform/registry.ts'
import { grantRoles } from './acts.ts'
import { messages } from './messages.ts'
import { GrantInput, mayGrant, RoleInput, startOfDay } from './model.ts'
import {
  countManagers,
  endGrant,
  findAccount,
  findRole,
  holdsRole,
  insertRole,
  listGrants,
  listRolePermissions,
  listRoles,
  listUnits,
  lockGrant,
  lockHeld,
  lockNameTaken,
  setRole,
  setRolePermissions,
} from './queries.ts'
import { RolePage, RolesPage, roleSeen } from './views.tsx'

const PAGE = 50

async function rolesPage(context: Context<'role.read'> | Context<'role.delegate'>, after?: string) {
  const { db, scope, form, also } = context
  const grants = await listGrants(db, scope, after, PAGE + 1)
  const may = { manage: also('role.manage') !== undefined, delegate: also('role.delegate') !== undefined }
  const page = (
    <RolesPage
      roles={await listRoles(db, scope)}
      grants={grants.slice(0, PAGE)}
      units={await listUnits(db, scope)}
      next={grants.length > PAGE ? grants[PAGE - 1]!.id : undefined}
      form={form}
      may={may}
    />
  )
  return { page }
}

async function rolePage({ db, scope, form }: Context<'role.manage'>, id: string | undefined) {
  const role = id === undefined ? undefined : await findRole(db, scope, id)
  if (id !== undefined && !role) throw new NotFound('role')
  const held = id === undefined ? [] : await listRolePermissions(db, scope, id)
  return {
    page: (
      <RolePage
        id={id}
        name={role?.name ?? ''}
        description={role?.description ?? ''}
        held={held}
        permissions={allPermissions()}
        form={form}
      />
    ),
  }
}

/** What was ticked, and what it is of no use without, see PermissionTexts. */
function withNeeded(ticked: readonly string[]): { held: string[]; needed: string[] } {
  const all = allPermissions()
  const known = [...new Set(ticked)].filter((permission) => permission in all)
  const held = [...new Set(known.flatMap((permission) => [...(all[permission]!.needs ?? []), permission]))]
  return { held, needed: held.filter((permission) => !known.includes(permission)) }
}

function saved({ t, language }: Context<'role.manage'>, needed: readonly string[]): string {
  const text = t(messages)
  const names = needed.map((permission) => allPermissions()[permission]![language])
  return names.length > 0 ? `${text.saved} ${text.neededToo(names)}` : text.saved
}

export const routes = [
  query({
    path: '/peran',
    access: 'role.read',
    input: z.object({ setelah: idParam().optional() }),
    handle: (context, { setelah }) => rolesPage(context, setelah),
  }),

  query({
    path: '/peran/baru',
    access: 'role.manage',
    input: z.object({}),
    handle: (context) => rolePage(context, undefined),
  }),

  command({
    path: '/peran/baru',
    access: 'role.manage',
    audit: 'role.created',
    fresh: true,
    input: RoleInput,
    invalid: (context) => rolePage(context, undefined),
    async handle(context, { name, description, permissions }) {
      const { db, scope, actor, t } = context
      const { held, needed } = withNeeded(permissions)
      if (
        !mayGrant(
          held.filter((one) => !isApart(one)),
          actor.permissions,
        )
      )
        throw new Refusal(422, '', { permissions: t(messages).tooMuch })
      if (await lockNameTaken(db, scope, name, null)) throw new Refusal(422, '', { name: t(messages).nameTaken })
      const id = await insertRole(db, scope, name, description ?? '')
      await setRolePermissions(db, scope, id, held)
      return {
        redirect: '/peran',
        notice: saved(context, needed),
        audit: { subject: `role:${id}`, detail: { name, permissions: held } },
      }
    },
  }),

  query({
    path: '/peran/:id',
    access: 'role.manage',
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from roles.role limit 1' },
    handle: (context, { id }) => rolePage(context, id),
  }),

  command({
    path: '/peran/:id',
    access: 'role.manage',
    audit: 'role.changed',
    fresh: true,
    input: RoleInput.and(z.object({ id: idParam() })),
    sample: { id: 'select id from roles.role limit 1' },
    invalid: (context, raw) => rolePage(context, String(raw['id'])),
    async handle(context, { id, name, description, permissions }) {
      const { db, scope, actor, now, t, requireSeen } = context
      const role = await findRole(db, scope, id)
      if (!role) throw new NotFound('role')
      const before = await listRolePermissions(db, scope, id)
      requireSeen(roleSeen(role, before))
      const { held, needed } = withNeeded(permissions)
      const added = held.filter((permission) => !before.includes(permission))
      if (
        !mayGrant(
          added.filter((one) => !isApart(one)),
          actor.permissions,
        )
      )
        throw new Refusal(422, '', { permissions: t(messages).tooMuch })
      // What is handed out without being held is handed to others: not to oneself by way of one's own role.
      const gained = added.filter((one) => !actor.permissions.has(one))
      if (gained.length > 0 && (await holdsRole(db, scope, id, now)))
        throw new Refusal(422, '', { permissions: t(messages).ownRole })
      const removed = before.filter((permission) => !held.includes(permission))
      if (removed.includes('role.manage') && (await countManagers(db, scope, now, { role: id })) === 0)
        throw new Refusal(422, '', { permissions: t(messages).lastManager })
      if (await lockNameTaken(db, scope, name, id)) throw new Refusal(422, '', { name: t(messages).nameTaken })
      await setRole(db, scope, id, name, description ?? '')
      await setRolePermissions(db, scope, id, held)
      return {
        redirect: '/peran',
        notice: saved(context, needed),
        audit: { subject: `role:${id}`, detail: { name, added, removed } },
      }
    },
  }),

  command({
    path: '/peran/pemberian',
    access: 'role.delegate',
    audit: 'role.granted',
    fresh: true,
    input: GrantInput,
    invalid: (context) => rolesPage(context),
    async handle({ db, scope, institution, also, now, t }, grant) {
      const text = t(messages)
      const manage = also('role.manage')
      if (!manage && grant.kind === 'definitive') throw new Refusal(422, '', { kind: text.onlySubstitutes })
      if (!(manage ?? scope).units.includes(grant.unit)) throw new NotFound('unit')
      const account = await findAccount(db, scope, grant.login)
      if (!account) throw new Refusal(422, '', { login: text.unknownPerson })
      if (!(await findRole(db, scope, grant.role))) throw new Refusal(422, '', { role: text.unknownRole })
      if (account.id === scope.account) throw new Refusal(422, '', { login: text.yourself })
      const given = await listRolePermissions(db, scope, grant.role)
      const managed = also('role.manage')?.units.includes(grant.unit) === true
      const mayGive = (permission: string) =>
        (managed && isApart(permission)) || also(permission as Permission)?.units.includes(grant.unit)
      if (!given.every(mayGive)) throw new Refusal(422, '', { role: text.tooMuch })
      const from = startOfDay(grant.from, institution.timeZone)
      const to = grant.until ? { to: startOfDay(grant.until, institution.timeZone, 1) } : {}
      if (to.to && to.to <= now) throw new Refusal(422, '', { until: text.over })
      const place = { account: account.id, role: grant.role, unit: grant.unit, from, ...to }
      if (await lockHeld(db, scope, place)) throw new Refusal(422, '', { login: text.heldAlready })
      const reason = grant.reason ? { reason: grant.reason } : {}
      await grantRoles(db, scope, [{ ...place, kind: grant.kind, ...reason }])
      return {
        redirect: '/peran',
        notice: text.given,
        audit: {
          subject: `account:${account.id}`,
          detail: {
            role: grant.role,
            unit: grant.unit,
            kind: grant.kind,
            from: grant.from,
            until: grant.until || null,
          },
        },
      }
    },
  }),

  command({
    path: '/peran/pemberian/:id/akhiri',
    access: 'role.delegate',
    audit: 'role.grant_ended',
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from roles.grant limit 1' },
    async handle({ db, scope, now, also, t }, { id }) {
      const manage = also('role.manage')
      const grant = await lockGrant(db, manage ?? scope, id)
      if (!grant || (grant.valid_to && grant.valid_to <= now)) throw new NotFound('grant')
      if (!manage && grant.kind === 'definitive') throw new Refusal(409, t(messages).onlySubstitutes)
      if (manage && (await countManagers(db, manage, now, { grant: id })) === 0)
        throw new Refusal(409, t(messages).lastManager)
      await endGrant(db, scope, id, now, grant.valid_from < now)
      return {
        redirect: '/peran',
        notice: t(messages).endedNow,
        audit: { subject: `account:${grant.account_id}`, detail: { grant: id, role: grant.role_id } },
      }
    },
  }),
]
