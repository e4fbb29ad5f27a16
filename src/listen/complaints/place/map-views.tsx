import { seenOf } from '../../../platform/http/seen.ts'
import {
  ActionButton,
  Form,
  type FormState,
  type MapSource,
  MapView,
  Notice,
  Section,
  StaffPage,
  TextField,
  useMessages,
} from '../../../platform/ui/index.ts'
import { staffMessages } from '../staff-messages.ts'
import { mapMessages } from './map-messages.ts'
import { tileOrigin } from './map-model.ts'

export function MapSettingPage({ map, form }: { map: MapSource | undefined; form: FormState | undefined }) {
  const text = useMessages(mapMessages)
  const staff = useMessages(staffMessages)
  const origin = tileOrigin(map)
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      crumbs={[{ href: '/pengaduan', label: staff.title }]}
      form={form}
      actions={map ? <ActionButton action="/pengaduan/peta/hapus" label={text.remove} /> : undefined}
    >
      <Section title={text.state} id="keadaan">
        <p>{map ? text.on(origin ? new URL(origin).host : text.here) : text.off}</p>
        {map ? <MapView source={map} label={text.try} show={[]} /> : null}
      </Section>
      <Section title={text.set} id="atur">
        <Notice tone="info">
          <p>{text.privacy}</p>
        </Notice>
        <Form action="/pengaduan/peta" form={form} submit={text.save} seen={seenOf(map)}>
          <TextField
            name="tiles"
            label={text.tiles}
            hint={text.tilesHint}
            value={map?.tiles}
            inputmode="url"
            spellcheck={false}
            required
          />
          <TextField
            name="attribution"
            label={text.attribution}
            hint={text.attributionHint}
            value={map?.attribution}
            required
          />
          <TextField
            name="attribution_url"
            label={text.attributionUrl}
            value={map?.attributionUrl}
            inputmode="url"
            spellcheck={false}
          />
          <TextField
            name="max_zoom"
            label={text.maxZoom}
            hint={text.maxZoomHint}
            value={map?.maxZoom ?? 18}
            inputmode="numeric"
            width="short"
            required
          />
          <TextField
            name="centre"
            label={text.centre}
            hint={text.centreHint}
            value={map?.centre ? `${map.centre.latitude}, ${map.centre.longitude}` : undefined}
            width="medium"
            spellcheck={false}
          />
          <TextField
            name="zoom"
            label={text.zoom}
            value={map?.centre?.zoom ?? 12}
            inputmode="numeric"
            width="short"
            required
          />
        </Form>
      </Section>
    </StaffPage>
  )
}
