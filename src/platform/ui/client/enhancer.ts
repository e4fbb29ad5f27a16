import { enhanceAutosave } from './autosave.ts'
import { enhanceClocks, enhanceConnection, enhanceRetry } from './clocks.ts'
import { enhanceDialogs } from './dialogs.ts'
import { enhanceDrafts } from './drafts.ts'
import { enhanceForms } from './forms.ts'
import { enhanceKeyboard } from './keyboard.ts'
import { enhanceUpdate } from './update.ts'

// Every page works without this file. Each part stands alone: one that fails must not take the others with it.
for (const enhance of [
  enhanceForms,
  enhanceDrafts,
  enhanceAutosave,
  enhanceKeyboard,
  enhanceDialogs,
  enhanceClocks,
  enhanceConnection,
  enhanceRetry,
  enhanceUpdate,
]) {
  try {
    enhance()
  } catch (error) {
    reportError(error)
  }
}
