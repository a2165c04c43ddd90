// Processor time, which says more than the clock where other work goes on beside a measurement.
import { readdirSync, readFileSync } from "node:fs";

const TICK_MILLIS = 10;

/** The fields of /proc/PID/stat behind the name, from the state on. */
function stat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

/** What a process and all that descend from it have used, in milliseconds; NaN where there is no /proc. */
export function processorMillis(root) {
  let all;
  try {
    all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return NaN;
  }
  const processes = new Map();
  for (const pid of all) {
    try {
      const fields = stat(pid);
      processes.set(Number(pid), { parent: Number(fields[1]), millis: TICK_MILLIS * (Number(fields[11]) + Number(fields[12])) });
    } catch {
      // It has ended meanwhile.
    }
  }
  const isWithin = (pid) => pid === root || (processes.has(pid) && isWithin(processes.get(pid).parent));
  let sum = 0;
  for (const [pid, { millis }] of processes) if (isWithin(pid)) sum += millis;
  return sum;
}
