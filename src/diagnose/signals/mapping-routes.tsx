import { z } from 'zod'
import { ELEMENTS, elementNames } from '../../listen/surveys/index.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { refusePast } from '../../platform/http/rule-input.ts'
import { localDate } from '../../platform/i18n.ts'
import { termLabel, wordsOf } from '../../platform/words.ts'
import { listCompetencies, shippedName } from '../competency/index.ts'
import { NewWeightInput, Pair } from './mapping-model.ts'
import { listWeightChanges, listWeights, type MapName, putWeight } from './mapping-queries.ts'
import { MappingFormPage, MappingPage } from './mapping-views.tsx'
import { messages } from './messages.ts'

type Reading = Context<'signal.read'> | Context<'signal.map'>
type Option = { value: string; label: string }
type Sides = { from: readonly Option[]; to: readonly Option[] }

/** What may stand on both sides of a map, each with its name. Themes are all there ever were: reports of a withdrawn one still make signals. */
async function sidesOf({ db, scope, now, institution, language }: Reading, name: MapName): Promise<Sides> {
  const themes = wordsOf(institution.id)
    .list('theme')
    .map(({ slug }) => ({ value: slug, label: termLabel(institution.id, 'theme', slug, language) }))
  if (name === 'competency') {
    const to = (await listCompetencies(db, scope)).map((one) => ({
      value: one.code,
      label: `${one.code} · ${one.name}`,
    }))
    return { from: themes, to }
  }
  const names = await elementNames(db, scope)
  const month = localDate(now, institution.timeZone).slice(0, 7)
  return { from: ELEMENTS.map((slug) => ({ value: slug, label: names(slug, month)[language] })), to: themes }
}

/** How a side is called; before a dictionary is installed, the shipped one still knows what a code means. */
function namesOf(sides: Sides) {
  return (side: 'from' | 'to', value: string) =>
    sides[side].find((one) => one.value === value)?.label ?? shippedName(value) ?? value
}

async function mapOf(context: Reading, name: MapName) {
  const { db, scope, now } = context
  return {
    rows: await listWeights(db, scope, name, now),
    changes: await listWeightChanges(db, scope, name),
    nameOf: namesOf(await sidesOf(context, name)),
  }
}

type Chosen = { from?: string | undefined; to?: string | undefined }

async function formPage(context: Context<'signal.map'>, name: MapName, chosen: Chosen, form: FormState = emptyForm) {
  const { db, scope, now, institution } = context
  const current = await listWeights(db, scope, name, now)
  const weight = current.find((row) => row.from === chosen.from && row.to === chosen.to)?.weight
  const sides = await sidesOf(context, name)
  const today = localDate(now, institution.timeZone)
  return {
    page: <MappingFormPage name={name} sides={sides} chosen={{ ...chosen, weight }} today={today} form={form} />,
  }
}

function formRoutes(name: MapName, path: '/sinyal/pemetaan/ubah' | '/sinyal/pemetaan/unsur') {
  return [
    query({
      path,
      access: 'signal.map',
      input: Pair,
      handle: (context, chosen) => formPage(context, name, chosen, context.form),
    }),
    command({
      path,
      access: 'signal.map',
      audit: 'signal.mapping_changed',
      input: NewWeightInput,
      invalid: (context, _raw, form) => formPage(context, name, {}, form),
      async handle(context, input) {
        const { db, scope, now, t } = context
        const text = t(messages)
        const sides = await sidesOf(context, name)
        for (const side of ['from', 'to'] as const)
          if (!sides[side].some(({ value }) => value === input[side]))
            throw new Refusal(422, text.notOffered, { [side]: text.notOffered })
        refusePast(context, input.valid_from)
        await putWeight(db, scope, now, name, input)
        return {
          redirect: '/sinyal/pemetaan',
          notice: text.mappingSaved,
          audit: { subject: `${name}_weight:${input.from}:${input.to}`, detail: input },
        }
      },
    }),
  ]
}

export const mappingRoutes = [
  query({
    path: '/sinyal/pemetaan',
    access: 'signal.read',
    input: z.object({}),
    async handle(context) {
      const maps = { competency: await mapOf(context, 'competency'), element: await mapOf(context, 'element') }
      return { page: <MappingPage maps={maps} /> }
    },
  }),
  ...formRoutes('competency', '/sinyal/pemetaan/ubah'),
  ...formRoutes('element', '/sinyal/pemetaan/unsur'),
]
