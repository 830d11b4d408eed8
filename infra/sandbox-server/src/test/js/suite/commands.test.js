import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { CommandExitError, InvalidArgumentError, TimeoutError } from 'e2b'
import { eventually, sandbox } from './support.js'

let box
before(async () => {
  box = await sandbox()
})

test('a command gives its output, both kinds apart', async () => {
  const result = await box.commands.run('echo out; echo err >&2')

  assert.equal(result.exitCode, 0)
  assert.equal(result.stdout, 'out\n')
  assert.equal(result.stderr, 'err\n')
})

test('it is where and who it should be', async () => {
  const result = await box.commands.run('pwd; whoami; echo $HOME; id -u')
  assert.equal(result.stdout, '/home/user\nuser\n/home/user\n1000\n')

  const root = await box.commands.run('pwd; whoami; echo $HOME', { user: 'root' })
  assert.equal(root.stdout, '/root\nroot\n/root\n')
})

test('folder and variables are set', async () => {
  const result = await box.commands.run('pwd; echo "$A|$B"', {
    cwd: '/tmp',
    envs: { A: 'x y', B: "'" },
  })
  assert.equal(result.stdout, "/tmp\nx y|'\n")
})

test('a folder that is not there is refused', async () => {
  await assert.rejects(box.commands.run('true', { cwd: '/not/there' }), (error) => {
    assert.ok(error instanceof InvalidArgumentError)
    assert.match(error.message, /cwd '\/not\/there' does not exist/)
    return true
  })
})

test('a failure tells its code and what was said', async () => {
  await assert.rejects(box.commands.run('echo said; echo why >&2; exit 3'), (error) => {
    assert.ok(error instanceof CommandExitError)
    assert.equal(error.exitCode, 3)
    assert.equal(error.stdout, 'said\n')
    assert.equal(error.stderr, 'why\n')
    return true
  })
})

test('output is told while it comes', async () => {
  const pieces = []
  const command = await box.commands.run('echo one; read line; echo "got $line"', {
    background: true,
    stdin: true,
    onStdout: (piece) => pieces.push(piece),
  })
  await eventually(() => pieces.join('') === 'one\n')

  await box.commands.sendStdin(command.pid, 'this\n')

  assert.equal((await command.wait()).stdout, 'one\ngot this\n')
})

test('input ends when it is closed', async () => {
  const command = await box.commands.run('wc -c', { background: true, stdin: true })
  await command.sendStdin('12345')
  await command.sendStdin('678')
  await command.closeStdin()

  assert.equal((await command.wait()).stdout.trim(), '8')
})

test('without input a command finds none', async () => {
  assert.equal((await box.commands.run('cat; echo end')).stdout, 'end\n')
})

test('running commands are listed and killed', async () => {
  const command = await box.commands.run('sleep 1000', { background: true, envs: { MARK: 'm' }, cwd: '/tmp' })
  const lost = command.wait().then(
    () => undefined,
    (error) => error,
  )

  const listed = (await box.commands.list()).find((it) => it.pid === command.pid)
  assert.equal(listed.cmd, '/bin/bash')
  assert.deepEqual(listed.args, ['-l', '-c', 'sleep 1000'])
  assert.equal(listed.envs.MARK, 'm')
  assert.equal(listed.cwd, '/tmp')
  await box.commands.run(`kill -0 ${command.pid}`)

  assert.equal(await command.kill(), true)
  const error = await lost
  assert.ok(error instanceof CommandExitError, String(error))
  assert.match(error.error ?? error.message, /killed/)
  assert.equal(await box.commands.kill(command.pid), false)
  assert.ok(!(await box.commands.list()).some((it) => it.pid === command.pid))
})

test('a command outlives its listener and can be joined again', async () => {
  const command = await box.commands.run('read a; echo "$a"; sleep 0.2; echo end', {
    background: true,
    stdin: true,
    timeoutMs: 0,
  })
  await command.disconnect()
  const pieces = []
  const joined = await box.commands.connect(command.pid, { onStdout: (piece) => pieces.push(piece) })

  await box.commands.sendStdin(command.pid, 'again\n')

  const result = await joined.wait()
  assert.equal(result.exitCode, 0)
  assert.equal(pieces.join(''), 'again\nend\n')
})

test('what takes too long is ended', async () => {
  const start = Date.now()
  await assert.rejects(box.commands.run('sleep 30', { timeoutMs: 700 }), TimeoutError)
  assert.ok(Date.now() - start < 5_000)
  await eventually(async () => !(await box.commands.list()).some((it) => it.args.includes('sleep 30')))
})

test('much output arrives whole', async () => {
  const result = await box.commands.run('seq 1 400000')

  assert.equal(result.stdout.length, 2_688_895)
  assert.ok(result.stdout.endsWith('399999\n400000\n'))
})

test('letters are not broken between two pieces', async () => {
  const result = await box.commands.run(String.raw`for i in $(seq 1 20000); do printf '\xf0\x9f\x8c\x8d'; done`)

  assert.equal(result.stdout, '🌍'.repeat(20_000))
})

test('a command that prints for ever is stopped like any other', async () => {
  const command = await box.commands.run('yes', { background: true, onStdout: () => {} })
  command.wait().catch(() => {})
  await box.commands.run('sleep 0.5')

  assert.equal(await command.kill(), true)
  assert.equal((await box.commands.run('echo alive')).stdout, 'alive\n')
})

test('many commands run side by side', async () => {
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, i) => box.commands.run(`sleep 0.1; echo ${i}`)),
  )
  assert.deepEqual(
    results.map((it) => it.stdout),
    results.map((_, i) => `${i}\n`),
  )
})

test('an argument may be long and a script have many lines', async () => {
  const word = 'x'.repeat(60_000)
  assert.equal((await box.commands.run(`printf %s ${word} | wc -c`)).stdout.trim(), '60000')
  assert.equal((await box.commands.run('for i in 1 2\ndo\n  echo $i\ndone')).stdout, '1\n2\n')
})

test('one sandbox sees nothing of another', async () => {
  const other = await sandbox()
  await other.files.write('/tmp/secret.txt', 'secret')
  await other.files.write('secret.txt', 'secret')
  const victim = await other.commands.run('exec sleep 4242', { background: true, timeoutMs: 0 })
  victim.wait().catch(() => {})

  const looked = await box.commands.run(
    "cat /tmp/secret.txt ~/secret.txt 2>/dev/null; grep -lsr secret /home /root /tmp 2>/dev/null; cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c 'sleep 4[2]42'; true",
    { user: 'root' },
  )
  assert.doesNotMatch(looked.stdout, /secret/)
  assert.match(looked.stdout, /^0$/m)
  await box.commands.run('kill -9 -1 2>/dev/null; true', { user: 'root' }).catch(() => {})

  assert.ok((await other.commands.list()).some((it) => it.pid === victim.pid))
  assert.equal(await other.files.read('secret.txt'), 'secret')
})
