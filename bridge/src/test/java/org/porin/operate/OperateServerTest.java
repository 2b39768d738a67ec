package org.porin.operate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class OperateServerTest {
  private final CompletableFuture<Reply> late = new CompletableFuture<>();
  private OperateServer server;

  @BeforeEach
  void open() throws IOException {
    Page echo =
        new Page(
            "POST", request -> CompletableFuture.completedFuture(Reply.text(200, request.body())));
    Page broken =
        Page.of(
            () -> {
              throw new IllegalStateException("broken page");
            });
    server =
        OperateServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Map.of(
                "/hello",
                Page.of(() -> Reply.text(200, "Wherefore art thou")),
                "/echo",
                echo,
                "/broken",
                broken,
                "/late",
                new Page("GET", request -> late)));
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Whoever tries again while a port is taken would run out of them. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aPortThatIsTakenCostsNoDescriptor() {
    int before = descriptors();
    for (int tries = 0; tries < 200; tries++) {
      assertThatThrownBy(() -> OperateServer.open(server.address(), Map.of()))
          .isInstanceOf(BindException.class);
    }
    assertThat(descriptors() - before).isLessThan(100);
  }

  private static int descriptors() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }

  @Test
  void aPageIsReadByGetAndItsHeadByHead() throws IOException {
    assertThat(ask("GET /hello HTTP/1.1\r\nHost: porin\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("Wherefore art thou\n");
    assertThat(ask("HEAD /hello HTTP/1.1\r\nHost: porin\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("content-length: 19\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void nothingElseThanReadingIsDoneToAPageThatIsRead() throws IOException {
    for (String method : List.of("POST", "PUT", "DELETE", "TRACE", "BREW")) {
      assertThat(ask(method + " /hello HTTP/1.1\r\nHost: porin\r\nContent-Length: 0\r\n\r\n"))
          .startsWith("HTTP/1.1 405 ")
          .contains("Allow: GET, HEAD\r\n");
    }
    assertThat(ask("GET /echo HTTP/1.1\r\nHost: porin\r\n\r\n")).startsWith("HTTP/1.1 405 ");
  }

  @Test
  void whatIsNotThereIs404AndNamesWhatIs() throws IOException {
    assertThat(ask("GET /../etc/passwd HTTP/1.1\r\nHost: porin\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ")
        .contains("/broken /echo /hello /late");
  }

  @Test
  void aBodyIsTakenUpToItsLimit() throws IOException {
    String most = "x".repeat(OperateServer.MAX_BODY_OCTETS);
    assertThat(post(most)).startsWith("HTTP/1.1 200 ").endsWith(most + "\n");
    assertThat(post(most + "x")).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void aPageThatFailsIs500AndItsFaultIsNotTold() throws IOException {
    assertThat(ask("GET /broken HTTP/1.1\r\nHost: porin\r\n\r\n"))
        .startsWith("HTTP/1.1 500 ")
        .doesNotContain("broken page");
  }

  @Test
  void aReplyThatComesLaterComes() throws IOException {
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return ask("GET /late HTTP/1.1\r\nHost: porin\r\n\r\n");
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    late.complete(Reply.text(503, "late"));
    assertThat(answer.join()).startsWith("HTTP/1.1 503 ").endsWith("late\n");
  }

  @Test
  void octetsThatAreNoHttpEndTheirConnectionAndNothingElse() throws IOException {
    for (String garbage :
        List.of("\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "GET : x y\r\n\r\n")) {
      ask(garbage);
    }
    assertThat(ask("GET /hello HTTP/1.1\r\n" + "X: y\r\n".repeat(1_000) + "\r\n"))
        .doesNotContain("Wherefore");
    assertThat(ask("GET /hello HTTP/1.1\r\nX: " + "y".repeat(1 << 20) + "\r\n\r\n"))
        .doesNotContain("Wherefore");
    assertThat(ask("GET /hello HTTP/1.0\r\n\r\n")).endsWith("Wherefore art thou\n");
  }

  @Test
  void clientsThatSendNothingOrSlowlyAreCutOffAndOthersAreServedThen() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * OperateServer.MAX_CONNECTIONS; i++) {
        Socket socket = connected();
        socket.getOutputStream().write((i % 2 == 0 ? "GET /hello HT" : "").getBytes(US_ASCII));
        idle.add(socket);
      }
      for (Socket socket : idle) { // each ends: refused at once, or cut off when its time is over
        readToTheEnd(socket);
      }
      assertThat(ask("GET /hello HTTP/1.1\r\nHost: porin\r\n\r\n")).contains("Wherefore");
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private String post(String body) throws IOException {
    return ask(
        "POST /echo HTTP/1.1\r\nHost: porin\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  /** Everything that comes back until the end of the connection. */
  private String ask(String request) throws IOException {
    try (Socket socket = connected()) {
      int head = request.indexOf("\r\nHost: porin");
      String closing =
          head < 0
              ? request
              : request.substring(0, head) + "\r\nConnection: close" + request.substring(head);
      try {
        socket.getOutputStream().write(closing.getBytes(UTF_8));
        socket.shutdownOutput();
      } catch (IOException e) {
        // It was closed while we wrote: then what came back says why, if anything did.
      }
      return readToTheEnd(socket);
    }
  }

  private static String readToTheEnd(Socket socket) throws IOException {
    var text = new StringBuilder();
    byte[] octets = new byte[8192];
    try {
      for (int n = socket.getInputStream().read(octets);
          n > 0;
          n = socket.getInputStream().read(octets)) {
        text.append(new String(octets, 0, n, UTF_8));
      }
    } catch (SocketException e) {
      // A reset is an end as well.
    }
    return text.toString();
  }

  private Socket connected() throws IOException {
    Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout(50_000);
    return socket;
  }
}
