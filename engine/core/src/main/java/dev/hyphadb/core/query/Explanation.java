package dev.hyphadb.core.query;

/**
 * How a query was answered.
 *
 * @param plan in words
 * @param entriesExamined entries of indexes that were read
 * @param nodesExamined nodes that were read
 * @param results how many nodes the answer has
 */
public record Explanation(String plan, long entriesExamined, long nodesExamined, int results) {}
