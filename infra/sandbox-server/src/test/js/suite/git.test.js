import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sandbox } from './support.js'

test('a project is kept under version control', async (t) => {
  const box = await sandbox()
  if ((await box.commands.run('command -v git || true')).stdout === '') return t.skip('no git here')
  const repo = '/home/user/repo'
  await box.git.configureUser('Ada', 'ada@example.com')
  await box.git.init(repo, { initialBranch: 'main' })
  await box.git.init('/home/user/remote.git', { bare: true, initialBranch: 'main' })
  await box.files.write(`${repo}/readme.md`, 'one\n')

  const fresh = await box.git.status(repo)
  assert.equal(fresh.currentBranch, 'main')
  assert.deepEqual(fresh.fileStatus.map((it) => [it.name, it.status]), [['readme.md', 'untracked']])

  await box.git.add(repo)
  await box.git.commit(repo, 'The first "quoted" message')
  await box.git.remoteAdd(repo, 'origin', '/home/user/remote.git')
  await box.git.push(repo, { remote: 'origin', branch: 'main', setUpstream: true })
  assert.equal(await box.git.remoteGet(repo, 'origin'), '/home/user/remote.git')
  assert.equal((await box.git.status(repo)).isClean, true)

  await box.git.createBranch(repo, 'topic')
  assert.deepEqual(await box.git.branches(repo), { branches: ['main', 'topic'], currentBranch: 'topic' })
  await box.git.checkoutBranch(repo, 'main')
  await box.git.deleteBranch(repo, 'topic')

  await box.git.clone('/home/user/remote.git', { path: '/home/user/second' })
  await box.files.write('/home/user/second/readme.md', 'two\n')
  await box.git.add('/home/user/second', { all: true })
  await box.git.commit('/home/user/second', 'Second')
  await box.git.push('/home/user/second')
  await box.git.pull(repo)
  assert.equal(await box.files.read(`${repo}/readme.md`), 'two\n')

  await box.files.write(`${repo}/readme.md`, 'spoilt\n')
  await box.git.restore(repo, { paths: ['readme.md'] })
  assert.equal(await box.files.read(`${repo}/readme.md`), 'two\n')
  await box.git.reset(repo, { mode: 'hard', target: 'HEAD~1' })
  assert.equal(await box.files.read(`${repo}/readme.md`), 'one\n')
  assert.equal((await box.git.status(repo)).behind, 1)
  assert.equal(await box.git.getConfig('user.name'), 'Ada')
})
