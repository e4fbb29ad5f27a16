import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { bilingual, emptyForm, type FormState, idParam, requiredText } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { isPublished } from '../team-queries.ts'
import { communityMessages } from './messages.ts'
import { readScores, TOKEN } from './model.ts'
import { GuestPage, PublicCardPage, PublicCardsPage, ScorePage, StoppedPage } from './public-views.tsx'
import * as rows from './queries.ts'

type Public = Context<'public'>
type Raw = Readonly<Record<string, unknown>>
const AtToken = z.object({ token: z.string().max(60) })
const AtCard = AtToken.extend({ card: idParam() })
/** A link that is guessed at is as slow as a password. */
const LIMIT = { points: 60, seconds: 600, by: 'ip', bucket: 'monitor' } as const
const SAMPLE = { token: `select 'pemantau-contoh-kabupaten' as token from oversight.monitor limit 1` }
const SAMPLE_CARD = {
  ...SAMPLE,
  card: `select id as card from oversight.card where state = 'open' order by id limit 1`,
}

async function requireGuest({ db, scope }: Public, token: string): Promise<rows.Guest> {
  const guest = TOKEN.safeParse(token).success ? await rows.findMonitor(db, scope, token) : undefined
  if (!guest) throw new NotFound('monitor')
  return guest
}

const placeOf = ({ institution }: Public, token: string) => `/i/${institution.slug}/pemantau/${token}`

async function guestPage(context: Public, token: string, form: FormState) {
  const guest = await requireGuest(context, token)
  const cards = guest.consented_at ? await rows.listOpenFor(context.db, context.scope, guest) : []
  return { page: <GuestPage guest={guest} at={placeOf(context, token)} cards={cards} form={form} /> }
}

/** A card that waits for this volunteer, who has agreed to take part. */
async function requireCard(context: Public, token: string, id: string) {
  const guest = await requireGuest(context, token)
  const open = guest.consented_at ? await rows.listOpenFor(context.db, context.scope, guest) : []
  const card = open.find((one) => one.id === id)
  if (!card) throw new NotFound('card')
  return { guest, card }
}

async function scorePage(context: Public, token: string, id: string, form: FormState) {
  const { card } = await requireCard(context, token, id)
  return { page: <ScorePage card={card} at={placeOf(context, token)} form={form} /> }
}

export const publicCommunityRoutes = [
  query({
    path: '/i/:institution/pemantau/:token',
    access: 'public',
    input: AtToken,
    limit: LIMIT,
    cache: 'never',
    sample: SAMPLE,
    handle: (context, { token }) => guestPage(context, token, emptyForm),
  }),

  command({
    path: '/i/:institution/pemantau/:token/setuju',
    access: 'public',
    audit: 'oversight.monitor_consented',
    unkept: true,
    limit: LIMIT,
    sample: SAMPLE,
    input: AtToken.extend({
      name: requiredText(80, bilingual('Nama panggilan belum diisi.', 'Enter a name to be called by.')),
      consent: z.literal('ya', { error: bilingual('Beri tanda bila Anda setuju.', 'Tick if you agree.') }),
    }),
    invalid: (context: Public, raw: Raw, form: FormState) => guestPage(context, String(raw['token']), form),
    async handle(context, { token, name }) {
      const { db, scope, now, t } = context
      const guest = await requireGuest(context, token)
      await rows.consent(db, scope, now, guest.id, name)
      return {
        redirect: placeOf(context, token),
        notice: t(communityMessages).joined,
        audit: { subject: `monitor:${guest.id}` },
      }
    },
  }),

  command({
    path: '/i/:institution/pemantau/:token/berhenti',
    access: 'public',
    audit: 'oversight.monitor_stopped',
    unkept: true,
    limit: LIMIT,
    sample: SAMPLE,
    input: AtToken,
    async handle(context, { token }) {
      const guest = await requireGuest(context, token)
      await rows.withdraw(context.db, context.scope, context.now, guest.id)
      return { page: <StoppedPage />, audit: { subject: `monitor:${guest.id}` } }
    },
  }),

  query({
    path: '/i/:institution/pemantau/:token/kartu/:card',
    access: 'public',
    input: AtCard,
    limit: LIMIT,
    cache: 'never',
    sample: SAMPLE_CARD,
    handle: (context, { token, card }) => scorePage(context, token, card, emptyForm),
  }),

  command({
    path: '/i/:institution/pemantau/:token/kartu/:card',
    access: 'public',
    audit: 'oversight.card_scored_by_monitor',
    unkept: true,
    limit: LIMIT,
    sample: SAMPLE_CARD,
    input: z.looseObject({ token: z.string().max(60), card: idParam() }),
    invalid: (context: Public, raw: Raw, form: FormState) =>
      scorePage(context, String(raw['token']), String(raw['card']), form),
    async handle(context, { token, card: id, ...fields }) {
      const { db, scope, t } = context
      const text = t(communityMessages)
      await rows.lockCard(db, scope, id)
      const { guest, card } = await requireCard(context, token, id)
      const { scores, errors } = readScores(fields, card.criteria, text.scoreMissing)
      if (Object.keys(errors).length > 0) throw new Refusal(422, '', errors)
      if (!(await rows.takePart(db, scope, id, guest.id))) throw new Refusal(409, text.twice)
      await rows.insertBallot(db, scope, id, 'citizen', scores)
      // The audit names the card only, so that nothing leads from a person to a score.
      return { redirect: placeOf(context, token), notice: text.sent, audit: { subject: `card:${id}` } }
    },
  }),

  query({
    path: '/i/:institution/kartu-nilai',
    access: 'public',
    input: z.object({ layanan: z.string().max(100).optional().catch(undefined) }),
    async handle({ db, scope }, { layanan }) {
      if (!(await isPublished(db, scope, 'scorecards'))) throw new NotFound('cards')
      const cards = await rows.listPublishedCards(db, scope, layanan ? { slug: layanan } : {})
      return { page: <PublicCardsPage rows={cards} /> }
    },
  }),

  query({
    path: '/i/:institution/kartu-nilai/:id',
    access: 'public',
    input: z.object({ id: idParam() }),
    sample: { id: `select id from oversight.card where state = 'published' order by id limit 1` },
    async handle({ db, scope, now, institution }, { id }) {
      const shown = await isPublished(db, scope, 'scorecards')
      const row = shown ? (await rows.listPublishedCards(db, scope, { id }))[0] : undefined
      if (!row) throw new NotFound('card')
      return {
        page: (
          <PublicCardPage
            row={row}
            ballots={await rows.listBallots(db, scope, id)}
            actions={await rows.listActions(db, scope, id)}
            today={localDate(now, institution.timeZone)}
          />
        ),
      }
    },
  }),
]
