package org.porin.address;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.porin.address.SipUri.Parameter;
import org.porin.wire.MalformedException;

/**
 * Reads one SIP or SIPS URI from left to right.
 *
 * <pre>
 * SIP-URI  = "sip:" [ userinfo ] hostport uri-parameters [ headers ]   (RFC 3261 §25.1)
 * userinfo = user [ ":" password ] "@"
 * hostport = host [ ":" port ]
 * uri-parameters = *( ";" pname [ "=" pvalue ] )
 * headers  = "?" hname "=" hvalue *( "&amp;" hname "=" hvalue )
 * </pre>
 */
final class SipUriParser {
  private static final int MAX_PARAMETERS = 64;

  private final String text;
  private int position;

  SipUriParser(String text) {
    this.text = text;
  }

  SipUri parse() throws MalformedException {
    if (text.length() > SipUri.MAX_CHARS) {
      throw new MalformedException("a shorter URI", SipUri.MAX_CHARS);
    }
    boolean usual = text.startsWith("sip:");
    boolean secure = !usual && text.regionMatches(true, 0, "sips:", 0, 5);
    if (!usual && !secure && !text.regionMatches(true, 0, "sip:", 0, 4)) {
      throw new MalformedException("sip: or sips:", 0);
    }
    position = secure ? 5 : 4;
    UriText.checkCharacters(text, position);
    Optional<String> user = user();
    String host = host();
    OptionalInt port = port();
    List<Parameter> parameters = parameters();
    List<Parameter> headers = headers();
    if (position < text.length()) {
      throw new MalformedException("; or ? or the end", position);
    }
    return new SipUri(secure, user, host, port, parameters, headers);
  }

  private List<Parameter> parameters() throws MalformedException {
    if (position == text.length() || text.charAt(position) != ';') {
      return List.of();
    }
    List<Parameter> parameters = new ArrayList<>(2);
    while (position < text.length() && text.charAt(position) == ';') {
      parameters.add(parameter(parameters.size()));
    }
    try {
      checkParameters(parameters);
    } catch (MalformedException e) {
      throw new MalformedException(e.expected(), position);
    }
    return parameters;
  }

  private List<Parameter> headers() throws MalformedException {
    if (position == text.length() || text.charAt(position) != '?') {
      return List.of();
    }
    List<Parameter> headers = new ArrayList<>(2);
    do {
      headers.add(header(headers.size()));
    } while (position < text.length());
    return headers;
  }

  private Optional<String> user() throws MalformedException {
    int at = text.indexOf('@', position); // in no other part may it stand unescaped
    if (at < 0) {
      return Optional.empty();
    }
    for (int i = position; i < at; i++) {
      char c = text.charAt(i);
      if (c == ':') {
        throw new MalformedException("no password", i);
      }
      if (!isUserCharacter(c) && c != '%') {
        throw new MalformedException("a character of a user", i);
      }
    }
    String user = decode(position, at);
    try {
      checkUser(user);
    } catch (MalformedException e) {
      throw e.within(position);
    }
    position = at + 1;
    return Optional.of(user);
  }

  // RFC 7247 table 1 lets peers write these of an im: local part unescaped, and they do no harm.
  private static boolean isUserCharacter(char c) {
    return PercentEncoding.SIP_USER.leaves(c) || "#^`{|}".indexOf(c) >= 0;
  }

  private String host() throws MalformedException {
    int end = position;
    if (end < text.length() && text.charAt(end) == '[') {
      end = text.indexOf(']', end) + 1;
      if (end == 0) {
        throw new MalformedException("]", text.length());
      }
    } else {
      while (end < text.length() && !endsHost(text.charAt(end))) {
        end++;
      }
    }
    try {
      String host = canonicalHost(text.substring(position, end));
      position = end;
      return host;
    } catch (MalformedException e) {
      throw e.within(position);
    }
  }

  private static boolean endsHost(char c) {
    return c == ':' || c == ';' || c == '?';
  }

  private OptionalInt port() throws MalformedException {
    if (position == text.length() || text.charAt(position) != ':') {
      return OptionalInt.empty();
    }
    int start = ++position;
    int port = 0;
    while (position < text.length()
        && text.charAt(position) >= '0'
        && text.charAt(position) <= '9'
        && port <= 65_535) {
      port = 10 * port + text.charAt(position++) - '0';
    }
    if (port < 1 || port > 65_535) {
      throw new MalformedException("a port from 1 to 65535", start);
    }
    return OptionalInt.of(port);
  }

  private Parameter parameter(int before) throws MalformedException {
    if (before == MAX_PARAMETERS) {
      throw new MalformedException("fewer parameters", position);
    }
    position++;
    String name = take(PercentEncoding.SIP_PARAMETER, "a parameter name");
    if (position == text.length() || text.charAt(position) != '=') {
      return new Parameter(name, "");
    }
    position++;
    return new Parameter(name, take(PercentEncoding.SIP_PARAMETER, "a parameter value"));
  }

  private Parameter header(int before) throws MalformedException {
    if (text.charAt(position) != (before == 0 ? '?' : '&') || before == MAX_PARAMETERS) {
      throw new MalformedException("& or the end", position);
    }
    position++;
    String name = take(PercentEncoding.SIP_HEADER, "a header name");
    if (position == text.length() || text.charAt(position) != '=') {
      throw new MalformedException("=", position);
    }
    position++;
    boolean empty = position == text.length() || text.charAt(position) == '&';
    return new Parameter(name, empty ? "" : take(PercentEncoding.SIP_HEADER, "a header value"));
  }

  private String take(PercentEncoding part, String expected) throws MalformedException {
    int start = position;
    while (position < text.length()
        && (text.charAt(position) == '%' || part.leaves(text.charAt(position)))) {
      position++;
    }
    if (position == start) {
      throw new MalformedException(expected, start);
    }
    String decoded = decode(start, position);
    try {
      UriText.checkDecoded(decoded);
    } catch (MalformedException e) {
      throw e.within(start);
    }
    return decoded;
  }

  private String decode(int from, int to) throws MalformedException {
    try {
      return PercentEncoding.decode(text.substring(from, to));
    } catch (MalformedException e) {
      throw e.within(from);
    }
  }

  static void checkUser(String user) throws MalformedException {
    if (user.isEmpty()) {
      throw new MalformedException("a user", 0); // RFC 3261 §19.1.1: MUST NOT be empty
    }
    UriText.checkDecoded(user);
  }

  static String canonicalHost(String host) throws MalformedException {
    if (host.startsWith("[")) {
      return IpLiteral.ipv6Reference(host)
          .orElseThrow(() -> new MalformedException("an IPv6 address", 0));
    }
    if (!host.isEmpty() && isDigit(host.charAt(host.length() - 1))) {
      Optional<String> ipv4 = IpLiteral.ipv4(host);
      if (ipv4.isPresent()) {
        return ipv4.get();
      }
    }
    return DomainName.toALabels(host);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static void checkParameters(List<Parameter> parameters) throws MalformedException {
    checkDecoded(parameters);
    if (parameters.size() < 2) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (Parameter parameter : parameters) {
      if (!names.add(parameter.name().toLowerCase(Locale.ROOT))) {
        throw new MalformedException("no parameter twice", 0); // RFC 3261 §19.1.1: MUST NOT
      }
    }
  }

  static void checkDecoded(List<Parameter> parameters) throws MalformedException {
    for (Parameter parameter : parameters) {
      if (parameter.name().isEmpty()) {
        throw new MalformedException("a name", 0);
      }
      UriText.checkDecoded(parameter.name());
      UriText.checkDecoded(parameter.value());
    }
  }
}
