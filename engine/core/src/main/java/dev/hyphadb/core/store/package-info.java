/**
 * Where bytes rest: the ordered key-value port, its in-memory adapter, and the layout of keys.
 *
 * <p>Owns no knowledge of nodes or commits beyond the names of the tables. Called by the database's
 * owner thread for writes and by any thread for reads.
 */
package dev.hyphadb.core.store;
