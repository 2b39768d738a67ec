package org.porin.sip;

import java.text.Normalizer;
import java.util.Optional;
import org.porin.sip.DigestChallenge.Qop;
import org.porin.wire.Octets;

/**
 * Who we are to a realm, and the answers to its challenges (RFC 3261 §22.4, RFC 7616 §3.4).
 *
 * @param username in Unicode normalization form C (RFC 7616 §4); not empty, without controls
 * @param password in that form; may be empty, as that of {@code anonymous} is (RFC 3261 §22.1)
 */
public record DigestCredentials(String username, String password) {
  /** The largest nonce count: eight hexadecimal digits. */
  public static final long MAX_NONCE_COUNT = 0xFFFF_FFFFL;

  public DigestCredentials {
    SipParameter.requireSafe(username);
    if (username.isEmpty() || SipText.firstForbidden(SipParameter.quote(username)) >= 0) {
      throw new IllegalArgumentException("a user name is text");
    }
    username = Normalizer.normalize(username, Normalizer.Form.NFC);
    password = Normalizer.normalize(password, Normalizer.Form.NFC);
  }

  /**
   * The value of Authorization or Proxy-Authorization for a request, by {@link #answer(
   * DigestChallenge, String, String, Octets, String, long)}.
   */
  public String answer(
      DigestChallenge challenge, SipRequest request, String cnonce, long nonceCount) {
    return answer(
        challenge, request.method(), request.requestUri(), request.body(), cnonce, nonceCount);
  }

  /**
   * The value of Authorization or Proxy-Authorization. The body is protected only where nothing
   * less is offered: what stands between may change it rightly.
   *
   * @param uri the Request-URI, to the letter (§22.4 point 3)
   * @param body of the request; counts for {@code auth-int} alone
   * @param cnonce what nobody can guess, of visible ASCII without quotes and backslashes; not sent
   *     where there is no qop
   * @param nonceCount how often this nonce is used with this request, from 1 to {@link
   *     #MAX_NONCE_COUNT}; the server refuses one that it had before
   */
  public String answer(
      DigestChallenge challenge,
      String method,
      String uri,
      Octets body,
      String cnonce,
      long nonceCount) {
    requireQuotable(cnonce);
    SipParameter.requireSafe(uri);
    if (nonceCount < 1 || nonceCount > MAX_NONCE_COUNT) {
      throw new IllegalArgumentException("a nonce count of eight hexadecimal digits");
    }
    DigestAlgorithm algorithm = challenge.algorithm();
    Optional<Qop> qop = chosen(challenge);
    String count = String.format("%08x", nonceCount);
    StringBuilder out = new StringBuilder(320).append("Digest username=");
    out.append(
        challenge.userhash()
            ? '"' + algorithm.hash(username + ":" + challenge.realm()) + '"'
            : SipParameter.quote(username));
    out.append(", realm=").append(SipParameter.quote(challenge.realm()));
    out.append(", nonce=").append(SipParameter.quote(challenge.nonce()));
    out.append(", uri=").append(SipParameter.quote(uri)); // §22.4 point 2: MUST be quoted
    out.append(", response=\"")
        .append(response(challenge, qop, method, uri, body, cnonce, count))
        .append("\", algorithm=")
        .append(algorithm);
    challenge
        .opaque()
        .ifPresent(opaque -> out.append(", opaque=").append(SipParameter.quote(opaque)));
    if (qop.isPresent()) { // §22.4 point 8: neither without the other
      out.append(", qop=").append(qop.get());
      out.append(", nc=").append(count);
      out.append(", cnonce=").append(SipParameter.quote(cnonce));
    }
    if (challenge.userhash()) {
      out.append(", userhash=true");
    }
    return out.toString();
  }

  /** The user alone: a password does not belong in logs by accident. */
  @Override
  public String toString() {
    return username;
  }

  private static void requireQuotable(String cnonce) {
    for (int i = 0; i < cnonce.length(); i++) {
      char c = cnonce.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '"' || c == '\\') {
        throw new IllegalArgumentException("a cnonce of visible ASCII, without quotes");
      }
    }
    if (cnonce.isEmpty()) {
      throw new IllegalArgumentException("a cnonce");
    }
  }

  private static Optional<Qop> chosen(DigestChallenge challenge) {
    return challenge.qop().contains(Qop.AUTH)
        ? Optional.of(Qop.AUTH)
        : challenge.qop().stream().findFirst();
  }

  /** request-digest (RFC 7616 §3.4.1 to §3.4.3; without qop RFC 2617 §3.2.2.1). */
  private String response(
      DigestChallenge challenge,
      Optional<Qop> qop,
      String method,
      String uri,
      Octets body,
      String cnonce,
      String count) {
    DigestAlgorithm algorithm = challenge.algorithm();
    String key = algorithm.hash(username + ":" + challenge.realm() + ":" + password);
    if (algorithm.isSession()) {
      key = algorithm.hash(key + ":" + challenge.nonce() + ":" + cnonce);
    }
    boolean withBody = qop.filter(Qop.AUTH_INT::equals).isPresent();
    String a2 = method + ":" + uri + (withBody ? ":" + algorithm.hash(body) : "");
    String used =
        qop.map(chosen -> count + ":" + cnonce + ":" + chosen + ":").orElse("")
            + algorithm.hash(a2);
    return algorithm.hash(key + ":" + challenge.nonce() + ":" + used);
  }
}
