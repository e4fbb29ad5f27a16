import { expect, test } from 'vitest'
import { networkOf } from './guards.ts'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
  ['q3-no-address_7', 'q3-no-address_7'],
])('%s is counted as %s', (who, network) => {
  expect(networkOf(who)).toBe(network)
})
