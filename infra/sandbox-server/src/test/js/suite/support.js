import { after } from 'node:test'
import http from 'node:http'
import { Sandbox } from 'e2b'

export const server = new URL(process.env.E2B_API_URL)
const doomed = []

after(() => Promise.all(doomed.map((id) => Sandbox.kill(id).catch(() => false))))

/** A sandbox that is gone when the tests of this file are done. */
export async function sandbox(template = 'base', options = {}) {
  return doom(await Sandbox.create(template, { timeoutMs: 120_000, ...options }))
}

export function doom(created) {
  doomed.push(created.sandboxId)
  return created
}

/** Asks until the answer is not a refusal: an error, false, nothing. */
export async function eventually(ask, within = 15_000) {
  const end = Date.now() + within
  for (;;) {
    let failure = new Error('it never came true')
    try {
      const answer = await ask()
      if (answer) return answer
    } catch (error) {
      failure = error
    }
    if (Date.now() > end) throw failure
    await pause(50)
  }
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** The control plane without the SDK, for what the SDK does not speak. */
export async function api(method, path, body, headers = {}) {
  const response = await fetch(new URL(path, server), {
    method,
    headers: { 'X-API-Key': process.env.E2B_API_KEY, 'Content-Type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
}

/** A request to a sandbox's own host: names below localhost are not resolved everywhere. */
export function visit(host, path = '/', { method = 'GET', headers = {}, body, onResponse } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: server.hostname, port: server.port, method, path, headers: { Host: host, ...headers } },
      (response) => {
        if (onResponse) onResponse(response, request)
        const pieces = []
        response.on('data', (piece) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            text: Buffer.concat(pieces).toString(),
          }),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

