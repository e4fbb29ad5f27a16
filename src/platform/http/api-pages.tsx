import { z } from 'zod'
import type { PermissionTexts } from '../access.ts'
import { defineMessages } from '../i18n.ts'
import { allAnnouncements, allInterfaces } from '../registry.ts'
import type { Announcement, OpenInterface } from '../slice.ts'
import { CodeParts, DataTable, Facts, PublicPage, Section, useMessages, useRequest } from '../ui/index.ts'
import { openApi } from './openapi.ts'
import { type OutsideContext, outside, type Route } from './route.ts'

const messages = defineMessages({
  id: {
    title: 'API untuk sistem lain',
    lead: 'Setiap klien API milik satu instansi dan hanya boleh melakukan yang tertulis pada cakupannya.',
    signIn: 'Cara masuk',
    signInBody:
      'HTTP Basic: kunci sebagai nama pengguna, rahasia sebagai kata sandi. Atau Bearer: kunci dan rahasia, disambung titik.',
    making: 'Cara membuat klien',
    makingBody: 'Administrator membuatnya di halaman Klien API. Rahasia hanya ditampilkan sekali.',
    document: 'Uraian lengkap (OpenAPI 3.1)',
    operations: 'Semua operasi',
    method: 'Metode',
    path: 'Alamat',
    summary: 'Kegunaan',
    scope: 'Cakupan',
    none: 'Belum ada operasi.',
    standards: 'Antarmuka menurut standar lain',
    standardsLead:
      'Antarmuka ini mengikuti standarnya sendiri, sehingga tidak termasuk uraian OpenAPI. Ganti :institution dengan alamat pendek instansi.',
    standard: 'Standar',
    caller: 'Siapa yang boleh memakai',
    webhooks: 'Webhook',
    webhooksLead:
      'Sigap memberi tahu sistem lain begitu ini terjadi. Penerimanya diatur administrator di halaman Webhook.',
    event: 'Kejadian',
    code: 'Kode',
  },
  en: {
    title: 'API for other systems',
    lead: 'Every API client belongs to one institution and may do only what its scopes say.',
    signIn: 'Signing in',
    signInBody: 'HTTP Basic: key as user name, secret as password. Or Bearer: key and secret joined by a full stop.',
    making: 'Making a client',
    makingBody: 'An administrator makes it on the API clients page. The secret is shown once.',
    document: 'Full description (OpenAPI 3.1)',
    operations: 'All operations',
    method: 'Method',
    path: 'Address',
    summary: 'What it does',
    scope: 'Scope',
    none: 'There are no operations yet.',
    standards: 'Interfaces of other standards',
    standardsLead:
      'These interfaces follow standards of their own, so OpenAPI does not describe them. Put the short address of the institution for :institution.',
    standard: 'Standard',
    caller: 'Who may use it',
    webhooks: 'Webhooks',
    webhooksLead:
      'Sigap tells other systems as soon as this happens. An administrator sets the receivers on the Webhooks page.',
    event: 'Event',
    code: 'Code',
  },
})

/** Vocabulary lies in front of every institution's wall. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

function announcements({ database }: OutsideContext): Promise<Announcement[]> {
  return database.transaction('read', NOBODY, allAnnouncements)
}

/** The readable and the machine-readable description of every api() route. */
export function apiPages(routes: readonly Route[], permissions: PermissionTexts): Route[] {
  return [
    outside({
      path: '/api/openapi.json',
      input: z.object({}),
      handle: async (context) => ({
        json: openApi(routes, permissions, context.url(''), await announcements(context)),
      }),
    }),
    outside({
      path: '/api',
      input: z.object({}),
      handle: async (context) => ({
        page: <ApiPage routes={routes.filter((route) => route.kind === 'api')} events={await announcements(context)} />,
      }),
    }),
  ]
}

function ApiPage({ routes, events }: { routes: readonly Route[]; events: readonly Announcement[] }) {
  const t = useMessages(messages)
  const { language } = useRequest()
  return (
    <PublicPage title={t.title} lead={t.lead} width="wide">
      <Facts
        items={[
          { label: t.signIn, value: t.signInBody },
          { label: t.making, value: t.makingBody },
          { label: t.document, value: <a href="/api/openapi.json">/api/openapi.json</a> },
        ]}
      />
      <Section title={t.operations} id="operasi">
        <DataTable
          caption={t.operations}
          captionHidden
          stack
          columns={[
            { key: 'method', label: t.method, nowrap: true, cell: (row: Route) => <code>{row.method}</code> },
            { key: 'path', label: t.path, header: true, cell: (row: Route) => <CodeParts>{row.path}</CodeParts> },
            { key: 'summary', label: t.summary, cell: (row: Route) => row.summary?.[language] },
            {
              key: 'scope',
              label: t.scope,
              cell: (row: Route) => <CodeParts>{[row.access, row.or].filter(Boolean).join(' / ')}</CodeParts>,
            },
          ]}
          rows={routes}
          empty={t.none}
        />
      </Section>
      <Section title={t.standards} lead={t.standardsLead} id="standar">
        <DataTable
          caption={t.standards}
          captionHidden
          stack
          columns={[
            { key: 'name', label: t.standard, cell: (row: OpenInterface) => row.name[language] },
            { key: 'path', label: t.path, cell: (row: OpenInterface) => <CodeParts>{row.path}</CodeParts> },
            { key: 'purpose', label: t.summary, cell: (row: OpenInterface) => row.purpose[language] },
            { key: 'caller', label: t.caller, cell: (row: OpenInterface) => row.caller[language] },
          ]}
          rows={allInterfaces()}
        />
      </Section>
      <Section title={t.webhooks} lead={t.webhooksLead} id="webhook">
        <DataTable
          caption={t.webhooks}
          captionHidden
          stack
          columns={[
            { key: 'code', label: t.code, cell: (row: Announcement) => <CodeParts>{row.code}</CodeParts> },
            { key: 'event', label: t.event, cell: (row: Announcement) => row.title[language] },
          ]}
          rows={events}
        />
      </Section>
    </PublicPage>
  )
}
