// local-aws-sqs (SQS with redrive). node sqs.cjs PORT QUEUES, where QUEUES is a JSON list as CreateQueue takes its elements.
const { createSqsServer } = require('local-aws-sqs');

const [port, queues] = process.argv.slice(2);
createSqsServer({ port: Number(port), hostname: '127.0.0.1', queues: JSON.parse(queues) });
