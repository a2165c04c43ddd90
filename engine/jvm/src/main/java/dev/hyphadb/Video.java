package dev.hyphadb;

import dev.hyphadb.jvm.webrtc.VideoSender;

/**
 * Pictures that this peer sends to everybody in the room: pages get them as a stream ({@code
 * stream:add}). Ends with the room, or when it is closed. Any thread.
 */
public final class Video implements AutoCloseable {
  private final VideoSender sender;
  private final Runnable onClose;

  Video(VideoSender sender, Runnable onClose) {
    this.sender = sender;
    this.onClose = onClose;
  }

  /**
   * Shows a picture; as many a second as there should be. What the network cannot take is left out
   * or made coarser.
   *
   * @param width in pixels, even, like the height
   * @param i420 the planes one after the other: Y with a byte for each pixel, U and V with a byte
   *     for each square of four; free to be changed afterwards
   * @throws IllegalArgumentException when the size is not even, or does not fit the bytes
   */
  public void push(int width, int height, byte[] i420) {
    sender.push(width, height, i420);
  }

  /** Ends the pictures. Idempotent. */
  @Override
  public void close() {
    onClose.run();
    sender.close();
  }
}
