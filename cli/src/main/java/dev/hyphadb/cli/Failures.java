package dev.hyphadb.cli;

import dev.hyphadb.core.store.StoreException;
import dev.hyphadb.jvm.transfer.ImportException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;

/** One plain sentence for each failure; a stack trace only for what nobody foresaw. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
  static final int DAMAGED = 1;
  static final int USAGE = 2;
  static final int FAILED = 3;

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    String text =
        switch (failure) {
          case StoreException store -> store.getMessage();
          case ImportException line -> line.getMessage();
          case NoSuchFileException missing ->
              "There is no file " + missing.getFile() + ": check the path";
          case FileSystemException file ->
              "Cannot use "
                  + file.getFile()
                  + " ("
                  + reason(file)
                  + "): check space and permissions";
          case IOException io -> "Reading or writing failed: " + io.getMessage();
          default -> null;
        };
    if (text == null) {
      failure.printStackTrace(command.getErr());
    } else {
      command.getErr().println("hypha: " + text);
    }
    return FAILED;
  }

  private static String reason(FileSystemException failure) {
    return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
  }
}
