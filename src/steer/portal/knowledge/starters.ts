import type { ArticleText, Source, Topic } from './model.ts'
import { STARTERS_ABOUT_PEOPLE } from './starters-people.ts'
import { STARTERS_ABOUT_SERVICE } from './starters-service.ts'

/** An article that Sigap brings along: a beginning that an institution takes over, changes or leaves. */
export type Starter = {
  readonly slug: string
  readonly topic: Topic
  /** The day on which its facts were last looked at. */
  readonly dated: string
  /** After how many months somebody should look again; laws about money sooner than what a word means. */
  readonly months: number
  readonly title: string
  readonly summary: string
  readonly body: string
  readonly sources: readonly Source[]
}

export const STARTERS: readonly Starter[] = [...STARTERS_ABOUT_PEOPLE, ...STARTERS_ABOUT_SERVICE]

export function findStarter(slug: string): Starter | undefined {
  return STARTERS.find((one) => one.slug === slug)
}

export function starterText(starter: Starter, now: Date): ArticleText {
  const { topic, title, summary, body, sources } = starter
  const review = new Date(now)
  review.setUTCDate(1)
  review.setUTCMonth(review.getUTCMonth() + starter.months)
  return {
    topic,
    language: 'id',
    title,
    summary,
    body,
    sources,
    related: [],
    review_by: review.toISOString().slice(0, 10),
  }
}
