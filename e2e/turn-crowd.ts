import type { Place } from './months.ts'
import { asAt, expect, visitor } from './steps.ts'

export const SERVICE = { slug: 'konsultasi-perizinan', name: 'Konsultasi Perizinan' }
/** Offices in which nothing is done, with a service of each. */
export const ELSEWHERE = {
  'Dinas Kependudukan dan Pencatatan Sipil': 'kartu-keluarga',
  'Dinas Perhubungan': 'izin-trayek',
  'Dinas Pendidikan': 'legalisasi-ijazah',
  'Dinas Sosial': 'rekomendasi-berobat',
  'Rumah Sakit Umum Daerah': 'rekam-medis',
}
export const ELEMENTS = 'persyaratan prosedur waktu biaya produk kompetensi perilaku sarana pengaduan'.split(' ')
/** A form of this site, sent without a window. */
export const headers = { 'sec-fetch-site': 'same-origin' }

/** What others say in one month at the counter of this turn and, unchanged, elsewhere. */
export async function othersSay(place: Place, here: readonly string[]): Promise<void> {
  const crowd = await visitor(place.browser, { baseURL: place.world.home })
  const rate = async (service: string, competence: readonly string[], kind: number) => {
    for (let person = 0; person < 16; person++) {
      const mark = (element: string) =>
        element === 'kompetensi' ? competence[person % 4]! : person % 4 === kind ? '4' : '3'
      const answer = await crowd.request.post(`/i/contoh/survei/${service}`, {
        form: { ...Object.fromEntries(ELEMENTS.map((element) => [element, mark(element)])), _key: crypto.randomUUID() },
        headers,
        maxRedirects: 0,
      })
      expect(answer.status()).toBe(303)
    }
  }
  await Promise.all([
    rate(SERVICE.slug, here, 0),
    ...Object.values(ELSEWHERE).map((service, at) => rate(service, ['3', '3', '4', '3'], at % 4)),
  ])
}

/** Reports of others about the same thing, taken in and given their theme by the officer, all at once. */
export async function othersComplain(place: Place, count: number): Promise<void> {
  const crowd = await visitor(place.browser, { baseURL: place.world.home })
  await crowd.goto('/i/contoh/lapor/singkat')
  const about = await crowd
    .locator('select[name=about] option', { hasText: SERVICE.name })
    .first()
    .getAttribute('value')
  for (let person = 0; person < count; person++) {
    const answer = await crowd.request.post('/i/contoh/lapor/singkat', {
      form: {
        kind: 'complaint',
        about: about!,
        subject: `Keterangan syarat loket ${person + 1} berbeda`,
        body: `Petugas loket ${person + 1} meminta berkas lain daripada yang tertulis di laman.`,
        privacy: 'anonymous',
        _key: crypto.randomUUID(),
      },
      headers,
      maxRedirects: 0,
    })
    expect(answer.status(), await answer.text()).toBe(303)
  }
  const officer = await asAt(place.browser, place.world.home, 'pengaduan')
  await officer.goto('/pengaduan?q=Keterangan+syarat+loket&antrean=verify')
  const cases = await officer
    .locator('main tbody input[name=ids]')
    .evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value))
  expect(cases.length).toBe(count)
  await officer.goto(`/pengaduan/${cases[0]}`)
  // The form is the same for all of them: what it shows of a new case is nothing yet.
  const form = await officer
    .locator('form[action$="/verifikasi"]')
    .evaluate((found) => Object.fromEntries(new FormData(found as HTMLFormElement)) as Record<string, string>)
  for (const id of cases) {
    const answer = await officer.request.post(`/pengaduan/${id}/verifikasi`, {
      form: { ...form, class: 'ordinary', theme: 'keakuratan', _key: crypto.randomUUID() },
      headers,
      maxRedirects: 0,
    })
    expect(answer.status(), await answer.text()).toBe(303)
  }
}
