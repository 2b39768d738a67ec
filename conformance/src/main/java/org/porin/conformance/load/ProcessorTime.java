package org.porin.conformance.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Processor time that named processes have used so far, user and system, as Linux counts it. */
final class ProcessorTime {
  private static final double TICKS_A_SECOND = 100; // USER_HZ of every Linux port since 2.4
  private static final int USER_FIELD = 11; // utime, counted behind the command's ')', proc(5)

  private ProcessorTime() {}

  /** Seconds of the processes of each name; a process that is gone counts 0. */
  static Map<String, Double> seconds(Map<String, List<Long>> processes) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    processes.forEach(
        (name, pids) -> seconds.put(name, pids.stream().mapToDouble(ProcessorTime::seconds).sum()));
    return seconds;
  }

  private static double seconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[USER_FIELD + 1]);
      return ticks / TICKS_A_SECOND;
    } catch (IOException e) {
      return 0;
    }
  }
}
