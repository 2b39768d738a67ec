package org.porin.passport;

import java.time.Instant;
import java.util.Optional;
import org.porin.passport.JsonValue.JsonObject;
import org.porin.wire.MalformedException;

/** Header and claims, read as JSON, to a {@link Passport}. */
final class PassportReader {
  static final String TYPE = "passport";
  static final String ALGORITHM = "ES256";

  private final Claims header;
  private final Claims claims;

  PassportReader(JsonObject header, JsonObject claims) {
    this.header = new Claims(header);
    this.claims = new Claims(claims);
  }

  Passport read() throws MalformedException {
    TokenKind kind = kind();
    requireAsciiNames();
    requireNoAudience();
    Optional<String> attest = claims.findText("attest");
    try {
      return new Passport(
          header.text("x5u"),
          orig(),
          claims.identifiers("dest"),
          Instant.ofEpochSecond(claims.integer("iat", 0, Passport.MOST_SECONDS)),
          attest.isEmpty() ? Optional.empty() : Optional.of(attestation(attest.get())),
          claims.findText("jti"),
          scope(kind));
    } catch (IllegalArgumentException e) { // each message says what is wanted, never what came
      throw new MalformedException(String.valueOf(e.getMessage()), 0);
    }
  }

  /** What the header says, which has to be of a signature that can be checked here. */
  private TokenKind kind() throws MalformedException {
    if (!header.text("typ").equals(TYPE)) {
      throw new MalformedException("typ passport", 0); // RFC 8225 §4.1
    }
    if (!header.text("alg").equals(ALGORITHM)) {
      throw new MalformedException("alg ES256", 0); // "none" and HS256 above all are refused
    }
    if (header.object().find("crit").isPresent()) {
      throw new MalformedException("no crit", 0); // RFC 7515 §4.1.11: nothing of it is known
    }
    Optional<String> ppt = header.findText("ppt");
    return TokenKind.of(ppt)
        .filter(kind -> kind.ppt().equals(ppt))
        .orElseThrow(() -> new MalformedException("a known ppt", 0));
  }

  private void requireAsciiNames() throws MalformedException { // RFC 8225 §5
    for (String name : claims.object().members().keySet()) {
      if (name.chars().anyMatch(c -> c > 0x7E)) {
        throw new MalformedException("names of claims in ASCII", 0);
      }
    }
  }

  /** RFC 7519 §4.1.3: it is not for us, who have no name that an {@code aud} could hold. */
  private void requireNoAudience() throws MalformedException {
    if (claims.object().find("aud").isPresent()) {
      throw new MalformedException("no aud", 0); // whom a token is for its dest says
    }
  }

  /** {@code exp}, which RFC 8225 does not ask for and RFC 7519 §4.1.4 has everybody heed. */
  Optional<Instant> expiry() throws MalformedException {
    if (claims.object().find("exp").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochSecond(claims.integer("exp", 0, Passport.MOST_SECONDS)));
  }

  private Identifier orig() throws MalformedException {
    if (!claims.object("orig").isSingle()) {
      throw new MalformedException("orig with one identity", 0);
    }
    return claims.identifier("orig");
  }

  private static Attestation attestation(String text) throws MalformedException {
    return switch (text) {
      case "A" -> Attestation.A;
      case "B" -> Attestation.B;
      case "C" -> Attestation.C;
      default -> throw new MalformedException("attest A, B or C", 0);
    };
  }

  /** Claims of other kinds are not looked at: msgi means nothing without msg (RFC 9475 §3.2). */
  private Scope scope(TokenKind kind) throws MalformedException {
    return switch (kind) {
      case MESSAGE -> new Scope.Message(claims.findDigest("msgi"));
      case BASE -> new Scope.Request(claims.findText("mth"), claims.findDigest("bod"));
      case CPIM -> new Scope.CpimObject(ClaimDigest.parse(claims.text("cpimd")));
      case GATEWAY -> gateway(claims.object("gw"));
      case DIVERSION -> diversion();
    };
  }

  private Scope gateway(Claims gateway) throws MalformedException {
    return new Scope.Gateway(
        gateway.text("dom"),
        (int) gateway.integer("hop", 1, Scope.Gateway.MOST_HOP),
        gateway.text("lnk"),
        claims.findDigest("prev"));
  }

  private Scope diversion() throws MalformedException {
    if (claims.object().find("opt").isPresent()) {
      throw new MalformedException("no opt in a div token", 0); // RFC 8946 §3
    }
    Claims div = claims.object("div"); // may hold "hi" beside (§8), but not two identities
    if (div.object().find("tn").isPresent() && div.object().find("uri").isPresent()) {
      throw new MalformedException("div with one identity", 0);
    }
    return new Scope.Diversion(claims.identifier("div"));
  }
}
