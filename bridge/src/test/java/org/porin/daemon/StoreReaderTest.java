package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.store.StoreAccount;
import org.porin.store.StoreLocation.InFile;
import org.porin.store.StoreLocation.InMemory;
import org.porin.store.StoreLocation.OnServer;

class StoreReaderTest {
  private static final String MINIMUM =
      """
      [xmpp]
      served = ["capulet.example"]
      [component]
      domain = "cpim.capulet.example"
      secret = "s3cret"
      [store]
      """;

  @TempDir private Path directory;

  private Configuration.Store store(String keys, Map<String, String> environment) throws Exception {
    Path file = Files.writeString(directory.resolve("porin.toml"), MINIMUM + keys);
    return Configuration.read(file, environment).store();
  }

  private Configuration.Store store(String keys) throws Exception {
    return store(keys, Map.of());
  }

  private String problem(String keys) {
    ConfigurationException thrown =
        catchThrowableOfType(ConfigurationException.class, () -> store(keys));
    assertThat(thrown).as("a configuration with %s", keys).isNotNull();
    return thrown.problems().stream().map(Problem::toString).reduce("", String::concat);
  }

  @Test
  void aServiceKeepsItsStateWhereItsManagerSays() throws Exception {
    assertThat(store("", Map.of("STATE_DIRECTORY", "/var/lib/a:/var/lib/b")).location())
        .isEqualTo(new InFile(Path.of("/var/lib/a/porin.db")));
  }

  @Test
  void whoStartsItByHandKeepsTheStateAtHome() throws Exception {
    InFile home = (InFile) store("", Map.of("XDG_STATE_HOME", "/home/nurse/state")).location();
    InFile usual = (InFile) store("").location();
    if (Files.isWritable(Path.of("/var/lib/porin"))) {
      assertThat(home.path()).isEqualTo(Path.of("/var/lib/porin/porin.db"));
    } else {
      assertThat(home.path()).isEqualTo(Path.of("/home/nurse/state/porin/porin.db"));
      assertThat(usual.path())
          .isEqualTo(
              Path.of(System.getProperty("user.home"), ".local", "state", "porin", "porin.db"));
    }
  }

  @Test
  void aFileAServerOrNothing() throws Exception {
    assertThat(store("url = 'sqlite:/var/x.db'").location())
        .isEqualTo(new InFile(Path.of("/var/x.db")));
    assertThat(store("url = 'sqlite:x.db'").location()).isEqualTo(new InFile(Path.of("x.db")));
    assertThat(store("url = 'memory'").location()).isEqualTo(new InMemory());
    assertThat(store("url = 'postgresql://db.example/porin'").location())
        .isEqualTo(new OnServer("db.example", "porin", ""));
    assertThat(store("url = 'postgresql://a:5432,[::1]:5433/porin?sslmode=verify-full'").location())
        .isEqualTo(new OnServer("a:5432,[::1]:5433", "porin", "sslmode=verify-full"));
  }

  @Test
  void thePasswordStandsHereOrInAFile() throws Exception {
    String server = "url = 'postgresql://db.example/porin'\nuser = 'porin'\n";
    StoreAccount account = new StoreAccount("porin", "orchard");
    assertThat(store(server + "password = 'orchard'").account()).contains(account);
    Path file = Files.writeString(directory.resolve("password"), "orchard\n");
    assertThat(store(server + "password-file = '" + file + "'").account()).contains(account);
    assertThat(store(server).account()).contains(new StoreAccount("porin", ""));
    assertThat(account).hasToString("porin");
  }

  @Test
  void aPasswordInTheWrongPlaceIsRefusedAndNotShown() {
    assertThat(problem("url = 'postgresql://porin:orchard@db.example/porin'"))
        .contains("without user and password")
        .doesNotContain("orchard");
    assertThat(problem("url = 'postgresql://db.example/porin?user=porin&password=orchard'"))
        .contains("without user and password")
        .doesNotContain("orchard");
    assertThat(problem("url = 'postgresql://db.example/porin'\npassword = 'orchard'"))
        .contains("store.user")
        .doesNotContain("orchard");
    assertThat(problem("password = 'orchard'"))
        .contains("it means nothing")
        .doesNotContain("orchard");
    assertThat(problem("url = 'sqlite:x.db'\nuser = 'porin'")).contains("it means nothing");
    assertThat(
            problem(
                "url = 'postgresql://h/d'\nuser = 'porin'\npassword = 'a'\npassword-file = '/dev/null'"))
        .contains("given twice");
  }

  @Test
  void whatIsNoPlaceIsRefused() {
    for (String url :
        new String[] {
          "",
          "x.db",
          "sqlite:",
          "sqlite:x.db?mode=ro",
          "postgresql://",
          "postgresql://h",
          "postgresql://h/",
          "postgresql://h/d/e",
          "postgresql://h h/d",
          "jdbc:postgresql://h/d",
          "mysql://h/d",
          "memory:"
        }) {
      assertThat(problem("url = '" + url + "'")).contains("store.url: expected sqlite:PATH");
    }
  }

  @Test
  void bridgesOnOneServerHaveNamesAndMayEachBeToHaveOtherLinks() throws Exception {
    String server = "url = 'postgresql://db.example/porin'\n";
    Sharing usual = store(server, Map.of("HOSTNAME", "porin-1")).sharing();
    assertThat(usual).isEqualTo(new Sharing("porin-1", Set.of()));
    Sharing given = store(server + "node = 'a'\nfirst = ['Montague.example']").sharing();
    assertThat(given).isEqualTo(new Sharing("a", Set.of("montague.example")));
  }

  @Test
  void severalLinksOfOneDomainCannotBeAskedForAnyMore() {
    String server = "url = 'postgresql://db.example/porin'\n";
    assertThat(problem(server + "links = 'shared'")).contains("store.links");
  }

  @Test
  void bridgesWithFilesOfTheirOwnShareNothing() {
    assertThat(problem("node = 'a'")).contains("store.node").contains("means nothing");
  }
}
