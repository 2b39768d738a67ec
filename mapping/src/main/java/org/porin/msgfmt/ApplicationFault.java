package org.porin.msgfmt;

import java.util.Locale;

/** Why a valid object is no instant message of ours ({@link CpimApplication}). Stable codes. */
public enum ApplicationFault {
  /** No From (RFC 2779 §4.1.2). */
  MISSING_FROM,
  /** Several From: choosing one would invite spoofing. */
  DUPLICATE_FROM,
  /** No To (RFC 2779 §4.1.2). */
  MISSING_TO,
  /** From, To or cc is not [ Formal-name ] "&lt;" URI "&gt;". */
  BAD_ADDRESS,
  /** The URI in it has no scheme. */
  BAD_URI,
  /** Require names what is not understood here (RFC 3862 §3.5). */
  UNSUPPORTED_REQUIRE;

  /** The stable code, {@code app:missing-from}. */
  public String code() {
    return "app:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
