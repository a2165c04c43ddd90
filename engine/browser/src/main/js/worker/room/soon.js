// After the tasks that wait already, and without the pause that timers make.

const { port1, port2 } = new MessageChannel();
const waiting = [];
port1.onmessage = () => waiting.shift()();

export function soon(action) {
  waiting.push(action);
  port2.postMessage(null);
}
