/** Fuzzing of files that are imported. */
package dev.hyphadb.jvm.transfer;
