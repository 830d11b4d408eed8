import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eventually, sandbox } from './support.js'

let box
before(async () => {
  box = await sandbox()
})

const text = (...lines) => new TextEncoder().encode(lines.join(''))

async function terminal(options = {}) {
  let screen = ''
  const decoder = new TextDecoder()
  const handle = await box.pty.create({
    cols: 80,
    rows: 24,
    timeoutMs: 0,
    onData: (data) => {
      screen += decoder.decode(data, { stream: true })
    },
    ...options,
  })
  const ended = handle.wait().then(
    (result) => result,
    (error) => error,
  )
  return { handle, ended, shows: (what) => eventually(() => what.test(screen)), screen: () => screen }
}

test('a terminal is one', async () => {
  const it = await terminal({ envs: { MARK: 'm1' }, cwd: '/tmp' })

  await box.pty.sendInput(it.handle.pid, text('tty; echo size=$(stty size) mark=$MARK dir=$PWD who=$(whoami)\n'))
  await it.shows(/\/dev\/pts\/\d+/)
  await it.shows(/size=24 80 mark=m1 dir=\/tmp who=user/)

  assert.equal(await box.pty.kill(it.handle.pid), true)
  await it.ended
})

test('it can be resized', async () => {
  const it = await terminal()
  await box.pty.resize(it.handle.pid, { cols: 132, rows: 50 })

  await box.pty.sendInput(it.handle.pid, text('echo now=$(stty size)\n'))
  await it.shows(/now=50 132/)

  await it.handle.kill()
})

test('it interrupts and it ends', async () => {
  const it = await terminal()
  await box.pty.sendInput(it.handle.pid, text('sleep 1000\n'))
  await it.shows(/sleep 1000/)
  await box.pty.sendInput(it.handle.pid, text('\x03'))
  await box.pty.sendInput(it.handle.pid, text('echo after=$?; exit 5\n'))

  await it.shows(/after=130/)
  const end = await it.ended
  assert.equal(end.exitCode, 5)
})

test('it can be joined again', async () => {
  const it = await terminal()
  await it.handle.disconnect()
  let screen = ''
  const joined = await box.pty.connect(it.handle.pid, {
    onData: (data) => {
      screen += Buffer.from(data).toString()
    },
  })
  joined.wait().catch(() => {})

  await box.pty.sendInput(it.handle.pid, text('echo re""joined\n'))

  await eventually(() => /rejoined/.test(screen))
  await joined.kill()
})
