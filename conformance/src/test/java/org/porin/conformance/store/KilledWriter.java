package org.porin.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.porin.presence.GrantRow;
import org.porin.presence.PresenceStore.Row;
import org.porin.presence.WatchRow;
import org.porin.store.Store;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;

/**
 * A process that saves pairs of rows as fast as it may, and says which are durable, until it is
 * killed.
 */
public final class KilledWriter {
  private static final int MOST_OPEN = 500;

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

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
    List<Integer> durable = new ArrayList<>();
    KilledProcess.run(
        KilledWriter.class,
        settings,
        first,
        NUMBER,
        OptionalLong.of(millis),
        line -> durable.add(Integer.parseInt(line)));
    return new Outcome(durable);
  }

  /**
   * @param arguments the URL of the store, the first number, and perhaps user and password
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    try (Store store = Stores.open(KilledProcess.settings(arguments))) {
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
