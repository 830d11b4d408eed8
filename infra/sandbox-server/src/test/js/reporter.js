// One line of JSON for each test: what the Java side of this suite reads.
export default async function* (events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue
    if (data.details?.type === 'suite') continue
    const error = data.details?.error
    const cause = error?.cause ?? error
    yield JSON.stringify({
      file: (data.file ?? data.name).split('/').pop(),
      name: data.name,
      outcome: data.skip !== undefined ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed',
      reason: typeof data.skip === 'string' ? data.skip : '',
      error: type === 'test:fail' ? (cause?.stack ?? String(cause?.message ?? cause)) : '',
      millis: Math.round(data.details?.duration_ms ?? 0),
    }) + '\n'
  }
}
