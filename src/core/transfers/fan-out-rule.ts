/** What stands in a rule for the client's name (T1.120). */
export const clientCapture = '{client}'

/** Why a text is no rule; null: it is one. */
export const ruleProblem = (rule: string): 'empty' | 'no-client' | 'two-clients' | null => {
  if (rule.trim() === '') return 'empty'
  const times = rule.split(clientCapture).length - 1
  return times === 0 ? 'no-client' : times > 1 ? 'two-clients' : null
}
