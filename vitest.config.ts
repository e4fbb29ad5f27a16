import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    globalSetup: ['src/platform/test/global-setup.ts'],
    setupFiles: ['src/platform/test/each-file.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    // A test that hangs ends at last; none fails because a machine is slow or busy.
    testTimeout: 240_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
