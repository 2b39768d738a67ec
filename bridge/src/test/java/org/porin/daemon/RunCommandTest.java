package org.porin.daemon;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a process of its own, where the settings of its JVM matter. */
@Timeout(60)
class RunCommandTest {
  /** Less than the 10 s for which a JVM remembers by itself that a name has no address. */
  private static final int RETURN_MILLIS = 8_000;

  @TempDir private Path directory;
  private String logFormat = "plain";
  private String store = "memory";

  @Test
  void aServerWhoseNameWasGoneWhileItWasDownIsFoundAgainSoon() throws Exception {
    Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 other.example\n");
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Process porin = start(hosts, server.getLocalPort());
      try (BufferedReader log = porin.inputReader()) {
        assertThat(log.lines().filter(line -> line.contains("has no address")).findFirst())
            .isPresent();
        Files.writeString(hosts, "127.0.0.1 xmpp.capulet.example\n");
        server.setSoTimeout(RETURN_MILLIS);
        try (Socket link = server.accept()) {
          assertThat(link.getInputStream().read()).isEqualTo('<');
        }
      } finally {
        porin.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void aSignalEndsItWithStatusZero() throws Exception {
    Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 other.example\n");
    Process porin = start(hosts, 1);
    try (BufferedReader log = porin.inputReader()) {
      assertThat(log.lines().filter(line -> line.contains("SIP on ")).findFirst()).isPresent();
      porin.destroy();
      assertThat(porin.waitFor()).isZero();
    } finally {
      porin.destroyForcibly();
    }
  }

  @Test
  void asJsonEveryLineOfTheLogIsOneObject() throws Exception {
    logFormat = "json";
    Process porin = start(directory.resolve("none"), 1);
    try (BufferedReader log = porin.inputReader()) {
      List<JsonNode> before = new ArrayList<>();
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        before.add(new ObjectMapper().readTree(line));
        if (line.contains("metrics and health on ")) {
          porin.toHandle().destroy(); // which leaves the log open
        }
      }
      assertThat(before).hasSizeGreaterThan(3);
      assertThat(before)
          .allSatisfy(
              line -> {
                assertThat(line.path("message").asText()).isNotEmpty();
                assertThat(line.path("level").asText()).matches("INFO|WARN");
                assertThat(line.path("@timestamp").asText()).isNotEmpty();
              });
      assertThat(before.get(before.size() - 1).path("message").asText()).isEqualTo("stopped");
    } finally {
      porin.destroyForcibly();
    }
  }

  @Test
  void whatAnotherBridgeHasTakenIsLetGoOfAndItBeginsAnew() throws Exception {
    Path database = directory.resolve("porin.db");
    store = "sqlite:" + database;
    Process porin = start(directory.resolve("none"), 1);
    try (BufferedReader log = porin.inputReader()) {
      int first = sipPort(log);
      execute(database, "UPDATE lease SET holder = 'another'");
      assertThat(send(first, "lost")).as("it is not recorded").contains("SIP/2.0 503");
      assertThat(log.lines().filter(line -> line.contains("beginning anew")).findFirst())
          .isPresent();
      assertThat(send(sipPort(log), "kept")).contains("SIP/2.0 202");
    } finally {
      porin.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatBeginsAnewWaitsForAStoreThatItCannotHave() throws Exception {
    Path database = directory.resolve("porin.db");
    store = "sqlite:" + database;
    Process porin = start(directory.resolve("none"), 1);
    try (BufferedReader log = porin.inputReader()) {
      int first = sipPort(log);
      execute(
          database,
          "UPDATE lease SET holder = 'another'",
          "UPDATE flyway_schema_history SET version = '999' WHERE version = '6'");
      assertThat(send(first, "lost")).contains("SIP/2.0 503");
      assertThat(log.lines().filter(line -> line.contains("newer Porin")).findFirst()).isPresent();
      execute(database, "UPDATE flyway_schema_history SET version = '6' WHERE version = '999'");
      assertThat(send(sipPort(log), "kept")).contains("SIP/2.0 202");
    } finally {
      porin.destroyForcibly().waitFor();
    }
  }

  private static void execute(Path database, String... statements) throws SQLException {
    try (Connection another = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = another.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static int sipPort(BufferedReader log) {
    return log.lines()
        .map(Pattern.compile("SIP on tcp:127\\.0\\.0\\.1:([0-9]+)")::matcher)
        .filter(Matcher::find)
        .map(found -> Integer.parseInt(found.group(1)))
        .findFirst()
        .orElseThrow();
  }

  /** A message of Romeo's to Juliet; gives the first line of the final answer. */
  private static String send(int port, String name) throws IOException {
    String head =
        String.join(
            "\r\n",
            "MESSAGE sip:juliet@capulet.example SIP/2.0",
            "Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bK-" + name,
            "Max-Forwards: 70",
            "From: <sip:romeo@montague.example>;tag=" + name,
            "To: <sip:juliet@capulet.example>",
            "Call-ID: " + name,
            "CSeq: 1 MESSAGE",
            "Content-Type: text/plain",
            "Content-Length: 4",
            "",
            "soft");
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
      peer.getOutputStream().write(head.getBytes(US_ASCII));
      BufferedReader answer =
          new BufferedReader(new InputStreamReader(peer.getInputStream(), US_ASCII));
      return answer
          .lines()
          .filter(line -> line.matches("SIP/2.0 [2-6].*"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void whatCannotStartEndsWithStatusOne() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Process porin = start(directory.resolve("none"), 1, taken.getLocalPort());
      assertThat(porin.waitFor()).isEqualTo(1);
    }
  }

  private Process start(Path hosts, int port) throws IOException {
    return start(hosts, port, 0);
  }

  private Process start(Path hosts, int port, int sipPort) throws IOException {
    String text =
        """
        [component]
        domain = "cpim.capulet.example"
        host = "xmpp.capulet.example"
        port = %d
        secret = "s3cret"
        [xmpp]
        served = ["capulet.example"]
        [store]
        url = "%s"
        [sip]
        listen = ["tcp:127.0.0.1:%d"]
        [operate]
        listen = "127.0.0.1:0"
        [log]
        format = "%s"
        """
            .formatted(port, store, sipPort, logFormat);
    Path file = Files.writeString(directory.resolve("porin.toml"), text);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djdk.net.hosts.file=" + hosts,
            "-cp",
            productClasses(),
            Main.class.getName(),
            "run",
            "--config",
            file.toString())
        .redirectErrorStream(true)
        .start();
  }

  /** Without the tests' own, so that it logs as in production. */
  private static String productClasses() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
