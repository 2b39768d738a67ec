package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.component.LinkTls;
import org.porin.trust.KeyPin;

class TlsReaderTest {
  private static final String MINIMUM =
      """
      [xmpp]
      served = ["capulet.example"]
      [component]
      domain = "cpim.capulet.example"
      secret = "s3cret"
      host = "xmpp.capulet.example"
      """;
  private static final String BASE64 = "SYNoCuLi6UJ7yuzWUzLLR59HiMjyRKuzCe4YcvuCcuA=";
  private static final String HEX =
      "4983680ae2e2e9427bcaecd65332cb479f4788c8f244abb309ee1872fb8272e0";

  @TempDir private Path directory;

  private LinkTls tls(String keys) throws Exception {
    Path file = Files.writeString(directory.resolve("porin.toml"), MINIMUM + keys);
    return Configuration.read(file, Map.of()).component().tls();
  }

  private String problem(String keys) {
    ConfigurationException thrown =
        catchThrowableOfType(ConfigurationException.class, () -> tls(keys));
    assertThat(thrown).as("a configuration with %s", keys).isNotNull();
    return thrown.problems().stream().map(Problem::toString).reduce("", String::concat);
  }

  @Test
  void thereIsNoTlsByDefault() throws Exception {
    assertThat(tls("")).isEqualTo(LinkTls.NONE);
    assertThat(tls("tls = 'none'")).isEqualTo(LinkTls.NONE);
  }

  @Test
  void aVerifiedServerHasTheNameOfItsHostUnlessAnotherIsSet() throws Exception {
    assertThat(((LinkTls.Verified) tls("tls = 'verified'")).name())
        .isEqualTo("xmpp.capulet.example");
    assertThat(((LinkTls.Verified) tls("tls = 'verified'\ntls-name = 'other.example'")).name())
        .isEqualTo("other.example");
  }

  @Test
  void pinsAreReadInBothForms() throws Exception {
    String colons = HEX.toUpperCase(Locale.ROOT).replaceAll("..(?=.)", "$0:");
    for (String pin : new String[] {BASE64, HEX, colons}) {
      assertThat(tls("tls = 'pinned'\npins = ['" + pin + "']"))
          .isEqualTo(new LinkTls.Pinned("xmpp.capulet.example", Set.of(new KeyPin(BASE64))));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tls = 'yes' | component.tls",
        "tls = 'pinned' | component.pins",
        "tls = 'pinned'; pins = [] | component.pins",
        "tls = 'pinned'; pins = ['abc'] | component.pins",
        "pins = ['SYNoCuLi6UJ7yuzWUzLLR59HiMjyRKuzCe4YcvuCcuA='] | component.pins",
        "tls = 'verified'; pins = ['SYNoCuLi6UJ7yuzWUzLLR59HiMjyRKuzCe4YcvuCcuA='] | component.pins",
        "ca-file = '/nowhere' | component.ca-file",
        "tls = 'verified'; ca-file = '/nowhere' | there is no such file",
        "tls-name = 'a.example' | component.tls-name"
      })
  void whatDoesNotFitTogetherIsNamed(String keys, String named) {
    assertThat(problem(keys.replace("; ", "\n"))).contains(named);
  }

  @Test
  void aFileWithoutCertificatesIsNamed() throws Exception {
    Path empty = Files.writeString(directory.resolve("ca.pem"), "no certificate\n");
    assertThat(problem("tls = 'verified'\nca-file = '" + empty + "'"))
        .contains("no certificates in PEM");
  }
}
