package dev.hyphadb.core.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.PlainValues;
import dev.hyphadb.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors of docs/protocol/channels.md. */
final class ChannelFrameTest {
  private static final byte[] HI = "hi".getBytes(StandardCharsets.UTF_8);

  @Test
  void vectors() {
    Value meta = PlainValues.from(Map.of("name", "a.txt"));
    byte[] value = PackWriter.pack(PlainValues.from(Map.of("a", 1)));
    check(
        "40a4636861740004c081a16101",
        ChannelFrame.concat(ChannelFrame.head("chat", false, value.length, null), value));
    check(
        "40a466696c65010281a46e616d65a5612e7478746869",
        ChannelFrame.concat(ChannelFrame.head("file", true, 2, meta), HI));
    check("41a466696c656869", ChannelFrame.part("file", HI));
    check("42a466696c65", ChannelFrame.abandon("file"));
    check("4307", ChannelFrame.ping(7));
    check("44cd012c", ChannelFrame.pong(300));
    check("45ce00080000", ChannelFrame.taken(524_288));
  }

  private static void check(String hex, byte[] frame) {
    assertEquals(hex, HexFormat.of().formatHex(frame));
  }

  @Test
  void namesHaveOneToTwelveBytes() {
    assertEquals("äöüäöü", ChannelFrame.requireName("äöüäöü"));
    for (String name : List.of("", "1234567890123", "äöüäöü1")) {
      assertThrows(IllegalArgumentException.class, () -> ChannelFrame.requireName(name), name);
    }
  }

  @Test
  void framesOfSyncAreNotFramesOfChannels() {
    for (int first = 0; first < 256; first++) {
      assertEquals(first >= 0x40 && first < 0x80, ChannelFrame.isOne(new byte[] {(byte) first}));
    }
    assertFalse(ChannelFrame.isOne(new byte[0]));
  }

  @Test
  void everyVectorIsReadBack() {
    ChannelInbox inbox =
        new ChannelInbox(ChannelLimits.DEFAULTS, new ReceiveBudget(1 << 20), name -> true);
    assertEquals(
        List.of(new ChannelEvent.ValueMessage("chat", PlainValues.from(Map.of("a", 1)))),
        receive(inbox, "40a4636861740004c081a16101"));
    List<ChannelEvent> file = receive(inbox, "40a466696c65010281a46e616d65a5612e7478746869");
    ChannelEvent.BinaryMessage message = (ChannelEvent.BinaryMessage) file.get(1);
    Value meta = PlainValues.from(Map.of("name", "a.txt"));
    assertEquals(new ChannelEvent.Progress("file", 2, 2, meta), file.get(0));
    assertArrayEquals(HI, message.bytes());
    assertEquals(meta, message.meta());
    ChannelEvent.Reply pong = (ChannelEvent.Reply) receive(inbox, "4307").get(0);
    assertArrayEquals(ChannelFrame.pong(7), pong.frame());
    assertEquals(List.of(new ChannelEvent.Pong(300)), receive(inbox, "44cd012c"));
    assertEquals(List.of(new ChannelEvent.Taken(524_288)), receive(inbox, "45ce00080000"));
    assertTrue(receive(inbox, "42a466696c65").isEmpty());
    assertFalse(inbox.isOffended());
  }

  private static List<ChannelEvent> receive(ChannelInbox inbox, String hex) {
    return inbox.receive(HexFormat.of().parseHex(hex));
  }
}
