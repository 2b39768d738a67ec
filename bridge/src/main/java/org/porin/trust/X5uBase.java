package org.porin.trust;

import org.porin.wire.MalformedException;

/**
 * Where a bridge publishes its certificates: the URL under which each has its own.
 *
 * @param url of {@code https}, with a slash at its end
 */
public record X5uBase(String url) {
  /**
   * Reads what an operator wrote.
   *
   * @throws MalformedException when it is no URL of {@code https}, or has a query
   */
  public static X5uBase parse(String text) throws MalformedException {
    CertificateUrl parsed = CertificateUrl.parse(text);
    if (!parsed.secure()) {
      throw new MalformedException("https:, since peers fetch by nothing else", 0);
    }
    if (parsed.target().indexOf('?') >= 0) {
      throw new MalformedException("a URL without a query", text.indexOf('?'));
    }
    String path = parsed.target().endsWith("/") ? parsed.target() : parsed.target() + "/";
    return new X5uBase("https://" + parsed.authority() + path);
  }

  /** The host that peers connect to. */
  public String host() {
    return parsed().host();
  }

  /** The path of the URL. */
  String path() {
    return parsed().target();
  }

  private CertificateUrl parsed() {
    try {
      return CertificateUrl.parse(url);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(url, e);
    }
  }

  @Override
  public String toString() {
    return url;
  }
}
