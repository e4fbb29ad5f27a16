import { grantedScope, publicScope, type Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Institution, OutsideContext } from '../../platform/http/route.ts'
import { findApiClient, readApiKey } from '../../platform/http/session.ts'
import { type Arguments, argument, Refused } from './model.ts'

export type Client = { id: string; scope: Scope<'complaint.create'> }
export type Visit = { db: Db; institution: Institution; scope: Scope; client: Client | undefined }

/**
 * Opens the institution's door for one call: knows the institution, checks `jurisdiction_id`, and who asks. A key that
 * is given must be right, even where none is needed.
 */
export async function visit<T>(
  context: OutsideContext,
  args: Arguments,
  mode: 'read' | 'write',
  work: (visit: Visit) => Promise<T>,
): Promise<T> {
  const institution = await context.institutions.bySlug(String(args['institution']))
  if (!institution) throw new Refused(404, 'No such jurisdiction.')
  const jurisdiction = argument(args, 'jurisdiction_id')
  if (jurisdiction !== undefined && jurisdiction !== institution.slug)
    throw new Refused(404, `jurisdiction_id ${jurisdiction.slice(0, 100)} was not found.`)
  const api = argument(args, 'api_key')
  const key = api === undefined ? undefined : readApiKey(`Bearer ${api}`)
  if (api !== undefined && key?.institution !== institution.id) throw new Refused(403, 'Invalid api_key received.')
  return context.database.transaction(mode, institution.id, async (db, connection) => {
    if (!key) return work({ db, institution, scope: publicScope(institution.id), client: undefined })
    const signed = await findApiClient(connection, key)
    if (!signed?.client) throw new Refused(403, 'Invalid api_key received.')
    const tree = await context.institutions.tree(db, institution.id, signed.treeVersion)
    const scope = grantedScope('complaint.create', institution.id, signed.grants, tree, null, null)
    const client = scope && { id: signed.client, scope }
    return work({ db, institution, scope: scope ?? publicScope(institution.id), client })
  })
}

export function requireClient({ client }: Visit): Client {
  if (!client)
    throw new Refused(403, 'api_key is missing or may not send requests (it needs the scope complaint.create).')
  return client
}
