package org.porin.conformance.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.porin.store.StoreAccount;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;
import org.porin.wire.MalformedException;

/** A program of the tests over a store, as a process that is killed while it works. */
final class KilledProcess {
  private KilledProcess() {}

  /**
   * Runs one until it ends.
   *
   * @param first number of what it does, for its arguments
   * @param form of a line that it says, without the point at its end, by which a line is whole
   * @param millis after the first line, when it is killed; empty to let it end
   * @param said is given each line of that form, without the point
   */
  static void run(
      Class<?> program,
      StoreSettings settings,
      int first,
      Pattern form,
      OptionalLong millis,
      Consumer<String> said)
      throws IOException, InterruptedException {
    Process process = begin(program, settings, first);
    boolean begun = false;
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<String> text = whole(line, form);
        text.ifPresent(said);
        if (text.isPresent() && !begun) {
          begun = true;
          millis.ifPresent(time -> killLater(process, time));
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** A line without the point at its end, if it is whole: the last may be cut. */
  static Optional<String> whole(String line, Pattern form) {
    String text = line.endsWith(".") ? line.substring(0, line.length() - 1) : "";
    return form.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  /** Starts one, whose output is to be read. */
  static Process begin(Class<?> program, StoreSettings settings, int first) throws IOException {
    return new ProcessBuilder(command(program, settings, first))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static List<String> command(Class<?> program, StoreSettings settings, int first) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    command.add(program.getName());
    command.add(settings.location().toString());
    command.add(Integer.toString(first));
    settings.account().ifPresent(it -> command.addAll(List.of(it.user(), it.password())));
    return command;
  }

  private static void killLater(Process process, long millis) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
        .execute(() -> process.toHandle().destroyForcibly()); // what it said can still be read
  }

  /** In that process: the store that its arguments name. */
  static StoreSettings settings(String... arguments) throws MalformedException {
    Optional<StoreAccount> account =
        arguments.length < 4
            ? Optional.empty()
            : Optional.of(new StoreAccount(arguments[2], arguments[3]));
    return new StoreSettings(
        StoreLocation.parse(arguments[0]),
        account,
        Duration.ofSeconds(1),
        StoreSettings.WAITING_OCTETS);
  }
}
