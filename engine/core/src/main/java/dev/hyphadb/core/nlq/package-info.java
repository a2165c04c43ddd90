/**
 * Queries in controlled English and Spanish (SPEC.md section 4, docs/queries.md): {@code Prompts}
 * turns a prompt into the options of {@code map} that it means, and names the words that it does
 * not understand.
 *
 * <p>A prompt is cut into {@code Token}s, words become meanings by the tables of a {@code
 * Vocabulary}, and {@code PromptGrammar} reads the meanings, which are the same in every language.
 * Nothing is guessed: a prompt with words left over is refused, not answered in part. Pure
 * functions, for any thread; input is bounded by {@code PromptLimits}.
 */
package dev.hyphadb.core.nlq;
