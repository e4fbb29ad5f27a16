import { all, status } from './texts.ts'

// Loaded by pages that ask for a place. Asks the device for its position only when the button is pressed; without it
// the region and a landmark say where.

const text =
  document.documentElement.lang === 'en'
    ? {
        asking: 'Asking your device …',
        found: (metres: string) => `Position kept, exact to about ${metres} m.`,
        refused: 'Your device gave no position. The region and a landmark are enough.',
        forget: 'Forget my position',
        forgotten: 'Position removed.',
        use: 'Use my position',
      }
    : {
        asking: 'Menanyakan posisi perangkat …',
        found: (metres: string) => `Posisi tersimpan, tepat sampai sekitar ${metres} m.`,
        refused: 'Perangkat tidak memberi posisi. Wilayah dan patokan sudah cukup.',
        forget: 'Hapus posisi saya',
        forgotten: 'Posisi dihapus.',
        use: 'Gunakan posisi saya',
      }

for (const box of all('[data-position]', HTMLElement)) {
  const [latitude, longitude] = all('input', HTMLInputElement, box)
  const button = box.querySelector('button')
  if (!('geolocation' in navigator) || !latitude || !longitude || !button) continue
  const line = status('hint')
  box.append(line)
  box.hidden = false
  const form = box.closest('form')
  // A place marked on the map is not the position of the device.
  let own = latitude.value !== ''
  const name = () => {
    own &&= latitude.value !== ''
    button.textContent = own ? text.forget : text.use
  }
  const tell = () => {
    name()
    form?.dispatchEvent(new CustomEvent('point', { detail: 'device' }))
  }
  form?.addEventListener('point', (event) => {
    if ((event as CustomEvent).detail === 'device') return
    own = false
    line.textContent = ''
    name()
  })
  name()
  button.addEventListener('click', () => {
    if (own) {
      latitude.value = ''
      longitude.value = ''
      line.textContent = text.forgotten
      tell()
      return
    }
    line.textContent = text.asking
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        latitude.value = coords.latitude.toFixed(5)
        longitude.value = coords.longitude.toFixed(5)
        line.textContent = text.found(String(Math.max(10, Math.round(coords.accuracy))))
        own = true
        tell()
      },
      () => {
        line.textContent = text.refused
      },
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    )
  })
}
