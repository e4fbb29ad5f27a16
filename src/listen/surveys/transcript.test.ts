import { JSDOM } from 'jsdom'
import { beforeEach, expect, test } from 'vitest'
import { get, post } from '../../platform/test/harness.ts'
import { useSurvey } from './test-survey.ts'

const world = useSurvey(beforeEach)

/** What a screen reader says from the first word of the page's main part to its last. */
async function spoken(html: string): Promise<string> {
  const { window } = new JSDOM(html, { url: 'http://localhost/' })
  for (const name of Object.getOwnPropertyNames(window))
    if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value: window[name], configurable: true })
  const { virtual } = await import('@guidepup/virtual-screen-reader')
  await virtual.start({ container: window.document.querySelector('main') as unknown as Node })
  for (let steps = 0; steps < 400 && (await virtual.lastSpokenPhrase()) !== 'end of main'; steps++) await virtual.next()
  const phrases = await virtual.spokenPhraseLog()
  await virtual.stop()
  return `${phrases.join('\n').replaceAll(/Kartu Keluarga [0-9a-f]+/g, 'Kartu Keluarga')}\n`
}

test('the nine questions and a mistake, as they are read out', async () => {
  await expect(await spoken((await get(world.house, world.page())).body)).toMatchFileSnapshot(
    'transcripts/questions.txt',
  )
  const wrong = await post(world.house, world.page(), { waktu: '2', perilaku: '4' })
  await expect(await spoken(wrong.body)).toMatchFileSnapshot('transcripts/mistake.txt')
}, 60_000)
