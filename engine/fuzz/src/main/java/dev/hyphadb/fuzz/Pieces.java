package dev.hyphadb.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cuts an input into what a target takes one after the other. Any bytes can be cut. */
public final class Pieces {
  private final byte[] input;
  private int position;

  public Pieces(byte[] input) {
    this.input = input;
  }

  public boolean isEmpty() {
    return position >= input.length;
  }

  /** 0 to 255; 0 at the end. */
  public int octet() {
    return isEmpty() ? 0 : input[position++] & 0xff;
  }

  /** 0 to 65,535. */
  public int number() {
    return octet() << 8 | octet();
  }

  /** As many bytes as a number before them says, or fewer at the end. */
  public byte[] piece() {
    int end = Math.min(input.length, number() + position);
    byte[] piece = Arrays.copyOfRange(input, Math.min(position, end), end);
    position = end;
    return piece;
  }

  /** All that is left. */
  public byte[] rest() {
    byte[] rest = Arrays.copyOfRange(input, Math.min(position, input.length), input.length);
    position = input.length;
    return rest;
  }

  /** All that is left as text, faults in UTF-8 replaced. */
  public String restAsText() {
    return new String(rest(), StandardCharsets.UTF_8);
  }
}
