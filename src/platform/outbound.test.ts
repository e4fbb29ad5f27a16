import { BlockList } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressProblem, isInside } from './outbound.ts'

const hex = (ip: string) =>
  ip
    .split('.')
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(.{4})/, '$1:')

/** Every way in which an IPv6 address can wear an IPv4 one. */
const CLOTHES: Readonly<Record<string, (ip: string) => string>> = {
  mapped: (ip) => `::ffff:${ip}`,
  'mapped, written in full': (ip) => `0:0:0:0:0:ffff:${hex(ip)}`,
  translated: (ip) => `::ffff:0:${ip}`,
  NAT64: (ip) => `64:ff9b::${hex(ip)}`,
  'NAT64, dotted': (ip) => `64:ff9b::${ip}`,
  '6to4': (ip) => `2002:${hex(ip)}::1`,
  '6to4, written in full': (ip) => `2002:${hex(ip)}:0:0:0:0:5`,
}

describe.each(Object.entries(CLOTHES))('IPv4 as IPv6, %s', (_name, dress) => {
  test.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '192.168.0.1', '172.16.9.9', '100.64.0.1', '0.0.0.0'])(
    '%s stays inside',
    (ip) => {
      expect(isInside(ip)).toBe(true)
      expect(isInside(dress(ip)), dress(ip)).toBe(true)
      expect(isInside(dress(ip).toUpperCase())).toBe(true)
      expect(addressProblem(`https://[${dress(ip)}]/`)).toBe('inside')
    },
  )

  test('is judged as the address it wears', () => {
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        expect(isInside(dress(ip)), dress(ip)).toBe(isInside(ip))
      }),
    )
  })
})

test.each([
  '::',
  '::1',
  '::10.0.0.1',
  '::8.8.8.8',
  '2001::1',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '64:ff9b:1::a00:1',
  '64:ff9b:1:ffff::8.8.8.8',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '100::1',
  'no address',
  '10.0.0.1 ',
])('%s is inside', (address) => expect(isInside(address)).toBe(true))

test.each(['2001:4860:4860::8888', '2606:4700::1111', '2400:cb00:2048:1::c629:d7a2', '8.8.8.8', '2001:200::1'])(
  '%s is outside',
  (address) => expect(isInside(address)).toBe(false),
)

test('agrees with the block list of Node for plain IPv6 addresses, however they are written', () => {
  const list = new BlockList()
  for (const [net, bits] of [
    ['::', 96],
    ['2001::', 32],
    ['64:ff9b:1::', 48],
    ['100::', 64],
    ['fc00::', 7],
    ['fe80::', 10],
    ['fec0::', 10],
    ['ff00::', 8],
  ] as const)
    list.addSubnet(net, bits, 'ipv6')
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      if (/^(2002|0*64:0*ff9b|::ffff|0*:)/i.test(address) || address.includes('ffff')) return
      expect(isInside(address), address).toBe(list.check(address, 'ipv6'))
    }),
    { numRuns: 500 },
  )
})
