/**
 * Where a database rests in a browser: tables on the heap, in layers, each batch written to a
 * journal first, and snapshots to start from.
 *
 * <p>Owns the formats of journal and snapshot; the files themselves belong to JavaScript
 * (src/main/js/worker/storage). Used by the worker's one thread.
 */
package dev.hyphadb.browser.store;
