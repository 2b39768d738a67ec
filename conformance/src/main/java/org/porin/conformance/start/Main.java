package org.porin.conformance.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts Porin again and again, and measures from the start of its process to the line that says
 * ready: the JVM, its SIP sockets, the handshake with an XMPP server on loopback that answers at
 * once. Ends with status 1 when the median is above the limit.
 */
public final class Main {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration STOP = Duration.ofSeconds(20);

  private Main() {}

  /**
   * @param arguments the number of rounds, then the command that starts Porin
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int rounds = Integer.parseInt(arguments[0]);
    List<String> command = List.of(arguments).subList(1, arguments.length);
    List<Long> millis = new ArrayList<>();
    try (Acceptor server = Acceptor.open()) {
      Path directory = Files.createTempDirectory("porin-start");
      Path configuration = configuration(directory, server.port());
      for (int i = 0; i < rounds; i++) {
        millis.add(round(command, configuration));
      }
      delete(directory);
    }
    Collections.sort(millis);
    long median = millis.get(millis.size() / 2);
    System.out.printf(
        "start to ready, %d rounds: median %d ms, least %d ms, most %d ms%n",
        rounds, median, millis.get(0), millis.get(millis.size() - 1));
    System.exit(median <= LIMIT.toMillis() ? 0 : 1);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static Path configuration(Path directory, int port) throws IOException {
    return Files.writeString(
        directory.resolve("porin.toml"),
        """
        [component]
        transparent = ["montague.example"]
        host = "127.0.0.1"
        port = %d
        secret = "s3cret"
        [xmpp]
        served = ["capulet.example"]
        [store]
        url = "sqlite:%s"
        [sip]
        listen = ["udp:127.0.0.1:0", "tcp:127.0.0.1:0"]
        [operate]
        listen = "127.0.0.1:0"
        """
            .formatted(port, directory.resolve("porin.db")));
  }

  private static long round(List<String> command, Path configuration)
      throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of("run", "--config", configuration.toString()));
    long begun = System.nanoTime();
    Process porin = new ProcessBuilder(whole).redirectErrorStream(true).start();
    try (BufferedReader log = porin.inputReader()) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        if (line.contains(" ready: ")) {
          return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        }
      }
      throw new IOException("Porin ended before it was ready");
    } finally {
      porin.destroy();
      if (!porin.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        porin.destroyForcibly();
      }
    }
  }
}
