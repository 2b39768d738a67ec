package org.porin.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.porin.component.TinderComponent;

/**
 * The bridge inside of a server that speaks Tinder, such as Openfire: the same parts under the same
 * configuration, with a component of the server's in place of each link. What the configuration
 * says of the server's address, of its secret and of TLS means nothing then.
 */
public final class InProcessBridge implements AutoCloseable {
  private static final String SECRET = "PORIN_COMPONENT_SECRET";
  private static final String SECRET_FILE = "PORIN_COMPONENT_SECRET_FILE";

  private static final int SECRET_OCTETS = 32;

  private final Bridge bridge;
  private final List<TinderComponent> components;

  private InProcessBridge(Bridge bridge, List<TinderComponent> components) {
    this.bridge = bridge;
    this.components = List.copyOf(components);
  }

  /**
   * Listens for SIP. The {@link #components} are the caller's to give to the server, and to take
   * from it after {@link #close}.
   *
   * @param environment that overrides the file; no secret is asked for
   * @throws ConfigurationException with everything that is wrong in the file
   * @throws IOException when a SIP address cannot be listened on; it names the remedy
   */
  public static InProcessBridge start(Path file, Map<String, String> environment)
      throws ConfigurationException, IOException {
    Map<String, String> overriding = new HashMap<>(environment);
    overriding.remove(SECRET_FILE);
    overriding.put(SECRET, unguessable()); // it would prove that an operator asks
    Configuration configuration = Configuration.read(file, overriding);
    List<TinderComponent> components = new ArrayList<>();
    Bridge bridge =
        new Bridge(
            configuration,
            Clock.systemUTC(),
            LocalProof.inProcess(configuration),
            (settings, addresses, wireLog, clock) -> {
              settings.components().forEach(each -> components.add(new TinderComponent(each)));
              return TinderComponent.links(
                  components, addresses, Version.text(), wireLog, clock, new SecureRandom());
            });
    try {
      bridge.start();
    } catch (IOException e) {
      bridge.close();
      throw e;
    }
    return new InProcessBridge(bridge, components);
  }

  private static String unguessable() {
    byte[] octets = new byte[SECRET_OCTETS];
    new SecureRandom().nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }

  /** One for each domain, the gateway's own first. */
  public List<TinderComponent> components() {
    return components;
  }

  /**
   * Whether another bridge on the same database has taken what this one had. It carries nothing
   * more then: it is to be closed, and another one started in its place.
   */
  public boolean isLost() {
    return bridge.isLost();
  }

  /** Lets what was accepted come to its end, within the configured time, and stops. */
  @Override
  public void close() {
    bridge.close();
  }
}
