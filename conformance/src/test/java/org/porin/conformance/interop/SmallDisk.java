package org.porin.conformance.interop;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A disk of a few megabytes in memory, which can be filled. Needs a user who may mount. */
final class SmallDisk implements AutoCloseable {
  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /** Mounts one; the test is left out where that is not allowed. */
  static SmallDisk mount(int megabytes) throws Exception {
    Path directory = Files.createTempDirectory("porin-disk");
    String size = "size=" + megabytes + "m";
    assumeThat(run("mount", "-t", "tmpfs", "-o", size, "tmpfs", directory.toString()))
        .as("this user may mount a small disk")
        .isTrue();
    return new SmallDisk(directory);
  }

  Path directory() {
    return directory;
  }

  /** Leaves no octet. */
  void fill() throws IOException {
    byte[] octets = new byte[1 << 12];
    try (OutputStream ballast = Files.newOutputStream(directory.resolve("ballast"))) {
      while (true) {
        ballast.write(octets);
      }
    } catch (IOException e) {
      // it is full
    }
  }

  void makeRoom() throws IOException {
    Files.delete(directory.resolve("ballast"));
  }

  @Override
  public void close() throws Exception {
    run("umount", directory.toString());
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
