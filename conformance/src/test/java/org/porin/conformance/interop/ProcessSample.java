package org.porin.conformance.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a Java process has at one moment, as Linux and the JDK say.
 *
 * @param second since the beginning
 * @param heapOctets that are in use after a full collection
 * @param descriptors that are open
 * @param rssOctets of memory that are resident
 * @param storeOctets of the files of the store
 */
record ProcessSample(
    long second,
    long pid,
    long heapOctets,
    long descriptors,
    long threads,
    long rssOctets,
    long storeOctets) {
  static final String HEAD = "second,pid,heap_octets,descriptors,threads,rss_octets,store_octets";

  /** Takes one; the process collects its garbage for it. */
  static ProcessSample of(long second, long pid, Path store)
      throws IOException, InterruptedException {
    Path proc = Path.of("/proc", Long.toString(pid));
    return new ProcessSample(
        second,
        pid,
        heap(pid),
        count(proc.resolve("fd")),
        count(proc.resolve("task")),
        residentOctets(proc),
        octets(store));
  }

  /** The last line of a histogram of what is alive: "Total", instances, octets. */
  private static long heap(long pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    process.waitFor();
    return lines.stream()
        .filter(line -> line.startsWith("Total"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
        .findFirst()
        .orElseThrow(() -> new IOException("no histogram: " + lines));
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    }
  }

  private static long residentOctets(Path proc) throws IOException {
    return Files.readAllLines(proc.resolve("status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElseThrow();
  }

  private static long octets(Path directory) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        sum += size(file);
      }
    }
    return sum;
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0; // a journal that has just gone
    }
  }

  @Override
  public String toString() {
    return "%d,%d,%d,%d,%d,%d,%d"
        .formatted(second, pid, heapOctets, descriptors, threads, rssOctets, storeOctets);
  }
}
