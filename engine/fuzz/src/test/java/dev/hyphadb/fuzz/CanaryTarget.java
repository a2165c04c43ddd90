package dev.hyphadb.fuzz;

import java.util.List;

/** Breaks at one input in many millions, which only a search that learns comes to. */
public final class CanaryTarget implements Target {
  @Override
  public void run(byte[] input) {
    if (input.length > 3
        && input[0] == 'h'
        && input[1] == 'y'
        && input[2] == 'p'
        && input[3] == 'h') {
      throw new IllegalStateException("planted");
    }
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(new byte[] {1, 2, 3});
  }
}
