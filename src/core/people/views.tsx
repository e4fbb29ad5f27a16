import type { FormState } from '../../platform/http/input.ts'
import type { Institution } from '../../platform/http/route.ts'
import { Card, Form, Grid, HiddenField, PublicPage, TextField, useMessages } from '../../platform/ui/index.ts'
import { messages } from './messages.ts'

export function SignInPage({
  institution,
  form,
  back,
}: {
  institution: Institution
  form: FormState
  back: string | undefined
}) {
  const t = useMessages(messages)
  return (
    <PublicPage title={t.signIn} lead={t.signInLead(institution.name)}>
      <Form action={`/i/${institution.slug}/masuk`} form={form} submit={t.signIn}>
        <TextField name="login" label={t.login} autocomplete="username" required />
        <TextField name="password" label={t.password} type="password" autocomplete="current-password" required />
        {back ? <HiddenField name="kembali" value={back} /> : null}
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
  return (
    <PublicPage title={staff ? t.chooseTitle : t.doorTitle} lead={staff ? t.chooseLead : t.doorLead}>
      <Grid size="medium">
        {institutions.map((one) => (
          <Card key={one.id} title={one.name} href={staff ? `/i/${one.slug}/masuk${query}` : `/i/${one.slug}`} />
        ))}
      </Grid>
    </PublicPage>
  )
}
