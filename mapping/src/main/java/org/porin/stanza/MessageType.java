package org.porin.stanza;

import java.util.Locale;

/** The {@code type} of a {@code <message/>} (RFC 6121 §5.2.2). */
public enum MessageType {
  NORMAL,
  CHAT,
  GROUPCHAT,
  HEADLINE,
  ERROR;

  /** The value of the attribute. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
