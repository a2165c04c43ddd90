/** Fuzzing of what relays send. */
package dev.hyphadb.jvm.signaling;
