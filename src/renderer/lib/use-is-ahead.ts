import { useEffect, useState } from 'react'

/** Whether a moment (ms since the epoch) has not come yet; drawn anew when it does. */
export const useIsAhead = (at: number | null): boolean => {
  const [passed, setPassed] = useState<number | null>(null)
  useEffect(() => {
    if (at === null) return
    const timer = setTimeout(() => setPassed(at), Math.max(0, at - Date.now()))
    return () => clearTimeout(timer)
  }, [at])
  return at !== null && passed !== at
}
