package dev.hyphadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static final URI OWN = URI.create("ws://127.0.0.1:7101/v1/signaling");

  @Test
  void publicMeetingPlacesAreForThoseWhoNameNoOther() {
    assertFalse(Options.rtc().relayUrls().isEmpty());
    assertFalse(Options.rtc().iceServers().isEmpty());
  }

  @Test
  void aPrivateNetworkContactsNothingPublic() {
    for (Options options :
        List.of(
            Options.local(),
            Options.rtc().withSignalingUrl(OWN),
            Options.rtc().withRelayUrls(List.of()))) {
      assertEquals(List.of(), options.relayUrls());
      assertEquals(List.of(), options.iceServers());
    }
  }

  @Test
  void changesAreCopies() {
    Options before = Options.local();
    Options after = before.withOplogSize(5);
    assertEquals(5, after.oplogSize());
    assertEquals(10_000, before.oplogSize());
    assertThrows(IllegalArgumentException.class, () -> before.withOplogSize(0));
  }
}
