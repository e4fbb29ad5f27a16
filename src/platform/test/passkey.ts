import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

type Asked = { challenge: string; rp?: { id?: string }; rpId?: string }
/** Who stands before the device and how often it was used; 5 is "there and known", 1 only "there". */
type Act = { origin: string; counter?: number; flags?: number; rpId?: string }

const hex = (text: string) => Buffer.from(text, 'hex')
const text64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const head = (rpId: string, flags: number, counter: number) => {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count])
}

/** A device that keeps one passkey: it answers as told, also as no browser would let it. */
export function newDevice() {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = keys.publicKey.export({ format: 'jwk' })
  const id = randomBytes(16)
  const credential = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
  }
  return {
    /** What it answers to the question for a new passkey: a key of its own, and nothing about who made the device. */
    register(asked: Asked, { origin }: Act): string {
      const point = (coordinate: string) => Buffer.from(coordinate, 'base64url')
      const key = [hex('a5010203262001215820'), point(x!), hex('225820'), point(y!)]
      const data = Buffer.concat([head(asked.rp!.id!, 0x45, 0), Buffer.alloc(16), hex('0010'), id, ...key])
      const length = Buffer.alloc(2)
      length.writeUInt16BE(data.length)
      const attestation = Buffer.concat([
        Buffer.from('\u00a3cfmtdnonegattStmt\u00a0hauthData\u0059', 'latin1'),
        length,
        data,
      ])
      return JSON.stringify({
        ...credential,
        response: {
          clientDataJSON: text64({ type: 'webauthn.create', challenge: asked.challenge, origin, crossOrigin: false }),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      })
    },
    /** What it answers when somebody signs in. */
    answer(asked: Asked, { origin, counter = 1, flags = 5, rpId = asked.rpId! }: Act): string {
      const client = text64({ type: 'webauthn.get', challenge: asked.challenge, origin, crossOrigin: false })
      const data = head(rpId, flags, counter)
      const signed = Buffer.concat([data, createHash('sha256').update(Buffer.from(client, 'base64url')).digest()])
      return JSON.stringify({
        ...credential,
        response: {
          clientDataJSON: client,
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', signed, keys.privateKey).toString('base64url'),
        },
      })
    },
  }
}
