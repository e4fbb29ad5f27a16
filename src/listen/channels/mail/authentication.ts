/**
 * Whether the institution's own mail server vouches for the sender of a mail: its topmost Authentication-Results
 * (RFC 8601) must carry the agreed name and say that DMARC passed, or that DKIM or SPF did for the very domain in From.
 * Only the topmost counts: what stands below may have been written by whoever sent the mail.
 */
export function vouchedFor(results: readonly string[], authservId: string | null, sender: string | undefined): boolean {
  const top = results[0] === undefined ? '' : withoutComments(results[0])
  const [name = '', ...methods] = top.split(';').map((part) => part.trim().toLowerCase())
  const domain = sender?.slice(sender.lastIndexOf('@') + 1).toLowerCase()
  if (!authservId || !domain || name.split(/\s+/)[0] !== authservId.toLowerCase()) return false
  const said = methods.map(readMethod)
  const dmarc = said.find((one) => one.method === 'dmarc')
  if (dmarc && dmarc.result !== 'none')
    return dmarc.result === 'pass' && (dmarc.properties.get('header.from') ?? domain) === domain
  return said.some(({ method, result, properties }) => {
    if (result !== 'pass') return false
    if (method === 'dkim') return covers(properties.get('header.d') ?? domainOf(properties.get('header.i')), domain)
    return method === 'spf' && covers(domainOf(properties.get('smtp.mailfrom')), domain)
  })
}

type Said = { method: string; result: string; properties: ReadonlyMap<string, string> }

function readMethod(text: string): Said {
  const [first = '', ...rest] = text.split(/\s+/)
  const [method = '', result = ''] = first.split('=')
  const properties = new Map<string, string>()
  for (const word of rest) {
    const at = word.indexOf('=')
    if (at > 0 && !properties.has(word.slice(0, at))) properties.set(word.slice(0, at), word.slice(at + 1))
  }
  return { method: method.replace(/\/.*$/, ''), result, properties }
}

/** The domain itself or one above it that signs for it; never a bare top-level domain. */
function covers(signer: string | undefined, domain: string): boolean {
  return signer?.includes('.') === true && (signer === domain || domain.endsWith(`.${signer}`))
}

function domainOf(address: string | undefined): string | undefined {
  return address?.slice(address.lastIndexOf('@') + 1)
}

/** Comments and quoted words may hold anything, also a forged `dmarc=pass`; comments may be nested. */
function withoutComments(header: string): string {
  let depth = 0
  let quoted = false
  let text = ''
  for (const letter of header.slice(0, 5000).replaceAll(/\\./gs, '')) {
    if (letter === '"' && depth === 0) quoted = !quoted
    else if (quoted) continue
    else if (letter === '(') depth++
    else if (letter === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0) text += letter
  }
  return text
}
