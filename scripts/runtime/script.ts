// The frame of an entry point: its result is the exit status, and what went wrong is said in words, not as a trace.
export const script = (main: () => Promise<number>): void => {
  main().then(
    (code) => {
      process.exitCode = code
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
      process.exitCode = 1
    },
  )
}
