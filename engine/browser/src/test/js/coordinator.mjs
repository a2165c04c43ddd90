// The coordinator's and a relay's side of signaling on 127.0.0.1, as small as they can be.
import { once } from "node:events";
import { WebSocketServer } from "ws";

async function listen(onSocket) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  let isRefusing = false;
  server.on("connection", (socket) => (isRefusing ? socket.terminate() : onSocket(socket)));
  await once(server, "listening");
  return {
    url: `ws://127.0.0.1:${server.address().port}`,
    /** Hangs up on everybody, who may come back. */
    drop: () => server.clients.forEach((socket) => socket.terminate()),
    /** Hangs up on everybody, and on whoever comes, until it is told otherwise. */
    refuse: (refuses) => {
      isRefusing = refuses;
      if (refuses) server.clients.forEach((socket) => socket.terminate());
    },
    close: () => {
      server.clients.forEach((socket) => socket.terminate());
      server.close();
    },
  };
}

/** docs/protocol/signaling.md */
export function coordinator() {
  const topics = new Map();
  const on = (topic) => topics.get(topic) ?? topics.set(topic, new Map()).get(topic);
  return listen((socket) => {
    let self;
    const leave = (topic) => {
      if (!on(topic).delete(self)) return;
      on(topic).forEach((other) => other.send(JSON.stringify({ type: "gone", topic, peer: self })));
    };
    socket.on("message", (text) => {
      const { type, topic, to, payload, peer } = JSON.parse(text);
      const message = JSON.stringify({ type: "message", topic, from: self, payload });
      if (type === "hello") {
        self = peer;
        socket.send(JSON.stringify({ type: "welcome", peer }));
      } else if (type === "join") on(topic).set(self, socket);
      else if (type === "leave") leave(topic);
      else if (type === "publish") on(topic).forEach((other, id) => id !== self && other.send(message));
      else if (type === "send") on(topic).get(to)?.send(message);
    });
    socket.on("close", () => topics.forEach((_, topic) => leave(topic)));
  });
}

/** NIP-01 for ephemeral events; `refusal` is what it answers to every event. */
export function relay({ refusal } = {}) {
  const subscriptions = new Map();
  const matches = (filter, event) =>
    filter.kinds.includes(event.kind) &&
    ["x", "p"].every((name) => !filter[`#${name}`] || event.tags.some((tag) => tag[0] === name && filter[`#${name}`].includes(tag[1])));
  return listen((socket) => {
    subscriptions.set(socket, new Map());
    socket.on("close", () => subscriptions.delete(socket));
    socket.on("message", (text) => {
      const [verb, ...rest] = JSON.parse(text);
      if (verb === "REQ") subscriptions.get(socket).set(rest[0], rest[1]);
      else if (verb === "CLOSE") subscriptions.get(socket).delete(rest[0]);
      else if (verb === "EVENT") {
        const [event] = rest;
        socket.send(JSON.stringify(["OK", event.id, !refusal, refusal ?? ""]));
        if (refusal) return;
        subscriptions.forEach((filters, other) =>
          filters.forEach((filter, id) => matches(filter, event) && other.send(JSON.stringify(["EVENT", id, event]))));
      }
    });
  });
}
