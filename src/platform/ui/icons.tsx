import { jsxTemplate } from 'preact/jsx-runtime'

const PATHS = {
  today:
    'M12 3v2m0 14v2m9-9h-2M5 12H3m15.4-6.4L17 7M7 17l-1.4 1.4m12.8 0L17 17M7 7 5.6 5.6M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z',
  listen: 'M4 5h16v11H9l-5 4V5Zm4 4h8m-8 3.5h5',
  diagnose: 'M3 12h4l3-7 4 14 3-7h4',
  develop: 'M12 21v-8m0 0c0-4-3-6-7-6 0 4 3 6 7 6Zm0-3c0-4 3-6 7-6 0 4-3 6-7 6Z',
  prove: 'M4 4v16h16M8 15l3-4 3 2 5-6',
  steer: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Zm-5.5-3.5-2 5-5 2 2-5 5-2Z',
  admin: 'M4 7h9m4 0h3M4 17h3m4 0h9M15 4.5v5m-6 5v5',
  search: 'm20 20-4.3-4.3M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z',
  inbox: 'M4 13 6.5 5h11L20 13v6H4v-6Zm0 0h4.5l1 2.5h5l1-2.5H20',
  person: 'M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM4.5 20c1-4 4-6 7.5-6s6.5 2 7.5 6',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  warning: 'M12 4 2.5 20h19L12 4Zm0 6v4.5m0 2.5v.1',
  danger: 'M12 7.5v5.5m0 3v.1M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  info: 'M12 11v5.5m0-9v.1M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  clock: 'M12 7v5l3.5 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  lock: 'M6 11h12v9H6v-9Zm2.5 0V8a3.5 3.5 0 0 1 7 0v3',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm12.5 0a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z',
  gear: 'M8 12h8M8 8h8m-8 8h5M5 3.5h14v17H5v-17Z',
  arrow: 'M5 12h14m-5.5-5.5L19 12l-5.5 5.5',
  back: 'M19 12H5m5.5-5.5L5 12l5.5 5.5',
  up: 'm6 14 6-6 6 6',
  down: 'm6 10 6 6 6-6',
  sort: 'm8 10 4-4 4 4m-8 4 4 4 4-4',
  download: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14',
  file: 'M6 3.5h8l4 4v13H6v-17Zm8 0v4h4',
  plus: 'M12 5v14M5 12h14',
  close: 'm6 6 12 12M18 6 6 18',
  star: 'm12 4 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8L12 4Z',
  menu: 'M4 7h16M4 12h16M4 17h16',
  offline:
    'M3 3l18 18M5 12.5a10 10 0 0 1 4-2.4m5 .1a10 10 0 0 1 5 2.3M8.5 16a5 5 0 0 1 7 0M12 20v.1M2 9a14 14 0 0 1 4-2.5M11 5a14 14 0 0 1 11 4',
} as const

export type IconName = keyof typeof PATHS

// A template, because many pages hold fifty of them.
const DRAWN = [
  '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false"><path d="',
  '"></path></svg>',
]

/** Decoration only: the word beside it carries the meaning. */
export function Icon({ name }: { name: IconName }) {
  return jsxTemplate(DRAWN, PATHS[name])
}
