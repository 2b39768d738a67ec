package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

/** One fault while messages cross, and the account of what became of them. */
final class FaultRun {
  private FaultRun() {}

  /** Something that happens while messages cross. */
  @FunctionalInterface
  interface Fault {
    void happen(FaultScene scene) throws Exception;
  }

  /** Has it happen, and asserts that every message is accounted for. */
  static void endure(FaultScene.Setting setting, String name, int messages, Fault fault)
      throws Exception {
    try (FaultScene scene = new FaultScene(setting)) {
      fault.happen(scene);
      FaultScene.Account account = scene.finish(name, messages);
      System.out.println(FaultScene.Account.HEAD + "\n" + account);
      check(account, scene);
    }
  }

  /** A repeat is known by its name, also to a new process: 0.1 % is what in-doubt sends may be. */
  static void check(FaultScene.Account account, FaultScene scene) {
    assertThat(account.unaccounted()).as("%s%n%s", account, scene.output()).isZero();
    assertThat(account.unread()).as("%s", account).isLessThanOrEqualTo(account.mostUnread());
    assertThat(account.reordered()).as("%s", account).isZero();
    assertThat(account.duplicated())
        .as("%s", account)
        .isLessThanOrEqualTo(Math.max(1, account.sent() / 1_000));
  }
}
