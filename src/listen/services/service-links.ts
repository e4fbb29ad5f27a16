import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

/** `path` comes after the institution's own address. */
export type ServiceLink = { path: string; label: { id: string; en: string } }
type Offer = (db: Db, scope: Scope<'public'>, slug: string) => Promise<ServiceLink | undefined>

const offers: Offer[] = []

/** Later slices add here what they tell everybody about one service; nothing where they have nothing to tell. */
export function onServicePage(offer: Offer): void {
  offers.push(offer)
}

export async function linksOf(db: Db, scope: Scope<'public'>, slug: string): Promise<ServiceLink[]> {
  const found: ServiceLink[] = []
  for (const offer of offers) {
    const link = await offer(db, scope, slug)
    if (link) found.push(link)
  }
  return found
}
