package org.porin.address;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.porin.wire.MalformedException;

/**
 * A SIP or SIPS URI (RFC 3261 §19.1). Parts are held decoded, so two spellings that differ only in
 * needless escapes are equal; {@link #sameAs} is the comparison of the standard, which is looser
 * and not transitive. A URI that a peer wants back exactly is to be kept as text.
 *
 * <p>A password is refused and not dropped: without it the URI would name someone else (§19.1.4).
 *
 * @param secure whether the scheme is {@code sips}
 * @param user decoded, never empty when present
 * @param host a domain name in lower case without trailing dot, an IPv4 address, or an IPv6
 *     reference in brackets
 * @param port 1 to 65535
 * @param parameters in order; no name twice
 * @param headers in order
 */
public record SipUri(
    boolean secure,
    Optional<String> user,
    String host,
    OptionalInt port,
    List<Parameter> parameters,
    List<Parameter> headers) {
  /** The longest wire form that is read, in chars. */
  public static final int MAX_CHARS = 4_096;

  /**
   * A URI parameter, or a header of a URI.
   *
   * @param name decoded, never empty; compares without case
   * @param value decoded; empty when there is none, as in {@code ;lr}
   */
  public record Parameter(String name, String value) {}

  /**
   * Holds the host in lower case.
   *
   * @throws IllegalArgumentException when a part is not as described above
   */
  public SipUri {
    try {
      if (user.isPresent()) {
        SipUriParser.checkUser(user.get());
      }
      host = SipUriParser.canonicalHost(host);
      parameters = List.copyOf(parameters);
      headers = List.copyOf(headers);
      SipUriParser.checkParameters(parameters);
      SipUriParser.checkDecoded(headers);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage());
    }
    if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65_535)) {
      throw new IllegalArgumentException("a port is 1 to 65535");
    }
  }

  /**
   * Reads the wire form. Offsets in the exception count chars.
   *
   * @throws MalformedException when the text is no SIP or SIPS URI, or has a password
   */
  public static SipUri parse(String text) throws MalformedException {
    return new SipUriParser(text).parse();
  }

  /** The {@code sip:} URI with the user and host of an instant inbox (RFC 7247 §6.5). */
  public static SipUri of(ImUri uri) {
    return new SipUri(
        false,
        Optional.of(uri.localPart()),
        uri.domain(),
        OptionalInt.empty(),
        List.of(),
        List.of());
  }

  /**
   * The instant inbox with the user and host of this URI (RFC 7247 §6.4); port, parameters and
   * headers say how to get there and are left out.
   *
   * @throws MalformedException when there is no user, or the host is no fully qualified domain name
   */
  public ImUri toIm() throws MalformedException {
    if (user.isEmpty()) {
      throw new MalformedException("a user", 0);
    }
    String domain = DomainName.toALabels(host);
    if (!DomainName.isFullyQualified(domain)) {
      throw new MalformedException("a fully qualified domain name", 0);
    }
    try {
      return new ImUri(user.get(), domain);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("a local part of at most 1023 octets", 0);
    }
  }

  /** The value of a URI parameter, decoded; empty text when it has none, as {@code ;lr}. */
  public Optional<String> parameter(String name) {
    return find(parameters, name);
  }

  /**
   * Whether both URIs are equivalent (RFC 3261 §19.1.4). Reserved characters are equivalent to
   * their escapes here, which the RFC leaves open to doubt: no user differs from another by that.
   */
  public boolean sameAs(SipUri that) {
    return secure == that.secure
        && user.equals(that.user)
        && host.equals(that.host)
        && port.equals(that.port)
        && parametersMatch(parameters, that.parameters)
        && parametersMatch(that.parameters, parameters)
        && headers.size() == that.headers.size()
        && headersCovered(headers, that.headers)
        && headersCovered(that.headers, headers);
  }

  private static boolean parametersMatch(List<Parameter> these, List<Parameter> those) {
    return these.stream()
        .allMatch(
            parameter ->
                find(those, parameter.name())
                    .map(parameter.value()::equalsIgnoreCase)
                    .orElseGet(() -> !countsWhenAlone(parameter.name())));
  }

  /** The parameters that, there in one URI only, tell the two apart. */
  private static boolean countsWhenAlone(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "user", "ttl", "method", "maddr", "transport" -> true;
      default -> false;
    };
  }

  private static boolean headersCovered(List<Parameter> these, List<Parameter> those) {
    return these.stream()
        .allMatch(
            header ->
                those.stream()
                    .anyMatch(
                        other ->
                            other.name().equalsIgnoreCase(header.name())
                                && other.value().equalsIgnoreCase(header.value())));
  }

  private static Optional<String> find(List<Parameter> parameters, String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equalsIgnoreCase(name))
        .map(Parameter::value)
        .findFirst();
  }

  /** The wire form. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(secure ? "sips:" : "sip:");
    user.ifPresent(name -> text.append(PercentEncoding.SIP_USER.encode(name)).append('@'));
    text.append(host);
    port.ifPresent(number -> text.append(':').append(number));
    for (Parameter parameter : parameters) {
      text.append(';').append(PercentEncoding.SIP_PARAMETER.encode(parameter.name()));
      if (!parameter.value().isEmpty()) {
        text.append('=').append(PercentEncoding.SIP_PARAMETER.encode(parameter.value()));
      }
    }
    char separator = '?';
    for (Parameter header : headers) {
      text.append(separator)
          .append(PercentEncoding.SIP_HEADER.encode(header.name()))
          .append('=')
          .append(PercentEncoding.SIP_HEADER.encode(header.value()));
      separator = '&';
    }
    return text.toString();
  }
}
