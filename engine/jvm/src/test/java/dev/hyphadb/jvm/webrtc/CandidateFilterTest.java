package dev.hyphadb.jvm.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CandidateFilterTest {
  private static final String HOST =
      "candidate:1 1 udp 2122260223 192.0.2.7 5000 typ host generation 0";
  private static final String REFLEXIVE =
      "candidate:2 1 udp 1686052607 198.51.100.9 5001 typ srflx raddr 192.0.2.7 rport 5000";
  private static final String RELAY =
      "candidate:3 1 udp 41885439 127.0.0.1 49160 typ relay raddr 192.0.2.7 rport 5000";

  @Test
  void hostCandidatesTellTheAdvertisedAddress() {
    CandidateFilter filter = new CandidateFilter("203.0.113.5");
    assertEquals(Optional.of(HOST.replace("192.0.2.7", "203.0.113.5")), filter.outgoing(HOST));
    assertEquals(
        Optional.of(REFLEXIVE.replace("192.0.2.7", "203.0.113.5")), filter.outgoing(REFLEXIVE));
    assertTrue(filter.accepts(HOST));
  }

  @Test
  void onTheLoopbackAddressNothingPointsElsewhere() {
    CandidateFilter filter = new CandidateFilter("127.0.0.1");
    assertEquals(Optional.of(HOST.replace("192.0.2.7", "127.0.0.1")), filter.outgoing(HOST));
    assertEquals(Optional.empty(), filter.outgoing(REFLEXIVE));
    assertEquals(Optional.of(RELAY.replace("192.0.2.7", "127.0.0.1")), filter.outgoing(RELAY));
    assertFalse(filter.accepts(HOST));
    assertFalse(filter.accepts(HOST.replace("192.0.2.7", "127.evil.example")));
    assertFalse(filter.accepts("candidate:"));
    assertTrue(filter.accepts(RELAY));
  }

  @Test
  void descriptionsAreRewrittenToo() {
    CandidateFilter filter = new CandidateFilter("127.0.0.1");
    String sdp =
        "v=0\r\nc=IN IP4 192.0.2.7\r\na=" + HOST + "\r\na=" + REFLEXIVE + "\r\na=mid:0\r\n";
    assertEquals(
        "v=0\r\nc=IN IP4 127.0.0.1\r\na="
            + HOST.replace("192.0.2.7", "127.0.0.1")
            + "\r\na=mid:0\r\n",
        filter.outgoingDescription(sdp));
    assertEquals("v=0\r\nc=IN IP4 192.0.2.7\r\na=mid:0\r\n", filter.incomingDescription(sdp));
  }

  @Test
  void withoutAnAdvertisedAddressNothingChanges() {
    CandidateFilter filter = new CandidateFilter(null);
    assertEquals(Optional.of(HOST), filter.outgoing(HOST));
    assertEquals("v=0\r\n", filter.outgoingDescription("v=0\r\n"));
  }

  @Test
  void anAdvertisedNameIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new WebRtcOptions(List.of(), "example.org"));
  }
}
