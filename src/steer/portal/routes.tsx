import { z } from 'zod'
import { addMonths, lastCompleteMonth } from '../../diagnose/signals/index.ts'
import { type PublicAnswers, publicAnswers } from '../../listen/statistics/index.ts'
import { type SkmResult, skmResult } from '../../listen/surveys/index.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { localDate } from '../../platform/i18n.ts'
import { remembered } from '../../platform/remember.ts'
import { findSnapshot } from '../../prove/evaluation/index.ts'
import { isPublished } from '../../prove/oversight/index.ts'
import { draftStory, findToldChain, publishStory } from './acts.ts'
import { knowledgeRoutes } from './knowledge/routes.tsx'
import { messages } from './messages.ts'
import { StoryInput, Withdrawal } from './model.ts'
import { findStory, findStoryOfProgram, listStories, withdrawStory } from './queries.ts'
import { HomePage, PublishPage, StoriesPage, StoryListPage, StoryPage } from './views.tsx'

const nothing = z.object({})
const satisfaction = remembered<[string, string], SkmResult>()
const answering = remembered<[], PublicAnswers | undefined>()

async function publishPage({ db, scope, institution, language, form, t }: Context<'story.publish'>, program: string) {
  const told = await findToldChain(db, scope, program)
  if (!told) throw new Refusal(409, t(messages).noResult)
  return { page: <PublishPage program={program} draft={draftStory(told, language, institution.id)} form={form} /> }
}

async function storyList({ db, scope, form }: Context<'story.publish'>) {
  return { page: <StoryListPage stories={await listStories(db, scope, MOST_LISTED)} own={scope.units} form={form} /> }
}

export const routes = [
  query({
    path: '/i/:institution',
    frequent: true,
    access: 'public',
    input: nothing,
    async handle({ db, scope, now, institution }) {
      const to = lastCompleteMonth(localDate(now, institution.timeZone))
      const from = addMonths(to, -11)
      const skm = await satisfaction(scope, now, [from, to], () => skmResult(db, scope, { from, to }))
      const answers = await answering(scope, now, [], () => publicAnswers(db, scope, now, institution.timeZone))
      const overseen = await isPublished(db, scope, 'findings')
      const assessed = await isPublished(db, scope, 'assessments')
      const stories = await listStories(db, scope, 3)
      const shown = { overseen, assessed }
      return { page: <HomePage skm={skm} answers={answers} stories={stories} {...shown} /> }
    },
  }),

  query({
    path: '/i/:institution/perubahan',
    access: 'public',
    input: nothing,
    handle: async ({ db, scope }) => ({ page: <StoriesPage stories={await listStories(db, scope, MOST_LISTED)} /> }),
  }),

  query({
    path: '/i/:institution/perubahan/:id',
    access: 'public',
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from portal.story where withdrawn_at is null limit 1' },
    async handle({ db, scope }, { id }) {
      const story = await findStory(db, scope, id)
      if (!story) throw new NotFound('story')
      return { page: <StoryPage story={story} result={await findSnapshot(db, scope, story.result_id)} /> }
    },
  }),

  query({ path: '/kisah', access: 'story.publish', input: nothing, handle: storyList }),

  query({
    path: '/kisah/baru',
    access: 'story.publish',
    input: z.object({ program: idParam().optional() }),
    sample: { program: 'select program_id from portal.story where withdrawn_at is null limit 1' },
    // Reached from the result of a program; by itself the address names none.
    handle: async (context, { program }) => (program ? publishPage(context, program) : { redirect: '/hasil' }),
  }),

  command({
    path: '/kisah',
    access: 'story.publish',
    audit: 'story.published',
    input: StoryInput,
    invalid: (context, raw) => publishPage(context, idParam().catch('').parse(raw['program'])),
    async handle({ db, scope, institution, now, t, language, requireSeen }, { program, ...text }) {
      const told = await findToldChain(db, scope, program)
      if (!told) throw new NotFound('program')
      if (await findStoryOfProgram(db, scope, program)) throw new Refusal(409, t(messages).already)
      requireSeen(seenOf(draftStory(told, language, institution.id)))
      const id = await publishStory(db, scope, now, told, text)
      return {
        redirect: '/kisah',
        notice: t(messages).publishedNow,
        audit: { subject: `story:${id}`, detail: { program, verdict: told.result.verdict } },
      }
    },
  }),

  command({
    path: '/kisah/:id/tarik',
    access: 'story.publish',
    audit: 'story.withdrawn',
    input: Withdrawal,
    sample: { id: 'select id from portal.story where withdrawn_at is null limit 1' },
    invalid: storyList,
    async handle({ db, scope, now, t }, { id, reason }) {
      if (!(await withdrawStory(db, scope, id, reason, now))) throw new NotFound('story')
      return {
        redirect: '/kisah',
        notice: t(messages).withdrawn,
        audit: { subject: `story:${id}`, detail: { reason } },
      }
    },
  }),
  ...knowledgeRoutes,
]
