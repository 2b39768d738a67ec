package org.porin.conformance.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Porin as its users run it: {@code porin run} as a process, with a configuration file. */
final class Porin implements AutoCloseable {
  private static final long STOP_SECONDS = 20;

  /** More of an hour's log than that makes no message that anybody could read. */
  private static final int MOST_LINES = 20_000;

  private final Process process;
  private final Settings settings;
  private final Queue<String> output = new ConcurrentLinkedQueue<>();
  private final Thread reader = new Thread(this::read, "porin-output");

  private Porin(Process process, Settings settings) {
    this.process = process;
    this.settings = settings;
  }

  /**
   * What a suite varies.
   *
   * @param componentPort of the XMPP server
   * @param componentPorts where it has one of its own, by domain
   * @param transparent the foreign domains that the XMPP server hands over
   * @param served the domains of the XMPP server
   * @param sipPort for UDP and TCP
   * @param nameServer its address and port
   * @param routes next hops in place of DNS, as SIP URIs by domain
   */
  record Settings(
      int componentPort,
      Map<String, Integer> componentPorts,
      List<String> transparent,
      List<String> served,
      int sipPort,
      String nameServer,
      Map<String, String> routes) {
    String toToml() {
      return """
          [component]
          host = "127.0.0.1"
          port = %d
          secret = "%s"
          transparent = [%s]

          [component.ports]
          %s

          [xmpp]
          served = [%s]

          [sip]
          listen = ["udp:0.0.0.0:%d", "tcp:0.0.0.0:%d"]
          unknown-path-octets = 65536

          [dns]
          servers = ["%s"]

          [routes]
          %s

          [operate]
          listen = "none"

          """
          .formatted(
              componentPort,
              Containers.SECRET,
              quoted(transparent),
              table(componentPorts, "\"%s\" = %s"),
              quoted(served),
              sipPort,
              sipPort,
              nameServer,
              table(routes, "\"%s\" = [\"%s\"]"));
    }

    private static String table(Map<String, ?> values, String form) {
      return values.entrySet().stream()
          .map(value -> form.formatted(value.getKey(), value.getValue()))
          .collect(Collectors.joining("\n"));
    }

    private static String quoted(List<String> values) {
      return values.stream().map(value -> '"' + value + '"').collect(Collectors.joining(", "));
    }
  }

  static Porin run(Settings settings) throws IOException {
    return run(settings, "");
  }

  /**
   * Starts it.
   *
   * @param tables of the configuration that the settings do not have, as TOML
   */
  static Porin run(Settings settings, String tables) throws IOException {
    return run(settings, tables, List.of());
  }

  /**
   * The same with options of the JVM.
   *
   * @param tables of the configuration that the settings do not have, as TOML
   */
  static Porin run(Settings settings, String tables, List<String> jvmOptions) throws IOException {
    return run(settings, tables, jvmOptions, Map.of());
  }

  /**
   * The same with keys that override those of the file.
   *
   * @param environment {@code PORIN_…} by name
   */
  static Porin run(
      Settings settings, String tables, List<String> jvmOptions, Map<String, String> environment)
      throws IOException {
    Path configuration = Files.createTempFile("porin", ".toml");
    String store = tables.contains("[store]") ? "" : "[store]\nurl = \"memory\"\n\n";
    String outbox = tables.contains("[outbox]") ? "" : "[outbox]\ndurable = false\n\n";
    Files.writeString(configuration, settings.toToml() + store + outbox + tables);
    ProcessBuilder builder =
        new ProcessBuilder(command("run", "--config", configuration.toString()));
    builder.command().addAll(1, jvmOptions);
    builder.redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PORIN_")); // they override
    builder.environment().putAll(environment);
    Porin porin = new Porin(builder.start(), settings);
    porin.reader.setDaemon(true);
    porin.reader.start();
    return porin;
  }

  /** The command line of the jar that this build made. */
  static List<String> command(String... arguments) {
    Path jar = Path.of(System.getProperty("porin.jar", "../bridge/target/porin.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing: mvn package makes it");
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-jar", jar.toString()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  /** Where it takes SIP. */
  InetSocketAddress sip() {
    return Loopback.at(settings.sipPort());
  }

  /** Waits for something that needs this process; if it does not come, the output says why. */
  void awaitWorking(String what, Duration atMost, Await.Question question) throws Exception {
    try {
      Await.until(what, atMost, () -> !process.isAlive() || question.isSo());
    } catch (TimeoutException e) {
      throw new AssertionError(e.getMessage() + "; porin said:\n" + output(), e);
    }
    if (!process.isAlive()) {
      throw new AssertionError("porin ended with " + process.exitValue() + ":\n" + output());
    }
  }

  long pid() {
    return process.pid();
  }

  /** The last of what it has printed, for the message of a test that fails. */
  String output() {
    return output.stream()
        .skip(Math.max(0, output.size() - MOST_LINES))
        .collect(Collectors.joining("\n"));
  }

  /** The same, line by line. */
  Stream<String> lines() {
    return output.stream();
  }

  /** Ends it without a chance to do anything (SIGKILL). */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops it; its output is complete then. Once stopped it stays so. */
  @Override
  public void close() throws InterruptedException {
    process.toHandle().destroy(); // SIGTERM; Process.destroy would cut off its last words as well
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("porin did not stop in " + STOP_SECONDS + " s:\n" + output());
    }
    reader.join();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = lines.readLine()) != null; ) {
        output.add(line);
      }
    } catch (IOException e) {
      output.add("(output ended: " + e + ")");
    }
  }
}
