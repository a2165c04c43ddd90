/** Fuzzing of range reconciliation. */
package dev.hyphadb.core.sync.range;
