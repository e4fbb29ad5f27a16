import { PageScript } from '../../../platform/ui/index.ts'

/** The riddle for the page's script and a trap for what fills in every field. People see and hear neither. */
export function ProofFields({ riddle }: { riddle: string }) {
  return (
    <>
      <input type="hidden" name="proof" value="" data-riddle={riddle} />
      <div class="trap" aria-hidden="true">
        <label>
          Situs web
          <input type="text" name="situs" value="" tabIndex={-1} autoComplete="off" />
        </label>
      </div>
      <PageScript name="proof" />
    </>
  )
}
