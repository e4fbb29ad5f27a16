import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { bilingual, checkbox, type FormState, idParam, requiredText } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query, type Route } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { newId } from '../../platform/id.ts'
import { templateMessages } from './staff-templates-messages.ts'
import { listTemplates, saveTemplate, type Template } from './staff-templates-queries.ts'
import { TemplatePage, TemplatesPage } from './staff-templates-views.tsx'

const Input = z.object({
  name: requiredText(120, bilingual('Beri nama templatnya.', 'Give the template a name.')),
  body: requiredText(5000, bilingual('Isi templatnya masih kosong.', 'The template is empty.')),
  unit: z.union([z.literal(''), idParam()]),
  active: checkbox(),
})

async function editor(context: Context<'complaint.handle'>, id: string, form?: FormState): Promise<Outcome> {
  const { scope, tree } = context
  const template = id === 'baru' ? undefined : await reach(context, id)
  const units = tree.named.filter((unit) => scope.units.includes(unit.id))
  return {
    page: (
      <TemplatePage
        template={template}
        units={units.map((unit) => ({ value: unit.id, label: unit.name }))}
        everywhere={mayEverywhere(context)}
        form={form}
      />
    ),
  }
}

/** A template for all units is set by whoever verifies for all of them. */
function mayEverywhere({ also, scope }: Context<'complaint.handle'>): boolean {
  const verifies = also('complaint.verify')?.units ?? []
  return scope.units.length > 0 && verifies.length >= scope.units.length && verifies.length > 1
}

async function reach(context: Context<'complaint.handle'>, id: string): Promise<Template> {
  const found = (await listTemplates(context.db, context.scope, context.scope.units)).find((one) => one.id === id)
  if (!found || (found.unit_id === null && !mayEverywhere(context))) throw new NotFound('template')
  return found
}

export const templateRoutes: Route[] = [
  query({
    path: '/pengaduan/templat',
    access: 'complaint.handle',
    input: z.object({}),
    async handle(context) {
      const templates = await listTemplates(context.db, context.scope, context.scope.units)
      return { page: <TemplatesPage templates={templates} everywhere={mayEverywhere(context)} /> }
    },
  }),

  query({
    path: '/pengaduan/templat/:id',
    access: 'complaint.handle',
    input: z.object({ id: z.union([z.literal('baru'), idParam()]) }),
    sample: { id: 'select id from complaints.template order by id limit 1' },
    handle: (context, { id }) => editor(context, id),
  }),

  command({
    path: '/pengaduan/templat/:id',
    access: 'complaint.handle',
    audit: 'complaint.template_saved',
    input: Input.extend({ id: z.union([z.literal('baru'), idParam()]) }),
    sample: { id: 'select id from complaints.template order by id limit 1' },
    invalid: (context, raw, form) => editor(context, String(raw['id']), form),
    async handle(context, { id: asked, unit, ...input }) {
      const { db, scope, now } = context
      const text = context.t(templateMessages)
      if (asked !== 'baru') context.requireSeen(seenOf(await reach(context, asked)))
      if (unit === '' ? !mayEverywhere(context) : !scope.units.includes(unit))
        throw new Refusal(422, text.unitWrong, { unit: text.unitWrong })
      const id = asked === 'baru' ? newId(now) : asked
      if (!(await saveTemplate(db, scope, now, { ...input, id, unit_id: unit || null })))
        throw new Refusal(409, text.nameTaken, { name: text.nameTaken })
      return {
        redirect: '/pengaduan/templat',
        notice: text.saved,
        audit: { subject: `complaint-template:${id}`, detail: { name: input.name, active: input.active } },
      }
    },
  }),
]
