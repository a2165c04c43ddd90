package dev.hyphadb.jvm.transfer;

/** What an export or import moved. */
public record TransferReport(long nodes, long edges) {}
