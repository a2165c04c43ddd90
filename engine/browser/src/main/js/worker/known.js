/** What a page was told of something it follows, so that it can be told what has changed when a new owner goes on with it. */
export class Known {
  #isQuery;
  #isNode;
  #nodes;

  constructor(verb, result) {
    this.#isQuery = verb === "followQuery";
    this.#isNode = verb === "followNode";
    this.#nodes = this.#mapOf(result);
  }

  #mapOf(result) {
    if (this.#isQuery) return new Map(result.map((node) => [node.id, node]));
    return new Map(this.#isNode && result ? [[result.id, result]] : []);
  }

  /** An event went to the page. */
  took(event) {
    if (this.#isQuery) {
      const { action, ...node } = event;
      if (action === "removed") this.#nodes.delete(node.id);
      else this.#nodes.set(node.id, node);
    } else if (this.#isNode) {
      this.#nodes = this.#mapOf(event);
    }
  }

  /** The events that lead from what is known to this result. */
  changesTo(result) {
    const before = this.#nodes;
    this.#nodes = this.#mapOf(result);
    if (this.#isNode) return same(before.values().next().value, result) ? [] : [result];
    const events = [];
    for (const node of before.values()) if (!this.#nodes.has(node.id)) events.push(gone(node));
    for (const node of this.#nodes.values()) {
      if (!before.has(node.id)) events.push({ ...node, action: "added" });
      else if (!same(before.get(node.id), node)) events.push({ ...node, action: "updated" });
    }
    return events;
  }
}

const gone = ({ id }) => ({ id, value: null, edges: [], timestamp: null, action: "removed" });

/** Whoever writes a node gives it a later timestamp. */
function same(a, b) {
  if (!a || !b) return !a && !b;
  return (
    a.timestamp.physical === b.timestamp.physical &&
    a.timestamp.logical === b.timestamp.logical &&
    a.edges.length === b.edges.length &&
    a.edges.every((edge, i) => edge === b.edges[i])
  );
}
