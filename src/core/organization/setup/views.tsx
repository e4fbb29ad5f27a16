import type { VNode } from 'preact'
import { seenOf } from '../../../platform/http/seen.ts'
import {
  ActionButton,
  DataTable,
  EmptyState,
  Form,
  type FormState,
  LinkButton,
  Section,
  SelectField,
  StaffPage,
  TextField,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { INSTITUTION_KIND_TEXTS, INSTITUTION_KINDS, INSTITUTION_ZONES } from '../model.ts'
import type { findRegionPath, listRegions } from '../regions/regions.ts'
import { setupMessages } from './messages.ts'
import type { findInstitution } from './queries.ts'

type Path = Awaited<ReturnType<typeof findRegionPath>>
type IdentityProps = { institution: Awaited<ReturnType<typeof findInstitution>>; path: Path; form: FormState }

export function institutionPage(props: IdentityProps): VNode {
  return <Institution {...props} />
}

function Institution({ institution, path, form }: IdentityProps) {
  const text = useMessages(setupMessages)
  const { language } = useRequest()
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      crumbs={[{ href: '/langkah-pertama', label: text.firstSteps }]}
      form={form}
    >
      <Form action="/instansi" form={form} submit={text.save} seen={seenOf(institution)}>
        <TextField name="name" label={text.name} value={institution.name} required />
        <TextField
          name="slug"
          label={text.slug}
          hint={text.slugHint}
          value={institution.slug}
          width="medium"
          spellcheck={false}
          required
        />
        <SelectField
          name="kind"
          label={text.kind}
          value={institution.kind}
          options={INSTITUTION_KINDS.map((kind) => ({ value: kind, label: INSTITUTION_KIND_TEXTS[kind][language] }))}
          required
        />
        <SelectField
          name="zone"
          label={text.zone}
          value={institution.time_zone}
          placeholder={null}
          options={INSTITUTION_ZONES.map((zone) => ({ value: zone, label: text.zones[zone] }))}
          required
        />
      </Form>
      <Section
        title={text.region}
        id="wilayah"
        lead={text.regionLead}
        actions={
          <LinkButton href={`/instansi/wilayah${path.length > 1 ? `?kode=${path.at(-2)?.code}` : ''}`} tone="secondary">
            {text.chooseRegion}
          </LinkButton>
        }
      >
        <p>
          {path.length > 0
            ? `${path.map((one) => one.name).join(' › ')} (${institution.region_code})`
            : text.regionNone}
        </p>
      </Section>
    </StaffPage>
  )
}

type RegionProps = { path: Path; regions: Awaited<ReturnType<typeof listRegions>> }

export function regionPage(props: RegionProps): VNode {
  return <Regions {...props} />
}

function Regions({ path, regions }: RegionProps) {
  const text = useMessages(setupMessages)
  const here = path.at(-1)
  const level = (value: number): string => text.levels[value as 1] ?? ''
  return (
    <StaffPage
      title={text.chooseRegion}
      lead={here ? path.map((one) => one.name).join(' › ') : text.regionLead}
      crumbs={[
        { href: '/instansi', label: text.title },
        { href: '/instansi/wilayah', label: text.region },
        ...path.slice(0, -1).map((one) => ({ href: `/instansi/wilayah?kode=${one.code}`, label: one.name })),
      ]}
      actions={
        here ? (
          <ActionButton
            action="/instansi/wilayah"
            label={text.pickThis(here.name)}
            tone="primary"
            fields={{ kode: here.code }}
          />
        ) : undefined
      }
    >
      {regions.length === 0 && here ? null : (
        <DataTable
          caption={level(regions[0]?.level ?? 1)}
          rows={regions}
          empty={<EmptyState title={text.noRegions} />}
          columns={[
            {
              key: 'name',
              label: text.regionName,
              cell: (row) => <a href={`/instansi/wilayah?kode=${row.code}`}>{row.name}</a>,
            },
            { key: 'code', label: text.code, cell: (row) => row.code },
          ]}
        />
      )}
    </StaffPage>
  )
}
