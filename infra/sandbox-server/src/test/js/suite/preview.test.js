import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { WebSocket } from 'ws'
import { eventually, sandbox, server, visit } from './support.js'

const echo = await readFile(new URL('./inside/echo.pl', import.meta.url), 'utf8')

async function serving(port = 3000) {
  const box = await sandbox()
  await box.files.write('echo.pl', echo)
  const command = await box.commands.run(`perl echo.pl ${port}`, { background: true, timeoutMs: 0 })
  command.wait().catch(() => {})
  await eventually(async () => (await visit(box.getHost(port))).status === 200)
  return box
}

function socketTo(box, port) {
  return new WebSocket(`ws://${server.host}/socket`, { headers: { Host: box.getHost(port) } })
}

test('a web server inside is reached by its own name', async () => {
  const box = await serving()
  assert.equal(box.getHost(3000), `3000-${box.sandboxId}.${process.env.E2B_DOMAIN}`)

  const answer = await visit(box.getHost(3000), '/path?a=b', {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain' },
    body: 'the body',
  })

  assert.equal(answer.status, 200)
  assert.match(answer.text, /^POST \/path\?a=b HTTP\/1\.1\r\n/)
  assert.match(answer.text, new RegExp(`^Host: ${box.getHost(3000)}\r$`, 'm'))
  assert.match(answer.text, /the body/)
})

test('two sandboxes listen on the same port', { skip: process.env.OWN_NETWORK !== 'true' && 'the network is shared here' }, async () => {
  const [one, two] = await Promise.all([serving(3000), serving(3000)])

  assert.equal((await visit(one.getHost(3000))).headers['x-sandbox'], one.sandboxId)
  assert.equal((await visit(two.getHost(3000))).headers['x-sandbox'], two.sandboxId)
})

test('web sockets pass', async () => {
  const box = await serving()
  const socket = socketTo(box, 3000)
  const heard = []
  socket.on('message', (data, binary) => heard.push(binary ? data : data.toString()))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))

  socket.send('hello')
  socket.send(Buffer.alloc(100_000, 7))
  socket.send('bye')

  await eventually(() => heard.length === 3)
  assert.equal(heard[0], 'hello')
  assert.equal(Buffer.compare(heard[1], Buffer.alloc(100_000, 7)), 0)
  assert.equal(heard[2], 'bye')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.close(1000)
  await closed
})

test('a pause cuts a web socket, and after it there is a new one', async () => {
  const box = await serving()
  const socket = socketTo(box, 3000)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const closed = new Promise((resolve) => socket.once('close', resolve).on('error', () => {}))

  await box.pause()
  await closed
  assert.equal((await visit(box.getHost(3000))).status, 502)
  await box.connect()

  const again = socketTo(box, 3000)
  await new Promise((resolve, reject) => again.once('open', resolve).once('error', reject))
  again.terminate()
})

test('a starter reloads what it shows when a file changes', async () => {
  const box = await sandbox('react')
  const host = box.getHost(5173)
  await eventually(async () => (await visit(host)).status === 200)
  assert.match((await visit(host)).text, /<h1>Vite \+ React<\/h1>/)
  let told = ''
  let stop
  visit(host, '/__preview/events', {
    onResponse: (response, request) => {
      stop = () => request.destroy()
      response.on('data', (piece) => (told += piece))
    },
  }).catch(() => {})
  await eventually(() => /hello/.test(told))

  const source = await box.files.read('project/src/App.jsx')
  await box.files.write('project/src/App.jsx', source.replace('Vite + React', 'Changed'))

  await eventually(() => /event: change/.test(told))
  stop()
  assert.match((await visit(host)).text, /<h1>Changed<\/h1>/)
})

for (const [template, port, title] of [
  ['nextjs', 3000, /Welcome to Next\.js/],
  ['vue', 5173, /Vite \+ Vue/],
  ['angular', 4200, /Hello, angular-starter/],
  ['svelte', 5173, /Vite \+ Svelte/],
]) {
  test(`the ${template} starter shows itself`, async () => {
    const box = await sandbox(template)

    const answer = await eventually(async () => {
      const visited = await visit(box.getHost(port))
      return visited.status === 200 && visited
    })
    assert.match(answer.text, title)
    assert.ok(await box.files.exists('project/package.json'))
  })
}

test('the slow template takes its time and the broken one never comes', async () => {
  const [slow, broken] = await Promise.all([
    sandbox('slow', { envs: { SLOW_SECONDS: '1' } }),
    sandbox('broken'),
  ])
  assert.equal((await visit(slow.getHost(3000))).status, 502)

  await eventually(async () => (await visit(slow.getHost(3000))).status === 200)
  assert.equal((await visit(broken.getHost(3000))).status, 502)
})

test('a closed port, a paused and a missing sandbox are told apart in the words of the cloud', async () => {
  const box = await sandbox()

  const closed = await visit(box.getHost(3999))
  assert.equal(closed.status, 502)
  assert.deepEqual(JSON.parse(closed.text), {
    sandboxId: box.sandboxId,
    message: 'The sandbox is running but port is not open',
    port: 3999,
    code: 502,
  })
  const page = await visit(box.getHost(3999), '/', { headers: { 'User-Agent': 'Mozilla/5.0' } })
  assert.match(page.headers['content-type'], /text\/html/)

  await box.pause()
  const missing = { sandboxId: box.sandboxId, message: 'The sandbox was not found', code: 502 }
  assert.deepEqual(JSON.parse((await visit(box.getHost(3999))).text), missing)
  await box.kill()
  assert.deepEqual(JSON.parse((await visit(box.getHost(3999))).text), missing)
})
