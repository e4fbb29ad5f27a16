// Loaded into a server that a test starts, before the server's own code, as if the machine's clock were moved: its
// parent says how far, in milliseconds. The product has no such door.
const Machine = Date
let ahead = 0

globalThis.Date = class Moved extends Machine {
  constructor(...given) {
    if (given.length === 0) super(Machine.now() + ahead)
    else super(...given)
  }
  static now() {
    return Machine.now() + ahead
  }
}

process.on('message', (told) => {
  if (typeof told?.ahead !== 'number') return
  ahead = told.ahead
  process.send?.('moved')
})
// Waiting for its word must not keep a server alive that has ended.
process.channel?.unref()
