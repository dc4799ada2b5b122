import { createRoot } from 'react-dom/client'
import { startWords } from '../lib/words/index.ts'
import { applyRememberedAppearance } from './appearance.ts'
import { App } from './app.tsx'
import { startReading } from './first-reads.ts'
import { remembered } from './memory.ts'
import { rehearse } from './rehearse.tsx'
import './theme.css'

// What the inbox needs is asked for before React is even set up: the answers arrive while it is.
const reads = startReading(remembered('portal'))
applyRememberedAppearance()
startWords()

const root = document.getElementById('window')
if (root !== null) {
  const window = createRoot(root)
  rehearse()
  // One painting of what is there beats two, the first of them empty.
  void reads.ready.then(() => window.render(<App reads={reads} />))
}
