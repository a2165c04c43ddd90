package dev.hyphadb.jvm.transfer;

/**
 * What an export or import moved.
 *
 * @param gaps places of a damaged database where one or more nodes could not be read
 */
public record TransferReport(long nodes, long edges, long gaps) {}
