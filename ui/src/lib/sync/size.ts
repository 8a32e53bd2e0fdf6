/** Kilobytes, rounded up: what waits is never shown as nothing. */
export const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024);
