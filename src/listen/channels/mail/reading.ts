import { HelperBroken, helperProcess } from '../../../platform/helper-process.ts'
import { type ParsedMail, parseMail } from './parse.ts'

/** What takes no longer to read than to hand over. */
const SMALL_BYTES = 64_000

const helper = helperProcess({
  source: 'listen/channels/mail/mail-process.ts',
  lanes: 1,
  megabytes: 400,
  mostMs: 120_000,
})

/**
 * Reads a mail; a large one in a process of its own, so that nobody waits for it and nothing breaks with it. One that
 * brings that process down comes back with its first headers only, as one that is too much.
 */
export async function readMail(raw: Buffer, envelopeFrom: string | undefined): Promise<ParsedMail> {
  if (raw.length <= SMALL_BYTES) return parseMail(raw, envelopeFrom)
  try {
    return (await helper.run({ raw, envelopeFrom })) as ParsedMail
  } catch (error) {
    if (error instanceof HelperBroken) return parseMail(raw, envelopeFrom, 'broken')
    throw error
  }
}
