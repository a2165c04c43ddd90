package dev.hyphadb.jvm.crypto;

import java.lang.System.Logger.Level;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The choice between a native library and the portable one that stands in where it does not load.
 */
final class FirstThatWorks {
  private FirstThatWorks() {}

  /**
   * @param what names the library in the log
   * @param selfTest what the native one has to pass
   * @param portable not a reference to a constructor, which would load the class at once, and with
   *     it Bouncy Castle's signed archive: a third of a second
   */
  static <T> T choose(
      String what, Supplier<T> nativeLibrary, Predicate<T> selfTest, Supplier<T> portable) {
    try {
      T library = nativeLibrary.get();
      if (selfTest.test(library)) {
        return library;
      }
      throw new IllegalStateException("its self-test failed");
    } catch (LinkageError | RuntimeException e) {
      System.getLogger(FirstThatWorks.class.getName())
          .log(
              Level.INFO,
              "native {0} does not work here, using Bouncy Castle: {1}",
              what,
              e.getMessage());
      return portable.get();
    }
  }
}
