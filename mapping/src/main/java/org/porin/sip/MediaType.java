package org.porin.sip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * The value of Content-Type (RFC 3261 §20.15); also one of Accept, where {@code *} may stand.
 *
 * @param type a token, in lower case
 * @param subtype a token, in lower case
 * @param parameters in order, such as {@code charset}
 */
public record MediaType(String type, String subtype, List<SipParameter> parameters) {
  public MediaType {
    if (!SipText.isToken(type) || !SipText.isToken(subtype)) {
      throw new IllegalArgumentException("a media type is two tokens");
    }
    type = type.toLowerCase(Locale.ROOT);
    subtype = subtype.toLowerCase(Locale.ROOT);
    parameters = List.copyOf(parameters);
  }

  /** Reads {@code m-type SLASH m-subtype *(SEMI m-parameter)}. */
  public static MediaType parse(String text) throws MalformedException {
    SipCursor cursor = new SipCursor(text);
    String type = cursor.token("media type");
    cursor.skipSeparator('/');
    String subtype = cursor.token("media subtype");
    return new MediaType(type, subtype, cursor.parametersToEnd());
  }

  /** {@code type/subtype}, in lower case, for comparison. */
  public String essence() {
    return type + "/" + subtype;
  }

  /** The value of the first parameter of this name in lower case. */
  public Optional<String> parameter(String name) {
    return SipParameter.find(parameters, name);
  }

  /** The wire form. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(essence());
    SipParameter.append(out, parameters);
    return out.toString();
  }
}
