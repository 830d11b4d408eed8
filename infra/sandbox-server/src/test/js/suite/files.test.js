import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { before, test } from 'node:test'
import { FileNotFoundError, FileType, InvalidArgumentError } from 'e2b'
import { eventually, sandbox } from './support.js'

let box
before(async () => {
  box = await sandbox()
})

test('a text is written and read, below the home unless told otherwise', async () => {
  const info = await box.files.write('a/b/c.txt', 'hällo 🌍')

  assert.equal(info.name, 'c.txt')
  assert.equal(info.path, '/home/user/a/b/c.txt')
  assert.equal(info.type, FileType.FILE)
  assert.equal(await box.files.read('/home/user/a/b/c.txt'), 'hällo 🌍')
  assert.equal(await box.files.read('~/a/b/c.txt'), 'hällo 🌍')
})

test('bytes come back as they were, in every form', async () => {
  const bytes = randomBytes(3_000_001)
  await box.files.write('/tmp/bytes.bin', new Blob([bytes]))

  assert.deepEqual(Buffer.from(await box.files.read('/tmp/bytes.bin', { format: 'bytes' })), bytes)
  const blob = await box.files.read('/tmp/bytes.bin', { format: 'blob' })
  assert.deepEqual(Buffer.from(await blob.arrayBuffer()), bytes)
  const pieces = []
  for await (const piece of await box.files.read('/tmp/bytes.bin', { format: 'stream' })) {
    pieces.push(piece)
  }
  assert.deepEqual(Buffer.concat(pieces), bytes)
})

test('a stream is written as it comes', async () => {
  const stream = new Blob(['one ', 'two ', 'three']).stream()
  await box.files.write('streamed.txt', stream)

  assert.equal(await box.files.read('streamed.txt'), 'one two three')
})

test('bodies may be compressed both ways', async () => {
  const text = 'again and again '.repeat(10_000)
  await box.files.write('packed.txt', text, { gzip: true })

  assert.equal(await box.files.read('packed.txt', { gzip: true }), text)
  assert.equal((await box.commands.run('wc -c < packed.txt')).stdout.trim(), String(text.length))
})

test('the plain form of an upload works too', async () => {
  await box.files.write('octets.txt', 'octets', { useOctetStream: true })

  assert.equal(await box.files.read('octets.txt'), 'octets')
})

test('many files are written at once, each at its own path', async () => {
  const written = await box.files.write([
    { path: 'many/1.txt', data: 'one' },
    { path: '/tmp/many/2.txt', data: new Blob(['two']) },
    { path: 'many/deep/3.txt', data: new TextEncoder().encode('three').buffer },
  ])

  assert.deepEqual(
    written.map((it) => it.path),
    ['/home/user/many/1.txt', '/tmp/many/2.txt', '/home/user/many/deep/3.txt'],
  )
  assert.equal(await box.files.read('/tmp/many/2.txt'), 'two')
  assert.equal(await box.files.read('many/deep/3.txt'), 'three')
})

test('a file is overwritten whole', async () => {
  await box.files.write('long.txt', 'a long text')
  await box.files.write('long.txt', 'short')

  assert.equal(await box.files.read('long.txt'), 'short')
})

test('an empty file is a file', async () => {
  await box.files.write('empty.txt', '')

  assert.equal(await box.files.read('empty.txt'), '')
  assert.equal((await box.files.getInfo('empty.txt')).size, 0)
})

test('metadata stays with a file until it is written again', async () => {
  const written = await box.files.write('tagged.txt', 'x', { metadata: { owner: 'Ada', 'Build-Id': '7' } })
  assert.deepEqual(written.metadata, { owner: 'Ada', 'build-id': '7' })

  await box.files.rename('tagged.txt', 'moved.txt')
  assert.deepEqual((await box.files.getInfo('moved.txt')).metadata, { owner: 'Ada', 'build-id': '7' })
  await box.files.write('moved.txt', 'y')
  assert.deepEqual((await box.files.getInfo('moved.txt')).metadata ?? {}, {})
})

test('a folder is listed as deep as asked', async () => {
  await box.files.write('tree/a.txt', 'a')
  await box.files.write('tree/sub/b.txt', 'b')
  const names = async (depth) =>
    (await box.files.list('tree', depth ? { depth } : undefined)).map((it) => it.path).sort()

  assert.deepEqual(await names(), ['/home/user/tree/a.txt', '/home/user/tree/sub'])
  assert.deepEqual(await names(2), [
    '/home/user/tree/a.txt',
    '/home/user/tree/sub',
    '/home/user/tree/sub/b.txt',
  ])
})

test('an entry tells what it is', async () => {
  await box.files.write('told.txt', 'four')
  await box.commands.run('chmod 640 told.txt && ln -sf told.txt link.txt && mkdir -p told.d')

  const file = await box.files.getInfo('told.txt')
  assert.equal(file.name, 'told.txt')
  assert.equal(file.type, FileType.FILE)
  assert.equal(file.size, 4)
  assert.equal(file.mode, 0o640)
  assert.equal(file.permissions, '-rw-r-----')
  assert.equal(file.owner, 'user')
  assert.equal(file.group, 'user')
  assert.ok(Math.abs(file.modifiedTime - Date.now()) < 60_000)
  const link = await box.files.getInfo('link.txt')
  assert.equal(link.symlinkTarget, '/home/user/told.txt')
  assert.equal((await box.files.getInfo('told.d')).type, FileType.DIR)
})

