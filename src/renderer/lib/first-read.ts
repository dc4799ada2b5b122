import type { Result } from '../../core/result.ts'
import { settle } from './foyer.ts'

/** Something that was asked for before the first component existed. */
export type FirstRead<T> = {
  /** The answer, if it came before anybody rendered; handed out once. */
  readonly known: () => Result<T> | undefined
  /** The question under way, once; after that the question anew. */
  readonly ask: () => Promise<Result<T>>
}

/** Asks `question` at once. */
export const firstRead = <T>(
  question: () => Promise<Result<T>>,
): FirstRead<T> & { readonly answer: Promise<unknown> } => {
  let under: Promise<Result<T>> | undefined = settle(question())
  let answer: Result<T> | undefined
  return {
    answer: under.then((given) => {
      // Who asked meanwhile has it: kept, it would be told as news to whoever is shown after a lock.
      if (under !== undefined) answer = given
    }),
    known: () => {
      const taken = answer
      if (taken !== undefined) under = undefined
      answer = undefined
      return taken
    },
    ask: () => {
      const taken = under
      under = undefined
      answer = undefined
      return taken ?? question()
    },
  }
}
