package dev.hyphadb.simulation;

/** What a run amounted to. */
final class Figures {
  long events;
  long frames;
  long bytes;
  long virtualMillis;
  long healingFrames;
  long healingFramesMax;
  long healingMillis;
  int commits;
  int peers;
}
