package org.porin.passport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.porin.passport.JsonValue.JsonArray;
import org.porin.passport.JsonValue.JsonInteger;
import org.porin.passport.JsonValue.JsonObject;
import org.porin.passport.JsonValue.JsonString;

/** A {@link Passport} to the JSON of its header and of its claims. */
final class PassportWriter {
  private PassportWriter() {}

  static JsonObject header(Passport passport) {
    Map<String, JsonValue> header = new HashMap<>();
    header.put("alg", new JsonString(PassportReader.ALGORITHM));
    header.put("typ", new JsonString(PassportReader.TYPE));
    header.put("x5u", new JsonString(passport.x5u()));
    put(header, "ppt", passport.kind().ppt());
    return new JsonObject(header);
  }

  static JsonObject claims(Passport passport) {
    Map<String, JsonValue> claims = new HashMap<>();
    claims.put("orig", one(passport.orig()));
    claims.put("dest", all(passport.dest()));
    claims.put("iat", new JsonInteger(passport.issuedAt().getEpochSecond()));
    put(claims, "attest", passport.attestation());
    put(claims, "jti", passport.id());
    putScope(claims, passport.scope());
    return new JsonObject(claims);
  }

  private static void putScope(Map<String, JsonValue> claims, Scope scope) {
    if (scope instanceof Scope.Message message) {
      put(claims, "msgi", message.msgi());
    } else if (scope instanceof Scope.Request request) {
      put(claims, "mth", request.method());
      put(claims, "bod", request.body());
    } else if (scope instanceof Scope.CpimObject object) {
      claims.put("cpimd", new JsonString(object.digest().toString()));
    } else if (scope instanceof Scope.Gateway gateway) {
      claims.put("gw", way(gateway));
      put(claims, "prev", gateway.previous());
    } else {
      claims.put("div", one(((Scope.Diversion) scope).before()));
    }
  }

  private static JsonObject way(Scope.Gateway gateway) {
    return new JsonObject(
        Map.of(
            "dom", new JsonString(gateway.domain()),
            "hop", new JsonInteger(gateway.hop()),
            "lnk", new JsonString(gateway.link())));
  }

  private static JsonObject one(Identifier identifier) {
    return new JsonObject(Map.of(identifier.kind().member(), new JsonString(identifier.value())));
  }

  /** Strings of one array in lexical order (RFC 8225 §5.2.1). */
  private static JsonObject all(List<Identifier> identifiers) {
    Map<String, JsonValue> arrays = new HashMap<>();
    for (Identifier.Kind kind : Identifier.Kind.values()) {
      List<JsonValue> values = new ArrayList<>(1);
      identifiers.stream()
          .filter(identifier -> identifier.kind() == kind)
          .map(Identifier::value)
          .sorted()
          .forEach(value -> values.add(new JsonString(value)));
      if (!values.isEmpty()) {
        arrays.put(kind.member(), new JsonArray(values));
      }
    }
    return new JsonObject(arrays);
  }

  private static void put(Map<String, JsonValue> claims, String name, Optional<?> value) {
    value.ifPresent(each -> claims.put(name, new JsonString(each.toString())));
  }
}
