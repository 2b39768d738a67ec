package org.porin.trust;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.porin.passport.CanonicalJson;
import org.porin.passport.JsonValue;
import org.porin.passport.JsonValue.JsonString;
import org.porin.passport.SignedPassport;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** All claims of a token, those that nobody here knows among them. */
record ClaimNames(Map<String, JsonValue> claims) {
  static ClaimNames of(SignedPassport token) {
    String[] parts = token.token().split("\\.", -1);
    try {
      Octets payload = Octets.copyOf(Base64.getUrlDecoder().decode(parts[1]));
      return new ClaimNames(CanonicalJson.decode(payload).members());
    } catch (MalformedException e) {
      throw new IllegalStateException("a token that was read before", e);
    }
  }

  /** Whether they are what the issuer of a certificate lets it say (RFC 8226 §8). */
  boolean keepTo(ClaimConstraints constraints) {
    return constraints.admit(claims.keySet(), this::text);
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(claims.get(name))
        .filter(JsonString.class::isInstance)
        .map(value -> ((JsonString) value).text());
  }
}
