import { serveHelper } from '../../../platform/helper-side.ts'
import { parseMail } from './parse.ts'

serveHelper({ megabytes: 900 }, (given) => {
  const { raw, envelopeFrom } = given as { raw: Uint8Array; envelopeFrom: string | undefined }
  return parseMail(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength), envelopeFrom)
})
