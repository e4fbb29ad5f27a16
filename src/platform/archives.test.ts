import { deflateRawSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayUnpack } from './archives.ts'
import { zipOf } from './test/zip.ts'

test('a real spreadsheet is let through, made whole or as a stream', async () => {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('Data')
  for (let row = 0; row < 500; row++) sheet.addRow([row, `Baris ${row}`, new Date(0)])
  expect(await mayUnpack(Buffer.from(await workbook.xlsx.writeBuffer()))).toBe(true)
})

test('what unpacks to more than is allowed is refused, also in many parts and whatever size it claims', async () => {
  const zeros = deflateRawSync(Buffer.alloc(2_000_000))
  const honest = { name: 'a.xml', packed: zeros, size: 2_000_000 }
  expect(await mayUnpack(zipOf([honest]), 3_000_000)).toBe(true)
  expect(await mayUnpack(zipOf([honest]), 1_000_000)).toBe(false)
  expect(await mayUnpack(zipOf([{ ...honest, size: 10 }]), 1_000_000)).toBe(false)
  expect(await mayUnpack(zipOf([honest, { ...honest, name: 'b.xml' }]), 3_000_000)).toBe(false)
})

test('a part its own list does not name is refused: a reader that goes from the front would unpack it', async () => {
  const small = { name: 'a.xml', packed: deflateRawSync(Buffer.from('<a/>')), size: 4 }
  const hidden = { name: 'b.xml', packed: deflateRawSync(Buffer.alloc(1000)), size: 1000, unlisted: true }
  expect(await mayUnpack(zipOf([small]))).toBe(true)
  expect(await mayUnpack(zipOf([small, hidden]))).toBe(false)
  expect(await mayUnpack(zipOf([hidden, small]))).toBe(false)
})

test('whatever bytes come, nothing is thrown', async () => {
  const real = zipOf([{ name: 'a.xml', packed: deflateRawSync(Buffer.from('<a/>')), size: 4 }])
  await fc.assert(
    fc.asyncProperty(fc.nat(real.length - 1), fc.nat(255), async (at, byte) => {
      const changed = Buffer.from(real)
      changed[at] = byte
      expect(typeof (await mayUnpack(changed))).toBe('boolean')
    }),
  )
  await fc.assert(fc.asyncProperty(fc.uint8Array(), async (bytes) => !(await mayUnpack(Buffer.from(bytes)))))
})
