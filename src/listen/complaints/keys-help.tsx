import { Dialog, Facts, useMessages } from '../../platform/ui/index.ts'
import { workMessages } from './work-messages.ts'

const KEYS = [
  ['move', 'j, k'],
  ['tick', 'x'],
  ['open', 'Enter'],
  ['record', 'Alt-B (Firefox: Alt-Shift-B)'],
  ['search', '/, Ctrl-K'],
  ['help', '?'],
  ['close', 'Esc'],
] as const

/** Opens as a fold without script, and on `?` with it. */
export function KeysHelp() {
  const text = useMessages(workMessages)
  return (
    <Dialog id="tombol" label={text.keys} title={text.keysTitle} tone="quiet">
      <Facts items={KEYS.map(([what, key]) => ({ label: key, value: text.keysList[what] }))} />
    </Dialog>
  )
}
