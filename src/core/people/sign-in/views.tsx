import type { FormState } from '../../../platform/http/input.ts'
import type { Institution } from '../../../platform/http/route.ts'
import {
  Card,
  Chapters,
  EmptyState,
  Form,
  Grid,
  HiddenField,
  LinkButton,
  PageScript,
  PublicPage,
  Section,
  TextField,
  useMessages,
} from '../../../platform/ui/index.ts'
import { messages as factorMessages } from '../second-factor/messages.ts'
import { messages } from './messages.ts'

type SignInProps = {
  institution: Institution
  form: FormState
  back: string | undefined
  providers: readonly { id: string; name: string }[]
}

export function SignInPage({ institution, form, back, providers }: SignInProps) {
  const t = useMessages(messages)
  const home = `/i/${institution.slug}`
  const query = back ? `?kembali=${encodeURIComponent(back)}` : ''
  return (
    <PublicPage title={t.signIn} lead={t.signInLead(institution.name)} form={form}>
      <Form
        action={`${home}/masuk`}
        form={form}
        submit={t.signIn}
        secondary={<a href={`${home}/kata-sandi`}>{t.forgotten}</a>}
      >
        <TextField name="login" label={t.login} autocomplete="username" required />
        <TextField name="password" label={t.password} type="password" autocomplete="current-password" required />
        {back ? <HiddenField name="kembali" value={back} /> : null}
      </Form>
      <Section title={t.otherWays} id="cara-lain">
        {providers.map((provider) => (
          <p key={provider.id}>
            <LinkButton href={`${home}/masuk/lewat/${provider.id}${query}`} tone="secondary">
              {t.through(provider.name)}
            </LinkButton>
          </p>
        ))}
        <PasskeyButton institution={institution} back={back} />
      </Section>
      <PageScript name="passkey" />
    </PublicPage>
  )
}

/** After signing out: on the way to the provider, or back from there. */
export function SignedOutPage({
  institution,
  provider,
}: {
  institution: Institution
  provider?: { name: string; address: string }
}) {
  const t = useMessages(messages)
  const home = `/i/${institution.slug}`
  return (
    <PublicPage title={t.signedOut} lead={provider ? t.signOutToo(provider.name) : t.signedOutLead}>
      <p>
        {provider ? (
          <LinkButton href={provider.address}>{t.signOutAt(provider.name)}</LinkButton>
        ) : (
          <LinkButton href={`${home}/masuk`}>{t.signInAgain}</LinkButton>
        )}
      </p>
    </PublicPage>
  )
}

type StepProps = { institution: Institution; form: FormState; back: string | undefined }

/** What of the second factor this person has decides what is asked. */
export function SecondFactorPage({
  institution,
  form,
  back,
  totp,
  passkey,
  recovery,
}: StepProps & { totp: boolean; passkey: boolean; recovery: boolean }) {
  const t = useMessages(messages)
  const f = useMessages(factorMessages)
  const home = `/i/${institution.slug}`
  const query = back ? `?kembali=${encodeURIComponent(back)}` : ''
  return (
    <PublicPage title={t.codeTitle} lead={totp ? t.codeLead : f.askPasskey} back={`${home}/masuk`} form={form}>
      {totp ? (
        <Form action={`${home}/masuk/kode`} form={form} submit={t.continue}>
          <TextField
            name="code"
            label={t.code}
            inputmode="numeric"
            autocomplete="one-time-code"
            width="short"
            required
          />
          {back ? <HiddenField name="kembali" value={back} /> : null}
        </Form>
      ) : null}
      {passkey ? <PasskeyButton institution={institution} back={back} /> : null}
      {recovery ? (
        <p>
          <a href={`${home}/masuk/kode-pemulihan${query}`}>{f.askRecovery}</a>
        </p>
      ) : null}
      {passkey ? <PageScript name="passkey" /> : null}
    </PublicPage>
  )
}

