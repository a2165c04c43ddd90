/**
 * One open database on the JVM: the replica with its owner, its readers, its subscribers and its
 * peers.
 *
 * <p>Invariant: the replica is touched only while its owner's lock is held; nothing is
 * acknowledged, sent or shown before the write that contains it has returned.
 *
 * <p>Threads: operations run on the caller's thread when the replica is free, otherwise on
 * whichever thread holds it (see {@code ReplicaOwner}); readers never wait for writers; subscribers
 * are called on virtual threads, one at a time each. Storage engines, signaling and WebRTC are left
 * to the neighbouring packages.
 */
package dev.hyphadb.jvm.database;
