import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

export type ScriptedImap = {
  port: number
  /** What lies in the mailbox, by rising uid. */
  mails: { uid: number; raw: Buffer; seen: boolean; folder: string }[]
  /** Of the name Terkunci none can be made. */
  folders: Set<string>
  /** What the client asked for, in order. */
  heard: string[]
  close(): Promise<void>
}

/** As much of an IMAP4rev1 server (RFC 9051, RFC 6851) as reading one mailbox takes. User uji, password uji. */
export async function openScriptedImap(): Promise<ScriptedImap> {
  const imap: ScriptedImap = {
    port: 0,
    mails: [],
    folders: new Set(['INBOX']),
    heard: [],
    close: async () => undefined,
  }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.write('* OK [CAPABILITY IMAP4rev1 MOVE UIDPLUS] ready\r\n')
    let pending = ''
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1')
      for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end)
        pending = pending.slice(end + 2)
        answer(imap, socket, line)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  imap.port = (server.address() as AddressInfo).port
  imap.close = () => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(() => resolve()))
  }
  return imap
}

function answer(imap: ScriptedImap, socket: Socket, line: string): void {
  const [tag = '*', ...words] = line.split(' ')
  const command = words.join(' ')
  imap.heard.push(command)
  const here = imap.mails.filter((mail) => mail.folder === 'INBOX')
  const ok = (text = 'done') => socket.write(`${tag} OK ${text}\r\n`)
  const uid = Number(/^UID (?:FETCH|STORE|MOVE) (\d+)/i.exec(command)?.[1])
  const at = here.findIndex((mail) => mail.uid === uid)
  const mail = here[at]
  if (/^LOGIN "?uji"? "?uji"?/i.test(command)) ok('[CAPABILITY IMAP4rev1 MOVE UIDPLUS] in')
  else if (/^(LOGIN|AUTHENTICATE)/i.test(command)) socket.write(`${tag} NO [AUTHENTICATIONFAILED] no\r\n`)
  else if (/^CAPABILITY/i.test(command)) {
    socket.write('* CAPABILITY IMAP4rev1 MOVE UIDPLUS\r\n')
    ok()
  } else if (/^(LIST|LSUB|XLIST)/i.test(command)) {
    socket.write(`* LIST (\\HasNoChildren) "/" ${/"" ""$/.test(command) ? '""' : '"INBOX"'}\r\n`)
    ok()
  } else if (/^SELECT/i.test(command)) {
    socket.write(`* ${here.length} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen)\r\n`)
    socket.write('* OK [PERMANENTFLAGS (\\Seen)] ok\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 1000] ok\r\n')
    ok('[READ-WRITE] selected')
  } else if (/^UID SEARCH/i.test(command)) {
    socket.write(
      `* SEARCH${here
        .filter((one) => !one.seen)
        .map((one) => ` ${one.uid}`)
        .join('')}\r\n`,
    )
    ok()
  } else if (/^UID FETCH/i.test(command) && mail) {
    const most = /BODY(?:\.PEEK)?\[\]<0\.(\d+)>/i.exec(command)?.[1]
    const raw = most ? mail.raw.subarray(0, Number(most)) : mail.raw
    socket.write(`* ${at + 1} FETCH (UID ${uid} BODY[]${most ? '<0>' : ''} {${raw.length}}\r\n`)
    socket.write(raw)
    socket.write(')\r\n')
    ok()
  } else if (/^UID STORE/i.test(command) && mail) {
    mail.seen = true
    socket.write(`* ${at + 1} FETCH (UID ${uid} FLAGS (\\Seen))\r\n`)
    ok()
  } else if (/^UID MOVE/i.test(command) && mail) {
    const folder = /MOVE \d+ "?([^"]+)"?/i.exec(command)![1]!
    if (!imap.folders.has(folder)) {
      // In the words of Dovecot.
      socket.write(`${tag} NO [TRYCREATE] Mailbox doesn't exist: ${folder}\r\n`)
      return
    }
    mail.folder = folder
    socket.write(`* OK [COPYUID 1 ${uid} ${uid}] moved\r\n* ${at + 1} EXPUNGE\r\n`)
    ok()
  } else if (/^CREATE/i.test(command)) {
    const folder = /CREATE "?([^"]+)"?/i.exec(command)![1]!
    if (folder === 'Terkunci') socket.write(`${tag} NO [NOPERM] Permission denied\r\n`)
    else {
      imap.folders.add(folder)
      ok()
    }
  } else if (/^LOGOUT/i.test(command)) {
    socket.write('* BYE\r\n')
    ok()
    socket.end()
  } else ok()
}
