import type { Permission, Scope } from '../../../platform/access.ts'
import type { FormState } from '../../../platform/http/input.ts'
import type { Context } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import {
  type MapSource,
  MapView,
  Notice,
  Section,
  useFormat,
  useMessages,
  useTermOn,
} from '../../../platform/ui/index.ts'
import type { CaseParts } from '../case-parts.ts'
import { tileOrigin } from '../place/map-model.ts'
import { findMap } from '../place/map-queries.ts'
import { placeMessages } from '../place/messages.ts'
import { findPlaceOf, type PlaceRow } from '../place/queries.ts'
import { placeLine } from '../place/views.tsx'
import { type ComplaintRow, findComplaint } from '../queries.ts'
import { findPayment, type Payment } from '../wizard-payment.ts'
import { findMerge, listMerged, listSimilar } from './queries.ts'
import { DuplicatePanel } from './views.tsx'

/** The page has two forms that can come back with a mistake; each shows its own. */
export function isMerge(form: FormState | undefined): boolean {
  return form !== undefined && 'kode' in form.errors
}

/** What the citizen told beside the text, and which other reports look the same: a part of the officer's case page. */
export async function caseExtras(
  { db, now, institution, also }: Context<Permission>,
  read: Scope,
  complaint: ComplaintRow,
  has: CaseParts,
  form: FormState | undefined,
) {
  const [place, into, payment, merged] = await Promise.all([
    has.place ? findPlaceOf(db, read, complaint.id) : undefined,
    has.merges ? findMerge(db, read, complaint.id) : undefined,
    has.payment ? findPayment(db, read, complaint.id) : undefined,
    has.merges ? listMerged(db, read, complaint.id) : [],
  ])
  const survivor = into && (await findComplaint(db, read, into.into_id))
  const verify = also('complaint.verify')
  const candidates =
    into || complaint.queue > 3
      ? []
      : await listSimilar(db, read, {
          id: complaint.id,
          text: `${complaint.subject} ${complaint.body.slice(0, 400)}`,
          region: place?.region_code,
          point:
            place?.latitude && place.longitude
              ? { latitude: Number(place.latitude), longitude: Number(place.longitude) }
              : undefined,
          unit_id: complaint.unit_id,
          service_id: complaint.service_id,
          now,
          today: localDate(now, institution.timeZone),
          audience: 'officer',
        })
  const mayMerge = complaint.kind !== 'whistleblowing' && verify?.units.includes(complaint.unit_id) === true
  const mapped = place?.latitude && place.longitude && complaint.kind !== 'whistleblowing'
  const map = mapped ? await findMap(db, read) : undefined
  return {
    payment,
    told: <Told place={place} map={map} payment={payment} on={complaint.received_at} />,
    images: tileOrigin(map),
    into: into && { survivor },
    similar: (
      <DuplicatePanel
        complaint={complaint}
        {...{ candidates, merged, into, survivor, mayMerge }}
        form={isMerge(form) ? form : undefined}
      />
    ),
  }
}

function Told({
  place,
  map,
  payment,
  on,
}: {
  place: PlaceRow | undefined
  map: MapSource | undefined
  payment: Payment | undefined
  /** It was asked in the words of this day. */
  on: Date
}) {
  const places = useMessages(placeMessages)
  const then = useTermOn('payment')
  const format = useFormat()
  return (
    <>
      {place ? (
        <Section title={places.where} id="tempat">
          <p>{placeLine(places, place, true)}</p>
          {map ? (
            <MapView
              source={map}
              label={places.seeMap}
              show={{ latitude: Number(place.latitude), longitude: Number(place.longitude) }}
            />
          ) : null}
        </Section>
      ) : null}
      {payment ? (
        <Notice tone={payment.asked === 'more' ? 'warning' : 'info'} title={then(payment.question, on)}>
          <p>
            {[then(payment.asked, on), payment.amount && format.rupiah(payment.amount)].filter(Boolean).join(': ')} (
            {payment.official})
          </p>
        </Notice>
      ) : null}
    </>
  )
}
