/** What the enhancer says; a table of its own, because the pages' messages stay on the server. */
const TEXTS = {
  id: {
    offline: 'Luring: yang tampil mungkin bukan yang terbaru, dan belum ada yang dapat dikirim.',
    restored: 'Tulisan Anda yang belum terkirim sudah dipulihkan.',
    discard: 'Buang',
    kept: 'Draf tersimpan di perangkat ini',
    saved: 'Tersimpan',
    saving: 'Menyimpan …',
    unsaved: 'Belum tersimpan. Kami coba lagi.',
    timeUp: 'Waktu habis',
    left: (count: string) => `Sisa ${count} huruf`,
    over: (count: string) => `Kelebihan ${count} huruf`,
    tooLarge: (name: string, size: string, max: string) =>
      `"${name}" berukuran ${size} MB. Pilih berkas paling besar ${max} MB.`,
    chosen: (count: string) => `${count} dipilih`,
  },
  en: {
    offline: 'Offline: what you see may not be the latest, and nothing can be sent yet.',
    restored: 'Your unsent text has been restored.',
    discard: 'Discard',
    kept: 'Draft kept on this device',
    saved: 'Saved',
    saving: 'Saving …',
    unsaved: 'Not saved yet. We will try again.',
    timeUp: 'Time is up',
    left: (count: string) => `${count} characters left`,
    over: (count: string) => `${count} characters too many`,
    tooLarge: (name: string, size: string, max: string) =>
      `"${name}" is ${size} MB. Choose a file of at most ${max} MB.`,
    chosen: (count: string) => `${count} selected`,
  },
}

export function texts() {
  return document.documentElement.lang === 'en' ? TEXTS.en : TEXTS.id
}

export function numberText(value: number): string {
  return value.toLocaleString(document.documentElement.lang === 'en' ? 'en-US' : 'id-ID', { maximumFractionDigits: 1 })
}

export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  made.className = className
  made.textContent = text
  return made
}

/** A live region that screen readers follow without taking the focus. */
export function status(className: string, text = ''): HTMLElement {
  const made = element('p', className, text)
  made.setAttribute('role', 'status')
  return made
}

export function all<E extends Element>(selector: string, kind: new () => E, root: ParentNode = document): E[] {
  return [...root.querySelectorAll(selector)].filter((found): found is E => found instanceof kind)
}

/** Browsers that cannot tell count as seeing it. */
export function visible(one: Element): boolean {
  return 'checkVisibility' in one ? one.checkVisibility() : true
}
