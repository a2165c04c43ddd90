/**
 * {@code ./hypha shell}: one database, from a prompt. {@code Shell} reads lines with history and
 * completion; {@code ShellCommands} carries one out and answers in text, whoever asks.
 *
 * <p>The database is opened without network and shared with whatever else has its directory open.
 * One thread; changes that are followed arrive on another.
 */
package dev.hyphadb.cli.shell;
