// Sends the ward a message of the protocol, which the suite has packed, and prints the answer as it came.
import { request } from 'node:https';
import { say, tls, told } from './ward.js';

const headers = { 'Content-Type': told.contentType, Authorization: `Bearer ${told.bearer}` };
const asked = request(told.url + told.path, { ...tls, method: 'POST', headers }, async (answer) => {
  const parts = await answer.toArray();
  say({ status: answer.statusCode, body: Buffer.concat(parts).toString('base64') });
});
asked.end(Buffer.from(told.body, 'base64'));
