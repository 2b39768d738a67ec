package org.porin.daemon;

import static org.porin.daemon.Setting.*;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.porin.daemon.Configuration.Store;
import org.porin.store.StoreAccount;
import org.porin.store.StoreLocation;
import org.porin.store.StoreLocation.InFile;
import org.porin.store.StoreLocation.OnServer;

/** Reads the table {@code [store]}. */
final class StoreReader {
  private static final String FILE = "porin.db";
  private static final Path OF_THE_SYSTEM = Path.of("/var/lib/porin");

  private final Values values;

  StoreReader(Values values) {
    this.values = values;
  }

  /**
   * @param environment says where a service, or a user, keeps its state
   */
  Store read(Map<String, String> environment) {
    Optional<StoreLocation> location =
        values.one(STORE_URL, raw -> StoreLocation.parse(Values.text(raw)));
    Optional<String> user = values.one(STORE_USER, Values::text);
    Optional<String> password = password();
    boolean onServer = location.filter(OnServer.class::isInstance).isPresent();
    if (!onServer && (location.isPresent() || !values.isGiven(STORE_URL))) {
      refuseAccount();
    } else if (user.isEmpty() && isPasswordGiven()) {
      values.missing(STORE_USER, "Set it to whom the password of the store belongs");
    }
    return new Store(
        location.orElseGet(() -> new InFile(file(environment))),
        user.map(name -> new StoreAccount(name, password.orElse(""))),
        new Sharing(
            values.one(STORE_NODE, Values::text).orElseGet(() -> host(environment)),
            Set.copyOf(values.one(STORE_FIRST, Values.list(Wording::domain)).orElse(List.of()))));
  }

  /** What the machine, or the container, calls itself; else what tells two processes apart. */
  private static String host(Map<String, String> environment) {
    Optional<String> named = given(environment, "HOSTNAME");
    if (named.isPresent()) {
      return named.get(); // a machine need not find itself in the DNS for that
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "process " + ProcessHandle.current().pid();
    }
  }

  private boolean isPasswordGiven() {
    return values.isGiven(STORE_PASSWORD) || values.isGiven(STORE_PASSWORD_FILE);
  }

  private void refuseAccount() {
    for (Setting each :
        new Setting[] {STORE_USER, STORE_PASSWORD, STORE_PASSWORD_FILE, STORE_NODE, STORE_FIRST}) {
      if (values.isGiven(each)) {
        values.wrong(
            each, "without a postgresql: store.url it means nothing", "Set that, or remove this");
      }
    }
  }

  private Optional<String> password() {
    if (values.isGiven(STORE_PASSWORD) && values.isGiven(STORE_PASSWORD_FILE)) {
      values.wrong(STORE_PASSWORD_FILE, "the password is given twice", "Remove one of the two");
    }
    return values
        .one(STORE_PASSWORD, Values::text)
        .or(
            () ->
                SecretFile.read(
                    values.one(STORE_PASSWORD_FILE, Values::text),
                    (what, remedy) -> values.wrong(STORE_PASSWORD_FILE, what, remedy)));
  }

  /**
   * What systemd made for the service (StateDirectory=); else the directory of a package or image,
   * if this user may write there; else the user's own (XDG base directories).
   */
  private static Path file(Map<String, String> environment) {
    Optional<String> service = given(environment, "STATE_DIRECTORY");
    if (service.isPresent()) {
      return Path.of(service.get().split(":", 2)[0], FILE);
    }
    if (Files.isDirectory(OF_THE_SYSTEM) && Files.isWritable(OF_THE_SYSTEM)) {
      return OF_THE_SYSTEM.resolve(FILE);
    }
    return given(environment, "XDG_STATE_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"))
        .resolve(Path.of("porin", FILE));
  }

  private static Optional<String> given(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
