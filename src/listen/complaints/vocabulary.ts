import { Refusal } from '../../platform/http/errors.ts'
import type { Messages } from '../../platform/i18n.ts'
import type { Vocabulary } from '../../platform/slice.ts'
import { wordsOf } from '../../platform/words.ts'
import { staffMessages } from './staff-messages.ts'
import { wizardMessages } from './wizard-messages.ts'

/** What the institution can rename, explain and withdraw, see core/vocabulary. */
export const vocabularies: readonly Vocabulary[] = [
  {
    set: 'kind',
    title: { id: 'Jenis laporan', en: 'Kinds of reports' },
    lead: {
      id: 'Pilihan pertama yang dibaca warga saat melapor. Yang tidak ditawarkan lagi tidak dapat dipilih; laporan lama tetap.',
      en: 'The first choice a citizen reads. What is no longer offered cannot be chosen; older reports keep it.',
    },
    // A report that says nothing of its kind is one, and reports of wrongdoing must always find a way in.
    kept: ['complaint', 'whistleblowing'],
  },
  {
    set: 'class',
    title: { id: 'Golongan pengaduan', en: 'Classes of complaints' },
    lead: {
      id: 'Dipilih petugas saat verifikasi; menentukan batas waktu penyelesaian. Lamanya diatur di Batas waktu pengaduan.',
      en: 'Chosen by the officer who verifies; decides the deadline of the resolution. Its length is set under Deadlines.',
    },
    kept: ['ordinary', 'oversight'],
  },
  {
    set: 'objection',
    title: { id: 'Alasan keberatan', en: 'Reasons for an objection' },
    lead: {
      id: 'Dipilih pemohon informasi publik saat mengajukan keberatan atas penanganan permohonannya.',
      en: 'Chosen by who requested public information and objects to how the request was handled.',
    },
    kept: ['other'],
  },
  {
    set: 'channel',
    title: { id: 'Kanal masuk', en: 'Channels' },
    lead: {
      id: 'Lewat mana laporan datang. Yang tidak ditawarkan lagi tidak dapat dipilih saat mencatat laporan; menyalakan dan mematikan sambungannya ada di halaman Kanal masuk.',
      en: 'How reports come in. What is no longer offered cannot be chosen when a report is recorded; connections are switched on and off on the page Channels.',
    },
    // Reports arrive by these without anybody choosing them.
    kept: ['web', 'api', 'open311', 'lapor', 'whatsapp'],
  },
  {
    set: 'payment',
    title: { id: 'Pertanyaan tentang pembayaran', en: 'The question about payment' },
    lead: {
      id: 'Ditanyakan saat melapor tentang layanan: satu untuk layanan yang bertarif (paid), satu untuk yang gratis (free). Yang tidak ditawarkan lagi tidak ditanyakan. Keterangannya adalah kalimat di atas pilihan jawaban.',
      en: 'Asked in reports about a service: one where it has a tariff (paid), one where it is free of charge (free). What is no longer offered is not asked. Its note is the sentence above the answers.',
    },
    // Answers; whether they can be given follows from whether the question is asked.
    kept: ['no', 'official', 'more'],
  },
]

type Here = { institution: { id: string }; t: <M>(messages: Messages<M>) => Messages<M>['id'] }
type Classified = { class?: string | null | undefined; theme?: string | null | undefined }

/** @throws Refusal where a class or theme is not offered today; `has`, what the case has already, it may keep. */
export async function requireOffered(
  { institution, t }: Here,
  chosen: Classified,
  has: () => Promise<Classified | undefined> = async () => undefined,
): Promise<void> {
  const text = t(staffMessages).missing
  const words = wordsOf(institution.id)
  for (const set of ['class', 'theme'] as const) {
    const slug = chosen[set]
    if (!slug || words.find(set, slug)?.offered) continue
    if ((await has())?.[set] === slug) continue
    throw new Refusal(422, text[set], { [set]: text[set] })
  }
}

/** @throws Refusal where reports are no longer recorded as having come this way. */
export function requireChannel({ institution, t }: Here, channel: string): void {
  const said = t(wizardMessages).channelGone
  if (!wordsOf(institution.id).find('channel', channel)?.offered) throw new Refusal(422, said, { channel: said })
}

/** @throws Refusal where this kind of report cannot be chosen today. */
export function requireKind({ institution, t }: Here, kind: string): void {
  const said = t(wizardMessages).kindGone
  if (!wordsOf(institution.id).find('kind', kind)?.offered) throw new Refusal(422, said, { kind: said })
}
