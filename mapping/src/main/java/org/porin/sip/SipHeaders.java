package org.porin.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The headers of a message in their order; names compare without case, a compact form is the same
 * name, and unknown headers stay as they came (RFC 3261 §7.3.1). Methods that change give a copy.
 *
 * @param list one entry a value: a line with several values was split where the grammar allows
 */
public record SipHeaders(List<SipHeader> list) {
  /** No headers. */
  public static final SipHeaders EMPTY = new SipHeaders(List.of());

  public SipHeaders {
    list = List.copyOf(list);
  }

  /**
   * Headers from names and values in turn.
   *
   * @throws IllegalArgumentException on what no header can hold (see {@link SipHeader}), or an odd
   *     count
   */
  public static SipHeaders of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    List<SipHeader> headers = new ArrayList<>(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(SipHeader.of(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new SipHeaders(headers);
  }

  /** The first value of this name. */
  public Optional<String> first(String name) {
    String wanted = HeaderNames.canonical(name);
    for (SipHeader header : list) {
      if (header.name().equalsIgnoreCase(wanted)) {
        return Optional.of(header.value());
      }
    }
    return Optional.empty();
  }

  /** All values of this name, in order. */
  public List<String> all(String name) {
    String wanted = HeaderNames.canonical(name);
    List<String> values = new ArrayList<>(2);
    for (SipHeader header : list) {
      if (header.name().equalsIgnoreCase(wanted)) {
        values.add(header.value());
      }
    }
    return List.copyOf(values);
  }

  /** Whether there is one of this name. */
  public boolean has(String name) {
    return first(name).isPresent();
  }

  /**
   * With one more at the end.
   *
   * @throws IllegalArgumentException on what no header can hold (see {@link SipHeader})
   */
  public SipHeaders with(String name, String value) {
    List<SipHeader> changed = new ArrayList<>(list.size() + 1);
    changed.addAll(list);
    changed.add(SipHeader.of(name, value));
    return new SipHeaders(changed);
  }

  /** With one more before all others: the place of a new Via or Route. */
  public SipHeaders withOnTop(String name, String value) {
    List<SipHeader> changed = new ArrayList<>(list.size() + 1);
    changed.add(SipHeader.of(name, value));
    changed.addAll(list);
    return new SipHeaders(changed);
  }

  /** With this value in the place of the first of that name; at the end if there is none. */
  public SipHeaders withFirst(String name, String value) {
    String wanted = HeaderNames.canonical(name);
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).name().equalsIgnoreCase(wanted)) {
        List<SipHeader> changed = new ArrayList<>(list);
        changed.set(i, SipHeader.of(name, value));
        return new SipHeaders(changed);
      }
    }
    return with(name, value);
  }

  /** Without all of this name. */
  public SipHeaders without(String name) {
    if (!has(name)) {
      return this;
    }
    String unwanted = HeaderNames.canonical(name);
    List<SipHeader> changed = new ArrayList<>(list);
    changed.removeIf(header -> header.name().equalsIgnoreCase(unwanted));
    return new SipHeaders(changed);
  }
}
