/**
 * Export and import: a database as lines of JSON, one node each, in any order:
 *
 * <pre>{"id":"alice","value":{"name":"Alice"},"edges":["bob"]}</pre>
 *
 * A node with many edges goes on in further lines without {@code value}. Values are written as
 * {@link dev.hyphadb.jvm.json} says. Both ways run in constant memory beyond one node with its
 * edges.
 *
 * <p>Called on the caller's thread. Imports through ordinary operations, so that they merge; where
 * those go is left to the caller.
 */
package dev.hyphadb.jvm.transfer;
