import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'

/** What a device answers to the question for a new passkey: a key of its own, and nothing about who made the device. */
export function newPasskey(asked: { challenge: string; rp: { id?: string } }, origin: string): string {
  const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
  const id = randomBytes(16)
  const hex = (text: string) => Buffer.from(text, 'hex')
  const point = (coordinate: string) => Buffer.from(coordinate, 'base64url')
  const key = [hex('a5010203262001215820'), point(x!), hex('225820'), point(y!)]
  const party = createHash('sha256').update(asked.rp.id!).digest()
  // Somebody was there and was known; the maker is told as nobody.
  const data = Buffer.concat([party, hex('4500000000'), Buffer.alloc(16), hex('0010'), id, ...key])
  const length = Buffer.alloc(2)
  length.writeUInt16BE(data.length)
  const attestation = Buffer.concat([
    Buffer.from('\u00a3cfmtdnonegattStmt\u00a0hauthData\u0059', 'latin1'),
    length,
    data,
  ])
  const client = JSON.stringify({ type: 'webauthn.create', challenge: asked.challenge, origin, crossOrigin: false })
  return JSON.stringify({
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: Buffer.from(client).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    },
  })
}
