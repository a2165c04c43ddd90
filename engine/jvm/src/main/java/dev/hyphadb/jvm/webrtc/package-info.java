/**
 * Direct connections over WebRTC data channels, by the webrtc-java library (libwebrtc through JNI).
 *
 * <p>The package owns the native objects and knows their dangers; nothing native leaves it.
 * Invariants: no exception leaves a native callback (it would abort the JVM); callbacks only copy,
 * enqueue and return; every native object is closed once, in the order channel, connection,
 * factory; no native object is used after it was closed, which each channel's lock guarantees
 * against senders on other threads.
 *
 * <p>Threads: one owner thread opens and closes; any thread sends; reports come on libwebrtc's
 * threads.
 *
 * <p>What remains of the library's leaks (version 0.14.0): each received message leaves two JNI
 * references, about 90 bytes; each data channel leaves its observer, kept small and without
 * references. Long-lived peers that receive very many small messages should batch them.
 */
package dev.hyphadb.jvm.webrtc;
