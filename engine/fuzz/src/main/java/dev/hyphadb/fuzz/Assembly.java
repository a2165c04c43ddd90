package dev.hyphadb.fuzz;

import java.io.ByteArrayOutputStream;

/** Puts an input together that {@link Pieces} cuts again. */
public final class Assembly {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public Assembly octet(int octet) {
    bytes.write(octet);
    return this;
  }

  public Assembly number(int number) {
    return octet(number >> 8).octet(number);
  }

  public Assembly piece(byte[] piece) {
    return number(piece.length).rest(piece);
  }

  public Assembly rest(byte[] rest) {
    bytes.writeBytes(rest);
    return this;
  }

  public byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
