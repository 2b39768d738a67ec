package org.porin.trust;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.porin.address.DomainName;
import org.porin.wire.MalformedException;

/**
 * An HTTP URL at which a certificate is published ({@code info}, RFC 8224 §7.4), taken apart.
 *
 * @param secure whether its scheme is {@code https}
 * @param host in lower case: a name, or an IPv4 address
 * @param port 1 to 65535
 * @param target what a request asks for: path and query
 */
record CertificateUrl(boolean secure, String host, int port, String target) {
  /** Longer ones would only fill requests. */
  static final int MAX_CHARS = 1024;

  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  /**
   * Reads a URL that a stranger wrote.
   *
   * @throws MalformedException when it is no absolute URL of {@code https} or {@code http}, or has
   *     a user, a fragment or anything that is not visible ASCII
   */
  static CertificateUrl parse(String text) throws MalformedException {
    if (text.length() > MAX_CHARS) {
      throw new MalformedException("a URL of at most " + MAX_CHARS + " characters", MAX_CHARS);
    }
    if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new MalformedException("a URL in visible ASCII", 0);
    }
    URI uri;
    try {
      uri = new URI(text).parseServerAuthority();
    } catch (URISyntaxException e) {
      throw new MalformedException("a URL", Math.max(0, e.getIndex()));
    }
    String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    if (!secure && !scheme.equals("http")) {
      throw new MalformedException("https:", 0);
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new MalformedException("a URL with a host, and neither user nor fragment", 0);
    }
    int port = uri.getPort() < 0 ? (secure ? HTTPS : HTTP) : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw new MalformedException("a port of 1 to 65535", 0);
    }
    return new CertificateUrl(secure, host(uri.getHost()), port, target(uri));
  }

  private static String host(String written) throws MalformedException {
    return written.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
        ? written
        : DomainName.toALabels(written);
  }

  private static String target(URI uri) {
    String path = Optional.ofNullable(uri.getRawPath()).filter(each -> !each.isEmpty()).orElse("/");
    return Optional.ofNullable(uri.getRawQuery()).map(query -> path + "?" + query).orElse(path);
  }

  /** As it stands in {@code Host} (RFC 9110 §7.2). */
  String authority() {
    return port == (secure ? HTTPS : HTTP) ? host : host + ":" + port;
  }
}
