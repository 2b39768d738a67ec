package org.porin.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * A challenge that a digest answers: a value of WWW-Authenticate or Proxy-Authenticate (RFC 3261
 * §20.27, §20.44, §22.4; RFC 7616 §3.3). {@code domain} means nothing here, since the realm alone
 * defines the protection space (RFC 3261 §22.1); {@code charset} neither, since SIP is UTF-8.
 *
 * @param realm unquoted; compares with case
 * @param nonce unquoted; the server's alone to read
 * @param opaque unquoted; goes back unchanged
 * @param stale whether only the nonce was at fault
 * @param algorithm MD5 where the server names none
 * @param qop what the server offers of what is known here; empty where it offers nothing, as RFC
 *     2069 had it
 * @param userhash whether the user is to be named by a hash (RFC 7616 §3.4.4)
 */
public record DigestChallenge(
    String realm,
    String nonce,
    Optional<String> opaque,
    boolean stale,
    DigestAlgorithm algorithm,
    List<Qop> qop,
    boolean userhash) {
  private static final String SCHEME = "Digest";

  /** Quality of protection. */
  public enum Qop {
    /** Method and Request-URI are protected. */
    AUTH("auth"),
    /** The body as well. */
    AUTH_INT("auth-int");

    private final String wire;

    Qop(String wire) {
      this.wire = wire;
    }

    /** The name on the wire. */
    @Override
    public String toString() {
      return wire;
    }
  }

  public DigestChallenge {
    SipParameter.requireSafe(realm);
    SipParameter.requireSafe(nonce);
    opaque.ifPresent(SipParameter::requireSafe);
    qop = List.copyOf(qop);
    if (qop.isEmpty() && algorithm.isSession()) {
      throw new IllegalArgumentException("a session has a cnonce, and that needs qop");
    }
  }

  /**
   * Reads a value. Unknown parameters are ignored.
   *
   * @return empty for a well-formed challenge that nothing here can answer, which is to be ignored
   *     in favour of another (RFC 8760 §2.4): of another scheme, with an unknown algorithm, with
   *     unknown qop alone, or a session without qop (RFC 3261 §22.4 point 8)
   */
  public static Optional<DigestChallenge> parse(String text) throws MalformedException {
    SipCursor cursor = new SipCursor(text);
    String scheme = cursor.token("auth-scheme");
    if (!scheme.equalsIgnoreCase(SCHEME)) {
      return Optional.empty();
    }
    int from = cursor.offset();
    if (!SipText.isBlank(cursor.peek())) {
      throw cursor.expected("blank before auth-param");
    }
    AuthParameters parameters = AuthParameters.parse(text, from);
    String realm = parameters.require("realm", text.length());
    String nonce = parameters.require("nonce", text.length());
    Optional<DigestAlgorithm> algorithm =
        DigestAlgorithm.of(parameters.find("algorithm").orElse("MD5"));
    Optional<String> offered = parameters.find("qop");
    List<Qop> qop = offered.map(DigestChallenge::known).orElse(List.of());
    if (algorithm.isEmpty()
        || (qop.isEmpty() && (offered.isPresent() || algorithm.get().isSession()))) {
      return Optional.empty();
    }
    return Optional.of(
        new DigestChallenge(
            realm,
            nonce,
            parameters.find("opaque"),
            isTrue(parameters, "stale"),
            algorithm.get(),
            qop,
            isTrue(parameters, "userhash")));
  }

  /** The wire form. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(160);
    out.append(SCHEME).append(" realm=").append(SipParameter.quote(realm));
    out.append(", nonce=").append(SipParameter.quote(nonce));
    opaque.ifPresent(text -> out.append(", opaque=").append(SipParameter.quote(text)));
    if (stale) {
      out.append(", stale=true");
    }
    out.append(", algorithm=").append(algorithm);
    if (!qop.isEmpty()) {
      List<String> names = qop.stream().map(Qop::toString).toList();
      out.append(", qop=\"").append(String.join(",", names)).append('"');
    }
    if (userhash) {
      out.append(", userhash=true");
    }
    return out.toString();
  }

  private static List<Qop> known(String options) {
    List<Qop> known = new ArrayList<>(2);
    for (String option : options.toLowerCase(Locale.ROOT).split(",")) {
      for (Qop qop : Qop.values()) {
        if (qop.wire.equals(option.strip()) && !known.contains(qop)) {
          known.add(qop);
        }
      }
    }
    return known;
  }

  private static boolean isTrue(AuthParameters parameters, String name) {
    return parameters.find(name).filter("true"::equalsIgnoreCase).isPresent();
  }
}
