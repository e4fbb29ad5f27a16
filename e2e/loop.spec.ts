import type { Page } from '@playwright/test'
import { budget, makeCourse, readModules, takeTest } from './course-steps.ts'
import { as, day, expect, fill, send, test, tick, visitor } from './steps.ts'

const PROGRAM = 'Loket yang Tanggap'
const OFFICE = 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu'
// With script, from a citizen's words to the measured effect: turn.spec.ts.
test('from a signal to a credited course, by hand, without script', async ({ browser }) => {
  const hr = await as(browser, 'sdm', { script: false })

  await test.step('a signal is diagnosed', async () => {
    await hr.goto('/sinyal?status=open')
    await hr.locator('main tbody a').first().click()
    await expect(hr.locator('main svg').first()).toBeVisible()
    await hr.getByRole('link', { name: 'Tetapkan penyebab' }).click()
    const names = await hr
      .locator('main input[type=radio][name^="q-"]')
      .evaluateAll((boxes) => [...new Set(boxes.map((box) => (box as HTMLInputElement).name))])
    await fill(hr, Object.fromEntries(names.map((name) => [name, name.startsWith('q-kompetensi') ? 'yes' : 'no'])))
    await fill(hr, { cause: 'kompetensi', reason: 'Petugas baru belum menguasai cara menjelaskan syarat.' })
    await send(hr, 'Simpan keputusan')
  })

  await test.step('it becomes a need, which is ranked and approved', async () => {
    await hr
      .getByRole('link', { name: /kebutuhan/i })
      .last()
      .click()
    await hr.waitForLoadState()
    await describeNeed(hr)
    await expect(hr.locator('main')).toContainText(/prioritas/i)
    await send(hr, 'Setujui kebutuhan')
  })

  await test.step('the need becomes a program with indicator, budget and design', async () => {
    await hr.goto('/program/baru')
    const needs = hr.locator('select[name=needId] option', { hasText: 'Petugas menjelaskan syarat dengan tepat' })
    await hr.locator('select[name=needId]').selectOption(await needs.first().getAttribute('value'))
    await fill(hr, {
      title: PROGRAM,
      objective: 'Petugas menyapa, mendengar, dan menjelaskan syarat dengan benar pada kunjungan pertama.',
      participants: '30',
      startsOn: day(0),
      endsOn: day(2),
    })
    await hr.locator('select[name=method]').selectOption({ index: 9 })
    await tick(hr, 'units', OFFICE)
    await send(hr, 'Simpan')
    const program = hr.url()
    await hr.getByRole('link', { name: 'Tambah indikator' }).first().click()
    await fill(hr, {
      name: 'SKM unsur perilaku',
      level: 'result',
      measure: 'poin',
      direction: 'up',
      scaleMin: '25',
      scaleMax: '100',
      baseline: '72,5',
      baselineOn: day(-1),
      targetKind: 'relative',
      target: '15',
      source: 'SKM bulanan',
      dueOn: day(8),
    })
    await send(hr, 'Simpan')
    await expect(hr.locator('main')).toContainText('83,38')
    await budget(hr, program)
    await hr.goto(`${program}/rancangan`)
    await fill(hr, {
      kind: 'difference_in_differences',
      outcome: 'skm:perilaku',
      baselineFrom: day(-13),
      baselineTo: day(-1, 28),
      followFrom: day(2, 2),
      followTo: day(8),
    })
    for (const unit of ['Dinas Kependudukan dan Pencatatan Sipil', 'Dinas Perhubungan', 'Rumah Sakit Umum Daerah'])
      await tick(hr, 'comparison', unit)
    await send(hr, 'Simpan')
    await send(hr, /^Setujui/)
    await send(hr, /^Mulai/)
    await expect(hr.locator('main')).toContainText('Berjalan')
  })

  const course = await test.step('a course with text, video and tests from a GIFT file', () => makeCourse(hr, PROGRAM))

  await test.step('an employee learns, passes and gets JP, once', async () => {
    const learner = await as(browser, 'pegawai', { script: false })
    await learner.goto('/belajar')
    const card = learner.locator('.card', { hasText: PROGRAM })
    await card.getByRole('button').click()
    await learner.waitForLoadState()
    await takeTest(learner, course, { wrong: true })
    await readModules(learner, course)
    await takeTest(learner, course, { wrong: false })
    await expect(learner.locator('main')).toContainText('100,0')
    await learner.goto(course.replace('/kursus/', '/belajar/'))
    await expect(learner.locator('main')).toContainText('JP sudah dicatat')
    await learner.goto('/kompetensi/saya')
    await expect(learner.locator('h1')).toBeVisible()
  })
  await hr.goto(`${course}/hasil`)
  await expect(hr.locator('main')).toContainText('100,0')
})

async function describeNeed(page: Page): Promise<void> {
  await fill(page, { title: 'Petugas menjelaskan syarat dengan tepat' })
  await send(page, /usul|simpan/i)
}

test('a leader walks one turn of the loop, from words to effect and back, without script', async ({ browser }) => {
  const leader = await as(browser, 'pimpinan', { script: false })
  await leader.goto('/lingkaran')
  for (const stage of ['Dengar', 'Diagnosa', 'Kembangkan', 'Buktikan', 'Arahkan'])
    await expect(leader.locator('main').getByText(stage, { exact: true }).first()).toBeVisible()
  const improved = leader.locator('tbody tr', { hasText: 'Membaik' }).first()
  await improved.getByRole('link').first().click()
  await expect(leader).toHaveURL(/\/lingkaran\//)
  await expect(leader.locator('main')).toContainText('Melayani dengan Ramah')
  // From the page of a turn every stage is one click away, and from one stage the next.
  const turn = leader.url()
  await leader.locator('main a[href^="/kebutuhan/"]').first().click()
  await expect(leader.locator('main')).toContainText(/prioritas/i)
  await leader.locator('main a[href^="/program/"]').first().click()
  await leader.locator('main a[href^="/kursus?program="]').first().click()
  await leader.locator('main a[href^="/kursus/"]').first().click()
  await expect(leader.locator('h1')).toHaveText(/Melayani dengan Ramah/)
  await leader.goto(turn)
  await leader.locator('main').getByRole('link', { name: /hasil/i }).first().click()
  await expect(leader).toHaveURL(/\/hasil\//)
  await expect(leader.locator('main')).toContainText(/Membaik/)
  await expect(leader.locator('main svg').first()).toBeVisible()
  await leader.goBack()
  await leader.locator('main a[href^="/sinyal/"]').first().click()
  await leader.locator('main a[href^="/pengaduan/"]').first().click()
  await expect(leader).toHaveURL(/\/pengaduan\//)
})

test('anybody reads what changed, also where nothing could be proven', async ({ browser }) => {
  const page = await visitor(browser, { javaScriptEnabled: false })
  await page.goto('/i/contoh/perubahan')
  await page.locator('main .card a').first().click()
  await expect(page.locator('main')).toContainText(/Anda sampaikan/i)
  await expect(page.locator('main')).toContainText(/kami pelajari/i)
})
