// Follows topics from their beginning and prints each event as a line of JSON: what a consumer in another language does.
// Usage: node follow.js <bootstrap> <how many> <topic>...
import { Kafka, logLevel } from 'kafkajs';
import { Kafka as Binding } from 'cloudevents';

const [bootstrap, count, ...topics] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'follow', brokers: [bootstrap], logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: 'follow-from-javascript' });

// kafkajs gives headers as bytes, the SDK wants text.
const text = (headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()]));

let left = Number(count);
let done;
const finished = new Promise((resolve) => { done = resolve; });
await consumer.connect();
await consumer.subscribe({ topics, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ topic, partition, message }) => {
    const event = Binding.toEvent({ key: message.key, value: message.value.toString(), headers: text(message.headers) });
    const data = typeof event.data === 'string' ? JSON.parse(event.data) : event.data;
    const { id, source, type, time, subject, traceparent } = event;
    console.log(JSON.stringify({ topic, partition, key: message.key.toString(), id, source, type, time, subject, traceparent, data }));
    if (--left === 0) done();
  },
});
await finished;
await consumer.disconnect();
