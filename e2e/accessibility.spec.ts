import { AxeBuilder } from '@axe-core/playwright'
import { as, expect, fitsWindow, test } from './steps.ts'

const PUBLIC = [
  '/i/contoh',
  '/i/contoh/lapor',
  '/i/contoh/survei/akta-kelahiran',
  '/i/contoh/perubahan',
  '/i/contoh/masuk',
]
const STAFF = ['/hari-ini', '/pengaduan', '/lingkaran', '/sinyal', '/kebutuhan', '/hasil', '/kompetensi']

for (const width of [360, 1280])
  for (const colorScheme of ['light', 'dark'] as const)
    test(`twelve key pages at ${width} in ${colorScheme}`, async ({ browser }) => {
      const page = await as(browser, 'pimpinan')
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const path of [...PUBLIC, ...STAFF]) {
        await page.goto(path)
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect
          .soft(
            violations.map(
              ({ id, nodes }) => `${path} ${id}: ${nodes.map((node) => node.html.slice(0, 150)).join(' | ')}`,
            ),
          )
          .toEqual([])
        await fitsWindow(page)
      }
    })
