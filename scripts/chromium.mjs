import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Chromium without a window first: the same engine for half of the work. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
]
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * The browser for the tests: CHROMIUM_PATH, an installed one, or one installed now where that is allowed.
 * @param shell runs a command and resolves to { code, output }
 * @param machine where programs lie, whether this account is root, and the browser somebody has named
 * @returns { path } or { advice }: what a person can do about it
 */
export async function findChromium(shell, machine = thisMachine()) {
  const { named } = machine
  if (named && !existsSync(named))
    return {
      advice: `CHROMIUM_PATH is ${named}, and there is no such file. Name a Chromium or Chrome, or leave it out.`,
    }
  const path = named || installed(machine)
  if (path !== undefined) return { path }
  if (!machine.root || !onPath(machine, 'apt-get')) {
    return {
      advice:
        'No Chromium was found and this account may not install one. Install it (Debian, Ubuntu: ' +
        'sudo apt-get install chromium), or name a Chromium or Chrome in CHROMIUM_PATH.',
    }
  }
  process.stdout.write('Installing Chromium …\n')
  const install = 'DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends'
  const { code, output } = await shell(
    `apt-get update -q && { ${install} chromium-headless-shell || ${install} chromium; }`,
    { quiet: true },
  )
  const now = installed(machine)
  return now === undefined
    ? {
        advice:
          `Chromium could not be installed (apt-get ended with ${code}). Install it by hand, or name a Chromium or ` +
          `Chrome in CHROMIUM_PATH. What apt-get said:\n${output.slice(-2000)}`,
      }
    : { path: now }
}

function thisMachine() {
  return {
    folders: [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'],
    places: PLACES,
    root: process.getuid?.() === 0,
    named: process.env.CHROMIUM_PATH,
  }
}

function installed(machine) {
  return NAMES.map((name) => onPath(machine, name)).find(Boolean) ?? machine.places.find((place) => existsSync(place))
}

function onPath({ folders }, name) {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}
