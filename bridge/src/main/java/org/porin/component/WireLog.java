package org.porin.component;

/**
 * Sees every stanza that crosses a link, for debugging on the operator's order: it sees what people
 * write to each other. Called on the link's threads, in order for each direction; must not block.
 * The handshake is not shown, since it proves the secret.
 */
public interface WireLog {
  /** Sees nothing. */
  WireLog NONE =
      new WireLog() {
        @Override
        public void in(String domain, String stanza) {}

        @Override
        public void out(String domain, String stanza) {}

        @Override
        public boolean isOn() {
          return false;
        }
      };

  /**
   * A stanza came from the server.
   *
   * @param domain the component
   * @param stanza as this bridge understood it, written again
   */
  void in(String domain, String stanza);

  /**
   * A stanza goes to the server.
   *
   * @param domain the component
   * @param stanza exactly as it is written
   */
  void out(String domain, String stanza);

  /** Whether the text for {@link #in} is worth making. */
  default boolean isOn() {
    return true;
  }
}
