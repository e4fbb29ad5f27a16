import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * The browser for the tests: CHROMIUM_PATH, an installed one, or one installed now where that is allowed.
 * @param shell runs a command and resolves to { code, output }
 * @returns { path } or { advice }: what a person can do about it
 */
export async function findChromium(shell) {
  const path = installed()
  if (path !== undefined) return { path }
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    return {
      advice:
        'No Chromium was found and this account may not install one. Install it (Debian, Ubuntu: ' +
        'sudo apt-get install chromium), or name a Chromium or Chrome in CHROMIUM_PATH.',
    }
  }
  process.stdout.write('Installing Chromium …\n')
  const { code, output } = await shell(
    'apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium',
    { quiet: true },
  )
  const now = installed()
  return now === undefined
    ? { advice: `Chromium could not be installed (apt-get ended with ${code}):\n${output.slice(-2000)}` }
    : { path: now }
}

function installed() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  return NAMES.map(onPath).find(Boolean) ?? PLACES.find((place) => existsSync(place))
}

function onPath(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}
