// A receiver that takes only what the library of Standard Webhooks for Node verifies. node webhooks.cjs PORT SECRET
// GET answers the last call that was verified, so that a test can spoil it and send it again.
const http = require('node:http');
const { Webhook } = require('standardwebhooks');

const [port, secret] = process.argv.slice(2);
const webhook = new Webhook(secret);
let last = null;

http.createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', () => {
    if (request.method === 'GET') {
      response.end(JSON.stringify(last));
      return;
    }
    const body = Buffer.concat(chunks).toString('utf8');
    try {
      const told = webhook.verify(body, request.headers);
      last = { headers: request.headers, body };
      response.end(`verified: ${told.type}`);
    } catch (problem) {
      response.writeHead(401).end(`refused: ${problem.message}`);
    }
  });
}).listen(Number(port), '127.0.0.1');
