package org.porin.msgfmt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What prefixes are bound to while the headers of one message are read (RFC 3862 §3.4). */
final class Namespaces {
  private @Nullable Map<String, String> bound; // few messages bind anything

  /** The URI of a prefix, or of the default for the empty one; empty when there is none. */
  String of(String prefix) {
    String uri = bound == null ? null : bound.get(prefix);
    if (uri != null) {
      return uri;
    }
    return prefix.isEmpty() ? HeaderName.CORE : "";
  }

  /**
   * Lets a header take effect: an NS header binds.
   *
   * @return whether it obeys its own syntax, if it is NS or Require (RFC 3862 §4.6, §4.7)
   */
  boolean take(Header header) {
    if (header.isCore("NS")) {
      return bind(header.writtenValue());
    }
    return !header.isCore("Require") || names(header.writtenValue()).isPresent();
  }

  /** What a Require header names, prefixes resolved here and now. */
  List<HeaderName> required(Header require) {
    return names(require.writtenValue()).orElse(List.of());
  }

  /** NS value: [ Name-prefix ] [ SP ] "<" URI ">"; the ABNF lacks the space of every example. */
  private boolean bind(String written) {
    int prefixEnd = Grammar.endOfName(written, 0);
    int open = written.startsWith(" ", prefixEnd) && prefixEnd > 0 ? prefixEnd + 1 : prefixEnd;
    if (!written.startsWith("<", open) || !written.endsWith(">")) {
      return false;
    }
    String uri = written.substring(open + 1, written.length() - 1);
    if (!Grammar.isAbsoluteUri(uri)) {
      return false;
    }
    if (bound == null) {
      bound = new HashMap<>();
    }
    bound.put(written.substring(0, prefixEnd), uri);
    return true;
  }

  /** Empty if it breaks the syntax of Require. */
  private Optional<List<HeaderName>> names(String written) {
    List<HeaderName> names = new ArrayList<>(1);
    for (String item : written.split(",", -1)) {
      String qualified = Grammar.trim(item); // the ABNF has no space after the comma, senders do
      int dot = qualified.indexOf('.');
      String prefix = dot < 0 ? "" : qualified.substring(0, dot);
      String name = qualified.substring(dot + 1);
      if (!Grammar.isName(name) || (dot >= 0 && !Grammar.isName(prefix))) {
        return Optional.empty();
      }
      names.add(new HeaderName(of(prefix), name));
    }
    return Optional.of(names);
  }
}
