import { JSDOM } from 'jsdom'
import { expect, test } from 'vitest'
import { renderToString } from '../../platform/ui/render.ts'
import { request, withRequest } from '../../platform/ui/samples/index.ts'
import type { Attention, Board } from './board.ts'
import { BoardPage } from './board-views.tsx'
import { periodOf } from './period.ts'

const late = (unit: string, code: string) =>
  ({
    unit: { id: unit, name: `Dinas ${unit}` },
    why: 'worse',
    line: {
      key: code,
      template: { code, name: code },
      scale: 'share',
      figure: { value: 0.5 },
      change: 'worse',
    },
  }) as unknown as Attention

test('what four units share is told once with its units, what fewer share unit by unit', () => {
  const shared = ['A', 'B', 'C', 'D'].map((unit) => late(unit, 'on_time'))
  const board: Board = {
    period: periodOf('quarter', '2026-10'),
    cards: [],
    attention: [...shared, ...['A', 'B', 'C'].map((unit) => late(unit, 'digital'))],
    missed: 0,
    worse: 7,
    targets: 0,
    waiting: 0,
    funnel: undefined,
    asOf: undefined,
  }
  const page = <BoardPage board={board} month="2026-11" waiting={undefined} />
  const { document } = new JSDOM(renderToString(withRequest(request(), page))).window
  const [notice, ...others] = document.querySelectorAll('#perhatian .notice, section[aria-labelledby] .notice')
  expect(others).toEqual([])
  expect(notice!.textContent).toContain('sama di 4 unit')
  expect([...notice!.querySelectorAll('li a')].map((one) => one.textContent)).toEqual(
    ['A', 'B', 'C', 'D'].map((unit) => `Dinas ${unit}`),
  )
  expect([...document.querySelectorAll('.task-title a')].map((one) => one.textContent?.slice(0, 7))).toEqual(
    ['A', 'B', 'C'].map((unit) => `Dinas ${unit}`),
  )
})
