/**
 * Networks of real services on this machine, for tests of the whole system.
 *
 * <p>Owns the child processes it starts: each is ended by its process id when its network is
 * closed, or with this JVM. Everything listens on ports of 127.0.0.1 that the kernel chooses. Every
 * wait is bounded. What is right or wrong is left to the tests. Called by tests, on their thread;
 * {@link dev.hyphadb.system.NodeClient} may be used by several threads.
 */
package dev.hyphadb.system;
