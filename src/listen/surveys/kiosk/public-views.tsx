import {
  ActionButton,
  Card,
  EmptyState,
  Form,
  type FormState,
  Grid,
  Notice,
  PageScript,
  Prose,
  PublicPage,
  TextArea,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import type { ServiceRow } from '../../services/index.ts'
import { surveyMessages } from '../messages.ts'
import { MAX_COMMENT } from '../model.ts'
import type { Question } from '../questions.ts'
import type { RuleInForce } from '../rules.ts'
import { AboutYou, beside, ElementQuestion, ExtraQuestion } from '../views-public.tsx'
import { kioskMessages } from './messages.ts'

export function InstallPage({ name, code }: { name: string; code: string }) {
  const text = useMessages(kioskMessages)
  const { institution } = useRequest()
  return (
    <PublicPage title={text.installTitle} lead={text.installLead(name)}>
      <ActionButton
        action={`/i/${institution?.slug}/kios/pasang`}
        label={text.install}
        tone="primary"
        fields={{ code }}
      />
    </PublicPage>
  )
}

export function NotPairedPage() {
  const text = useMessages(kioskMessages)
  return (
    <PublicPage title={text.kiosks} lead={text.notPaired}>
      <Prose>
        <p>{text.notPairedBody}</p>
      </Prose>
    </PublicPage>
  )
}

export function KioskStart({ services }: { services: readonly ServiceRow[] }) {
  const text = useMessages(kioskMessages)
  const { institution } = useRequest()
  return (
    <PublicPage title={text.choose} width="wide">
      <div class="kiosk" data-kiosk="" data-upload={`/i/${institution?.slug}/kios/jawaban`}>
        {services.length === 0 ? (
          <EmptyState title={text.noServices} />
        ) : (
          <>
            <Grid size="medium">
              {services.map((service) => (
                <Card
                  level={2}
                  title={service.name}
                  href={`/i/${institution?.slug}/kios/layanan/${service.slug}`}
                  key={service.id}
                />
              ))}
            </Grid>
            <p class="hint" role="status" data-kiosk-kept hidden>
              {text.offlineReady}
            </p>
          </>
        )}
        <p class="hint" role="status" data-kiosk-pending={text.pending} data-kiosk-gone={text.gone} />
      </div>
      <PageScript name="kiosk" />
    </PublicPage>
  )
}

interface KioskFormProps {
  service: ServiceRow
  /** No other service can be chosen here. */
  alone: boolean
  rule: RuleInForce
  questions: readonly Question[]
  form: FormState
}

/** All questions on one page; the script shows one at a time, keeps answers while offline and clears what is left. */
export function KioskForm({ service, alone, rule, questions, form }: KioskFormProps) {
  const text = useMessages(kioskMessages)
  const survey = useMessages(surveyMessages)
  const { institution } = useRequest()
  const base = `/i/${institution?.slug}/kios`
  const { extras, profile } = beside(rule, questions)
  return (
    <PublicPage title={service.name} lead={text.lead} form={form} back={alone ? undefined : base}>
      <div
        class="kiosk"
        data-kiosk={service.slug}
        data-upload={`${base}/jawaban`}
        data-start={base}
        data-least={rule.minAnswered}
        data-wording={rule.wording.from}
        data-elements={rule.elementTexts.length}
      >
        <p class="kiosk-progress" role="status" data-kiosk-progress={text.progress} hidden />
        <div data-kiosk-error hidden>
          <Notice tone="danger" title={text.tooFew(String(rule.minAnswered))} />
        </div>
        <Form action={`${base}/layanan/${service.slug}`} form={form}>
          {rule.elementTexts.map((element) => (
            <div class="kiosk-step" data-kiosk-step key={element.element}>
              <ElementQuestion element={element} />
            </div>
          ))}
          {extras.map((extra) => (
            <div class="kiosk-step" data-kiosk-step key={extra.code}>
              <ExtraQuestion extra={extra} />
            </div>
          ))}
          <div class="kiosk-step" data-kiosk-step>
            <h2 tabIndex={-1}>{text.last}</h2>
            <p>{text.lastLead}</p>
            <TextArea
              name="comment"
              label={survey.comment}
              hint={survey.commentHint}
              rows={3}
              maxLength={MAX_COMMENT}
            />
            {profile.length > 0 ? <AboutYou questions={profile} /> : null}
          </div>
          <div class="kiosk-bar">
            <button type="button" class="button button-secondary" data-kiosk-back hidden>
              {text.previous}
            </button>
            <button type="button" class="button button-primary" data-kiosk-next hidden>
              {text.next}
            </button>
            <button type="submit" class="button button-primary" data-kiosk-send>
              {text.send}
            </button>
          </div>
        </Form>
        <div class="kiosk-thanks" data-kiosk-thanks hidden>
          <h2 tabIndex={-1}>{text.thanks}</h2>
          <p>{text.thanksBody}</p>
          <button type="button" class="button button-primary" data-kiosk-again>
            {text.again}
          </button>
        </div>
        <div data-kiosk-idle hidden>
          <Notice tone="warning" title={text.idle} live>
            <p>{text.idleBody}</p>
            <button type="button" class="button button-secondary" data-kiosk-stay>
              {text.stay}
            </button>
          </Notice>
        </div>
        <p class="hint" role="status" data-kiosk-pending={text.pending} data-kiosk-gone={text.gone} />
        <p class="hint" role="status" data-kiosk-kept hidden>
          {text.offlineReady}
        </p>
      </div>
      <PageScript name="kiosk" />
    </PublicPage>
  )
}
