/**
 * Runs something once the screen shows what was just rendered: the frame callback comes just before that paint, and a
 * message sent from it is delivered after it. Answers the function that calls it off.
 */
export const afterPaint = (run: () => void): (() => void) => {
  const channel = new MessageChannel()
  channel.port1.onmessage = run
  const frame = requestAnimationFrame(() => channel.port2.postMessage(undefined))
  return () => {
    cancelAnimationFrame(frame)
    channel.port1.close()
  }
}
