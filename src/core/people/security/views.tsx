import type { FormState } from '../../../platform/http/input.ts'
import {
  ActionButton,
  Badge,
  DataTable,
  EmptyState,
  Facts,
  Form,
  LinkButton,
  ListTable,
  PageScript,
  Section,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
} from '../../../platform/ui/index.ts'
import { messages as factorMessages } from '../second-factor/messages.ts'
import type { listPasskeys } from '../sign-in/queries.ts'
import { messages } from './messages.ts'
import { NewPasskey, PasskeyNotes, SignInAgain } from './parts.tsx'
import type { SessionRow } from './queries.ts'

type Passkey = Awaited<ReturnType<typeof listPasskeys>>[number]
type SecurityProps = {
  sessions: readonly SessionRow[]
  here: string
  totp: boolean
  hasPassword: boolean
  passkeys: readonly Passkey[]
  /** Recovery codes that were not used. */
  codes: number
  /** Where to sign in once more before the ways in can be changed; undefined soon after signing in. */
  signInAgain: string | undefined
  form: FormState
}

export function SecurityPage(props: SecurityProps) {
  const { sessions, here, totp, passkeys, codes, signInAgain } = props
  const t = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage title={t.title} lead={t.lead} form={props.form}>
      <Section title={t.sessions} id="sesi" lead={t.sessionsLead}>
        <ListTable
          caption={t.sessions}
          captionHidden
          columns={[
            { key: 'device', label: t.device, cell: (row: SessionRow) => deviceName(row.agent) ?? t.unknownDevice },
            { key: 'method', label: t.method, cell: (row: SessionRow) => t.methods[row.method] ?? row.method },
            { key: 'since', label: t.since, cell: (row: SessionRow) => format.dateTime(row.created_at) },
            { key: 'seen', label: t.seen, cell: (row: SessionRow) => format.dateTime(row.seen_at) },
            {
              key: 'end',
              label: t.end,
              action: true,
              cell: (row: SessionRow) =>
                row.id === here ? (
                  <Badge tone="success">{t.here}</Badge>
                ) : (
                  <ActionButton action={`/keamanan/sesi/${row.id}/akhiri`} label={t.end} />
                ),
            },
          ]}
          rows={sessions}
        />
        {sessions.length > 1 ? (
          <ActionButton action="/keamanan/sesi-lain/akhiri" label={t.endOthers} tone="danger" />
        ) : null}
      </Section>
      <Section title={t.totp} id="kode" lead={totp ? t.totpOn : t.totpOff}>
        {signInAgain ? (
          <SignInAgain href={signInAgain} />
        ) : totp ? (
          <ActionButton action="/keamanan/kode/matikan" label={t.totpStop} tone="danger" />
        ) : (
          <ActionButton action="/keamanan/kode/mulai" label={t.totpStart} />
        )}
      </Section>
      <Section title={t.passkeys} id="kunci-sandi" lead={t.passkeysLead}>
        <PasskeyTable passkeys={passkeys} removable={!signInAgain} />
        {signInAgain ? <SignInAgain href={signInAgain} /> : <NewPasskey />}
        <PasskeyNotes />
      </Section>
      <RecoveryCodes codes={codes} possible={totp || passkeys.length > 0} signInAgain={signInAgain} />
      <OwnPassword {...props} />
      <PageScript name="passkey" />
    </StaffPage>
  )
}

function OwnPassword({ hasPassword, signInAgain, form }: SecurityProps) {
  const t = useMessages(messages)
  return (
    <Section title={t.password} id="kata-sandi" lead={hasPassword ? undefined : t.noPassword}>
      {!hasPassword && signInAgain ? (
        <SignInAgain href={signInAgain} />
      ) : (
        <Form action="/keamanan/kata-sandi" form={form} submit={hasPassword ? t.passwordChange : t.passwordMake}>
          {hasPassword ? (
            <TextField name="current" label={t.current} type="password" autocomplete="current-password" required />
          ) : null}
          <TextField
            name="password"
            label={t.fresh}
            hint={t.freshHint}
            type="password"
            autocomplete="new-password"
            required
          />
          <TextField name="repeat" label={t.repeat} type="password" autocomplete="new-password" required />
        </Form>
      )}
    </Section>
  )
}

function RecoveryCodes({
  codes,
  possible,
  signInAgain,
}: {
  codes: number
  possible: boolean
  signInAgain: string | undefined
}) {
  const t = useMessages(factorMessages)
  const format = useFormat()
  const lead = possible ? (codes > 0 ? t.codesLead(format.number(codes)) : t.codesNone) : t.codesNeedFactor
  return (
    <Section title={t.codes} id="kode-pemulihan" lead={lead}>
      {!possible ? null : signInAgain ? (
        <SignInAgain href={signInAgain} />
      ) : (
        <ActionButton action="/keamanan/kode-pemulihan" label={codes > 0 ? t.codesRenew : t.codesMake} />
      )}
    </Section>
  )
}

function PasskeyTable({ passkeys, removable }: { passkeys: readonly Passkey[]; removable: boolean }) {
  const t = useMessages(messages)
  const format = useFormat()
  if (passkeys.length === 0) return <EmptyState title={t.passkeysNone} />
  return (
    <DataTable
      caption={t.passkeys}
      captionHidden
      columns={[
        { key: 'name', label: t.passkeys, cell: (row: Passkey) => row.name },
        { key: 'made', label: t.made, cell: (row: Passkey) => format.date(row.created_at) },
        {
          key: 'used',
          label: t.used,
          cell: (row: Passkey) => (row.last_used_at ? format.dateTime(row.last_used_at) : t.never),
        },
        {
          key: 'remove',
          label: t.remove,
          action: true,
          cell: (row: Passkey) =>
            removable ? (
              <ActionButton action={`/keamanan/kunci-sandi/${row.id}/hapus`} label={t.remove} tone="danger" />
            ) : (
              '–'
            ),
        },
      ]}
      rows={passkeys}
    />
  )
}

export function TotpPage({ secret, qr, form }: { secret: string; qr: string; form: FormState }) {
  const t = useMessages(messages)
  return (
    <StaffPage title={t.totpTitle} lead={t.totpLead} crumbs={[{ href: '/keamanan', label: t.title }]} form={form}>
      <p>
        <img src={qr} width="240" height="240" alt={t.totpQr} />
      </p>
      <Facts items={[{ label: t.totpKey, value: <code>{secret.replaceAll(/(.{4})/g, '$1 ').trim()}</code> }]} />
      <Form
        action="/keamanan/kode"
        form={form}
        submit={t.totpConfirm}
        secondary={
          <LinkButton href="/keamanan" tone="quiet">
            {t.title}
          </LinkButton>
        }
      >
        <TextField
          name="code"
          label={t.totpCode}
          inputmode="numeric"
          autocomplete="one-time-code"
          width="short"
          required
        />
      </Form>
    </StaffPage>
  )
}

/** "Chrome, Android" out of a user-agent line: enough to know one's own devices apart. */
export function deviceName(agent: string | null): string | undefined {
  if (!agent) return undefined
  const browser = /(Edg|OPR|SamsungBrowser|Firefox|Chrome|Safari)\//.exec(agent)?.[1]
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(agent)?.[1]
  const names: Record<string, string> = {
    Edg: 'Edge',
    OPR: 'Opera',
    SamsungBrowser: 'Samsung Internet',
    'Mac OS X': 'macOS',
  }
  const known = [browser, system].flatMap((name) => (name ? [names[name] ?? name] : []))
  return known.length > 0 ? known.join(', ') : undefined
}
