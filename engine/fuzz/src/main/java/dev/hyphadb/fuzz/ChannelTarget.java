package dev.hyphadb.fuzz;

import dev.hyphadb.core.channel.ChannelEvent;
import dev.hyphadb.core.channel.ChannelFrame;
import dev.hyphadb.core.channel.ChannelInbox;
import dev.hyphadb.core.channel.ChannelLimits;
import dev.hyphadb.core.channel.ReceiveBudget;
import dev.hyphadb.core.value.PackWriter;
import dev.hyphadb.core.value.Value;
import java.util.List;

/** Frames of channels in any order: messages within their limits, and every byte given back. */
final class ChannelTarget implements Target {
  private static final long BUDGET_BYTES = 1 << 20;
  private static final int MESSAGE_BYTES_MAX = 300_000;
  private static final int FRAMES_MAX = 200;
  private static final int EVENTS_MAX = 3;

  @Override
  public void run(byte[] input) {
    Pieces pieces = new Pieces(input);
    ReceiveBudget budget = new ReceiveBudget(BUDGET_BYTES);
    ChannelInbox inbox =
        new ChannelInbox(
            new ChannelLimits(MESSAGE_BYTES_MAX, 5), budget, name -> !name.startsWith("-"));
    for (int i = 0; i < FRAMES_MAX && !pieces.isEmpty(); i++) {
      List<ChannelEvent> events = inbox.receive(pieces.piece());
      Promise.holds(events.size() <= EVENTS_MAX, "a frame brings a few events");
      for (ChannelEvent event : events) {
        if (event instanceof ChannelEvent.BinaryMessage message) {
          Promise.holds(message.bytes().length <= MESSAGE_BYTES_MAX, "a message within its limit");
        }
        if (event instanceof ChannelEvent.ValueMessage message) {
          PackWriter.pack(message.value());
        }
      }
      Promise.holds(budget.freeBytes() >= 0, "no more memory is taken than there is");
    }
    inbox.clear();
    Promise.equal(BUDGET_BYTES, budget.freeBytes(), "the memory that unfinished messages share");
  }

  @Override
  public List<byte[]> seeds() {
    byte[] value = PackWriter.pack(Value.of("hello"));
    Assembly all = new Assembly();
    all.piece(frame(0x40, "chat", 0, value.length, value));
    all.piece(frame(0x40, "file", 1, 6, new byte[] {1, 2, 3}));
    byte[] part = new PackWriter().text("file").raw(new byte[] {4, 5, 6}, 0, 3).toByteArray();
    all.piece(new Assembly().octet(0x41).rest(part).toByteArray());
    all.piece(frame(0x40, "file", 1, 100_000, new byte[200]));
    byte[] name = new PackWriter().text("file").toByteArray();
    all.piece(new Assembly().octet(0x42).rest(name).toByteArray());
    all.piece(ChannelFrame.ping(7)).piece(new byte[] {0x44, 7}).piece(new byte[] {0x45, 9});
    return List.of(all.toByteArray());
  }

  private static byte[] frame(int type, String name, int kind, int length, byte[] payload) {
    PackWriter head = new PackWriter().text(name).integer(kind).integer(length).nil();
    return new Assembly().octet(type).rest(head.toByteArray()).rest(payload).toByteArray();
  }
}
