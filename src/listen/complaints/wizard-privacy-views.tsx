import { Card, Grid, HiddenField, Prose, RadioGroup, Section, TextField, useMessages } from '../../platform/ui/index.ts'
import type { DraftData } from './drafts.ts'
import { messages } from './messages.ts'
import { PRIVACIES, type Privacy } from './model.ts'
import { redact } from './redaction/redact.ts'
import { wizardMessages } from './wizard-messages.ts'
import { type StepProps, WizardPage } from './wizard-views.tsx'

export function PrivacyPage(props: StepProps) {
  const text = useMessages(messages)
  const words = useMessages(wizardMessages)
  const { data } = props
  const secret = data.kind === 'whistleblowing'
  const preview = (
    <Section title={text.preview} id="pratinjau" lead={`${text.previewNote} ${words.reviewed}`}>
      <Grid size="medium">
        {PRIVACIES.map((privacy) => (
          <Preview privacy={privacy} data={data} titled key={privacy} />
        ))}
      </Grid>
    </Section>
  )
  return (
    <WizardPage
      {...props}
      page="kerahasiaan"
      title={secret ? text.contact : text.privacyTitle}
      after={secret ? null : preview}
    >
      {secret ? <HiddenField name="privacy" value="secret" /> : <PrivacyField chosen={data.privacy} />}
      <ContactFields data={data} lead={secret ? words.identityNote : text.contactLead} titled={!secret} />
    </WizardPage>
  )
}

export function PrivacyField({ chosen }: { chosen: Privacy | undefined }) {
  const text = useMessages(messages)
  return (
    <RadioGroup
      name="privacy"
      legend={text.privacyLegend}
      options={PRIVACIES.map((privacy) => ({
        value: privacy,
        label: text.privacy[privacy],
        hint: text.privacyHint[privacy],
      }))}
      value={chosen ?? 'anonymous'}
      required
    />
  )
}

export function ContactFields({ data, lead, titled }: { data: DraftData; lead: string; titled: boolean }) {
  const text = useMessages(messages)
  return (
    <>
      {titled ? <h2>{text.contact}</h2> : null}
      <p>{lead}</p>
      <TextField
        name="reporter_name"
        label={text.name}
        hint={text.nameHint}
        autocomplete="name"
        value={data.reporter_name}
      />
      <TextField
        name="reporter_email"
        label={text.email}
        hint={text.emailHint}
        type="email"
        autocomplete="email"
        value={data.reporter_email}
      />
      <TextField
        name="reporter_phone"
        label={text.phone}
        hint={text.phoneHint}
        type="tel"
        autocomplete="tel"
        inputmode="tel"
        width="medium"
        value={data.reporter_phone}
      />
    </>
  )
}

/** What the public would read, with everything covered that leads to a person. */
export function Preview({ privacy, data, titled }: { privacy: Privacy; data: DraftData; titled?: boolean }) {
  const text = useMessages(messages)
  const kicker = titled ? text.privacy[privacy] : undefined
  if (privacy === 'secret') {
    return (
      <Card kicker={kicker}>
        <p>{text.previewSecret}</p>
      </Card>
    )
  }
  const from = privacy === 'open' ? text.previewFrom(data.reporter_name ?? text.previewName) : text.previewNobody
  return (
    <Card title={redact(data.subject ?? '')} kicker={kicker}>
      <Prose text={redact(data.body ?? '')} />
      <p class="hint">{from}</p>
    </Card>
  )
}
