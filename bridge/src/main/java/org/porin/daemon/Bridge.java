package org.porin.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.porin.address.AddressMapping;
import org.porin.address.DomainName;
import org.porin.component.ComponentLinks;
import org.porin.component.LinkStatus;
import org.porin.component.WireLog;
import org.porin.mapping.ErrorMapping;
import org.porin.membrane.Membrane;
import org.porin.membrane.MembraneSettings;
import org.porin.profile.Origin.Side;
import org.porin.resolve.Resolver;
import org.porin.simple.SimpleTransport;
import org.porin.simple.SipWireLog;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the parts and joins them: the only class that names every concrete type. */
final class Bridge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

  /** Enough to recognise every repeat within its window at 15,000 messages a second. */
  private static final int REMEMBERED = 1_000_000;

  private final Configuration configuration;
  private final ComponentLinks component;
  private final SimpleTransport simple;
  private final Membrane membrane;

  Bridge(Configuration configuration, Clock clock) {
    this.configuration = configuration;
    AddressMapping addresses =
        new AddressMapping(
            configuration.xmpp().served(),
            configuration.component().transparent(),
            configuration.component().domain());
    WireTrace trace = new WireTrace();
    boolean traced = configuration.log().wire();
    Settings settings = new Settings(configuration);
    component =
        new ComponentLinks(
            settings.links(),
            addresses,
            Version.text(),
            traced ? trace.stanzas() : WireLog.NONE,
            clock,
            new SecureRandom());
    simple =
        new SimpleTransport(
            settings.simple(),
            Resolver.open(configuration.resolver())::resolve,
            new ErrorMapping(addresses),
            traced ? trace.sip() : SipWireLog.NONE,
            clock);
    membrane =
        new Membrane(
            new MembraneSettings(
                aLabels(configuration.xmpp().served()),
                bridgeId(configuration.component().links()),
                configuration.limits().queuedPerDestination(),
                configuration.limits().queuedOctets(),
                configuration.limits().queued(),
                REMEMBERED),
            component,
            simple,
            System::nanoTime);
  }

  /**
   * Listens for SIP and begins to connect the links.
   *
   * @throws IOException when a SIP address cannot be listened on; it names the remedy
   */
  void start() throws IOException {
    simple.start(membrane); // first: a port that is taken shows before the server knows of us
    component.start(membrane);
    LOG.info(
        "SIP on {}, connecting {} to {}",
        text(simple.listening()),
        text(configuration.component().links()),
        configuration.component().host());
  }

  /** Whether every link is open. */
  boolean isReady() {
    return component.statuses().stream().allMatch(link -> link.state() == LinkStatus.State.OPEN);
  }

  /** Lets what was admitted come to its end, within the configured time, and stops. */
  @Override
  public void close() {
    try {
      membrane.drain(configuration.limits().drain());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // in a hurry: the edges fail what is open
    }
    membrane.carryRemnants();
    component.close(); // first: what the server still sends leaves by SIP
    simple.close();
    for (Side side : Side.values()) {
      LOG.info("messages from the {} side: {}", side, membrane.summary(side));
    }
  }

  private static String text(List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static Set<String> aLabels(Set<String> domains) {
    return domains.stream().map(Bridge::aLabels).collect(Collectors.toUnmodifiableSet());
  }

  private static String aLabels(String domain) {
    try {
      return DomainName.toALabels(domain);
    } catch (MalformedException e) {
      throw new IllegalArgumentException("a checked configuration has valid domains", e);
    }
  }

  /** Opaque, and the same after a restart: a digest of what no other bridge is connected as. */
  private static String bridgeId(List<String> links) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", links).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