test('a folder is made once', async () => {
  assert.equal(await box.files.makeDir('made/deep'), true)
  assert.equal(await box.files.makeDir('made/deep'), false)
  assert.equal(await box.files.exists('made/deep'), true)
})

test('files and folders are moved and removed', async () => {
  await box.files.write('from/x.txt', 'x')

  const moved = await box.files.rename('from', 'to')
  assert.equal(moved.path, '/home/user/to')
  assert.equal(await box.files.exists('from'), false)
  assert.equal(await box.files.read('to/x.txt'), 'x')

  await box.files.remove('to')
  assert.equal(await box.files.exists('to/x.txt'), false)
})

test('what is missing or of the wrong kind is said to be', async () => {
  await assert.rejects(box.files.read('nowhere.txt'), FileNotFoundError)
  await assert.rejects(box.files.list('nowhere'), FileNotFoundError)
  await assert.rejects(box.files.getInfo('nowhere'), FileNotFoundError)
  await assert.rejects(box.files.rename('nowhere', 'there'), FileNotFoundError)
  await box.files.makeDir('folder')
  await assert.rejects(box.files.read('folder'), InvalidArgumentError)
  await assert.rejects(box.files.write('folder', 'x'), InvalidArgumentError)
  await box.files.write('plain.txt', 'x')
  await assert.rejects(box.files.list('plain.txt'), InvalidArgumentError)
})

test('commands and the files API see the same files', async () => {
  await box.files.write('/tmp/from-api.txt', 'api')
  await box.commands.run('echo command > /tmp/from-command.txt; cat /tmp/from-api.txt > ~/both.txt')

  assert.equal(await box.files.read('/tmp/from-command.txt'), 'command\n')
  assert.equal(await box.files.read('both.txt'), 'api')
  await box.files.write('/root/secret.txt', 'of root', { user: 'root' })
  assert.equal((await box.commands.run('cat /root/secret.txt', { user: 'root' })).stdout, 'of root')
})

test('names may be odd', async () => {
  for (const name of ['with space.txt', 'ünï/cødé.txt', "quo'te\".txt", 'a+b&c=d%20.txt', '-dash', '#hash?']) {
    await box.files.write(`odd/${name}`, name)
    assert.equal(await box.files.read(`odd/${name}`), name)
  }
  assert.equal((await box.files.list('odd')).length, 6)
})

test('nothing outside is reached by way of links and dots', async () => {
  const canary = process.env.OUTSIDE_FILE
  await box.commands.run(`ln -sfn ${canary} ~/canary; ln -sfn / ~/slash`)
  const up = '../'.repeat(12)

  for (const path of ['canary', canary, up + canary.slice(1), 'slash' + canary, '/home/user/' + up + canary.slice(1)]) {
    await assert.rejects(box.files.read(path), `read ${path}`)
  }
  await assert.rejects(box.files.read('nul\0byte'))
})

test('changes in a folder are told', async () => {
  await box.files.makeDir('watched')
  const seen = []
  const handle = await box.files.watchDir('watched', (event) => seen.push(event))

  await box.files.write('watched/new.txt', 'x')
  await eventually(() => seen.some((it) => it.name === 'new.txt' && it.type === 'create'))
  await eventually(() => seen.some((it) => it.name === 'new.txt' && it.type === 'write'))
  await box.commands.run('chmod 600 watched/new.txt')
  await eventually(() => seen.some((it) => it.name === 'new.txt' && it.type === 'chmod'))
  await box.files.rename('watched/new.txt', 'watched/renamed.txt')
  await eventually(() => seen.some((it) => it.name === 'new.txt' && it.type === 'rename'))
  await box.files.remove('watched/renamed.txt')
  await eventually(() => seen.some((it) => it.name === 'renamed.txt' && it.type === 'remove'))

  await handle.stop()
  const told = seen.length
  await box.files.write('watched/after.txt', 'x')
  await box.commands.run('sleep 0.3')
  assert.equal(seen.length, told)
})

test('folders below are watched too when asked, also new ones', async () => {
  await box.files.makeDir('deep/old')
  const seen = []
  const handle = await box.files.watchDir('deep', (event) => seen.push(event), {
    recursive: true,
    includeEntry: true,
  })

  await box.files.write('deep/old/1.txt', 'x')
  await box.files.write('deep/new/er/2.txt', 'y')

  const first = await eventually(() => seen.find((it) => it.name === 'old/1.txt' && it.type === 'create'))
  assert.equal(first.entry?.path, '/home/user/deep/old/1.txt')
  await eventually(() => seen.find((it) => it.name === 'new/er/2.txt'))
  await handle.stop()
})

test('what is not there is not watched', async () => {
  await assert.rejects(box.files.watchDir('not/there', () => {}), FileNotFoundError)
})
