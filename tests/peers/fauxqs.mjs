// fauxqs (S3 and SQS), which by itself listens on every address of the machine: here on loopback alone.
// node fauxqs.mjs PORT
import { buildApp } from 'fauxqs';

await buildApp({ logger: false }).listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
