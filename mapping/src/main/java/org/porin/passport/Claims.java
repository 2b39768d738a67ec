package org.porin.passport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.passport.JsonValue.JsonArray;
import org.porin.passport.JsonValue.JsonInteger;
import org.porin.passport.JsonValue.JsonObject;
import org.porin.passport.JsonValue.JsonString;
import org.porin.wire.MalformedException;

/** The members of an object as what they have to be; where in the text they stand is not known. */
record Claims(JsonObject object) {
  Optional<String> findText(String name) throws MalformedException {
    Optional<JsonValue> found = object.find(name);
    return found.isEmpty() ? Optional.empty() : Optional.of(text(found.get(), name));
  }

  String text(String name) throws MalformedException {
    return findText(name).orElseThrow(() -> missing(name));
  }

  /** A number from {@code least} to {@code most}. */
  long integer(String name, long least, long most) throws MalformedException {
    JsonValue found = object.find(name).orElseThrow(() -> missing(name));
    if (found instanceof JsonInteger integer
        && integer.number() >= least
        && integer.number() <= most) {
      return integer.number();
    }
    throw new MalformedException(name + " as a number from " + least + " to " + most, 0);
  }

  Claims object(String name) throws MalformedException {
    if (object.find(name).orElseThrow(() -> missing(name)) instanceof JsonObject found) {
      return new Claims(found);
    }
    throw new MalformedException(name + " as an object", 0);
  }

  Optional<ClaimDigest> findDigest(String name) throws MalformedException {
    Optional<String> text = findText(name);
    return text.isEmpty() ? Optional.empty() : Optional.of(ClaimDigest.parse(text.get()));
  }

  /** One identity, and nothing that could be another (RFC 8225 §5.2.1). */
  Identifier identifier(String name) throws MalformedException {
    Claims claims = object(name);
    for (Identifier.Kind kind : Identifier.Kind.values()) {
      Optional<JsonValue> found = claims.object.find(kind.member());
      if (found.isPresent()) {
        return identifier(kind, text(found.get(), name), name);
      }
    }
    throw new MalformedException(name + " with tn or uri", 0);
  }

  /** Whether there is but one member. */
  boolean isSingle() {
    return object.members().size() == 1;
  }

  /** The identities of {@code tn} and {@code uri}, each an array (RFC 8225 §5.2.1). */
  List<Identifier> identifiers(String name) throws MalformedException {
    Claims claims = object(name);
    List<Identifier> identifiers = new ArrayList<>(1);
    for (Identifier.Kind kind : Identifier.Kind.values()) {
      Optional<JsonValue> found = claims.object.find(kind.member());
      if (found.isPresent()) {
        for (JsonValue element : array(found.get(), name)) {
          identifiers.add(identifier(kind, text(element, name), name));
        }
      }
    }
    return identifiers;
  }

  private static List<JsonValue> array(JsonValue value, String name) throws MalformedException {
    if (value instanceof JsonArray array) {
      return array.elements();
    }
    throw new MalformedException(name + " with arrays", 0);
  }

  private static Identifier identifier(Identifier.Kind kind, String text, String name)
      throws MalformedException {
    try {
      return new Identifier(kind, text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(name + " with a number or a URI", 0);
    }
  }

  private static String text(JsonValue value, String name) throws MalformedException {
    if (value instanceof JsonString string) {
      return string.text();
    }
    throw new MalformedException(name + " as a string", 0);
  }

  private static MalformedException missing(String name) {
    return new MalformedException(name, 0);
  }
}
