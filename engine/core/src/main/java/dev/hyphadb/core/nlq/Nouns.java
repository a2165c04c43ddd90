package dev.hyphadb.core.nlq;

/** One from many: the name of a type from the plural that a prompt has. */
@FunctionalInterface
interface Nouns {
  /** The word itself when it is no plural. */
  String singular(String word);
}
