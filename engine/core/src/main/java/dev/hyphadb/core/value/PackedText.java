package dev.hyphadb.core.value;

/** A text, ready to be compared with packed ones: the name of a field, or a value. Immutable. */
public final class PackedText {
  private final String text;
  final byte[] packed;

  public PackedText(String text) {
    this.text = text;
    this.packed = Utf8.encode(text);
  }

  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PackedText name && text.equals(name.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
