import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sandbox, server, visit } from './support.js'

// What the runner lets sandboxes reach: a service that answers with the head that it got.
const outside = new URL(process.env.OUTSIDE_URL)
const ownNetwork = process.env.OWN_NETWORK === 'true'

/** Asks the sandbox's proxy by hand: no tool is needed, and none may leave the proxy out. */
async function ask(box, url, method = 'GET') {
  const target = method === 'CONNECT' ? `${url.hostname}:${url.port}` : url.href
  const script = `
    proxy=\${http_proxy#http://}
    exec 3<>/dev/tcp/\${proxy%:*}/\${proxy#*:} || exit 1
    printf '%s %s HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' '${method}' '${target}' >&3
    timeout 5 cat <&3`
  return (await box.commands.run(script)).stdout
}

test('what the server allows is reached, anything else is not', async () => {
  const box = await sandbox()

  assert.match(await ask(box, outside), /^HTTP\/1\.1 200 [^]*GET \/ HTTP\/1\.1/)
  assert.match(await ask(box, new URL('http://127.0.0.1:9/')), /^HTTP\/1\.1 403 /)
  assert.match(await ask(box, server), /^HTTP\/1\.1 403 /)
  assert.match(await ask(box, new URL('http://example.com:443/'), 'CONNECT'), /^HTTP\/1\.1 403 /)
})

test('an allowed service of the host is on the loopback of the sandbox too', async () => {
  const box = await sandbox()
  const script = `exec 3<>/dev/tcp/127.0.0.1/${outside.port} && printf 'GET /direct HTTP/1.0\\r\\n\\r\\n' >&3 && timeout 5 cat <&3`

  assert.match((await box.commands.run(script)).stdout, /GET \/direct HTTP\/1\.0/)
})

test('there is no way out past the proxy', { skip: !ownNetwork && 'the network is shared here' }, async () => {
  const box = await sandbox()

  await assert.rejects(box.commands.run(`exec 3<>/dev/tcp/127.0.0.1/${server.port}`))
  await assert.rejects(box.commands.run('timeout 3 bash -c "exec 3<>/dev/tcp/93.184.216.34/80"'))
})

test('the lists of a sandbox hold, and are replaced while it runs', async () => {
  const box = await sandbox('base', { network: { denyOut: ['0.0.0.0/0'] } })
  assert.match(await ask(box, outside), /^HTTP\/1\.1 403 [^]*network policy/)
  assert.match(await ask(box, outside, 'CONNECT'), /^HTTP\/1\.1 403 /)

  await box.updateNetwork({ allowOut: [outside.hostname], denyOut: ['0.0.0.0/0'] })
  assert.match(await ask(box, outside), /^HTTP\/1\.1 200 /)
  assert.deepEqual((await box.getInfo()).network?.allowOut, [outside.hostname])

  await box.updateNetwork({ denyOut: ['127.0.0.0/8', '::1'] })
  assert.match(await ask(box, outside), /^HTTP\/1\.1 403 /)

  await box.updateNetwork({})
  assert.match(await ask(box, outside), /^HTTP\/1\.1 200 /)
})

test('without internet access nothing is reached', async () => {
  const box = await sandbox('base', { allowInternetAccess: false })

  assert.match(await ask(box, outside), /^HTTP\/1\.1 403 /)
})

test('headers are set on the way out', async () => {
  const box = await sandbox('base', {
    network: {
      rules: { [outside.hostname]: [{ transform: { headers: { Authorization: 'Bearer outside' } } }] },
    },
  })

  assert.match(await ask(box, outside), /Authorization: Bearer outside/)
  assert.doesNotMatch((await box.commands.run('env')).stdout, /Bearer outside/)
})

test('ports can be closed to the public', async () => {
  const box = await sandbox('react', { network: { allowPublicTraffic: false } })
  assert.ok(box.trafficAccessToken)
  const host = box.getHost(5173)

  const refused = await visit(host)
  assert.equal(refused.status, 403)
  assert.equal(JSON.parse(refused.text).code, 403)
  const wrong = await visit(host, '/', { headers: { 'e2b-traffic-access-token': 'guess' } })
  assert.equal(wrong.status, 403)

  const token = { 'e2b-traffic-access-token': box.trafficAccessToken }
  let answer
  for (let i = 0; i < 100 && answer?.status !== 200; i++) {
    answer = await visit(host, '/', { headers: token })
    if (answer.status !== 200) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.equal(answer.status, 200)
})
