import fc from 'fast-check'

const BEFORE_SURROGATES = 0xd800
const SURROGATES = 0x800

/**
 * Any text of whole characters: what `fc.string({ unit: 'binary' })` draws, from the same numbers, without its table of
 * all 1.1 million of them, which each worker would write and its collector of garbage carry along.
 */
export function anyText(constraints: fc.StringSharedConstraints = {}): fc.Arbitrary<string> {
  return fc.string({ ...constraints, unit })
}

const unit = fc.nat({ max: 0x10ffff - SURROGATES }).map(
  (at) => String.fromCodePoint(at < BEFORE_SURROGATES ? at : at + SURROGATES),
  (character) => {
    if (typeof character !== 'string' || [...character].length !== 1 || !character.isWellFormed())
      throw new Error('not one character')
    const point = character.codePointAt(0)!
    return point < BEFORE_SURROGATES ? point : point - SURROGATES
  },
)
