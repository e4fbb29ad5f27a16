import { expect, test } from 'vitest'
import { vouchedFor } from './authentication.ts'

const BUDI = 'budi@warga.example'
const says = (...results: string[]) => vouchedFor(results, 'mx.kantor.example', BUDI)

test('what the institution’s own server says about the sender’s domain', () => {
  expect(says('mx.kantor.example; dmarc=pass header.from=warga.example')).toBe(true)
  expect(says('mx.kantor.example 1; spf=pass smtp.mailfrom=x@warga.example; dkim=fail header.d=warga.example')).toBe(
    true,
  )
  expect(says('MX.Kantor.example;\r\n\tdkim=pass (2048-bit key) header.d=warga.example header.s=a')).toBe(true)
  expect(
    vouchedFor(['mx.kantor.example; dkim=pass header.d=warga.example'], 'mx.kantor.example', 'a@sub.warga.example'),
  ).toBe(true)
})

test('everything else proves nothing', () => {
  for (const result of [
    '',
    'mx.kantor.example; none',
    'mx.lain.example; dmarc=pass header.from=warga.example',
    'mx.kantor.example.lain.example; dmarc=pass header.from=warga.example',
    'mx.kantor.example; dmarc=fail header.from=warga.example; spf=pass smtp.mailfrom=warga.example',
    'mx.kantor.example; dmarc=pass header.from=lain.example',
    'mx.kantor.example; spf=pass smtp.mailfrom=jahat@lain.example',
    'mx.kantor.example; dkim=pass header.d=jahatwarga.example',
    'mx.kantor.example; dkim=pass header.d=example',
    'mx.kantor.example; dkim=fail (dmarc=pass header.from=warga.example; dkim=pass header.d=warga.example)',
    'mx.kantor.example; spf=pass',
    'mx.kantor.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=warga.example"@lain.example',
  ])
    expect(says(result), result).toBe(false)
  expect(says('mx.kantor.example; dmarc=fail', 'mx.kantor.example; dmarc=pass')).toBe(false)
  expect(vouchedFor(['; dmarc=pass'], null, BUDI)).toBe(false)
  expect(vouchedFor(['mx.kantor.example; dmarc=pass'], 'mx.kantor.example', undefined)).toBe(false)
})
