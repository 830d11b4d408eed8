// Parses the AsyncAPI document given with the public parser and prints what it finds, as JSON.
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

const { document, diagnostics } = await new Parser().parse(readFileSync(process.argv[2], 'utf8'));
const findings = diagnostics.map(({ severity, code, path, message }) => ({ severity, code, path: path.join('/'), message }));
const channels = document ? document.channels().all().map((channel) => channel.address()) : [];
const messages = document ? document.allMessages().all().length : 0;
console.log(JSON.stringify({ findings, channels, messages }));
