// What a program needs to speak to a ward: the invitation's root is trusted and nothing else, and the ward is
// asked for under the name that its certificate always bears.
import { X509Certificate } from 'node:crypto';

/** What a suite tells a script: a JSON object in its first argument. */
export const told = JSON.parse(process.argv[2]);

export const tls = {
  ca: new X509Certificate(Buffer.from(told.root, 'base64url')).toString(),
  servername: told.serverName,
};

/** Tells the suite what happened: a JSON object a line. */
export function say(event) {
  console.log(JSON.stringify(event));
}
