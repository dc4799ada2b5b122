import { useEffect, useState } from 'react'

/** The present moment in ms since the epoch, renewed every `everyMs`, and when the window is looked at again. */
export const useNow = (everyMs = 30_000): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const tick = (): void => setNow(Date.now())
    const timer = setInterval(tick, everyMs)
    window.addEventListener('focus', tick)
    return () => {
      clearInterval(timer)
      window.removeEventListener('focus', tick)
    }
  }, [everyMs])
  return now
}
