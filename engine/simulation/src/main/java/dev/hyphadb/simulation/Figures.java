package dev.hyphadb.simulation;

import java.util.Map;
import java.util.TreeMap;

/** What a run amounted to. */
final class Figures {
  long events;
  long frames;
  long bytes;
  long virtualMillis;
  long healingFrames;
  long healingFramesMax;
  long healingMillis;
  final Map<String, Long> rejections = new TreeMap<>();
  long notPermitted;
  int commits;
  int peers;
}
