import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sandbox } from './support.js'

let box
before(async () => {
  box = await sandbox()
  await box.files.write('hello world.txt', 'hello')
})

test('a signed address gives a file to whoever has it', async () => {
  const response = await fetch(await box.downloadUrl('hello world.txt'))

  assert.equal(response.status, 200)
  assert.equal(await response.text(), 'hello')
  assert.match(response.headers.get('content-disposition') ?? '', /hello/)
})

test('a signed address takes a file', async () => {
  const form = new FormData()
  form.append('file', new Blob(['uploaded']), 'up.txt')
  const response = await fetch(await box.uploadUrl('up.txt'), { method: 'POST', body: form })

  assert.equal(response.status, 200)
  assert.equal((await response.json())[0].path, '/home/user/up.txt')
  assert.equal(await box.files.read('up.txt'), 'uploaded')
})

test('an address may end', async () => {
  const valid = await box.downloadUrl('hello world.txt', { useSignatureExpiration: 60, user: 'user' })
  assert.equal((await fetch(valid)).status, 200)

  const over = await box.downloadUrl('hello world.txt', { useSignatureExpiration: -60, user: 'user' })
  const response = await fetch(over)
  assert.equal(response.status, 401)
  assert.deepEqual(await response.json(), { code: 401, message: 'signature is already expired' })
})

test('an address is good for nothing else', async () => {
  const url = new URL(await box.downloadUrl('hello world.txt'))
  const other = new URL(url)
  other.searchParams.set('path', '/etc/passwd')
  assert.equal((await fetch(other)).status, 401)

  const form = new FormData()
  form.append('file', new Blob(['x']), 'x')
  assert.equal((await fetch(url, { method: 'POST', body: form })).status, 401)

  url.searchParams.set('signature', 'v1_' + 'A'.repeat(43))
  assert.equal((await fetch(url)).status, 401)
})
