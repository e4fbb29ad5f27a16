import fc from 'fast-check'
import { JSDOM } from 'jsdom'
import type { VNode } from 'preact'
import { describe, expect, it } from 'vitest'
import { renderToString } from '../render.ts'
import { request, withRequest } from '../samples/index.ts'
import { spread } from './axes.tsx'
import { BarChart } from './bar-chart.tsx'
import { ControlChart } from './control-chart.tsx'
import { LineChart } from './line-chart.tsx'
import { bandPath, extent, linear, linePath, ticks } from './scale.ts'

function dom(chart: VNode): Document {
  return new JSDOM(renderToString(withRequest(request(), chart))).window.document
}

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true })

describe('scale', () => {
  it('covers the domain with a few evenly spaced round ticks', () => {
    fc.assert(
      fc.property(
        number,
        fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
        fc.integer({ min: 2, max: 8 }),
        (low, span, count) => {
          const marks = ticks(low, low + span, count)
          expect(marks.length).toBeLessThanOrEqual(count + 3)
          expect(marks[0]).toBeLessThanOrEqual(low + span * 1e-6)
          expect(marks.at(-1)).toBeGreaterThanOrEqual(low + span - span * 1e-6)
          expect(new Set(marks).size).toBe(marks.length)
        },
      ),
    )
  })

  it('gives a value of its own to a single one, and to none', () => {
    expect(extent([])).toEqual([0, 1])
    expect(extent([null, 5, undefined])).toEqual([4.5, 5.5])
    expect(extent([0])).toEqual([-1, 1])
    expect(linear([0, 0], [10, 20])(0)).toBe(10)
  })

  it('breaks the line where a value is missing', () => {
    expect(
      linePath([
        [0, 1],
        [1, null],
        [2, 3],
        [3, 4],
      ]),
    ).toBe('M0 1M2 3L3 4')
    expect(
      bandPath([
        [0, 1, 2],
        [1, null, 2],
        [2, 1, 2],
        [3, 1, 2],
      ]),
    ).toBe('M2 1L3 1L3 2L2 2Z')
  })

  it('keeps labels apart and in order', () => {
    expect(spread([10, 12, 11], 15, 100)).toEqual([10, 40, 25])
    expect(spread([95, 99], 15, 100)).toEqual([85, 100])
  })
})

describe('charts', () => {
  it('have every figure in the table, and mark signals by shape', () => {
    const chart = dom(
      <ControlChart
        title="Naik"
        points={[
          { label: 'Jan', value: 3, n: 10 },
          { label: 'Feb', value: null, n: 0 },
          { label: 'Mar', value: 9.5, n: 12 },
        ]}
        center={4}
        upper={[7, null, 7.5]}
        lower={1}
        signals={[2]}
        label="Laporan"
      />,
    )
    const rows = [...chart.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))
    expect(rows).toEqual([
      ['Jan', '3', '10', '1', '4', '7', ''],
      ['Feb', '–', '0', '1', '4', '–', ''],
      ['Mar', '9,5', '12', '1', '4', '7,5', 'Di luar variasi biasa'],
    ])
    for (const svg of chart.querySelectorAll('svg')) {
      expect(svg.getAttribute('role')).toBe('img')
      expect(svg.querySelectorAll('.signal')).toHaveLength(1)
      expect(svg.innerHTML).not.toMatch(/NaN|undefined|Infinity/)
    }
  })

  it('draw bars from zero', () => {
    const chart = dom(
      <BarChart
        title="B"
        bars={[
          { label: 'a', value: 100 },
          { label: 'b', value: 50 },
        ]}
      />,
    )
    const [long, short] = [...chart.querySelectorAll('.chart-wide rect')].map((bar) =>
      Number(bar.getAttribute('width')),
    )
    expect(Math.abs((long ?? 0) - 2 * (short ?? 0))).toBeLessThan(0.5)
  })

  it('never draw what is not a number', () => {
    const value = fc.option(number, { nil: null })
    fc.assert(
      fc.property(fc.array(value, { maxLength: 24 }), fc.boolean(), (values, zero) => {
        const chart = renderToString(
          withRequest(
            request(),
            <LineChart
              title="L"
              labels={values.map(String)}
              series={[{ label: 'x', values, low: values, high: values }]}
              zero={zero}
            />,
          ),
        )
        expect(chart).not.toMatch(/NaN|undefined|Infinity/)
      }),
      { numRuns: 60 },
    )
  })
})
