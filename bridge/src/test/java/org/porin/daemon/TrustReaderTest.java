package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.trust.IpNetwork;
import org.porin.trust.TlsFiles;
import org.porin.trust.TrustSettings;
import org.porin.trust.X5uBase;

class TrustReaderTest {
  private static final String MINIMUM =
      """
      [xmpp]
      served = ["capulet.example"]
      [component]
      domain = "cpim.capulet.example"
      secret = "s3cret"
      [trust]
      """;

  @TempDir private Path directory;

  private TrustSettings trust(String keys) throws Exception {
    Path file = Files.writeString(directory.resolve("porin.toml"), MINIMUM + keys);
    return Configuration.read(file, Map.of()).trust();
  }

  private String problem(String keys) {
    ConfigurationException thrown =
        catchThrowableOfType(ConfigurationException.class, () -> trust(keys));
    assertThat(thrown).as("a configuration with %s", keys).isNotNull();
    return thrown.problems().stream().map(Problem::toString).reduce("", String::concat);
  }

  @Test
  void withoutAnyKeyNothingIsSignedAndNobodyBelieved() throws Exception {
    assertThat(trust("")).isEqualTo(TrustSettings.NONE);
  }

  @Test
  void everyPartIsRead() throws Exception {
    TrustSettings trust =
        trust(
            """
            keys = "/etc/porin/keys"
            x5u = "https://Keys.capulet.example/p"
            publish = "[::1]:8443"
            publish-certificate = "/etc/porin/keys.pem"
            publish-key = "/etc/porin/keys.key"
            anchors = "/etc/porin/anchors"
            credential-hosts = ["Keys.Verona.example", "192.0.2.7"]
            credential-networks = ["10.1.0.0/16", "fd00::/8", "192.0.2.7"]
            """);
    assertThat(trust.keys())
        .contains(
            new TrustSettings.Keys(
                Path.of("/etc/porin/keys"), new X5uBase("https://keys.capulet.example/p/")));
    assertThat(trust.publication())
        .contains(
            new TrustSettings.Publication(
                new InetSocketAddress("::1", 8443),
                new TlsFiles.Identity(
                    Path.of("/etc/porin/keys.pem"), Path.of("/etc/porin/keys.key"))));
    assertThat(trust.anchors()).isEqualTo(Optional.of(Path.of("/etc/porin/anchors")));
    assertThat(trust.hosts()).isEqualTo(Set.of("keys.verona.example", "192.0.2.7"));
    assertThat(trust.networks())
        .isEqualTo(
            List.of(
                IpNetwork.parse("10.1.0.0/16"),
                IpNetwork.parse("fd00::/8"),
                IpNetwork.parse("192.0.2.7/32")));
  }

  @Test
  void whatMeansNothingAloneIsRefused() {
    assertThat(problem("keys = '/k'")).contains("trust.x5u");
    assertThat(problem("x5u = 'https://keys.capulet.example/'"))
        .contains("without trust.keys it means nothing");
    assertThat(problem("publish-key = '/k'")).contains("without trust.publish it means nothing");
    assertThat(problem("keys = '/k'\nx5u = 'https://k.example/'\npublish = '127.0.0.1:1'"))
        .contains("trust.publish-certificate")
        .contains("trust.publish-key");
  }

  @Test
  void whereNoPeerWouldFetchFromIsRefused() {
    for (String url :
        new String[] {
          "http://keys.capulet.example/",
          "keys.capulet.example",
          "https:///p/",
          "https://user@keys.capulet.example/",
          "https://keys.capulet.example/?p=",
          "https://keys.capulet.example/#p",
          "https://keys.capulet.example:0/",
          "ftp://keys.capulet.example/"
        }) {
      assertThat(problem("keys = '/k'\nx5u = '" + url + "'")).contains("trust.x5u: expected");
    }
  }

  @Test
  void whatIsNoNetworkIsRefused() {
    for (String network :
        new String[] {
          "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "verona.example", "fe80::1%1/64"
        }) {
      assertThat(problem("credential-networks = ['" + network + "']"))
          .contains("trust.credential-networks: expected");
    }
  }
}
