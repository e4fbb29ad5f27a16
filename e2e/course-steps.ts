import type { Page } from '@playwright/test'
import { expect, fill, send } from './steps.ts'

/** Two choices, a number and a short answer. */
const GIFT = [
  '::Salam:: Kapan petugas menyapa? {=Lebih dulu # Tepat. ~Bila ditanya ~Tidak perlu}',
  '::Langkah:: Pilih dua langkah loket. {~%50%Mendengarkan ~%50%Menjelaskan ~%-100%Memotong pembicaraan}',
  '::Unsur:: Berapa unsur SKM? {#9:0}',
  '::Janji:: Dokumen yang memuat janji layanan disebut standar ... {=pelayanan =layanan}',
].join('\n\n')

export const MODULES = ['Mengapa ramah', 'Lima langkah']

/** A line of a program's budget, multiplied by the product. */
export async function budget(hr: Page, program: string): Promise<void> {
  await hr.goto(`${program}/anggaran/baru`)
  await fill(hr, {
    kind: 'instructor',
    account: '5.1.02.02.12.0001 Belanja kursus',
    description: 'Honor fasilitator',
    quantity: '12',
    unit: 'jam',
    unitCost: '1.250.000',
  })
  await send(hr, 'Simpan')
  await expect(hr.locator('main')).toContainText('Rp15.000.000')
}

/** The course of a program: text, video with captions, a test before and after from a GIFT file; published. */
export async function makeCourse(hr: Page, program: string): Promise<string> {
  await hr.goto('/kursus')
  await hr.locator('.card', { hasText: program }).getByRole('link').first().click()
  await fill(hr, {
    title: program,
    summary: 'Lima langkah di loket, dengan contoh.',
    jp: '2',
    passPercent: '70',
    selfEnroll: true,
    level: '3',
  })
  await send(hr, 'Simpan')
  const course = new URL(hr.url()).pathname
  await hr.goto(`${course}/modul/baru`)
  await fill(hr, {
    kind: 'text',
    title: MODULES[0]!,
    minutes: '10',
    body: '## Dasar\n\nWarga **berhak** dilayani.',
  })
  await send(hr, 'Simpan')
  await hr.goto(`${course}/modul/baru`)
  await fill(hr, {
    kind: 'video',
    title: MODULES[1]!,
    minutes: '5',
    body: 'Transkrip video.',
    shipped: 'melayani-dengan-ramah',
  })
  await send(hr, 'Simpan')
  await hr.goto(`${course}/soal/impor`)
  await hr
    .locator('[name=file]')
    .setInputFiles({ name: 'soal.gift', mimeType: 'text/plain', buffer: Buffer.from(GIFT) })
  await send(hr, 'Periksa')
  await expect(hr.locator('main')).toContainText('Kapan petugas menyapa?')
  await send(hr, /impor|tambahkan|simpan|masukkan/i)
  await hr.goto(`${course}/tes`)
  await fill(hr, { preMinutes: '20', postMinutes: '20', postAttempts: '2' })
  for (const box of await hr.locator('main [name=pre], main [name=post]').all()) await box.check({ force: true })
  await send(hr, 'Simpan')
  await hr.goto(course)
  await send(hr, /^Terbitkan/)
  return course
}

/** Goes through both modules; a video is completed by its transcript too. */
export async function readModules(learner: Page, course: string): Promise<void> {
  for (const part of MODULES) {
    await learner.goto(course.replace('/kursus/', '/belajar/'))
    await learner.locator('main').getByRole('link', { name: part }).first().click()
    await fill(learner, { confirm: true })
    await send(learner, /selesai/i)
  }
}

/** Answers the test that is open in this page: everything right, or only what most know before. */
export async function fillTest(page: Page, { wrong }: { wrong: boolean }): Promise<void> {
  const choose = (text: string) => page.locator('main label', { hasText: text }).first().click()
  await choose(wrong ? 'Bila ditanya' : 'Lebih dulu')
  await choose('Mendengarkan')
  if (wrong) return
  await choose('Menjelaskan')
  await page.locator('main input[type=text]').first().fill('9')
  await page.locator('main input[type=text]').last().fill('pelayanan')
}

/** Starts the test that is open now, answers it and hands it in. */
export async function takeTest(page: Page, course: string, how: { wrong: boolean }): Promise<void> {
  await page.goto(course.replace('/kursus/', '/belajar/'))
  await send(page, /^Mulai/)
  await fillTest(page, how)
  await send(page, /^Kumpulkan/)
}
