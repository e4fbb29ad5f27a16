import { beforeAll, beforeEach, expect, test } from 'vitest'
import { get, post } from '../../platform/test/harness.ts'
import { loadReader, transcript } from '../../platform/test/transcript.ts'
import { form, useSurvey } from './test-survey.ts'

const world = useSurvey(beforeEach)
beforeAll(loadReader)

async function compare(name: string, html: string): Promise<void> {
  const spoken = (await transcript(html)).replaceAll(/Kartu Keluarga [0-9a-f]+/g, 'Kartu Keluarga')
  await expect(spoken).toMatchFileSnapshot(`transcripts/${name}.txt`)
}

test('the nine questions, a mistake and the thanks, as they are read out', async () => {
  await compare('questions', (await get(world.house, world.page())).body)
  await compare('mistake', (await post(world.house, world.page(), { waktu: '2', perilaku: '4' })).body)
  const thanks = String((await post(world.house, world.page(), form())).headers['location'])
  await compare('thanks', (await get(world.house, thanks)).body)
})
