import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { emptyForm, type FormState } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { termLabel } from '../../../platform/words.ts'
import { messages } from '../messages.ts'
import { AtId, OTHER_THEME } from '../model.ts'
import { findActivity, lockActivity } from '../queries.ts'
import { codebookMessages } from './messages.ts'
import {
  AddedTheme,
  type Codebook,
  LEAST_THEMES,
  MergedTheme,
  MOST_CHANGES,
  MOST_THEMES,
  RenamedTheme,
  type ThemeAct,
  type ThemeChange,
} from './model.ts'
import { findCodebook, insertChange } from './queries.ts'
import { CodebookPage } from './views.tsx'

type Manage = Context<'focus_group.manage'>
const LANGUAGES = ['id', 'en'] as const
const SAMPLE = { id: `select id from focus_groups.activity where state = 'coding' order by held_on limit 1` }

async function page({ db, scope }: Manage, id: string, form: FormState, act?: ThemeAct) {
  const row = await findActivity(db, scope, id)
  if (!row) throw new NotFound('activity')
  return { page: <CodebookPage row={row} book={await findCodebook(db, scope, id)} form={form} act={act} /> }
}

const again = (act: ThemeAct) => (context: Manage, raw: Readonly<Record<string, unknown>>, form: FormState) =>
  page(context, String(raw['id']), form, act)

async function lockBook({ db, scope, t }: Manage, id: string): Promise<Codebook> {
  const row = await lockActivity(db, scope, id)
  if (!row) throw new NotFound('activity')
  const text = t(codebookMessages)
  if (row.state === 'closed') throw new Refusal(409, text.closed)
  const book = await findCodebook(db, scope, id)
  if (book.history.length >= MOST_CHANGES) throw new Refusal(409, text.full)
  return book
}

function requireStanding({ t }: Manage, book: Codebook, field: string, key: string): void {
  if (!book.themes.some((theme) => theme.key === key))
    throw new Refusal(422, '', { [field]: t(codebookMessages).unknown })
}

/** Two themes of one name could not be told apart; the institution's words count in both languages. */
function requireFreeName({ t, institution }: Manage, book: Codebook, name: string, except?: string): void {
  const plain = (word: string) => word.toLowerCase()
  const taken = book.themes
    .filter((theme) => theme.key !== except)
    .flatMap(({ key, name: own }) =>
      own === null
        ? LANGUAGES.map((language) =>
            key === OTHER_THEME ? messages[language].otherTheme : termLabel(institution.id, 'theme', key, language),
          )
        : [own],
    )
  if (taken.some((word) => plain(word) === plain(name))) throw new Refusal(422, '', { name: t(codebookMessages).taken })
}

async function record(
  { db, scope, now, t }: Manage,
  id: string,
  book: Codebook,
  change: Pick<ThemeChange, 'act' | 'theme' | 'name' | 'into_theme' | 'reason'>,
) {
  await insertChange(db, scope, now, { activity: id, number: book.history.length + 1, ...change })
  return {
    redirect: `/fgd/${id}/tema`,
    notice: t(codebookMessages).changed,
    audit: { subject: `focus-group:${id}`, detail: { act: change.act, theme: change.theme, into: change.into_theme } },
  }
}

export const codebookRoutes = [
  query({
    path: '/fgd/:id/tema',
    access: 'focus_group.manage',
    input: AtId,
    sample: SAMPLE,
    handle: (context, { id }) => page(context, id, emptyForm),
  }),

  command({
    path: '/fgd/:id/tema/tambah',
    access: 'focus_group.manage',
    audit: 'focus_group.theme_added',
    input: AddedTheme,
    sample: SAMPLE,
    invalid: again('added'),
    async handle(context, { id, name, reason }) {
      const book = await lockBook(context, id)
      if (book.themes.length >= MOST_THEMES) throw new Refusal(409, context.t(codebookMessages).full)
      requireFreeName(context, book, name)
      const theme = `own_${book.history.length + 1}`
      return record(context, id, book, { act: 'added', theme, name, into_theme: null, reason })
    },
  }),

  command({
    path: '/fgd/:id/tema/ubah',
    access: 'focus_group.manage',
    audit: 'focus_group.theme_renamed',
    input: RenamedTheme,
    sample: SAMPLE,
    invalid: again('renamed'),
    async handle(context, { id, theme, name, reason }) {
      const book = await lockBook(context, id)
      requireStanding(context, book, 'theme', theme)
      requireFreeName(context, book, name, theme)
      return record(context, id, book, { act: 'renamed', theme, name, into_theme: null, reason })
    },
  }),

  command({
    path: '/fgd/:id/tema/gabung',
    access: 'focus_group.manage',
    audit: 'focus_group.themes_merged',
    input: MergedTheme,
    sample: SAMPLE,
    invalid: again('merged'),
    async handle(context, { id, theme, into, reason }) {
      const book = await lockBook(context, id)
      const text = context.t(codebookMessages)
      requireStanding(context, book, 'theme', theme)
      requireStanding(context, book, 'into', into)
      if (theme === into) throw new Refusal(422, '', { into: text.itself })
      if (book.themes.length <= LEAST_THEMES) throw new Refusal(422, '', { theme: text.least })
      return record(context, id, book, { act: 'merged', theme, name: null, into_theme: into, reason })
    },
  }),
]
