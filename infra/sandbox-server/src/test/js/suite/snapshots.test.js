import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Sandbox, SandboxNotFoundError } from 'e2b'
import { doom, sandbox } from './support.js'

test('a snapshot outlives its sandbox and starts others', async () => {
  const box = await sandbox()
  await box.files.write('kept.txt', 'as it was')
  const snapshot = await box.createSnapshot()
  await box.files.write('kept.txt', 'changed later')
  await box.kill()

  const first = await sandbox(snapshot.snapshotId)
  const second = await sandbox(snapshot.snapshotId)
  await first.files.write('kept.txt', 'changed in one')

  assert.equal(await second.files.read('kept.txt'), 'as it was')
  assert.equal(await Sandbox.deleteSnapshot(snapshot.snapshotId), true)
  assert.equal(await Sandbox.deleteSnapshot(snapshot.snapshotId), false)
  await assert.rejects(Sandbox.create(snapshot.snapshotId))
  assert.equal(await second.files.read('kept.txt'), 'as it was')
})

test('snapshots have names and are listed', async () => {
  const box = await sandbox()
  await box.files.write('v.txt', '1')
  const name = `snap-${box.sandboxId}`
  const one = await box.createSnapshot({ name })
  const two = await box.createSnapshot()

  assert.ok(one.names.some((it) => it.includes(name)), one.names.join())
  const pages = box.listSnapshots({ limit: 1 })
  const listed = []
  while (pages.hasNext) listed.push(...(await pages.nextItems()))
  assert.deepEqual(new Set(listed.map((it) => it.snapshotId)), new Set([one.snapshotId, two.snapshotId]))
  assert.equal(await (await sandbox(name)).files.read('v.txt'), '1')
  assert.equal(await box.isRunning(), true)

  for (const it of listed) assert.equal(await Sandbox.deleteSnapshot(it.snapshotId), true)
})

test('a fork goes its own way', async () => {
  const box = await sandbox('base', { envs: { SHARED: 'yes' } })
  await box.files.write('state.txt', 'common')

  const forks = await box.fork({ count: 2, timeoutMs: 60_000 })
  forks.filter((it) => !(it instanceof Error)).forEach(doom)

  assert.equal(forks.length, 2)
  await forks[0].files.write('state.txt', 'changed')
  assert.equal(await forks[0].files.read('state.txt'), 'changed')
  assert.equal(await forks[1].files.read('state.txt'), 'common')
  assert.equal(await box.files.read('state.txt'), 'common')
  assert.equal((await forks[1].commands.run('printf $SHARED')).stdout, 'yes')
  assert.equal(new Set([box, ...forks].map((it) => it.sandboxId)).size, 3)
})

test('nothing can be forked that is not there', async () => {
  await assert.rejects(Sandbox.fork('i00000000000000000000'), SandboxNotFoundError)
  await assert.rejects(Sandbox.createSnapshot('i00000000000000000000'), SandboxNotFoundError)
})
