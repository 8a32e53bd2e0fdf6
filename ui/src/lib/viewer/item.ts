/** What can be looked at: a file as it comes through the door. */
export type Item = {
  id: string;
  /** What people call it. */
  name: string;
  /** Its content, read when it is shown and kept by nobody afterwards. */
  load: () => Promise<Blob>;
};
