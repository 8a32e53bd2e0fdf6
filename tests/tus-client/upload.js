// Uploads a file with tus-js-client as anybody would, and says every answer of the ward. What an earlier run
// began is resumed.
import { createReadStream } from 'node:fs';
import { DefaultHttpStack, FileUrlStorage, Upload } from 'tus-js-client';
import { say, tls, told } from './ward.js';

/** A request that was refused before its end is never ended by the client, and would keep this process. */
function end(event) {
  say(event);
  process.exit();
}

let accepted = 0;
let aborted = false;

const upload = new Upload(createReadStream(told.file), {
  endpoint: `${told.url}/v1/files`,
  metadata: { sha256: told.sha256 },
  headers: { Authorization: `Bearer ${told.bearer}` },
  httpStack: new DefaultHttpStack(tls),
  urlStorage: new FileUrlStorage(told.uploads),
  chunkSize: told.chunkSize ?? Infinity,
  retryDelays: told.retryDelays,
  uploadDataDuringCreation: told.uploadDataDuringCreation ?? false,
  onAfterResponse(request, response) {
    const offset = Number(response.getHeader('Upload-Offset'));
    say({ method: request.getMethod(), status: response.getStatus(), offset });
  },
  onChunkComplete(_, offset) {
    accepted = offset;
  },
  async onProgress(sent) {
    // In the middle of a request, after some have been answered.
    if (aborted || !told.abortAfter || accepted < told.abortAfter || sent <= accepted) return;
    aborted = true;
    await upload.abort();
    say({ aborted: accepted });
    upload.start();
  },
  onSuccess() {
    end({ whole: true });
  },
  onError(error) {
    end({ whole: false, status: error.originalResponse?.getStatus() });
  },
});

const earlier = await upload.findPreviousUploads();
earlier.forEach((one) => upload.resumeFromPreviousUpload(one));
upload.start();
