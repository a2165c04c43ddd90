/**
 * The console: watches the services and shows peers, databases and health in a browser.
 *
 * <p>Owns the addresses it watches and the last observation of each; keeps no history and changes
 * nothing. {@link dev.hyphadb.admin.Poller} asks every service on a timer, in parallel, with a time
 * and a size limit on each answer, so that a slow or hostile one costs nothing but its own line in
 * the table. Requests of browsers read the last {@link dev.hyphadb.admin.Overview} and never wait
 * for a service.
 *
 * <p>Left to others: identity and permissions (the browser joins as a peer for those), history
 * (Prometheus).
 */
package dev.hyphadb.admin;
