import { Refusal } from '../../platform/http/errors.ts'
import { checkbox, optionalText } from '../../platform/http/input.ts'
import { command } from '../../platform/http/route.ts'
import { formatDate, localDate } from '../../platform/i18n.ts'
import { beginVersion, closeVersion, createQuestionnaire, planDraft, publishDraft, unplanDraft } from './acts.ts'
import { messages } from './messages.ts'
import { AtId, day } from './model.ts'
import { problemsOf } from './problems.ts'
import { overviewAgain, requireOwned } from './routes.tsx'

/** A version's life: published at once or on a day to come, closed, followed by the next, copied. */
export const versionRoutes = [
  command({
    path: '/kuesioner/:id/terbitkan',
    access: 'questionnaire.manage',
    audit: 'questionnaire.published',
    input: AtId.extend({ source: optionalText(500), verified: checkbox(), begins_on: day }),
    invalid: overviewAgain,
    async handle(context, { id, source = '', verified, begins_on }) {
      const { row, draft } = await requireOwned(context, id)
      const text = context.t(messages)
      if (!draft || draft.begins_on) throw new Refusal(409, text.noDraftBody)
      if (problemsOf(draft.definition, row.instrument).length > 0) throw new Refusal(422, text.cannotPublish)
      // Their words are compared over the years, so whoever sets them says after what.
      if (row.instrument === 'short_survey' && source.length < 3)
        throw new Refusal(422, '', { source: text.wordsSourceMissing })
      const today = localDate(context.now, context.institution.timeZone)
      if (begins_on && begins_on < today) throw new Refusal(422, '', { begins_on: text.beginsPast })
      const audit = { subject: `questionnaire:${id}`, detail: { version: draft.number, source, verified } }
      if (begins_on && begins_on > today) {
        await planDraft(context.db, context.scope, id, { source, verified, begins_on })
        return {
          redirect: `/kuesioner/${id}`,
          notice: text.plannedNotice(formatDate(begins_on, context.language)),
          audit: { ...audit, detail: { ...audit.detail, from: begins_on } },
        }
      }
      await publishDraft(context.db, context.scope, context.now, id, { source, verified })
      return {
        redirect: `/kuesioner/${id}/sebarkan`,
        notice: text.publishedNotice,
        audit,
      }
    },
  }),

  command({
    path: '/kuesioner/:id/batal-jadwal',
    access: 'questionnaire.manage',
    audit: 'questionnaire.plan_withdrawn',
    input: AtId,
    async handle(context, { id }) {
      await requireOwned(context, id)
      const text = context.t(messages)
      if (!(await unplanDraft(context.db, context.scope, id))) throw new Refusal(409, text.planGone)
      return {
        redirect: `/kuesioner/${id}`,
        notice: text.planWithdrawn,
        audit: { subject: `questionnaire:${id}` },
      }
    },
  }),

  command({
    path: '/kuesioner/:id/tutup',
    access: 'questionnaire.manage',
    audit: 'questionnaire.closed',
    input: AtId,
    async handle(context, { id }) {
      await requireOwned(context, id)
      await closeVersion(context.db, context.scope, context.now, id)
      return {
        redirect: `/kuesioner/${id}`,
        notice: context.t(messages).closedNotice,
        audit: { subject: `questionnaire:${id}` },
      }
    },
  }),

  command({
    path: '/kuesioner/:id/versi-baru',
    access: 'questionnaire.manage',
    audit: 'questionnaire.version_begun',
    input: AtId,
    async handle(context, { id }) {
      await requireOwned(context, id)
      await beginVersion(context.db, context.scope, context.now, id)
      return {
        redirect: `/kuesioner/${id}/susun`,
        notice: context.t(messages).newVersionNotice,
        audit: { subject: `questionnaire:${id}` },
      }
    },
  }),

  command({
    path: '/kuesioner/:id/gandakan',
    access: 'questionnaire.manage',
    audit: 'questionnaire.duplicated',
    input: AtId,
    async handle(context, { id }) {
      const { db, scope, now, t } = context
      const { row, versions } = await requireOwned(context, id)
      const text = t(messages)
      const { definition } = versions[0]!
      const title = { ...definition.title, id: text.copyOf(definition.title.id).slice(0, 200) }
      const copy = await createQuestionnaire(db, scope, now, {
        unit: row.unit_id,
        definition: { ...definition, title },
        instrument: 'own',
      })
      return {
        redirect: `/kuesioner/${copy}/susun`,
        notice: text.duplicated,
        audit: { subject: `questionnaire:${copy}`, detail: { of: id } },
      }
    },
  }),
]
