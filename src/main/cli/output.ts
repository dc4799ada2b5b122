/** Where a command's words go: results to standard output, everything for a person's eyes to standard error. */
export type Output = {
  line(text: string): void
  /** A piece of a longer text, as it is. */
  text(piece: string): void
  json(value: object): void
  problem(text: string): void
  /** A line that replaces itself on a terminal; nothing where standard error is no terminal. */
  progress(text: string): void
}

export const consoleOutput: Output = {
  line: (text) => void process.stdout.write(`${text}\n`),
  text: (piece) => void process.stdout.write(piece),
  json: (value) => void process.stdout.write(`${JSON.stringify(value)}\n`),
  problem: (text) => void process.stderr.write(`${text}\n`),
  progress: (text) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`)
  },
}
