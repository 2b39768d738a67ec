package org.porin.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.porin.wire.MalformedException;

/**
 * One value of Via (RFC 3261 §20.42): the way that answers go back.
 *
 * @param transport of the last hop, in upper case: {@code UDP}, {@code TCP}, {@code TLS}, or
 *     another token
 * @param host of sent-by: a name or an address, IPv6 in brackets; as written, since the client gets
 *     it back and may compare it to the letter
 * @param port of sent-by, 1 to 65535
 * @param parameters in order
 */
public record Via(String transport, String host, OptionalInt port, List<SipParameter> parameters) {
  /** What every branch made by RFC 3261 begins with (§8.1.1.7). */
  public static final String MAGIC_COOKIE = "z9hG4bK";

  /** The longest host, in chars: that of a domain name, with room for a final dot. */
  public static final int MAX_HOST_CHARS = 255;

  private static final String PROTOCOL = "SIP/2.0/";

  public Via {
    if (!SipText.isToken(transport)) {
      throw new IllegalArgumentException("a transport is a token");
    }
    if (!SipCursor.isHost(host)) {
      throw new IllegalArgumentException("a host is a name or an address, IPv6 in brackets");
    }
    if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65_535)) {
      throw new IllegalArgumentException("a port is 1 to 65535");
    }
    transport = transport.toUpperCase(Locale.ROOT);
    parameters = List.copyOf(parameters);
  }

  /** What a client puts on top of its request, but for the branch; asks for rport (RFC 3581 §3). */
  public static Via of(String transport, String host, int port) {
    return new Via(
        transport,
        host,
        OptionalInt.of(port),
        List.of(new SipParameter("rport", Optional.empty())));
  }

  /**
   * Reads one value; a line with several is split before.
   *
   * <pre>via-parm = sent-protocol LWS sent-by *( SEMI via-params )   (RFC 3261 §25.1)</pre>
   */
  public static Via parse(String text) throws MalformedException {
    SipCursor cursor = new SipCursor(text, text.startsWith(PROTOCOL) ? PROTOCOL.length() : 0);
    if (cursor.offset() == 0) {
      skipProtocol(cursor);
    }
    cursor.skipBlanks();
    String transport = cursor.token("transport");
    if (!SipText.isBlank(cursor.peek())) {
      throw cursor.expected("blank before sent-by");
    }
    cursor.skipBlanks();
    String host = cursor.host();
    OptionalInt port = cursor.tryPort();
    return new Via(transport, host, port, cursor.parametersToEnd("branch"));
  }

  /** {@code SIP / 2.0 /} written in another way than usual. */
  private static void skipProtocol(SipCursor cursor) throws MalformedException {
    if (!cursor.token("SIP").equalsIgnoreCase("SIP")) {
      throw new MalformedException("SIP", 0);
    }
    cursor.skipSeparator('/');
    int version = cursor.offset();
    if (!cursor.token("2.0").equals("2.0")) {
      throw new MalformedException("2.0", version);
    }
    cursor.skipSeparator('/');
  }

  /** The branch, which names the transaction together with sent-by and method (§17.2.3). */
  public Optional<String> branch() {
    return parameter("branch");
  }

  /** The source address of the request, as its receiver saw it (§18.2.1). */
  public Optional<String> received() {
    return parameter("received");
  }

  /** The source port of the request; empty also where the client only asks for it (RFC 3581 §4). */
  public OptionalInt rport() {
    return parameter("rport").map(Via::port).orElse(OptionalInt.empty());
  }

  /** Whether the client asked for, or got, the source port (RFC 3581 §3). */
  public boolean hasRport() {
    return has("rport");
  }

  /** Where answers are to go instead (§18.2.2); never to be obeyed towards strangers. */
  public Optional<String> maddr() {
    return parameter("maddr");
  }

  /**
   * Where an answer goes over a transport without connections (§18.2.2): received, else the host of
   * sent-by. In a Via that {@link #receivedFrom} has made, this is the source of the request.
   */
  public String answerHost() {
    return received().orElse(host);
  }

  /** The port for it: rport, else that of sent-by, else 5060, or 5061 for TLS (§18.1.1). */
  public int answerPort() {
    OptionalInt source = rport();
    return source.isPresent()
        ? source.getAsInt()
        : port.orElse(transport.equals("TLS") ? 5061 : 5060);
  }

  /** The value of the first parameter of this name; empty if it has none. */
  public Optional<String> parameter(String name) {
    return SipParameter.find(parameters, name);
  }

  /** {@code host[:port]} in lower case, for comparison. */
  public String sentBy() {
    return hostPort().toLowerCase(Locale.ROOT);
  }

  /** The same with this branch alone. */
  public Via withBranch(String branch) {
    return with(SipParameter.of("branch", branch));
  }

  /**
   * What a server does to the top Via of each request (RFC 3261 §18.2.1, RFC 3581 §4): {@code
   * received} where sent-by is not the source address or rport was asked for, and the source port
   * in rport. A value that the client itself gave is replaced.
   *
   * @param address the source address; IPv6 without brackets or zone
   * @param sourcePort 1 to 65535
   */
  public Via receivedFrom(String address, int sourcePort) {
    Via via = this;
    if (hasRport()) {
      via = via.with(SipParameter.of("rport", Integer.toString(sourcePort)));
    }
    boolean same = host.equalsIgnoreCase(address) || host.equalsIgnoreCase("[" + address + "]");
    if (!same || hasRport() || has("received")) {
      via = via.with(SipParameter.of("received", address));
    }
    return via;
  }

  /** The wire form. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(96);
    out.append("SIP/2.0/").append(transport).append(' ').append(hostPort());
    SipParameter.append(out, parameters);
    return out.toString();
  }

  private String hostPort() {
    return port.isPresent() ? host + ":" + port.getAsInt() : host;
  }

  private boolean has(String name) {
    return parameters.stream().anyMatch(parameter -> parameter.name().equals(name));
  }

  private Via with(SipParameter replacement) {
    List<SipParameter> changed = new ArrayList<>(parameters.size() + 1);
    boolean there = false;
    for (SipParameter parameter : parameters) {
      if (!parameter.name().equals(replacement.name())) {
        changed.add(parameter);
      } else if (!there) {
        changed.add(replacement);
        there = true;
      }
    }
    if (!there) {
      changed.add(replacement);
    }
    return new Via(transport, host, port, changed);
  }

  private static OptionalInt port(String text) {
    try {
      SipCursor cursor = new SipCursor(text);
      long port = cursor.number(65_535, "port");
      return cursor.atEnd() && port > 0 ? OptionalInt.of((int) port) : OptionalInt.empty();
    } catch (MalformedException e) {
      return OptionalInt.empty();
    }
  }
}
