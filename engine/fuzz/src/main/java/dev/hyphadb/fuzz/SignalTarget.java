package dev.hyphadb.fuzz;

import dev.hyphadb.core.signal.IceCandidate;
import dev.hyphadb.core.signal.SignalCodec;
import dev.hyphadb.core.signal.SignalMessage;
import java.util.List;
import java.util.stream.Stream;

/** Handshakes and presence: what is read can be written, and read again as the same. */
final class SignalTarget implements Target {
  @Override
  public void run(byte[] input) {
    SignalMessage message = SignalCodec.decode(input);
    if (message != null) {
      byte[] written = SignalCodec.encode(message);
      Promise.holds(written.length <= input.length, "a message is no longer than what it came in");
      Promise.equal(message, SignalCodec.decode(written), "a message that was read");
    }
  }

  static List<SignalMessage> messages() {
    return List.of(
        new SignalMessage.Announce("peer"),
        new SignalMessage.Call("superpeer", 3),
        new SignalMessage.Offer(5, "peer", "v=0\r\n"),
        new SignalMessage.Answer(5, "v=0\r\n"),
        new SignalMessage.Candidates(
            5, List.of(new IceCandidate("0", 0, "candidate:1 1 udp 1 127.0.0.1 9 typ host"))),
        new SignalMessage.Bye());
  }

  @Override
  public List<byte[]> seeds() {
    return Stream.concat(messages().stream().map(SignalCodec::encode), Stream.of(new byte[0]))
        .toList();
  }
}
