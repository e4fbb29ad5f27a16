import { francAll } from 'franc-min'

export const HINTS = ['id', 'jv', 'su', 'en'] as const
export type Hint = (typeof HINTS)[number]

const CODES: Readonly<Record<string, Hint>> = { ind: 'id', jav: 'jv', sun: 'su', eng: 'en' }
const SHORTEST = 15
const ENOUGH = 60
const APART = 0.07

/**
 * Small words that only one of the four has. Whoever writes to an office borrows the names of papers from Indonesian, so
 * that letters alone take Javanese for Indonesian more often than not; the small words stay one's own.
 */
const WORDS: Readonly<Record<Hint, ReadonlySet<string>>> = {
  id: words(
    'saya yang tidak dan dari untuk dengan apakah sudah belum ada ini itu bagaimana berapa kenapa mengapa kami kapan',
    'harus akan kalau jika tolong mohon bisa dapat atau pada karena ke lagi masih juga sekali lama siapa mana tapi mau',
  ),
  jv: words(
    'kula kulo badhe ajeng punika menika niki niku menapa napa menawi mboten boten wonten saking dhateng teng sampun',
    'dereng nggih inggih pinten kados kaliyan kalih ingkang kangge sanes pundi pripun kepripun nyuwun matur nuwun',
    'sugeng panjenengan njenengan ora opo iki iku wis durung arep karo saka seko menyang neng nang piye kepiye ngendi',
    'endi sing yen lan kowe banget suwe dina dino esuk bengi telung tulung pira piro aja ojo isih kudu ngene ngono',
  ),
  su: words(
    'abdi naon naha henteu teu tos atos acan aya ieu eta nu sareng ka ti upami kumaha sabaraha iraha punten hatur nuhun',
    'bade kedah pisan ngan mah anu kuring urang anjeun wilujeng parantos tiasa dimana saha mun jeung keur geus',
    'kamari ayeuna enjing-enjing heula deui sanes-sanes payuneun didieu ulah meunang lila waragad',
  ),
  en: words('the and is are my to of for you please how what when where not have does with it was been from your'),
}

function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' '))
}

/** How many of its words each language has alone, the most first. */
function smallWords(text: string): (readonly [Hint, number])[] {
  const said = text.toLocaleLowerCase('id').match(/[\p{L}-]+/gu) ?? []
  const count = (hint: Hint) => said.filter((word) => WORDS[hint].has(word)).length
  return HINTS.map((hint) => [hint, count(hint)] as const).toSorted((a, b) => b[1] - a[1])
}

/**
 * Which of the languages written to us a text looks like: by its small words, and where these do not tell, by its
 * letters. A short text or a narrow lead is only a guess.
 */
export function guessLanguage(text: string): { hint: Hint; sure: boolean } | undefined {
  const start = text.slice(0, 3000)
  const letters = text.replaceAll(/[^\p{L}]/gu, '').length
  if (letters < SHORTEST) return undefined
  const [most, next] = smallWords(start) as [readonly [Hint, number], readonly [Hint, number]]
  const lead = most[1] - next[1]
  if (lead > 0) return { hint: most[0], sure: letters >= ENOUGH && lead >= 3 }
  const [first, second] = francAll(start, { only: Object.keys(CODES), minLength: SHORTEST })
  const hint = first && CODES[first[0]]
  if (!hint) return undefined
  const apart = first[1] - (second?.[1] ?? 0) >= APART
  // Without one of their small words, a narrow lead over Indonesian is none.
  if (!apart && (hint === 'jv' || hint === 'su')) return { hint: 'id', sure: false }
  return { hint, sure: letters >= ENOUGH && most[1] === 0 && apart }
}
