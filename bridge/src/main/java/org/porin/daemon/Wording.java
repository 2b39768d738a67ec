package org.porin.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.porin.address.DomainName;
import org.porin.resolve.HostPort;
import org.porin.resolve.IpLiteral;
import org.porin.resolve.Route;
import org.porin.resolve.Transport;
import org.porin.simple.Listen;
import org.porin.wire.MalformedException;

/** How single values are written in a configuration. */
final class Wording {
  private static final int DNS_PORT = 53;
  private static final Pattern SOCKET =
      Pattern.compile(
          "(udp|tcp|tls):(\\[[0-9a-fA-F:.]+(?:%[A-Za-z0-9._-]{1,32})?\\]|[0-9.]+):([0-9]{1,5})");

  private Wording() {}

  /** Any form of IDNA, held in A-labels. */
  static String domain(Object raw) throws MalformedException {
    return DomainName.toALabels(Values.text(raw));
  }

  static String host(Object raw) throws MalformedException {
    String text = Values.text(raw);
    if (text.matches("[^:]*:[^:]*")) {
      throw new IllegalArgumentException("the port stands under a key of its own");
    }
    return HostPort.parse(text.contains(":") ? "[" + text + "]" : text, 1).host();
  }

  static Route route(Object raw) throws MalformedException {
    return Route.parse(Values.text(raw));
  }

  /** A route to a proxy; that it is a loose router ({@code ;lr}) goes without saying. */
  static Route outboundProxy(Object raw) throws MalformedException {
    return Route.parse(Values.text(raw).replaceAll("(?i);lr(?=;|$)", ""));
  }

  static Transport transport(Object raw) {
    return Transport.ofToken(Values.text(raw))
        .orElseThrow(() -> new IllegalArgumentException("udp, tcp or tls"));
  }

  static Listen listen(Object raw) throws MalformedException {
    Matcher socket = SOCKET.matcher(Values.text(raw));
    if (!socket.matches() || Integer.parseInt(socket.group(3)) > 65_535) {
      throw new IllegalArgumentException("a socket");
    }
    InetAddress address = address(socket.group(2).replaceAll("[\\[\\]]", ""));
    Transport transport = Transport.ofToken(socket.group(1)).orElseThrow();
    return new Listen(transport, new InetSocketAddress(address, Integer.parseInt(socket.group(3))));
  }

  /** Where to answer an operator; empty for nowhere. */
  static Optional<InetSocketAddress> operateAddress(Object raw) throws MalformedException {
    String text = Values.text(raw);
    if (text.equals("none")) {
      return Optional.empty();
    }
    return Optional.of(listen("tcp:" + text).address());
  }

  static Path path(Object raw) {
    return Path.of(Values.text(raw)); // an InvalidPathException is an IllegalArgumentException
  }

  /** A socket as it stands in a configuration. */
  static String socket(InetSocketAddress address) {
    return new Listen(Transport.TCP, address).toString().replaceFirst("^tcp:", "");
  }

  static InetSocketAddress nameServer(Object raw) throws MalformedException {
    String text = Values.text(raw);
    boolean bareIpv6 = text.matches("[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*");
    HostPort server = HostPort.parse(bareIpv6 ? "[" + text + "]" : text, DNS_PORT);
    return new InetSocketAddress(address(server.host()), server.port());
  }

  /** Why a file cannot be read. */
  static String unreadable(IOException thrown) {
    if (thrown instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (thrown instanceof AccessDeniedException) {
      return "the user that Porin runs as may not read it";
    }
    if (thrown instanceof CharacterCodingException) {
      return "it is not UTF-8";
    }
    return String.valueOf(thrown.getMessage());
  }

  static InetAddress ipAddress(Object raw) throws MalformedException {
    return address(Values.text(raw));
  }

  private static InetAddress address(String text) throws MalformedException {
    return IpLiteral.parse(text).orElseThrow(() -> new MalformedException("an IP address", 0));
  }
}
