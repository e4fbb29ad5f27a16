import {
  ActionButton,
  Badge,
  DataTable,
  type FormState,
  Notice,
  Pager,
  Section,
  useFormat,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { UNIT_KIND_TEXTS } from '../model.ts'
import { planMessages } from './messages.ts'
import { PLANS_SHOWN } from './model.ts'
import type { PlannedUnit, UnitPlanRow } from './queries.ts'

/** The plan before which and after which there is another page, and how many there are in all. */
export type PlanPages = { total: number; previous: UnitPlanRow | undefined; next: UnitPlanRow | undefined }

const cursor = (plan: UnitPlanRow) => `${plan.valid_from}_${plan.id}`

type Props = {
  plans: readonly UnitPlanRow[]
  today: string
  /** The units whose plans may be withdrawn. */
  manages: ReadonlySet<string>
  /** Whether each row says which unit it is about. */
  named: boolean
  form: FormState | undefined
  pages?: PlanPages | undefined
}

/** What is planned for units; nothing at all where nothing is. */
export function UnitPlans({ plans, today, manages, named, form, pages }: Props) {
  const text = useMessages(planMessages)
  const format = useFormat()
  const { language } = useRequest()
  if (plans.length === 0) return null
  const what = (plan: UnitPlanRow): string => {
    const under = plan.parent ? text.under(plan.parent) : undefined
    if (plan.act === 'open') return [text.opens(plan.name ?? '', plan.code ?? ''), under].filter(Boolean).join(', ')
    if (plan.act === 'close') return text.closes
    const kind = plan.kind ? text.kind(UNIT_KIND_TEXTS[plan.kind][language]) : undefined
    return [plan.name ? text.renamed(plan.name) : undefined, kind, under].filter(Boolean).join(', ')
  }
  const whole = (plan: UnitPlanRow): string =>
    plan.unit && (named || plan.act !== 'open') ? `${plan.unit}: ${what(plan)}` : what(plan)
  return (
    <Section title={text.title} id="rencana">
      {form?.errors['_form'] ? (
        <Notice tone="danger" live>
          <p>{form.errors['_form']}</p>
        </Notice>
      ) : null}
      <DataTable
        caption={text.caption}
        captionHidden
        stack
        rows={plans}
        columns={[
          {
            key: 'from',
            label: text.from,
            cell: (plan: UnitPlanRow) => (
              <>
                {format.date(plan.valid_from)}{' '}
                {plan.valid_from <= today ? <Badge tone="warning">{text.overdue}</Badge> : null}
              </>
            ),
          },
          {
            key: 'what',
            label: text.what,
            cell: (plan: UnitPlanRow) => (
              <>
                {whole(plan)}
                {plan.reason || plan.who ? (
                  <div class="tree-code">{[plan.reason, plan.who].filter(Boolean).join(' · ')}</div>
                ) : null}
              </>
            ),
          },
          ...(manages.size > 0
            ? [
                {
                  key: 'withdraw',
                  label: text.withdraw,
                  cell: (plan: UnitPlanRow) =>
                    manages.has(plan.unit_id) || (plan.act === 'open' && manages.has(plan.parent_id ?? '')) ? (
                      <ActionButton action={`/unit/rencana/${plan.id}/batal`} label={text.withdraw} />
                    ) : null,
                },
              ]
            : []),
        ]}
      />
      {pages && pages.total > PLANS_SHOWN ? (
        <Pager
          previous={pages.previous ? `?sebelum=${cursor(pages.previous)}#rencana` : null}
          next={pages.next ? `?rencana=${cursor(pages.next)}#rencana` : null}
          summary={text.shown(format.number(plans.length), format.number(pages.total))}
        />
      ) : null}
    </Section>
  )
}

/** Units that open on a day to come, as choices beside those that are there. */
export function usePlannedOptions() {
  const text = useMessages(planMessages)
  const format = useFormat()
  return (planned: readonly PlannedUnit[]) =>
    planned.map((unit) => ({
      value: unit.id,
      label: `${unit.name} (${unit.code}; ${text.from.toLowerCase()} ${format.shortDate(unit.valid_from)})`,
    }))
}
