package org.porin.daemon;

import org.porin.durable.StoreException;
import org.porin.store.StoreOutline;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;

/** Whether a bridge could keep messages and subscriptions where the configuration says. */
final class StoreCheck {
  private StoreCheck() {}

  /**
   * Looks, and leaves it as it is.
   *
   * @param running whether a Porin runs with this configuration
   */
  static Finding finding(StoreSettings settings, boolean running) {
    String what = "store " + settings.location() + ": ";
    try {
      StoreOutline outline = Stores.examine(settings);
      return switch (outline.state()) {
        case READY -> Finding.right(what + "there");
        case ABSENT -> absent(settings, what);
        case IN_USE -> held(what, running);
      };
    } catch (StoreException e) {
      return Finding.wrong(what + "it cannot be used", String.valueOf(e.getMessage()));
    }
  }

  private static Finding absent(StoreSettings settings, String what) {
    return settings.location().isLasting()
        ? Finding.right(what + "not there yet; Porin makes it")
        : Finding.note(
            what + "messages and subscriptions end with the process",
            "Right for a trial; else set store.url to a file or a database");
  }

  private static Finding held(String what, boolean running) {
    return running
        ? Finding.right(what + "held by the running Porin")
        : Finding.wrong(
            what + "another process has it",
            "Right if that is your running Porin; else stop it, or set store.url to a file of its"
                + " own");
  }
}
