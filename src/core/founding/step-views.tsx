import type { Text } from '../../platform/i18n.ts'
import type { FirstStep } from '../../platform/slice.ts'
import {
  ActionButton,
  Actions,
  Badge,
  LinkButton,
  Notice,
  ProgressBar,
  StaffPage,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'

export type StepState = {
  step: FirstStep
  have: Text
  done: boolean
  /** A person said so, not the data; only this can be taken back. */
  checked: boolean
}

export function StepsPage({ steps }: { steps: readonly StepState[] }) {
  const t = useMessages(messages)
  const done = steps.filter((one) => one.done).length
  const next = steps.find((one) => !one.done)
  return (
    <StaffPage title={t.stepsTitle} lead={t.stepsLead}>
      <ProgressBar label={t.progress} value={done} max={steps.length} text={t.progressOf(done, steps.length)} />
      {next ? null : (
        <Notice tone="success" title={t.allDone}>
          <p>{t.allDoneBody}</p>
        </Notice>
      )}
      <ol class="first-steps">
        {steps.map((one, index) => (
          <StepCard key={one.step.name} number={index + 1} one={one} isNext={one === next} />
        ))}
      </ol>
    </StaffPage>
  )
}

function StepCard({ one, number, isNext }: { one: StepState; number: number; isNext: boolean }) {
  const t = useMessages(messages)
  const { language, actor } = useRequest()
  const { step, done, checked } = one
  const label = step.label[language]
  const mayOpen = step.access === 'self' || actor?.permissions.has(step.access) === true
  return (
    <li class={`first-step${done ? ' first-step-done' : ''}`} aria-current={isNext ? 'step' : undefined}>
      <span class="first-step-number" aria-hidden="true">
        {number}
      </span>
      <div class="first-step-body">
        <h2>
          {label}{' '}
          <Badge tone={done ? 'success' : isNext ? 'accent' : 'neutral'}>
            {done ? t.state.done : isNext ? t.state.next : t.state.open}
          </Badge>
        </h2>
        <p>{step.lead[language]}</p>
        <p class="hint">{checked ? `${one.have[language]} · ${t.checkedByHand}` : one.have[language]}</p>
        {mayOpen ? (
          <Actions>
            <LinkButton href={step.path} tone={isNext ? 'primary' : 'secondary'}>
              {done ? t.look : t.begin}
              <span class="visually-hidden">: {label}</span>
            </LinkButton>
            {done && !checked ? null : (
              <ActionButton
                action="/langkah-pertama/tandai"
                label={checked ? t.unmark : t.mark}
                tone="quiet"
                fields={checked ? { step: step.name } : { step: step.name, checked: 'ya' }}
              />
            )}
          </Actions>
        ) : null}
      </div>
    </li>
  )
}
