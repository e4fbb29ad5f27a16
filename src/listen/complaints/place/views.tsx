import {
  HiddenField,
  type MapSource,
  MapView,
  PageScript,
  SelectField,
  TextField,
  useMessages,
} from '../../../platform/ui/index.ts'
import { type PlaceTexts, placeMessages } from './messages.ts'
import { LEVELS, type PlaceAnswer } from './model.ts'
import type { PlaceRow, RegionChoice } from './queries.ts'

function levelName(text: PlaceTexts, level: number): string {
  return text.level[`l${level}` as 'l1']
}

/** Region, landmark, RT and RW, and the button for the device's position: complete without a map. */
export function PlaceFields(props: {
  regions: RegionChoice
  /** Where the choice can begin anew, at the provinces. */
  elsewhere: string
  answer: PlaceAnswer & { place?: string | undefined }
  /** Undefined where the institution has chosen no map, or this report must not show one. */
  map?: MapSource | undefined
}) {
  const text = useMessages(placeMessages)
  const { answer } = props
  const { path, options } = props.regions
  const next = (path.at(-1)?.level ?? 0) + 1
  return (
    <>
      {path.length > 0 ? (
        <p>
          {text.chosen}:{' '}
          <strong>
            {[...path]
              .reverse()
              .map(({ name }) => name)
              .join(', ')}
          </strong>{' '}
          <a href={props.elsewhere}>{text.elsewhere}</a>
        </p>
      ) : null}
      <HiddenField name="within" value={path.at(-1)?.code ?? ''} />
      {options.length > 0 ? (
        <SelectField
          name="region"
          label={levelName(text, next)}
          options={options.map(({ code, name }) => ({ value: code, label: name }))}
          width="medium"
        />
      ) : null}
      <TextField name="place" label={text.landmark} hint={text.landmarkHint} value={answer.place} />
      <div class="beside">
        <TextField name="rt" label={text.rt} inputmode="numeric" width="short" value={answer.rt} />
        <TextField name="rw" label={text.rw} inputmode="numeric" width="short" value={answer.rw} />
      </div>
      <div data-position hidden>
        <input type="hidden" name="latitude" value={answer.latitude ?? ''} />
        <input type="hidden" name="longitude" value={answer.longitude ?? ''} />
        <button type="button" class="button button-secondary">
          {text.position}
        </button>
      </div>
      <PageScript name="position" />
      {props.map ? <MapView source={props.map} label={text.map} show="pick" /> : null}
    </>
  )
}

/** The button that goes one level deeper; undefined at the village. */
export function useDeeper({ path, options }: RegionChoice): string | undefined {
  const text = useMessages(placeMessages)
  const next = (path.at(-1)?.level ?? 0) + 2
  return options.length > 0 && next <= LEVELS ? text.deeper(levelName(text, next)) : undefined
}

/** One line for a case page: village first, RT and RW, and the point for officers. */
export function placeLine(text: PlaceTexts, row: PlaceRow, exact: boolean): string {
  const near = row.rt || row.rw ? [[row.rt && `RT ${row.rt}`, row.rw && `RW ${row.rw}`].filter(Boolean).join('/')] : []
  const names = [...row.path].reverse().map(({ name }) => name)
  const point = exact && row.latitude && row.longitude ? [text.near(row.latitude, row.longitude)] : []
  return [...near, ...names, ...point].join(', ')
}
