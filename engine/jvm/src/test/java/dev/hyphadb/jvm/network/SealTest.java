package dev.hyphadb.jvm.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.hyphadb.core.sync.PeerId;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What does not open; {@link RendezvousVectorsTest} has what does. */
final class SealTest {
  private static final PeerId SENDER = new PeerId("1".repeat(64));
  private static final byte[] ANNOUNCE = HexFormat.of().parseHex("930101a470656572");

  @Test
  void otherPasswordsTopicsAndSendersDoNotOpenIt() {
    Seal seal = new Seal("open sesame", Topics.of("myapp"));
    byte[] sealed = seal.seal(ANNOUNCE, SENDER);
    assertArrayEquals(ANNOUNCE, seal.open(sealed, SENDER));
    assertNull(new Seal("guess", Topics.of("myapp")).open(sealed, SENDER));
    assertNull(new Seal("open sesame", Topics.of("other")).open(sealed, SENDER));
    assertNull(seal.open(sealed, new PeerId("2".repeat(64))));
    for (int length = 0; length < sealed.length; length++) {
      assertNull(seal.open(java.util.Arrays.copyOf(sealed, length), SENDER));
    }
    for (int i = 0; i < sealed.length; i++) {
      byte[] altered = sealed.clone();
      altered[i] ^= 1;
      assertNull(seal.open(altered, SENDER));
    }
  }
}
