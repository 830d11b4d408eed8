// Writes and reads one file with the SDK, again and again: throughput.mjs <sandbox> <MiB> <times>
// Prints two lists of milliseconds.
import { Sandbox } from 'e2b'

const [id, mebibytes, times] = process.argv.slice(2)
const box = await Sandbox.connect(id, { timeoutMs: 3_600_000 })
const content = new Blob([new Uint8Array(Number(mebibytes) << 20).fill(7)])
const took = { write: [], read: [] }
for (let i = 0; i < Number(times); i++) {
  let start = performance.now()
  await box.files.write('/tmp/sdk.bin', content, { useOctetStream: true })
  took.write.push(performance.now() - start)
  start = performance.now()
  const read = await box.files.read('/tmp/sdk.bin', { format: 'bytes' })
  took.read.push(performance.now() - start)
  if (read.length !== content.size) throw new Error(`read ${read.length}`)
}
console.log(JSON.stringify(took))
