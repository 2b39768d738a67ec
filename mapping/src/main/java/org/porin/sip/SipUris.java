package org.porin.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.address.SipUri;
import org.porin.address.SipUri.Parameter;

/** SIP URIs that are kept as text, since their owners want them back to the letter. */
final class SipUris {
  private SipUris() {}

  /** Whether it has a parameter of this name, with or without value. */
  static boolean has(String uri, String parameter) {
    return NameAddr.of(uri).sipUri().flatMap(sip -> sip.parameter(parameter)).isPresent();
  }

  /** Without what may not stand in a Request-URI: headers and {@code method} (§19.1.1). */
  static String forRequest(String uri) {
    Optional<SipUri> parsed = NameAddr.of(uri).sipUri();
    if (parsed.isEmpty() || (parsed.get().headers().isEmpty() && !has(uri, "method"))) {
      return uri;
    }
    SipUri sip = parsed.get();
    List<Parameter> parameters = new ArrayList<>(sip.parameters());
    parameters.removeIf(parameter -> parameter.name().equalsIgnoreCase("method"));
    return new SipUri(sip.secure(), sip.user(), sip.host(), sip.port(), parameters, List.of())
        .toString();
  }
}
