/** Everything on standard input as text; '' on a terminal, where nobody pipes anything in. */
export const readStandardInput = async (): Promise<string> => {
  if (process.stdin.isTTY) return ''
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks).toString('utf8')
}
