// Publishes events given as JSON lines on standard input: {"topic", "key", "mode", "event"}.
// Usage: node request.js <bootstrap>
import { createInterface } from 'node:readline';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { CloudEvent, Kafka as Binding } from 'cloudevents';

const kafka = new Kafka({ clientId: 'request', brokers: [process.argv[2]], logLevel: logLevel.ERROR });
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
await producer.connect();
for await (const line of createInterface({ input: process.stdin })) {
  const { topic, key, mode, event } = JSON.parse(line);
  const message = Binding[mode](new CloudEvent(event));
  const value = typeof message.value === 'string' ? message.value : JSON.stringify(message.value);
  // The SDK names attributes that the event does not have; kafkajs refuses headers without a value.
  const headers = Object.fromEntries(Object.entries(message.headers).filter(([, text]) => text !== undefined));
  await producer.send({ topic, messages: [{ key, value, headers }] });
}
await producer.disconnect();
