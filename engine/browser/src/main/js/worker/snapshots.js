const STEP_ENTRIES = 2000;

/** Makes a new snapshot when the journal has become long, between other work. */
export class Snapshots {
  #database;
  #files;
  #making = null;

  constructor(database, files) {
    this.#database = database;
    this.#files = files;
  }

  isDue() {
    return !this.#making && this.#database.isSnapshotDue();
  }

  make() {
    this.#making = this.#make();
  }

  /** When none is being made any more. */
  async settled() {
    await this.#making;
  }

  async #make() {
    try {
      const switchJournals = await this.#files.beginJournal();
      // In one go: the snapshot is of exactly what the old journals hold.
      switchJournals();
      this.#database.beginSnapshot();
      let snapshot = null;
      while (!snapshot) {
        await new Promise((resolve) => setTimeout(resolve));
        snapshot = this.#database.continueSnapshot(STEP_ENTRIES);
      }
      await this.#files.saveSnapshot(snapshot);
    } catch (error) {
      // The old files and the journals still hold everything.
      console.warn(`hypha: no new snapshot this time: ${error.message}`);
    }
    this.#making = null;
  }
}
