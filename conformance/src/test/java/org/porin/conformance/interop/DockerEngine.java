package org.porin.conformance.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the Docker Engine whether it answers and which API it speaks, before Testcontainers does:
 * its client insists on API 1.44 unless told, which engines of Debian 12 refuse.
 */
final class DockerEngine {
  private static final URI ADDRESS =
      URI.create(
          Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse("unix:///var/run/docker.sock"));
  private static final Pattern API_VERSION =
      Pattern.compile("(?im)^api-version: 1\\.([0-9]+)\\r?$");
  private static final int CLIENT_API_MINOR = 44;

  private DockerEngine() {}

  /** Why no container can be run; empty if one can. */
  static Optional<String> unreachable() {
    try {
      String head = ping();
      Matcher version = API_VERSION.matcher(head);
      if (!head.startsWith("HTTP/1.1 200") || !version.find()) {
        return Optional.of("Docker is not reachable: " + ADDRESS + " is no Docker Engine");
      }
      int minor = Math.min(CLIENT_API_MINOR, Integer.parseInt(version.group(1)));
      System.setProperty("api.version", "1." + minor); // read by docker-java
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("Docker is not reachable: " + ADDRESS + ": " + e.getMessage());
    }
  }

  private static String ping() throws IOException {
    try (SocketChannel channel = open()) {
      channel.write(
          StandardCharsets.US_ASCII.encode(
              "GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n"));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      ByteBuffer octets = ByteBuffer.allocate(4_096);
      while (channel.read(octets) >= 0) {
        answer.write(octets.array(), 0, octets.position());
        octets.clear();
      }
      return answer.toString(StandardCharsets.US_ASCII);
    }
  }

  private static SocketChannel open() throws IOException {
    SocketAddress address;
    SocketChannel channel;
    if ("unix".equals(ADDRESS.getScheme())) {
      address = UnixDomainSocketAddress.of(ADDRESS.getPath());
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    } else {
      address = new InetSocketAddress(ADDRESS.getHost(), ADDRESS.getPort());
      channel = SocketChannel.open();
    }
    try {
      channel.connect(address);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }
}
