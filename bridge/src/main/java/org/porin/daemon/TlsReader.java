package org.porin.daemon;

import static org.porin.daemon.Setting.*;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.component.LinkTls;
import org.porin.component.TrustAnchors;
import org.porin.trust.KeyPin;

/** What the keys say of TLS on the component links; what does not fit together is a problem. */
final class TlsReader {
  private final ConfigurationSource source;
  private final Values values;

  TlsReader(ConfigurationSource source, Values values) {
    this.source = source;
    this.values = values;
  }

  private enum Mode {
    NONE,
    VERIFIED,
    PINNED
  }

  /**
   * @param host of the server, whose certificate it is where no other name is set
   */
  LinkTls read(String host) {
    Mode mode = values.one(COMPONENT_TLS, TlsReader::mode).orElse(Mode.NONE);
    String name = values.one(COMPONENT_TLS_NAME, Wording::host).orElse(host);
    Optional<String> file = values.one(COMPONENT_CA_FILE, Values::text);
    Set<KeyPin> pins =
        new LinkedHashSet<>(
            values
                .one(COMPONENT_PINS, Values.some(raw -> KeyPin.parse(Values.text(raw))))
                .orElse(List.of()));
    if (source.get(COMPONENT_TLS).isEmpty() || mode != Mode.NONE) {
      refuseWhatIsUnused(mode);
    }
    return switch (mode) {
      case NONE -> LinkTls.NONE;
      case VERIFIED -> new LinkTls.Verified(name, file.map(this::anchors).orElse(List.of()));
      case PINNED -> pinned(name, pins);
    };
  }

  private static Mode mode(Object raw) {
    return switch (Values.text(raw)) {
      case "none" -> Mode.NONE;
      case "verified" -> Mode.VERIFIED;
      case "pinned" -> Mode.PINNED;
      default -> throw new IllegalArgumentException("none, verified or pinned");
    };
  }

  private LinkTls pinned(String name, Set<KeyPin> pins) {
    if (!pins.isEmpty()) {
      return new LinkTls.Pinned(name, pins);
    }
    if (!values.isGiven(COMPONENT_PINS)) { // else its form is a problem already
      values.missing(
          COMPONENT_PINS,
          "Set it to the SHA-256 of the server's public key; porin check prints that of the key"
              + " that it meets");
    }
    return LinkTls.NONE;
  }

  /** Who sets a pin and does not get TLS should not believe to be safe. */
  private void refuseWhatIsUnused(Mode mode) {
    if (mode != Mode.PINNED && values.isGiven(COMPONENT_PINS)) {
      values.wrong(
          COMPONENT_PINS, "without component.tls = \"pinned\" it means nothing", "Set that too");
    }
    if (mode != Mode.VERIFIED && values.isGiven(COMPONENT_CA_FILE)) {
      values.wrong(
          COMPONENT_CA_FILE,
          "without component.tls = \"verified\" it means nothing",
          "Set that too");
    }
    if (mode == Mode.NONE && values.isGiven(COMPONENT_TLS_NAME)) {
      values.wrong(COMPONENT_TLS_NAME, "without TLS it means nothing", "Set component.tls too");
    }
  }

  private List<X509Certificate> anchors(String file) {
    String why;
    try {
      return TrustAnchors.read(Path.of(file));
    } catch (IOException e) {
      why = Wording.unreadable(e);
    } catch (InvalidPathException e) {
      why = "that is no path";
    }
    values.wrong(
        COMPONENT_CA_FILE,
        "no certificates can be had from " + file + ": " + why,
        "Put those of the authority there, in PEM, readable for the user that Porin runs as");
    return List.of();
  }
}
