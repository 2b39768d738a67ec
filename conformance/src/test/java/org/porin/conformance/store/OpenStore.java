package org.porin.conformance.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.porin.store.Store;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;

/** A process that has a store open, with one row of its own. */
final class OpenStore {
  private OpenStore() {}

  /** Starts one; it has the row when this returns. */
  static Process hold(StoreSettings settings) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                OpenStore.class.getName(),
                settings.location().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (!"open".equals(process.inputReader(StandardCharsets.US_ASCII).readLine())) {
      process.destroyForcibly();
      throw new IOException("the process could not open the store");
    }
    return process;
  }

  /**
   * @param arguments the URL of the store
   */
  public static void main(String[] arguments) throws Exception {
    StoreSettings settings = StoreSettings.of(StoreLocation.parse(arguments[0]), Optional.empty());
    try (Store store = Stores.open(settings)) {
      Kept.in(store.presence());
      store.presence().save(List.of(Samples.put(Samples.watch(1)))).toCompletableFuture().join();
      System.out.println("open");
      new CountDownLatch(1).await();
    }
  }
}
