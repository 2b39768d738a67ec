package org.porin.daemon;

import static org.porin.daemon.Setting.*;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.trust.IpNetwork;
import org.porin.trust.TlsFiles;
import org.porin.trust.TrustSettings;
import org.porin.trust.X5uBase;
import org.porin.wire.MalformedException;

/** Reads what the table {@code [trust]} says of keys and certificates. */
final class TrustReader {
  private final Values values;

  TrustReader(Values values) {
    this.values = values;
  }

  TrustSettings read() {
    return new TrustSettings(
        keys(),
        publication(),
        values.one(TRUST_ANCHORS, Wording::path),
        Set.copyOf(values.one(TRUST_HOSTS, Values.list(TrustReader::host)).orElse(List.of())),
        values
            .one(TRUST_NETWORKS, Values.list(raw -> IpNetwork.parse(Values.text(raw))))
            .orElse(List.of()));
  }

  private static String host(Object raw) throws MalformedException {
    String host = Wording.host(raw);
    if (host.contains(":")) {
      throw new IllegalArgumentException("IPv6 is not fetched from by its address");
    }
    return host;
  }

  private Optional<TrustSettings.Keys> keys() {
    Optional<Path> directory = values.one(TRUST_KEYS, Wording::path);
    Optional<X5uBase> base = values.one(TRUST_X5U, raw -> X5uBase.parse(Values.text(raw)));
    if (values.isGiven(TRUST_KEYS) && !values.isGiven(TRUST_X5U)) {
      values.missing(
          TRUST_X5U, "Set it to where peers find the certificates of the keys in trust.keys");
    }
    refuseWithout(TRUST_KEYS, TRUST_X5U, TRUST_PUBLISH);
    return directory.flatMap(path -> base.map(url -> new TrustSettings.Keys(path, url)));
  }

  private Optional<TrustSettings.Publication> publication() {
    Optional<InetSocketAddress> address =
        values.one(TRUST_PUBLISH, raw -> Wording.listen("tcp:" + Values.text(raw)).address());
    Optional<Path> certificate = values.one(TRUST_PUBLISH_CERTIFICATE, Wording::path);
    Optional<Path> key = values.one(TRUST_PUBLISH_KEY, Wording::path);
    if (values.isGiven(TRUST_PUBLISH)) {
      for (Setting each : new Setting[] {TRUST_PUBLISH_CERTIFICATE, TRUST_PUBLISH_KEY}) {
        if (!values.isGiven(each)) {
          values.missing(each, "Certificates are published by HTTPS: set it to the server's own");
        }
      }
    }
    refuseWithout(TRUST_PUBLISH, TRUST_PUBLISH_CERTIFICATE, TRUST_PUBLISH_KEY);
    return address.flatMap(
        on ->
            certificate.flatMap(
                shown ->
                    key.map(
                        its ->
                            new TrustSettings.Publication(on, new TlsFiles.Identity(shown, its)))));
  }

  private void refuseWithout(Setting needed, Setting... settings) {
    if (!values.isGiven(needed)) {
      for (Setting each : settings) {
        if (values.isGiven(each)) {
          values.wrong(
              each,
              "without " + needed.key() + " it means nothing",
              "Set that too, or remove this");
        }
      }
    }
  }
}