function PasskeyButton({ institution, back }: { institution: Institution; back: string | undefined }) {
  const t = useMessages(messages)
  return (
    <>
      <p>
        <button
          type="button"
          class="button button-secondary"
          data-passkey="sign-in"
          data-base={`/i/${institution.slug}/masuk/kunci-sandi`}
          data-back={back}
          hidden
        >
          {t.passkey}
        </button>
      </p>
      <noscript>
        <p class="hint">{t.passkeyNote}</p>
      </noscript>
      <p data-passkey-error role="alert" hidden>
        {t.passkeyWrong}
      </p>
    </>
  )
}

export function RecoveryCodePage({ institution, form, back }: StepProps) {
  const t = useMessages(messages)
  const f = useMessages(factorMessages)
  return (
    <PublicPage title={f.recoveryTitle} lead={f.recoveryLead} back={`/i/${institution.slug}/masuk/kode`} form={form}>
      <Form action={`/i/${institution.slug}/masuk/kode-pemulihan`} form={form} submit={t.continue}>
        <TextField name="code" label={f.codes} autocomplete="off" required />
        {back ? <HiddenField name="kembali" value={back} /> : null}
      </Form>
    </PublicPage>
  )
}

export function RecoveryRequestPage({
  institution,
  form,
  gone,
}: {
  institution: Institution
  form: FormState
  /** Asked for again from a link that no longer works. */
  gone?: true
}) {
  const t = useMessages(messages)
  return (
    <PublicPage
      title={gone ? t.recoveryGoneTitle : t.recoveryTitle}
      lead={gone ? t.recoveryGone : t.recoveryLead}
      back={`/i/${institution.slug}/masuk`}
      form={form}
    >
      <Form action={`/i/${institution.slug}/kata-sandi`} form={form} submit={t.sendLink}>
        <TextField name="email" label={t.email} type="email" autocomplete="email" required />
      </Form>
    </PublicPage>
  )
}

export function NewPasswordPage({ action, form }: { action: string; form: FormState }) {
  const t = useMessages(messages)
  return (
    <PublicPage title={t.newPasswordTitle} form={form}>
      <Form action={action} form={form} submit={t.savePassword}>
        <TextField
          name="password"
          label={t.newPassword}
          hint={t.newPasswordHint}
          type="password"
          autocomplete="new-password"
          required
        />
        <TextField name="repeat" label={t.repeat} type="password" autocomplete="new-password" required />
      </Form>
    </PublicPage>
  )
}

/** One door per institution: to sign in, or to the institution's public face. */
export function DoorPage({
  institutions,
  staff,
  back,
}: {
  institutions: readonly Institution[]
  staff: boolean
  back?: string | undefined
}) {
  const t = useMessages(messages)
  const query = back ? `?kembali=${encodeURIComponent(back)}` : ''
  if (institutions.length === 0)
    return (
      <PublicPage title={t.doorTitle}>
        <EmptyState title={t.noInstitution} body={t.noInstitutionBody} />
      </PublicPage>
    )
  if (staff)
    return (
      <PublicPage title={t.chooseTitle} lead={t.chooseLead}>
        <Grid size="medium">
          {institutions.map((one) => (
            <Card level={2} key={one.id} title={one.name} href={`/i/${one.slug}/masuk${query}`} />
          ))}
        </Grid>
      </PublicPage>
    )
  return (
    <PublicPage
      title={t.doorTitle}
      lead={t.doorLead}
      hero={
        <LinkButton href="#instansi" icon="down">
          {t.doorChoose}
        </LinkButton>
      }
    >
      <Section title={t.doorChoose} id="instansi" lead={t.doorChooseLead}>
        <Grid size="medium">
          {institutions.map((one) => (
            <Card key={one.id} title={one.name} href={`/i/${one.slug}`}>
              <p>{t.doorCard}</p>
            </Card>
          ))}
        </Grid>
      </Section>
      <Section title={t.doorHow} id="caranya">
        <Chapters
          level={3}
          items={[
            { title: t.doorSay, icon: 'listen', body: <p>{t.doorSayBody}</p> },
            { title: t.doorLearn, icon: 'diagnose', body: <p>{t.doorLearnBody}</p> },
            { title: t.doorTrain, icon: 'develop', body: <p>{t.doorTrainBody}</p> },
            { title: t.doorProve, icon: 'prove', body: <p>{t.doorProveBody}</p> },
          ]}
        />
      </Section>
    </PublicPage>
  )
}
