import {
  DataTable,
  EmptyState,
  Facts,
  Filters,
  Grid,
  Jumps,
  LinkButton,
  Notice,
  Section,
  SelectField,
  StaffPage,
  Stat,
  TextField,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import type { Figures } from './figures.ts'
import { messages } from './messages.ts'
import { DIMENSIONS, type Share, shareOf } from './model.ts'
import { Charts, DimensionTable, Headline } from './parts.tsx'
import type { Gaming, Names, VerifyLimit, Window } from './queries.ts'

export type Filter = Window & { unit: string | undefined }

type Props = {
  filter: Filter
  units: readonly { id: string; name: string }[]
  figures: Figures | undefined
  names: Names
  gaming: Gaming
  limits: readonly VerifyLimit[]
}

export function StaffStatisticsPage({ filter, units, figures, names, gaming, limits }: Props) {
  const t = useMessages(messages)
  const { institution, permissions } = useRequest()
  const address = useAddress()
  const dimensions = DIMENSIONS.filter(
    (one) =>
      (one !== 'unit' || filter.unit === undefined) &&
      figures?.rows.some((row) => row.dimension === one && row.key !== ''),
  )
  return (
    <StaffPage
      title={t.title}
      lead={t.staffLead}
      actions={
        <>
          {permissions.has('audit.read') ? (
            <LinkButton href="/statistik-pengaduan/periksa" tone="secondary">
              {t.check}
            </LinkButton>
          ) : null}
          <LinkButton href={`/i/${institution?.slug}/statistik-pengaduan`} tone="secondary">
            {t.publicPage}
          </LinkButton>
        </>
      }
    >
      <Filters action="/statistik-pengaduan" values={{ dari: filter.from, sampai: filter.to, unit: filter.unit }}>
        <TextField name="dari" label={t.from} type="month" width="medium" required />
        <TextField name="sampai" label={t.to} type="month" width="medium" required />
        <SelectField
          name="unit"
          label={t.unit}
          placeholder={t.allUnits}
          options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
        />
      </Filters>
      {figures && figures.received > 0 ? (
        <>
          <Headline figures={figures} audience="staff" />
          <Jumps
            to={[
              { id: 'tanda', label: t.gamingTitle },
              { id: 'lama', label: t.curveEmpty },
              { id: 'menunggu', label: t.ageTitle },
              ...dimensions.map((dimension) => ({ id: `menurut-${dimension}`, label: t.by[dimension] })),
            ]}
          />
          <GamingSigns figures={figures} gaming={gaming} limits={limits} />
          <Charts figures={figures} audience="staff" />
          {dimensions.map((dimension) => (
            <DimensionTable
              key={dimension}
              dimension={dimension}
              rows={figures.rows}
              names={names}
              least={figures.least}
              audience="staff"
              href={dimension === 'unit' ? (key) => address({ unit: key }) : undefined}
            />
          ))}
        </>
      ) : (
        <EmptyState title={t.empty} body={t.emptyBody} />
      )}
    </StaffPage>
  )
}

type GamingProps = { figures: Figures; gaming: Gaming; limits: readonly VerifyLimit[] }

function GamingSigns({ figures, gaming, limits }: GamingProps) {
  const t = useMessages(messages)
  const format = useFormat()
  const { withinDay, withinDayLasting } = figures
  const lost = withinDay && withinDayLasting && shareOf(withinDay.hits - withinDayLasting.hits, withinDay.hits)
  return (
    <Section title={t.gamingTitle} id="tanda" lead={t.gamingLead}>
      <Grid size="small">
        <Sign label={t.gap} share={lost} note={t.gapNote} />
        <Sign label={t.noEvidence} share={shareOf(gaming.without_evidence, gaming.solved)} />
        <Sign label={t.alike} share={shareOf(gaming.alike, gaming.compared)} />
        <Sign
          label={t.verified}
          share={shareOf(gaming.verified_in_time, gaming.verified)}
          note={limits[0] && t.verifiedNote(format.number(limits[0].days))}
        />
      </Grid>
      <Why label={t.alikeHow}>
        <p>{t.alikeNote}</p>
      </Why>
    </Section>
  )
}

function Sign({ label, share, note }: { label: string; share: Share | undefined; note?: string | undefined }) {
  const t = useMessages(messages)
  const format = useFormat()
  const counted = share && t.of(format.number(share.hits), format.number(share.n))
  return (
    <Stat
      label={label}
      value={share ? format.percent(share.share) : '–'}
      note={[counted, note].filter(Boolean).join('; ') || undefined}
    />
  )
}

export type Check = { received: number; rejected: number; within_day: number; decided: number }

export function CheckPage({
  year,
  kept,
  fresh,
  behind,
  asOf,
}: {
  year: number
  kept: Check
  fresh: Check
  /** Cases that came in or went on since; neither column counts them. */
  behind: number
  asOf: Date | undefined
}) {
  const t = useMessages(messages)
  const format = useFormat()
  const lines = [
    { label: t.received, name: 'received' },
    { label: t.rejected, name: 'rejected' },
    { label: t.decided, name: 'decided' },
    { label: t.within, name: 'within_day' },
  ] as const
  const same = lines.every(({ name }) => kept[name] === fresh[name])
  return (
    <StaffPage title={t.checkTitle} lead={t.checkLead} crumbs={[{ href: '/statistik-pengaduan', label: t.title }]}>
      <Filters action="/statistik-pengaduan/periksa" values={{ tahun: String(year) }}>
        <TextField name="tahun" label={t.years} type="number" width="short" required />
      </Filters>
      <Notice tone={same ? 'success' : 'danger'}>
        <p>{same ? t.same : t.differs}</p>
        {behind > 0 ? <p>{t.behind(format.number(behind))}</p> : null}
      </Notice>
      <DataTable
        caption={t.checkTitle}
        captionHidden
        columns={[
          { key: 'label', label: String(year), cell: (line) => line.label },
          { key: 'kept', label: t.kept, numeric: true, cell: (line) => format.number(kept[line.name]) },
          { key: 'fresh', label: t.fresh, numeric: true, cell: (line) => format.number(fresh[line.name]) },
        ]}
        rows={lines}
      />
      <Facts
        items={[
          { label: t.withinDay, value: percent(fresh) },
          ...(asOf ? [{ label: '', value: t.asOf(format.dateTime(asOf)) }] : []),
        ]}
      />
    </StaffPage>
  )

  function percent({ within_day, decided }: Check) {
    return decided > 0 ? format.percent(within_day / decided, decided) : '–'
  }
}
