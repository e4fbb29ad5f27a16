import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

// One port for the whole run; the workers inherit it.
process.env['E2E_PORT'] ??= String(20_000 + (process.pid % 20_000))

/** Parts of Chromium's own window that are pages themselves, each with a process; nobody looks at them here. */
const OWN_PAGES = [
  'InitialWebUI',
  'PreloadTopChromeWebUI',
  'WebUIBackForwardButton',
  'WebUIHomeButton',
  'WebUILocationBar',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
  'WebUIReloadButton',
  'WebUISplitTabsButton',
  'WebUIToolbar',
]
/** Only the last of these options counts, so that what Playwright turns off is named again. */
const TURNED_OFF_BY_PLAYWRIGHT = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
]

/** For a test run by itself; `npm test` looks for one and names it. */
const BROWSERS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

/** What takes longest begins first: at the end one core would wait for it. */
const LONG = /(turn|first-start|appearance)\.spec\.ts$/

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './e2e/global-setup.ts',
  workers: 2,
  projects: [
    { name: 'long', testMatch: LONG },
    { name: 'others', testIgnore: process.env['GUIDE'] ? LONG : [LONG, /guide\.spec\.ts$/] },
  ],
  // Tests wait for what they expect; only what never comes takes this long, on the slowest machine as well.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  // A browser may fall over by itself; what needed a second try is told as such.
  retries: 1,
  forbidOnly: true,
  use: {
    baseURL: `http://localhost:${process.env['E2E_PORT']}`,
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    viewport: { width: 1280, height: 900 },
    actionTimeout: 60_000,
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? BROWSERS.find((path) => existsSync(path)),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--disable-features=${[...OWN_PAGES, ...TURNED_OFF_BY_PLAYWRIGHT, 'SpareRendererForSitePerProcess'].join(',')}`,
      ],
    },
  },
})
