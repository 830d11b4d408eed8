import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AuthenticationError, NotFoundError, Sandbox, TimeoutError } from 'e2b'
import { api, sandbox, server } from './support.js'

test('a wrong key is refused', async () => {
  const wrong = { apiKey: 'e2b_' + 'f'.repeat(40) }

  await assert.rejects(Sandbox.create('base', wrong), AuthenticationError)
  await assert.rejects(Sandbox.list(wrong).nextItems(), AuthenticationError)
  await assert.rejects(Sandbox.kill('i00000000000000000000', wrong), AuthenticationError)
  assert.equal((await fetch(new URL('/v2/sandboxes', server))).status, 401)
})

test('a wrong token opens no sandbox', async () => {
  const box = await sandbox()
  const headers = { 'E2b-Sandbox-Id': box.sandboxId, 'E2b-Sandbox-Port': '49983', 'X-Access-Token': 'guess' }

  const listed = await fetch(new URL('/process.Process/List', server), {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json', 'Connect-Protocol-Version': '1' },
    body: '{}',
  })
  assert.equal(listed.status, 401)
  assert.equal((await fetch(new URL('/files?path=x', server), { headers })).status, 401)
  assert.equal((await fetch(new URL('/health', server), { headers })).status, 204)
})

test('a killed sandbox answers nothing more', async () => {
  const box = await sandbox()
  await box.kill()

  await assert.rejects(box.commands.run('true'), (error) => error instanceof NotFoundError || error instanceof TimeoutError)
  await assert.rejects(box.files.read('x'), TimeoutError)
})

test('a kill ends a running command with the right error', async () => {
  const box = await sandbox()
  const command = await box.commands.run('sleep 100', { background: true })
  const lost = command.wait().then(
    () => 'ended',
    (error) => error,
  )

  await box.kill()

  assert.ok((await lost) instanceof TimeoutError, String(await lost))
})

test('errors carry their code in the body', async () => {
  for (const [method, path, body, status] of [
    ['GET', '/sandboxes/i00000000000000000000', undefined, 404],
    ['POST', '/v2/sandboxes', { templateID: 5 }, 400],
    ['POST', '/v2/sandboxes', {}, 400],
    ['POST', '/v2/sandboxes', { templateID: 'base', timeout: 0 }, 400],
    ['POST', '/v2/sandboxes', { templateID: 'no-such-template' }, 404],
    ['POST', '/sandboxes/i00000000000000000000/pause', {}, 404],
    ['GET', '/v2/sandboxes?limit=0', undefined, 400],
    ['GET', '/v2/sandboxes?state=asleep', undefined, 400],
  ]) {
    const answer = await api(method, path, body)
    assert.equal(answer.status, status, `${method} ${path}`)
    assert.equal(answer.body.code, status, `${method} ${path}`)
    assert.equal(typeof answer.body.message, 'string')
    assert.doesNotMatch(answer.body.message, /Exception|\.java/)
  }
})

test('nonsense is answered, not crashed on', async () => {
  const broken = await fetch(new URL('/v2/sandboxes', server), {
    method: 'POST',
    headers: { 'X-API-Key': process.env.E2B_API_KEY, 'Content-Type': 'application/json' },
    body: '{"templateID":',
  })
  assert.equal(broken.status, 400)
  assert.equal((await broken.json()).code, 400)

  const box = await sandbox()
  const headers = {
    'E2b-Sandbox-Id': box.sandboxId,
    'E2b-Sandbox-Port': '49983',
    'Connect-Protocol-Version': '1',
    'Content-Type': 'application/connect+json',
  }
  for (const body of ['', '\0\0\0\0\x02{', '\0\xff\xff\xff\xff{}', 'not an envelope at all']) {
    const answer = await fetch(new URL('/process.Process/Start', server), { method: 'POST', headers, body })
    await answer.arrayBuffer()
    assert.ok(answer.status < 600)
  }
  assert.equal((await box.commands.run('echo still here')).stdout, 'still here\n')
})
