package dev.hyphadb.browser.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class Crc32Test {
  @Test
  void isTheChecksumOfTheClassLibrary() {
    Random random = new Random(250);
    for (int length = 0; length < 200; length++) {
      byte[] bytes = new byte[length + 7];
      random.nextBytes(bytes);
      int offset = random.nextInt(8);
      int cut = random.nextInt(length + 1);
      CRC32 expected = new CRC32();
      expected.update(bytes, offset, length);
      Crc32 crc = new Crc32();
      crc.update(bytes, offset, cut);
      crc.update(bytes, offset + cut, length - cut);
      assertEquals((int) expected.getValue(), crc.value(), "length " + length);
      assertEquals(crc.value(), Crc32.of(bytes, offset, length));
    }
  }
}
