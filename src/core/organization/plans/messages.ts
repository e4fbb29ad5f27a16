import { defineMessages, formatDate } from '../../../platform/i18n.ts'

/** Shared by units and employees. */
export const planMessages = defineMessages({
  id: {
    title: 'Akan berlaku',
    caption: 'Perubahan yang sudah direncanakan dan belum berlaku',
    from: 'Berlaku mulai',
    shown: (count: string, total: string) => `${count} dari ${total}`,
    what: 'Perubahan',
    opens: (name: string, code: string) => `${name} (${code}) dibentuk`,
    under: (parent: string) => `di bawah ${parent}`,
    renamed: (name: string) => `nama menjadi ${name}`,
    kind: (kind: string) => `jenis menjadi ${kind}`,
    closes: 'ditutup',
    leaves: 'tidak bekerja lagi di instansi ini',
    withdraw: 'Batalkan rencana',
    withdrawn: 'Rencana dibatalkan.',
    planned: (name: string, date: string) =>
      `Perubahan ${name} dicatat dan berlaku mulai ${formatDate(date, 'id')}. Sampai hari itu semuanya tetap seperti sekarang.`,
    overdue: 'Belum dapat berlaku',
    nothing: 'Tidak ada yang berbeda dari sekarang. Ubah nama, jenis, atau unit atasannya.',
    gone: 'Rencana ini sudah berlaku atau sudah dibatalkan.',
    sameDay: (name: string, date: string) =>
      `Sudah ada rencana lain untuk ${name} mulai ${formatDate(date, 'id')}. Batalkan rencana itu dahulu, atau pilih tanggal lain.`,
    collision: (date: string, reason: string) => `Tidak dapat dilakukan: mulai ${formatDate(date, 'id')} ${reason}`,
    unitClosed: (unit: string) => `${unit} sudah ditutup. Pilih unit lain, atau batalkan rencana penutupannya.`,
    unitMissing: (unit: string) => `${unit} belum ada. Pilih tanggal yang lebih akhir atau unit lain.`,
    aUnit: 'unit yang dipilih',
    unitCircle: (unit: string) => `${unit} akan berada di bawah dirinya sendiri.`,
    hanging: (unit: string, units: number, people: number) =>
      `${unit} ditutup, padahal masih ada ${[units > 0 ? `${units} unit di bawahnya` : '', people > 0 ? `${people} pegawai` : ''].filter(Boolean).join(' dan ')}. Pindahkan dahulu, atau batalkan rencana penutupannya.`,
    left: (employee: string) =>
      `${employee} tidak bekerja lagi, padahal ada perubahan lain yang direncanakan. Batalkan salah satunya dahulu.`,
    superiorMissing: (employee: string) => `${employee} tidak bekerja di sini, jadi tidak dapat menjadi atasan.`,
    superiorCircle: (employee: string) => `${employee} akan menjadi atasan dari atasannya sendiri.`,
    leads: (employee: string, people: number) =>
      `${employee} tidak bekerja lagi, padahal masih menjadi atasan langsung ${people} pegawai. Pindahkan dahulu, atau batalkan rencananya.`,
  },
  en: {
    title: 'To come',
    caption: 'Changes that are planned and not in force yet',
    from: 'In force from',
    shown: (count: string, total: string) => `${count} of ${total}`,
    what: 'Change',
    opens: (name: string, code: string) => `${name} (${code}) is formed`,
    under: (parent: string) => `beneath ${parent}`,
    renamed: (name: string) => `the name becomes ${name}`,
    kind: (kind: string) => `the kind becomes ${kind}`,
    closes: 'is closed',
    leaves: 'no longer works for this institution',
    withdraw: 'Withdraw the plan',
    withdrawn: 'The plan was withdrawn.',
    planned: (name: string, date: string) =>
      `The change of ${name} is recorded and holds from ${formatDate(date, 'en')}. Until that day everything stays as it is.`,
    overdue: 'Cannot take effect yet',
    nothing: 'Nothing differs from the present. Change the name, the kind or the unit above it.',
    gone: 'This plan has taken effect or was withdrawn.',
    sameDay: (name: string, date: string) =>
      `Something else is planned for ${name} from ${formatDate(date, 'en')}. Withdraw that plan first, or choose another date.`,
    collision: (date: string, reason: string) => `This cannot be done: from ${formatDate(date, 'en')} ${reason}`,
    unitClosed: (unit: string) => `${unit} is closed. Choose another unit, or withdraw the plan to close it.`,
    unitMissing: (unit: string) => `${unit} does not exist yet. Choose a later date or another unit.`,
    aUnit: 'the chosen unit',
    unitCircle: (unit: string) => `${unit} would be beneath itself.`,
    hanging: (unit: string, units: number, people: number) =>
      `${unit} is closed, yet ${[units > 0 ? `${units} units beneath it` : '', people > 0 ? `${people} employees` : ''].filter(Boolean).join(' and ')} are still there. Move them first, or withdraw the plan to close it.`,
    left: (employee: string) =>
      `${employee} no longer works here, yet something else is planned. Withdraw one of the two first.`,
    superiorMissing: (employee: string) => `${employee} does not work here and cannot lead anyone.`,
    superiorCircle: (employee: string) => `${employee} would lead their own superior.`,
    leads: (employee: string, people: number) =>
      `${employee} no longer works here, yet still leads ${people} employees. Move them first, or withdraw the plan.`,
  },
})
export type PlanText = (typeof planMessages)['id']
