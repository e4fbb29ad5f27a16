import type { FormState } from '../../../platform/http/input.ts'
import {
  ActionButton,
  Actions,
  Badge,
  DataTable,
  EmptyState,
  Filters,
  Form,
  Pager,
  Section,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
} from '../../../platform/ui/index.ts'
import { messages } from './messages.ts'
import type { AccountRow } from './queries.ts'

type AccountsProps = {
  rows: readonly AccountRow[]
  next: string | undefined
  text: string | undefined
  missing: number
  form: FormState
}

export function AccountsPage({ rows, next, text, missing, form }: AccountsProps) {
  const t = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage title={t.title} lead={t.lead} form={form}>
      <Section title={t.open} id="buka">
        <Form action="/akun-pegawai" form={form} submit={t.openOne}>
          <TextField name="nip" label={t.nip} hint={t.nipHint} inputmode="numeric" width="medium" required />
        </Form>
      </Section>
      {missing > 0 ? (
        <Section title={t.openAll} id="semua" lead={t.openAllLead(format.number(missing))}>
          <ActionButton action="/akun-pegawai/buka-semua" label={t.openAll} />
        </Section>
      ) : null}
      <Section title={t.title} id="daftar">
        <Filters action="/akun-pegawai" values={{ q: text ?? '' }} search>
          <TextField name="q" label={t.search} />
        </Filters>
        <DataTable
          caption={t.title}
          captionHidden
          columns={[
            { key: 'name', label: t.name, cell: (row: AccountRow) => row.name },
            {
              key: 'login',
              label: t.login,
              cell: (row: AccountRow) => (
                <div class="cell-lines">
                  {[row.nip, row.email].filter(Boolean).map((one) => (
                    <span key={one}>{one}</span>
                  ))}
                </div>
              ),
            },
            {
              key: 'seen',
              label: t.lastSeen,
              cell: (row: AccountRow) => (row.last_seen ? format.dateTime(row.last_seen) : t.never),
            },
            {
              key: 'state',
              label: t.state,
              cell: (row: AccountRow) => (
                <Badge tone={row.disabled_at ? 'neutral' : 'success'}>{row.disabled_at ? t.disabled : t.active}</Badge>
              ),
            },
            {
              key: 'act',
              label: t.act,
              action: true,
              cell: (row: AccountRow) =>
                row.disabled_at ? (
                  <ActionButton action={`/akun-pegawai/${row.id}/aktifkan`} label={t.enable} />
                ) : (
                  <Actions>
                    {row.last_seen ? (
                      <ActionButton action={`/akun-pegawai/${row.id}/akhiri-sesi`} label={t.endSessions} />
                    ) : null}
                    {row.factor ? (
                      <ActionButton action={`/akun-pegawai/${row.id}/hapus-kode`} label={t.removeCode} />
                    ) : null}
                    <ActionButton action={`/akun-pegawai/${row.id}/nonaktifkan`} label={t.disable} tone="danger" />
                  </Actions>
                ),
            },
          ]}
          rows={rows}
          empty={<EmptyState title={t.none} />}
        />
        <Pager next={next} />
      </Section>
    </StaffPage>
  )
}
