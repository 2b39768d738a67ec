package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The profile {@code cluster} of {@code compose.yaml}, without containers: that nothing is left out
 * which a message needs to cross there.
 */
class ClusterProfileTest {
  private static final String DOMAIN = "padua.example";
  private static final Path ROOT = Path.of("..");
  private static final Path QUICKSTART = ROOT.resolve("conformance/quickstart");

  @Test
  void theConfigurationOfItsBridgesIsRead() throws Exception {
    Configuration configuration =
        Configuration.read(
            QUICKSTART.resolve("porin_cluster.toml"), Map.of("PORIN_STORE_NODE", "porin_a"));
    assertThat(configuration.xmpp().served()).containsExactly(DOMAIN);
    assertThat(configuration.component().host()).isEqualTo("prosody_padua");
  }

  @Test
  void theDomainHasAServerAndAUserAndIsFoundFromSip() throws IOException {
    assertThat(compose())
        .contains("PROSODY_DOMAIN: " + DOMAIN)
        .contains("XMPP_JID: katharina@" + DOMAIN)
        .contains("--srv-host=_im._sip." + DOMAIN + ",bridge." + DOMAIN + ",5060")
        .contains("--server=/bridge." + DOMAIN + "/127.0.0.11")
        .contains("SIP_CLUSTER_DOMAIN: " + DOMAIN)
        .contains("SIP_CLUSTER: bridge." + DOMAIN + ":5060");
  }

  /** Two bridges, in all but their names the same, which both are the host that SIP asks for. */
  @Test
  void itsBridgesDifferByTheirNamesAlone() throws IOException {
    String first = service("porin_a");
    assertThat(first).contains("profiles: [cluster]", "aliases: [bridge." + DOMAIN + "]");
    assertThat(service("porin_b")).isEqualTo(first.replace("porin_a", "porin_b"));
  }

  @Test
  void whatTheQuickstartStartsIsThere() throws IOException {
    Set<String> started = new HashSet<>(found("(?m)^  start (\\w+)$", "cluster.sh"));
    assertThat(started).contains("porin_a", "porin_b", "katharina", "romeo");
    for (String part : started) {
      assertThat(service(part)).contains("container_name: porin-quickstart-" + part + "\n");
    }
  }

  private static List<String> found(String expression, String file) throws IOException {
    return Pattern.compile(expression)
        .matcher(Files.readString(QUICKSTART.resolve(file)))
        .results()
        .map(each -> each.group(1))
        .toList();
  }

  /** The lines of one service. */
  private static String service(String name) throws IOException {
    return Pattern.compile("(?m)^  " + name + ":\n(?: {4}.*\n)+")
        .matcher(compose())
        .results()
        .map(MatchResult::group)
        .findFirst()
        .orElseThrow(() -> new AssertionError("compose.yaml has no service " + name));
  }

  private static String compose() throws IOException {
    return Files.readString(ROOT.resolve("compose.yaml"));
  }
}
