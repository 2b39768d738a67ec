package org.porin.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.porin.presence.GrantRow;
import org.porin.presence.PresenceStore.Row;
import org.porin.presence.WatchRow;
import org.porin.store.Store;
import org.porin.store.StoreAccount;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;

/**
 * A process that saves pairs of rows as fast as it may, and says which are durable, until it is
 * killed.
 */
public final class KilledWriter {
  private static final int MOST_OPEN = 500;

  private KilledWriter() {}

  /**
   * What it had said when it was killed.
   *
   * @param durable the numbers of the pairs
   */
  record Outcome(List<Integer> durable) {
    /**
     * Compares it with what is there.
     *
     * @param first the number with which it began; all before it were there
     * @return the number behind the last that is there
     */
    int verify(Set<Row> rows, int first) {
      Set<Integer> watches = new HashSet<>();
      Kept.of(WatchRow.class, rows).forEach(row -> watches.add(number(row.target().localPart())));
      Set<Integer> grants = new HashSet<>();
      Kept.of(GrantRow.class, rows).forEach(row -> grants.add(number(row.watcher().localPart())));
      assertThat(watches).as("both rows of a pair, or none").isEqualTo(grants);
      assertThat(durable).isNotEmpty();
      assertThat(watches).as("what was durable").containsAll(durable);
      int next = watches.size();
      assertThat(next).isGreaterThanOrEqualTo(first);
      for (int i = 0; i < next; i++) {
        assertThat(watches).as("nothing overtakes what was saved before").contains(i);
      }
      return next;
    }

    private static int number(String name) {
      return Integer.parseInt(name.replaceAll("[^0-9]", ""));
    }
  }

  /** Runs one, and kills it some milliseconds after the first that it said. */
  static Outcome killed(StoreSettings settings, int first, long millis)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    command.add(KilledWriter.class.getName());
    command.add(url(settings.location()));
    command.add(Integer.toString(first));
    settings.account().ifPresent(it -> command.addAll(List.of(it.user(), it.password())));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<Integer> durable = new ArrayList<>();
    try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.matches("[0-9]+\\.")) { // with its end: the last one may be cut
          if (durable.isEmpty()) {
            killLater(process, millis);
          }
          durable.add(Integer.parseInt(line.substring(0, line.length() - 1)));
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return new Outcome(durable);
  }

  private static void killLater(Process process, long millis) {
    Thread killer =
        new Thread(
            () -> {
              try {
                Thread.sleep(millis);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              process.toHandle().destroyForcibly(); // which leaves what it said to be read
            },
            "killer");
    killer.setDaemon(true);
    killer.start();
  }

  private static String url(StoreLocation location) {
    return location.toString();
  }

  /**
   * @param arguments the URL of the store, the first number, and perhaps user and password
   */
  public static void main(String[] arguments) throws Exception {
    Optional<StoreAccount> account =
        arguments.length < 4
            ? Optional.empty()
            : Optional.of(new StoreAccount(arguments[2], arguments[3]));
    StoreSettings settings =
        new StoreSettings(
            StoreLocation.parse(arguments[0]),
            account,
            Duration.ofSeconds(1),
            StoreSettings.WAITING_OCTETS);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    try (Store store = Stores.open(settings)) {
      Kept.in(store.presence());
      Semaphore open = new Semaphore(MOST_OPEN);
      for (int i = Integer.parseInt(arguments[1]); ; i++) {
        open.acquire();
        int number = i;
        var unused =
            store
                .presence()
                .save(List.of(Samples.put(Samples.watch(i)), Samples.put(Samples.grant(i))))
                .thenRun(
                    () -> {
                      out.println(number + ".");
                      out.flush();
                      open.release();
                    });
      }
    }
  }
}
