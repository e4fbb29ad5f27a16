import { defineMessages } from '../../../platform/i18n.ts'

export const disclosureMessages = defineMessages({
  id: {
    badge: 'Keberatan',
    decision: { granted: 'Keberatan diterima', denied: 'Keberatan ditolak' },
    reopened: 'Ditangani lagi karena keberatan diterima',
    title: 'Keberatan atas permohonan informasi',
    lead: (until: string) =>
      `Bila permohonan Anda ditolak, tidak dijawab, atau jawabannya tidak sesuai, Anda dapat mengajukan keberatan. Yang memutus bukan petugas yang menanganinya. Waktunya sampai ${until}.`,
    object: 'Ajukan keberatan',
    legend: 'Alasan keberatan',
    groundMissing: 'Pilih alasannya.',
    words: 'Penjelasan',
    wordsHint: 'Informasi apa yang belum Anda terima, atau apa yang tidak sesuai.',
    send: 'Kirim keberatan',
    sent: 'Keberatan Anda diterima dan diperiksa petugas lain.',
    waits: 'Keberatan Anda sedang diperiksa',
    decided: 'Putusan atas keberatan Anda',
    extendLead: (days: number) =>
      `Waktu menjawab bertambah ${days} hari kerja, satu kali saja dan hanya sebelum batas waktunya lewat. Pemohon membaca alasannya.`,
    extendReason: 'Alasan perpanjangan',
    extendHint: 'Dibaca pemohon. Sebutkan mengapa perlu waktu lebih lama.',
    caseTitle: 'Keberatan menunggu putusan',
    decideBy: 'Yang dapat memutus',
    nobody:
      'Belum ada orang lain yang dapat memutus: yang menjawab, menolak, memperpanjang, atau memegang kasus ini tidak memutus keberatannya. Beri orang lain peran yang membaca pengaduan dan memutus keberatan (atasan PPID).',
    ownWork: 'Anda menangani permohonan ini atau tidak berwenang memutus, jadi keberatannya diputus orang lain.',
    decisionLegend: 'Putusan',
    decisionHint: {
      granted: 'Permohonan yang sudah dijawab atau ditolak ditangani lagi dengan batas waktu baru.',
      denied: 'Jawaban atau keadaan sekarang tetap.',
    },
    decisionWords: 'Pertimbangan',
    decisionWordsHint: 'Dibaca pemohon.',
    mailObjection: (code: string) => `Keberatan atas permohonan ${code} menunggu putusan Anda`,
    mailNobody: 'Ada keberatan yang belum ada yang dapat memutuskan',
    mailNobodyBody: (code: string) =>
      `Tidak ada orang lain yang dapat memutus keberatan atas permohonan ${code}. Beri seseorang peran yang membaca pengaduan dan memutus keberatan (atasan PPID).`,
    mailExtended: (due: string) => `Jawaban paling lambat ${due}.`,
  },
  en: {
    badge: 'Objection',
    decision: { granted: 'Objection accepted', denied: 'Objection rejected' },
    reopened: 'Handled again because the objection was accepted',
    title: 'Objection to the handling of your request',
    lead: (until: string) =>
      `If your request was refused or not answered, or the answer is not what you asked for, you can object. It is not decided by the officer who handled it. You have until ${until}.`,
    object: 'Object',
    legend: 'Reason for the objection',
    groundMissing: 'Choose the reason.',
    words: 'Explanation',
    wordsHint: 'Which information you did not get, or what is not right about it.',
    send: 'Send the objection',
    sent: 'Your objection was received; another officer examines it.',
    waits: 'Your objection is being examined',
    decided: 'Decision on your objection',
    extendLead: (days: number) =>
      `Adds ${days} working days to the time to answer, once only and only before its deadline. The requester reads the reason.`,
    extendReason: 'Reason for the extension',
    extendHint: 'Read by the requester. Say why more time is needed.',
    caseTitle: 'An objection waits for its decision',
    decideBy: 'Who can decide',
    nobody:
      'Nobody else can decide: whoever answered, refused, extended or holds this case does not decide the objection to it. Give somebody else a role that reads complaints and decides objections (superior of the PPID).',
    ownWork: 'You handled this request or may not decide, so somebody else decides the objection.',
    decisionLegend: 'Decision',
    decisionHint: {
      granted: 'A request that was answered or refused is handled again, with a new deadline.',
      denied: 'The answer, or the present state, stays as it is.',
    },
    decisionWords: 'Grounds',
    decisionWordsHint: 'Read by the requester.',
    mailObjection: (code: string) => `The objection on request ${code} waits for your decision`,
    mailNobody: 'There is an objection nobody can decide',
    mailNobodyBody: (code: string) =>
      `Nobody else can decide the objection on request ${code}. Give somebody a role that reads complaints and decides objections (superior of the PPID).`,
    mailExtended: (due: string) => `The answer comes by ${due}.`,
  },
})
