/**
 * What is asked of one job happens one after another (T1.68): a retry that was half done would bring a job back that is
 * cancelled meanwhile.
 */
export const createOrders = (): (<T>(jobId: string, act: () => Promise<T>) => Promise<T>) => {
  const last = new Map<string, Promise<void>>()
  return (jobId, act) => {
    const order = (last.get(jobId) ?? Promise.resolve()).then(act)
    const over: Promise<void> = order.then(
      () => undefined,
      () => undefined,
    )
    last.set(jobId, over)
    return order
  }
}
