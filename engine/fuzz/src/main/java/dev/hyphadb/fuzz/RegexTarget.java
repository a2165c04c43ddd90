package dev.hyphadb.fuzz;

import dev.hyphadb.core.query.regex.Regex;
import dev.hyphadb.core.query.regex.RegexException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A pattern and a text: an answer in time, the same whenever it is asked. */
final class RegexTarget implements Target {
  @Override
  public void run(byte[] input) {
    Pieces pieces = new Pieces(input);
    int options = pieces.octet();
    String pattern = new String(pieces.piece(), StandardCharsets.UTF_8);
    String text = pieces.restAsText();
    Regex regex;
    try {
      regex = (options & 2) != 0 ? Regex.like(pattern) : Regex.compile(pattern, (options & 1) != 0);
    } catch (RegexException e) {
      return;
    }
    Promise.equal(regex.test(text), regex.test(text), "the answer to the same question");
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        seed(1, "^(a|b)*c+[x-z]{2,5}?\\d$", "ababccxyz7"),
        seed(0, "\\bw\\w+\\W(?:\\s|[^\\S])\\u00e9.", "word  \u00e9!"),
        seed(1, "(x?){50}x{50}", "x".repeat(50)),
        seed(2, "%a_c\\%%", "zzabc%d"));
  }

  private static byte[] seed(int options, String pattern, String text) {
    return new Assembly()
        .octet(options)
        .piece(pattern.getBytes(StandardCharsets.UTF_8))
        .rest(text.getBytes(StandardCharsets.UTF_8))
        .toByteArray();
  }
}
