/** Five steps filled up to the level, with a mark at what is required. The figures stand beside it as text. */
export function LevelBar({ level, required }: { level: number | undefined; required: number }) {
  const short = level !== undefined && level < required
  return (
    <svg class="level-bar" viewBox="0 0 120 16" width="120" height="16" aria-hidden="true" focusable="false">
      {[0, 1, 2, 3, 4].map((step) => (
        <rect class="level-bar-step" x={step * 24} y="5" width="22" height="6" rx="2" key={step} />
      ))}
      {level === undefined
        ? null
        : [0, 1, 2, 3, 4].map((step) => {
            const part = Math.min(Math.max(level - step, 0), 1)
            return part > 0 ? (
              <rect
                class={short ? 'level-bar-short' : 'level-bar-fill'}
                x={step * 24}
                y="5"
                width={Math.round(part * 2200) / 100}
                height="6"
                rx="2"
                key={step}
              />
            ) : null
          })}
      <path class="level-bar-mark" d={`M${required * 24 - 2} 0v16`} />
    </svg>
  )
}
