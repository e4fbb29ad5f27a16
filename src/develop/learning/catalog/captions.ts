export type CaptionProblem = { code: 'header' | 'timing' | 'order' | 'empty'; line: number }

const TIMING =
  /^(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?:[ \t].*)?$/

/** Checks WebVTT as a browser reads it: a broken cue would be left out silently, so it is refused with its line. */
export function captionProblem(source: string): CaptionProblem | undefined {
  const lines = source
    .replace(/^\ufeff/, '')
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
  if (!/^WEBVTT(?:[ \t]|$)/.test(lines[0] ?? '')) return { code: 'header', line: 1 }
  let cues = 0
  for (const [index, line] of lines.entries()) {
    if (!line.includes('-->')) continue
    const match = TIMING.exec(line.trim())
    if (!match) return { code: 'timing', line: index + 1 }
    if (seconds(match.slice(5, 9)) <= seconds(match.slice(1, 5))) return { code: 'order', line: index + 1 }
    if ((lines[index + 1] ?? '').trim() !== '') cues++
  }
  return cues === 0 ? { code: 'empty', line: lines.length } : undefined
}

function seconds([hours = '0', minutes = '0', whole = '0', part = '0']: readonly (string | undefined)[]): number {
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(whole) + Number(part) / 1000
}
