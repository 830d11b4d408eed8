import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { Sandbox } from 'e2b-v1'
import { api, doom } from './support.js'

test('an older SDK works with the older forms', async () => {
  const run = randomUUID()
  const box = doom(await Sandbox.create('base', { timeoutMs: 60_000, metadata: { run }, envs: { A: 'b' } }))

  assert.equal((await box.commands.run('printf $A')).stdout, 'b')
  await box.files.write('x.txt', 'x')
  assert.equal(await box.files.read('x.txt'), 'x')
  const listed = await Sandbox.list({ query: { metadata: { run } } }).nextItems()
  assert.deepEqual(listed.map((it) => it.sandboxId), [box.sandboxId])

  assert.ok(await box.betaPause())
  const again = await Sandbox.connect(box.sandboxId, { timeoutMs: 60_000 })
  assert.equal(await again.files.read('x.txt'), 'x')
  assert.equal(await again.kill(), true)
  assert.equal(await again.kill(), false)
})

test('the first forms of the API are spoken too', async () => {
  const run = randomUUID()
  const created = await api('POST', '/sandboxes', { templateID: 'base', metadata: { run } })
  assert.equal(created.status, 201)
  const id = created.body.sandboxID
  doom({ sandboxId: id })
  assert.ok(created.body.envdVersion)
  const { startedAt, endAt } = (await api('GET', `/sandboxes/${id}`)).body
  assert.equal(Math.round((new Date(endAt) - new Date(startedAt)) / 1000), 15)

  const listed = await api('GET', `/sandboxes?metadata=${encodeURIComponent(`run=${run}`)}`)
  assert.deepEqual(listed.body.map((it) => it.sandboxID), [id])
  assert.equal((await api('POST', `/sandboxes/${id}/refreshes`, { duration: 100 })).status, 204)
  assert.equal((await api('POST', `/sandboxes/${id}/resume`, { timeout: 60 })).status, 409)
  assert.equal((await api('POST', `/sandboxes/${id}/connect`, { timeout: 60 })).status, 200)
  assert.equal((await api('POST', `/sandboxes/${id}/pause`, { memory: true })).status, 204)
  assert.equal((await api('GET', `/sandboxes?metadata=${encodeURIComponent(`run=${run}`)}`)).body.length, 0)
  assert.equal((await api('POST', `/sandboxes/${id}/resume`, { timeout: 60 })).status, 201)
  assert.equal((await api('DELETE', `/sandboxes/${id}`)).status, 204)
  assert.equal((await api('DELETE', `/sandboxes/${id}`)).status, 404)
})
