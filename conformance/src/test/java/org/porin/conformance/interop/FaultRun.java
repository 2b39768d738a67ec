package org.porin.conformance.interop;

/** One fault while messages cross, and the account of what became of them. */
final class FaultRun {
  private FaultRun() {}

  /** Something that happens while messages cross. */
  @FunctionalInterface
  interface Fault {
    void happen(FaultScene scene) throws Exception;
  }

  /**
   * Has it happen, and asserts that every message is accounted for.
   *
   * @param messages that arrive each way, at least
   */
  static Account endure(FaultScene.Setting setting, String name, int messages, Fault fault)
      throws Exception {
    try (FaultScene scene = new FaultScene(setting)) {
      fault.happen(scene);
      Account account = scene.finish(name, messages);
      check(account, scene);
      return account;
    }
  }

  /** A repeat is known by its name, also to a new process: 0.1 % is what in-doubt sends may be. */
  static void check(Account account, FaultScene scene) {
    account.check(Math.max(1, account.sent() / 1_000), scene::output);
  }
}
