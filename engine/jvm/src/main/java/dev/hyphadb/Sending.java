package dev.hyphadb;

import dev.hyphadb.core.sync.PeerId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How a message is sent on a {@link Channel}. Immutable; start from {@link #toAll()}. */
public final class Sending {
  private static final Sending TO_ALL = new Sending(null, null, progress -> {});

  private final List<PeerId> targets;
  private final Map<String, ?> meta;
  private final Consumer<Channel.Progress> progress;

  private Sending(List<PeerId> targets, Map<String, ?> meta, Consumer<Channel.Progress> progress) {
    this.targets = targets;
    this.meta = meta;
    this.progress = progress;
  }

  /** To every connected peer. */
  public static Sending toAll() {
    return TO_ALL;
  }

  /** To these peers, of which those that are not connected are skipped. */
  public static Sending to(PeerId... peers) {
    return to(List.of(peers));
  }

  /** To these peers, of which those that are not connected are skipped. */
  public static Sending to(Collection<PeerId> peers) {
    return new Sending(List.copyOf(peers), null, TO_ALL.progress);
  }

  /** With something said about the data, such as a file's name; only with binary data. */
  public Sending withMeta(Map<String, ?> fields) {
    return new Sending(targets, fields, progress);
  }

  /**
   * Calls the listener with how far the message is for each peer, on the sender's thread or the
   * network's.
   */
  public Sending onProgress(Consumer<Channel.Progress> listener) {
    return new Sending(targets, meta, listener);
  }

  List<PeerId> targets() {
    return targets;
  }

  Map<String, ?> meta() {
    return meta;
  }

  Consumer<Channel.Progress> progress() {
    return progress;
  }
}
