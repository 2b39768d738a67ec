package org.porin.component;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tries whether a component connection can be made, for {@code porin check}. */
public final class ComponentCheck {
  private ComponentCheck() {}

  /**
   * Connects, under TLS if that is asked for, and closes without having said for which domain: for
   * a link that may be open. Blocks for the connect and handshake times at most.
   *
   * @return why the server cannot be reached, or is not believed; empty if all is well
   */
  public static Optional<LinkEnd> reach(ComponentSettings settings) {
    try {
      Connection.reach(settings, System::nanoTime);
      return Optional.empty();
    } catch (LinkEndException e) {
      return Optional.of(e.end());
    }
  }

  /**
   * Connects, shakes hands once and closes. Blocks for the connect and handshake times at most. Not
   * for a domain whose link is open: servers answer {@code conflict}, or share the load with this
   * connection and lose what they send it.
   *
   * @return why there is no link; empty if all is well
   */
  public static Optional<LinkEnd> run(ComponentSettings settings) {
    try (var connection =
        Connection.open(settings, new LinkCounts(), System::nanoTime, () -> false)) {
      connection.write("</stream:stream>".getBytes(StandardCharsets.UTF_8));
      connection.sayGoodbye();
      return Optional.empty();
    } catch (LinkEndException e) {
      return Optional.of(e.end());
    } catch (IOException e) {
      return Optional.empty(); // the handshake was acknowledged: that was the question
    }
  }
}
