import { lazy, useState, type ComponentType } from 'react'

export type Later<Props extends object> = ComponentType<Props> & {
  /** Fetches the code ahead; what was fetched is shown in the same frame it is asked for. */
  readonly fetch: () => Promise<unknown>
}

/**
 * A part whose code is not in the first chunk. React's own `lazy` shows its fallback, and keeps it for 300 ms, even
 * where the code has been there for long: that would make every screen blink the first time it is opened.
 */
export const later = <Props extends object>(load: () => Promise<ComponentType<Props>>): Later<Props> => {
  let ready: ComponentType<Props> | undefined
  const fetch = async () => {
    ready = await load()
    return { default: ready }
  }
  const Lazy = lazy(fetch)
  const Part = (props: Props) => {
    // Chosen once: a change of type while it is shown would throw away its state.
    const [Shown] = useState<ComponentType<Props>>(() => ready ?? Lazy)
    return <Shown {...props} />
  }
  return Object.assign(Part, { fetch })
}
