package org.porin.sip;

import org.porin.wire.MalformedException;

/** How a header value becomes a typed one. */
@FunctionalInterface
interface HeaderReading<T> {
  T read(String value) throws MalformedException;
}
