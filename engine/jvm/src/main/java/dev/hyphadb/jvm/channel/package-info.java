/**
 * Named channels on the JVM: between the public API's messages and the frames of {@link
 * dev.hyphadb.jvm.network.Room}.
 *
 * <p>The core's {@link dev.hyphadb.core.channel.ChannelOutbox} decides what is sent next and {@link
 * dev.hyphadb.core.channel.ChannelInbox} joins what comes; this package gives them locks and
 * threads. A message begins to leave on the sender's thread and goes on, as the connection takes
 * it, on the network's; listeners and progress are called on these and must return soon, with no
 * lock held. Long messages leave room in the connection's buffer for what else has to pass.
 */
package dev.hyphadb.jvm.channel;
