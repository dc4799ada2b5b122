// The peer of the start benchmark: an Electron window that loads an empty page and says when it was painted.
const { join } = require('node:path')
const { app, BrowserWindow } = require('electron')

void app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1360,
    height: 860,
    show: false,
    webPreferences: { sandbox: true },
  })
  window.once('ready-to-show', () => {
    window.show()
    process.stdout.write(`${JSON.stringify({ painted: 'empty', at: Date.now() })}\n`)
  })
  void window.loadFile(join(__dirname, 'index.html'))
})
