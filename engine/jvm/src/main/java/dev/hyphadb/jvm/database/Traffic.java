package dev.hyphadb.jvm.database;

/**
 * Bytes of frames that a database exchanged with its peers since it was opened, as they travelled:
 * compressed, without what WebRTC adds.
 */
public record Traffic(long bytesSent, long bytesReceived) {}
