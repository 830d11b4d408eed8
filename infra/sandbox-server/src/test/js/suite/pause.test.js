import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Sandbox } from 'e2b'
import { api, eventually, pause, sandbox, visit } from './support.js'

const counting = 'i=0; while true; do i=$((i+1)); echo $i > /tmp/count; sleep 0.05; done'
const count = async (box) => Number(await box.files.read('/tmp/count'))

test('a pause keeps files, processes and variables', async () => {
  const box = await sandbox('base', { envs: { KEPT: 'yes' } })
  const process = await box.commands.run(counting, { background: true, timeoutMs: 0 })
  process.wait().catch(() => {})
  await eventually(async () => (await count(box)) > 2)

  assert.equal(await box.pause(), true)
  assert.equal(await box.isRunning(), false)
  assert.equal((await Sandbox.getInfo(box.sandboxId)).state, 'paused')
  await pause(500)
  const again = await Sandbox.connect(box.sandboxId)

  const listed = await again.commands.list()
  assert.ok(listed.some((it) => it.pid === process.pid), JSON.stringify(listed))
  const resumed = await count(again)
  await eventually(async () => (await count(again)) > resumed + 2)
  assert.equal((await again.commands.run('printf $KEPT')).stdout, 'yes')
  assert.equal(await again.commands.kill(process.pid), true)
})

test('processes stand still while they are paused', async () => {
  const box = await sandbox()
  const process = await box.commands.run(counting, { background: true, timeoutMs: 0 })
  process.wait().catch(() => {})
  const before = await eventually(() => count(box))
  const start = Date.now()

  await box.pause()
  await pause(1_500)
  const again = await Sandbox.connect(box.sandboxId)

  const ran = (await count(again)) - before
  assert.ok(ran < (Date.now() - start - 1_000) / 40, `it counted ${ran}`)
})

test('pausing twice says that it was paused already', async () => {
  const box = await sandbox()

  assert.equal(await box.pause(), true)
  assert.equal(await box.pause(), false)
})

test('a pause of the files alone starts the processes anew', async () => {
  const box = await sandbox()
  const boot = async () => (await box.commands.run('cat /proc/sys/kernel/random/boot_id')).stdout
  const first = await boot()
  const process = await box.commands.run('sleep 1000', { background: true })
  process.wait().catch(() => {})
  await box.files.write('kept.txt', 'kept')

  await box.pause({ keepMemory: false })
  await box.connect()

  assert.equal(await box.files.read('kept.txt'), 'kept')
  assert.notEqual(await boot(), first)
  assert.deepEqual(await box.commands.list(), [])
  assert.equal(await box.commands.kill(process.pid), false)
})

test('a resume can ask for a fresh start', async () => {
  const box = await sandbox()
  const process = await box.commands.run('sleep 1000', { background: true })
  process.wait().catch(() => {})
  await box.pause()

  await box.connect({ onResume: 'reboot' })

  assert.deepEqual(await box.commands.list(), [])
})

test('the end of a lifetime pauses when asked to', async () => {
  const box = await sandbox('base', { timeoutMs: 1_000, lifecycle: { onTimeout: 'pause' } })

  await eventually(async () => (await Sandbox.getInfo(box.sandboxId)).state === 'paused')
  const info = await Sandbox.getInfo(box.sandboxId)
  assert.equal(info.lifecycle.onTimeout, 'pause')

  const again = await Sandbox.connect(box.sandboxId, { timeoutMs: 60_000 })
  assert.equal((await again.commands.run('echo back')).stdout, 'back\n')
})

test('traffic wakes a sandbox that was created to be woken', async () => {
  const box = await sandbox('react', { lifecycle: { onTimeout: 'pause', autoResume: true } })
  await eventually(async () => (await visit(box.getHost(5173))).status === 200)
  await box.pause()

  const answer = await eventually(async () => {
    const visited = await visit(box.getHost(5173))
    return visited.status === 200 && visited
  })

  assert.match(answer.text, /Vite \+ React/)
  assert.equal((await Sandbox.getInfo(box.sandboxId)).state, 'running')
})

test('a command that was running sees its connection end and can be joined again', async () => {
  const box = await sandbox()
  const process = await box.commands.run('sleep 2; echo done', { background: true, timeoutMs: 0 })
  const lost = process.wait().then(
    () => 'ended',
    (error) => error.name,
  )

  await box.pause()
  assert.notEqual(await lost, 'ended')
  await box.connect()
  const joined = await box.commands.connect(process.pid)

  assert.match((await joined.wait()).stdout, /done/)
})

test('a paused sandbox is killed like any other', async () => {
  const box = await sandbox()
  await box.pause()

  assert.equal(await box.kill(), true)
  assert.equal((await api('GET', `/sandboxes/${box.sandboxId}`)).status, 404)
})

test('a paused sandbox has no lifetime to set', async () => {
  const box = await sandbox()
  await box.pause()

  assert.equal((await api('POST', `/sandboxes/${box.sandboxId}/timeout`, { timeout: 10 })).status, 404)
})
