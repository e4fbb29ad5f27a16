import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(`${import.meta.dirname}/tokens.css`, 'utf8')
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)')

function colors(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [match[1], match[2]]))
}

/** WCAG 2.2 relative luminance and contrast. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const GROUNDS = ['ground', 'paper', 'sunken']
const TEXT: [string, string][] = [
  ...GROUNDS.flatMap((ground): [string, string][] => [
    ['ink', ground],
    ['ink-soft', ground],
    ['link', ground],
    ['red', ground],
  ]),
  ['ink-faint', 'ground'],
  ['ink-faint', 'paper'],
  ['on-teal', 'teal'],
  ['on-band', 'band'],
  ['teal-strong', 'teal-soft'],
  ['link', 'teal-soft'],
  ['ink', 'teal-soft'],
  ['ink-soft', 'teal-soft'],
  ['turmeric-ink', 'turmeric-soft'],
  ['ink', 'turmeric-soft'],
  ['ink-soft', 'turmeric-soft'],
  ['red', 'red-soft'],
  ['green', 'green-soft'],
]
const SHAPES: [string, string][] = [
  ['line-strong', 'paper'],
  ['line-strong', 'ground'],
  ['teal', 'paper'],
  ['teal', 'ground'],
  ['turmeric-strong', 'paper'],
]

describe.each([
  ['light', colors(light)],
  ['dark', { ...colors(light), ...colors(dark) }],
])('%s', (_name, palette) => {
  it.each(TEXT)('%s on %s is readable', (text, ground) => {
    expect(contrast(palette[text] ?? '', palette[ground] ?? '')).toBeGreaterThanOrEqual(4.5)
  })

  it.each(SHAPES)('%s on %s can be made out', (shape, ground) => {
    expect(contrast(palette[shape] ?? '', palette[ground] ?? '')).toBeGreaterThanOrEqual(3)
  })
})
