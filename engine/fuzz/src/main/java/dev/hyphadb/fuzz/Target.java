package dev.hyphadb.fuzz;

import java.util.List;

/** Something that takes bytes from outside. Stateless; one thread at a time. */
public interface Target {
  /**
   * Hands the input over, whatever it contains.
   *
   * @throws AssertionError when what came of it breaks a promise; any other exception is a fault as
   *     well
   */
  void run(byte[] input);

  /** Inputs that are accepted, for the search to begin with. */
  List<byte[]> seeds();

  /**
   * Whether what is tried compares arrays with {@code null}. Where Jazzer 0.24 looks at such a
   * comparison, to learn from it, it takes the virtual machine down; so it does not look there.
   */
  default boolean comparesWithNull() {
    return false;
  }
}
