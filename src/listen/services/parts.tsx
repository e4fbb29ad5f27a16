import { useFormat, useMessages } from '../../platform/ui/index.ts'
import { isFree, type StandardContent, type Tariff } from './content.ts'
import { messages } from './messages.ts'

/** "3 hari kerja", "30 menit" */
export function usePromiseText(): (promise: Pick<StandardContent, 'days' | 'minutes'>) => string {
  const text = useMessages(messages)
  return ({ days, minutes }) => (days === null ? text.minutes(minutes ?? 0) : text.days(days))
}

export function TariffList({ tariff, note }: { tariff: readonly Tariff[]; note: string }) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <>
      {isFree(tariff) ? (
        <p>{text.free}</p>
      ) : (
        <ul>
          {tariff.map(({ label, amount }) => (
            <li key={label}>
              {label ? `${label}: ` : ''}
              {amount === 0 ? text.free : format.rupiah(amount)}
            </li>
          ))}
        </ul>
      )}
      {note ? <p>{note}</p> : null}
    </>
  )
}
