import type { FormState } from '../../platform/http/input.ts'
import {
  Form,
  HiddenField,
  LinkButton,
  Notice,
  PageScript,
  PublicPage,
  RadioGroup,
  Section,
  TextField,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { INSTITUTION_KIND_TEXTS } from '../organization/index.ts'
import { messages } from './messages.ts'
import { KINDS, ZONES } from './model.ts'

export function FoundedPage() {
  const t = useMessages(messages)
  return (
    <PublicPage title={t.goneTitle} lead={t.goneFounded}>
      <p>
        <LinkButton href="/masuk">{t.signIn}</LinkButton>
      </p>
    </PublicPage>
  )
}

export function FoundingPage({ token, form }: { token: string; form: FormState }) {
  const t = useMessages(messages)
  const { language } = useRequest()
  return (
    <PublicPage title={t.title} lead={t.lead} form={form}>
      <Form action="/mulai" form={form} submit={t.submit}>
        <HiddenField name="kode" value={token} />
        <Section title={t.institution} id="instansi">
          <TextField name="name" label={t.name} hint={t.nameHint} autocomplete="organization" required />
          <TextField name="slug" label={t.slug} hint={t.slugHint} required />
          <RadioGroup
            name="kind"
            legend={t.kind}
            options={KINDS.map((kind) => ({ value: kind, label: INSTITUTION_KIND_TEXTS[kind][language] }))}
            required
          />
          <RadioGroup
            name="zone"
            legend={t.zone}
            options={ZONES.map((zone) => ({ value: zone, label: t.zones[zone] }))}
            required
          />
        </Section>
        <Section title={t.you} id="anda">
          <TextField name="person" label={t.person} autocomplete="name" required />
          <TextField name="email" label={t.email} type="email" autocomplete="email" required />
          <WaysIn form={form} />
        </Section>
      </Form>
      <PageScript name="passkey" />
    </PublicPage>
  )
}

/** A password works without script; a passkey is made by the device before the form is sent, and kept over mistakes. */
function WaysIn({ form }: { form: FormState }) {
  const t = useMessages(messages)
  const answer = form.values['answer']
  if (typeof answer === 'string' && answer !== '')
    return (
      <>
        <HiddenField name="answer" value={answer} />
        <Notice tone="success">
          <p>{t.passkeyReady}</p>
        </Notice>
      </>
    )
  return (
    <>
      <TextField
        name="password"
        label={t.password}
        hint={t.passwordHint}
        type="password"
        autocomplete="new-password"
        required
      />
      <TextField name="repeat" label={t.repeat} type="password" autocomplete="new-password" required />
      <HiddenField name="answer" value="" />
      <p>
        <button
          type="button"
          class="button button-secondary"
          data-passkey="found"
          data-base="/mulai/kunci-sandi"
          hidden
        >
          {t.passkeyInstead}
        </button>
      </p>
      <p data-passkey-error role="alert" hidden>
        {t.passkeyFailed}
      </p>
    </>
  )
}
