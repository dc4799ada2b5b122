// A process of its own that watches, so that it can be killed at any moment: `node watch-child.ts PLACE`. Prints a line
// once it watches, and one whenever nothing waits and nothing is under way.
import { openWatching, type Place } from './watch/engine.ts'

const engine = await openWatching(JSON.parse(process.argv[2] ?? '') as Place)
engine.watchFolders.onChange(() => {
  void engine.watchFolders.list().then((views) => {
    const [view] = views
    if (view === undefined || view.waiting + view.underWay > 0) return
    console.log(JSON.stringify({ sent: view.sent, failed: view.failed }))
  })
})
await engine.run()
console.log('watching')
