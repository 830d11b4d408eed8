import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Sandbox, SandboxNotFoundError } from 'e2b'
import { api, eventually, sandbox } from './support.js'

test('a sandbox is measured', async () => {
  const box = await sandbox()

  const [metric] = await eventually(async () => {
    const metrics = await box.getMetrics()
    return metrics.length > 0 && metrics
  })
  assert.ok(metric.cpuCount >= 1)
  assert.ok(metric.cpuUsedPct >= 0)
  assert.ok(metric.memTotal > 0 && metric.memUsed >= 0 && metric.memUsed <= metric.memTotal)
  assert.ok(metric.diskTotal > 0 && metric.diskUsed >= 0)
  assert.ok(Math.abs(metric.timestamp - Date.now()) < 60_000)

  const many = await api('GET', `/sandboxes/metrics?sandbox_ids=${box.sandboxId}`)
  assert.equal(many.status, 200)
  assert.ok(many.body.sandboxes[box.sandboxId].memTotal > 0)
  await assert.rejects(Sandbox.getMetrics('i00000000000000000000'), SandboxNotFoundError)
})

test('what its start command says is in its logs', async () => {
  const box = await sandbox('react')

  const entry = await eventually(async () => {
    const { status, body } = await api('GET', `/v2/sandboxes/${box.sandboxId}/logs`)
    assert.equal(status, 200)
    return body.logs.find((it) => /ready on http/.test(it.message))
  })
  assert.ok(Math.abs(new Date(entry.timestamp) - Date.now()) < 60_000)
  assert.equal(typeof entry.level, 'string')

  const old = await api('GET', `/sandboxes/${box.sandboxId}/logs`)
  assert.equal(old.status, 200)
  assert.ok(old.body.logs.some((it) => /ready on http/.test(it.line)))
  assert.ok(Array.isArray(old.body.logEntries))

  const broken = await sandbox('broken')
  await eventually(async () => {
    const { body } = await api('GET', `/v2/sandboxes/${broken.sandboxId}/logs`)
    return body.logs.some((it) => /next: not found/.test(it.message))
  })
  assert.equal((await api('GET', '/v2/sandboxes/i00000000000000000000/logs')).status, 404)
})
