import { ActionButton, DateTime, Dialog, Facts, Prose, Section, useMessages } from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import type { ActivityRow } from './queries.ts'

export function ActivityFacts({ row, mayManage }: { row: ActivityRow; mayManage: boolean }) {
  const text = useMessages(messages)
  return (
    <>
      <Facts
        items={[
          { label: text.kind, value: text.kinds[row.kind] },
          { label: text.unit, value: <a href={`/fgd/gabungan?unit=${row.unit_id}`}>{row.unit_name}</a> },
          { label: text.service, value: row.service_name ?? '–' },
          { label: text.heldOn, value: <DateTime value={row.held_on} /> },
          { label: text.place, value: row.place || '–' },
          {
            label: text.coders,
            value: `${text.first}: ${text.coderState(row.one_done, row.coder_one !== null)}`,
            note: `${text.second}: ${text.coderState(row.two_done, row.coder_two !== null)}`,
          },
        ]}
      />
      {mayManage && row.state === 'coding' ? <Releases row={row} /> : null}
      <Section title={text.protocol} id="protokol">
        <Prose>
          <ol>
            {row.protocol.map((item, index) => (
              <li key={index}>{item}</li>
            ))}
          </ol>
        </Prose>
      </Section>
    </>
  )
}

/** Whoever is away for good does not keep an activity from ever ending. */
function Releases({ row }: { row: ActivityRow }) {
  const text = useMessages(messages)
  const working = [
    { coder: '1', label: text.first, free: row.coder_one === null || row.one_done },
    { coder: '2', label: text.second, free: row.coder_two === null || row.two_done },
  ].filter((one) => !one.free)
  return (
    <>
      {working.map(({ coder, label }) => (
        <Dialog id={`lepas-${coder}`} label={text.release(label)} title={text.release(label)} key={coder}>
          <p>{text.releaseLead}</p>
          <ActionButton action={`/fgd/${row.id}/lepas`} label={text.release(label)} fields={{ coder }} />
        </Dialog>
      ))}
    </>
  )
}
