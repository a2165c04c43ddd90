/** Fuzzing of messages and frames, and of a replica that hostile peers talk to. */
package dev.hyphadb.core.sync;
