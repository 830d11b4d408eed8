import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { Sandbox, SandboxNotFoundError } from 'e2b'
import { api, doom, eventually, pause, sandbox } from './support.js'

test('a sandbox is created with metadata, variables and a lifetime', async () => {
  const before = Date.now()
  const box = await sandbox('base', {
    timeoutMs: 90_000,
    metadata: { user: 'u 1', purpose: 'test&more' },
    envs: { GREETING: 'hello "you"' },
  })

  assert.match(box.sandboxId, /^i[a-z0-9]{20}$/)
  const info = await box.getInfo()
  assert.equal(info.sandboxId, box.sandboxId)
  assert.equal(info.state, 'running')
  assert.deepEqual(info.metadata, { user: 'u 1', purpose: 'test&more' })
  assert.ok(Math.abs(info.startedAt.getTime() - before) < 5_000)
  assert.equal(Math.round((info.endAt - info.startedAt) / 1000), 90)
  assert.ok(info.cpuCount >= 1)
  assert.ok(info.memoryMB >= 128)
  assert.equal((await box.commands.run('printf %s "$GREETING"')).stdout, 'hello "you"')
  assert.equal(await box.isRunning(), true)
})

test('the same sandbox is reached again by its id', async () => {
  const box = await sandbox()
  await box.files.write('note.txt', 'here')

  const again = await Sandbox.connect(box.sandboxId)

  assert.equal(again.sandboxId, box.sandboxId)
  assert.equal(await again.files.read('note.txt'), 'here')
})

test('connecting extends a lifetime and never shortens it', async () => {
  const box = await sandbox('base', { timeoutMs: 100_000 })
  const first = (await box.getInfo()).endAt

  await Sandbox.connect(box.sandboxId, { timeoutMs: 10_000 })
  assert.equal((await box.getInfo()).endAt.getTime(), first.getTime())

  await Sandbox.connect(box.sandboxId, { timeoutMs: 300_000 })
  assert.ok((await box.getInfo()).endAt - first > 150_000)
})

test('a lifetime can be set anew, longer or shorter', async () => {
  const box = await sandbox('base', { timeoutMs: 60_000 })

  await box.setTimeout(200_000)
  assert.ok((await box.getInfo()).endAt - Date.now() > 190_000)
  await box.setTimeout(20_000)
  assert.ok((await box.getInfo()).endAt - Date.now() < 21_000)
})

test('at the end of its lifetime a sandbox is gone within a second', async () => {
  const box = await sandbox('base', { timeoutMs: 1_000 })
  const { endAt } = await box.getInfo()

  await eventually(async () => !(await box.isRunning()))

  assert.ok(Date.now() - endAt < 1_300, `${Date.now() - endAt} ms late`)
  await assert.rejects(Sandbox.getInfo(box.sandboxId), SandboxNotFoundError)
})

test('a killed sandbox is gone, and killing it again says so', async () => {
  const box = await sandbox()

  assert.equal(await box.kill(), true)
  assert.equal(await box.kill(), false)
  assert.equal(await Sandbox.kill('i00000000000000000000'), false)
  assert.equal(await box.isRunning(), false)
  await assert.rejects(box.getInfo(), SandboxNotFoundError)
  await assert.rejects(box.setTimeout(10_000), SandboxNotFoundError)
  await assert.rejects(Sandbox.connect(box.sandboxId), SandboxNotFoundError)
})

test('an unknown template is said to be unknown', async () => {
  await assert.rejects(Sandbox.create('no-such-template'), (error) => {
    assert.equal(error.statusCode ?? 404, 404)
    assert.match(error.message, /template 'no-such-template' not found/)
    return true
  })
})

test('sandboxes are listed by metadata, in pages, in both orders', async () => {
  const run = randomUUID()
  const made = []
  for (let i = 0; i < 5; i++) {
    made.push((await sandbox('base', { metadata: { run, 'odd name': `a=b&c ${i % 2}` } })).sandboxId)
  }

  const pages = Sandbox.list({ query: { metadata: { run } }, limit: 2, order: 'asc' })
  const seen = []
  const sizes = []
  while (pages.hasNext) {
    const items = await pages.nextItems()
    sizes.push(items.length)
    seen.push(...items.map((item) => item.sandboxId))
  }
  assert.deepEqual(seen, made)
  assert.deepEqual(sizes, [2, 2, 1])

  const newest = await Sandbox.list({ query: { metadata: { run } }, limit: 1 }).nextItems()
  assert.deepEqual(newest.map((item) => item.sandboxId), [made.at(-1)])

  const odd = await Sandbox.list({
    query: { metadata: { run, 'odd name': 'a=b&c 1' } },
    order: 'asc',
  }).nextItems()
  assert.deepEqual(odd.map((item) => item.sandboxId), [made[1], made[3]])
  assert.equal(odd[0].metadata['odd name'], 'a=b&c 1')
})

test('sandboxes are listed by state, template and time', async () => {
  const run = randomUUID()
  const start = new Date()
  const running = await sandbox('base', { metadata: { run } })
  await pause(1_100)
  const middle = new Date()
  const paused = await sandbox('react', { metadata: { run } })
  await paused.pause()
  const list = async (query) =>
    (await Sandbox.list({ query: { metadata: { run }, ...query }, order: 'asc' }).nextItems()).map(
      (item) => item.sandboxId,
    )

  assert.deepEqual(await list({}), [running.sandboxId, paused.sandboxId])
  assert.deepEqual(await list({ state: ['running'] }), [running.sandboxId])
  assert.deepEqual(await list({ state: ['paused'] }), [paused.sandboxId])
  assert.deepEqual(await list({ template: 'react' }), [paused.sandboxId])
  assert.deepEqual(await list({ template: 'unknown-template' }), [])
  assert.deepEqual(await list({ startedAfter: new Date(start - 1000) }), [
    running.sandboxId,
    paused.sandboxId,
  ])
  assert.deepEqual(await list({ startedAfter: middle }), [paused.sandboxId])
})

test('a cursor of nobody is refused', async () => {
  const answer = await api('GET', '/v2/sandboxes?nextToken=nonsense')
  assert.equal(answer.status, 400)
  assert.equal(answer.body.code, 400)
})

test('many can be created at once', async () => {
  const boxes = await Promise.all(Array.from({ length: 8 }, () => sandbox()))
  const ids = new Set(boxes.map((box) => box.sandboxId))
  assert.equal(ids.size, 8)
  const said = await Promise.all(boxes.map((box, i) => box.commands.run(`echo ${i}`)))
  assert.deepEqual(said.map((result) => result.stdout), boxes.map((_, i) => `${i}\n`))
})

test('what happened to a sandbox can be read afterwards', async () => {
  const box = doom(await Sandbox.create('base', { metadata: { k: 'v' } }))
  await box.pause()
  await Sandbox.connect(box.sandboxId)
  await box.kill()

  const events = await eventually(async () => {
    const { status, body } = await api('GET', `/events/sandboxes/${box.sandboxId}?orderAsc=true`)
    assert.equal(status, 200)
    return body.length >= 4 && body
  })
  assert.deepEqual(
    events.map((event) => event.type).filter((type) => !type.endsWith('updated')),
    ['created', 'paused', 'resumed', 'killed'].map((type) => `sandbox.lifecycle.${type}`),
  )
})

