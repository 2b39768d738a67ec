package org.porin.passport;

import java.util.Optional;

/** The kinds of tokens (TRUST 1), told apart by the {@code ppt} of their header. */
public enum TokenKind {
  /** Ts: speaks of a MESSAGE and its body (RFC 9475). */
  MESSAGE("msg"),
  /** Tn: speaks of any other request, by its method and the digest of its body (RFC 8225). */
  BASE(""),
  /** Tc: speaks of a Message/CPIM object, and stands in it. */
  CPIM("cpim"),
  /** Tg: speaks of the way, by a gateway that passes a request on. */
  GATEWAY("gwa"),
  /** Says that the target was changed (RFC 8946); never made here. */
  DIVERSION("div");

  private final String ppt;

  TokenKind(String ppt) {
    this.ppt = ppt;
  }

  /** The value of {@code ppt}; empty for a baseline token. */
  public Optional<String> ppt() {
    return ppt.isEmpty() ? Optional.empty() : Optional.of(ppt);
  }

  /** The kind of a {@code ppt}; empty for one that nobody here knows (RFC 8224 §6.2 step 1). */
  public static Optional<TokenKind> of(Optional<String> ppt) {
    for (TokenKind kind : values()) {
      if (kind.ppt.equals(ppt.orElse(""))) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
