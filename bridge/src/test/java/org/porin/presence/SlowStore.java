package org.porin.presence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.porin.durable.StoreException;

/** A store in memory that takes its time, and fails, as the test says. */
final class SlowStore implements PresenceStore {
  final Map<RowKey, Row> rows = new LinkedHashMap<>();
  final List<List<Change>> saved = new ArrayList<>();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  boolean slow;
  boolean failing;

  /** A part of what a row says which the store cannot keep. */
  String unkeepable = "\0";

  @Override
  public void load(Rows listener) {
    for (Row row : List.copyOf(rows.values())) {
      if (row instanceof WatchRow watch) {
        listener.watch(watch);
      } else if (row instanceof GrantRow grant) {
        listener.grant(grant);
      } else if (row instanceof AudienceRow audience) {
        listener.audience(audience);
      } else {
        listener.block((BlockRow) row);
      }
    }
  }

  @Override
  public CompletionStage<Void> save(List<Change> changes) {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    saved.add(changes);
    waiting.add(() -> end(changes, stage));
    if (!slow) {
      go();
    }
    return stage;
  }

  /** Everything that waits ends. */
  void go() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private void end(List<Change> changes, CompletableFuture<Void> stage) {
    if (failing || changes.toString().contains(unkeepable)) {
      stage.completeExceptionally(new StoreException("the disk is full: make room"));
      return;
    }
    for (Change change : changes) {
      if (change instanceof Change.Put put) {
        rows.put(RowKey.of(change), put.row());
      } else {
        rows.remove(RowKey.of(change));
      }
    }
    stage.complete(null);
  }

  @Override
  public void close() {}
}
