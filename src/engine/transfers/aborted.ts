/** `signal.aborted` as a call: the compiler takes a property it has once seen false for false after an await, too. */
export const isAborted = (signal: AbortSignal): boolean => signal.aborted
