import { relative } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * What takes longest, in this order: began one of them last, one core would wait for the other. The first has no use for
 * the demonstration, which the second loads meanwhile.
 */
const LONGEST = [
  'platform/database/embedded.test.ts',
  'platform/test/naughty-forms.test.ts',
  'platform/test/axe.test.ts',
  'platform/test/permissions.test.ts',
  'demo/repeatable.test.ts',
  'platform/database/backup.test.ts',
  'platform/test/axe-public.test.ts',
  'core/notifications/notifications.test.ts',
  'develop/learning/learning.test.ts',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const known = LONGEST.indexOf(relative(`${this.ctx.config.root}/src`, moduleId))
      return known === -1 ? LONGEST.length : known
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    globalSetup: ['src/platform/test/global-setup.ts'],
    setupFiles: ['src/platform/test/each-file.ts'],
    pool: 'threads',
    isolate: false,
    // One more than cores: tests wait for the database, which works meanwhile.
    maxWorkers: 3,
    // Whoever asks for another order gets that.
    ...(process.argv.some((given) => given.startsWith('--sequence')) ? {} : { sequence: { sequencer: LongestFirst } }),
    // A test that hangs ends at last; none fails because a machine is slow or busy.
    testTimeout: 240_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
