import { Card, DateTime, Facts, Prose, useFormat, useMessages } from '../../platform/ui/index.ts'
import { elementMessages } from './elements/messages.ts'
import { surveyMessages } from './messages.ts'
import type { PublicationRow } from './queries.ts'
import { useDecimal, useMonth, useRuleName } from './views-parts.tsx'

/** Results as they were announced: later answers change nothing in them. */
export function Publications({ rows }: { rows: readonly PublicationRow[] }) {
  const text = useMessages(surveyMessages)
  const words = useMessages(elementMessages)
  const month = useMonth()
  const decimal = useDecimal()
  const ruleName = useRuleName()
  const format = useFormat()
  return (
    <>
      {rows.map((row) => (
        <Card
          key={row.id}
          kicker={`${month(row.first_month)} – ${month(row.last_month)}`}
          title={`${decimal(row.index)} · ${row.letter}`}
        >
          <Facts
            layout="columns"
            items={[
              { label: text.respondents, value: format.number(row.respondents) },
              {
                label: text.interval,
                value: `${format.number(row.interval_low, 2)} – ${format.number(row.interval_high, 2)}`,
              },
              {
                label: text.ruleVersion,
                value: ruleName({ title: row.title, settingFrom: row.setting_from ?? undefined }),
                note: [
                  `${text.weight} ${decimal(row.weight)}`,
                  row.wording_from && words.publishedWith(format.date(row.wording_from)),
                ]
                  .filter(Boolean)
                  .join('; '),
              },
              { label: text.publishedAt, value: <DateTime value={row.published_at} /> },
            ]}
          />
          {row.follow_up ? (
            <>
              <p>
                <strong>{text.followUp}</strong>
              </p>
              <Prose text={row.follow_up} />
            </>
          ) : null}
        </Card>
      ))}
    </>
  )
}
