/** The page's middleware of one database: decides, in the order in which it was added, about what other peers did. */
export class Middleware {
  #link;
  #name;
  #steps = [];
  #started = null;
  #number = 0;

  constructor(link, name) {
    this.#link = link;
    this.#name = name;
  }

  /** Resolves, once it is in force, to a function that takes it out again. */
  async use(step) {
    const entry = { step };
    this.#steps.push(entry);
    if (!this.#started) {
      const { promise, number } = this.#link.start(this.#name, "use", [], (screening) => this.#decide(screening));
      this.#started = promise;
      this.#number = number;
    }
    await this.#started;
    return () => this.#remove(entry);
  }

  #remove(entry) {
    if (!this.#steps.includes(entry)) return;
    this.#steps = this.#steps.filter((other) => other !== entry);
    if (this.#steps.length > 0) return;
    this.#started = null;
    this.#link.forget(this.#number);
    this.#link.tell(this.#name, "unuse", []);
  }

  async #decide({ question, proposals }) {
    const verdicts = [];
    for (const proposal of proposals) verdicts.push(await this.#verdict(proposal));
    this.#link.tell(this.#name, "decide", [question, verdicts]);
  }

  async #verdict({ operations, previousStates }) {
    const states = new Map(previousStates.map((node) => [node.id, node]));
    let left = operations;
    for (const { step } of [...this.#steps]) {
      try {
        left = await step(left, states);
      } catch (error) {
        console.warn(`hypha: middleware failed, which drops what a peer did to ${operations[0].id}:`, error);
        return null;
      }
      if (!Array.isArray(left) || left.length === 0) return null;
    }
    return left;
  }
}
