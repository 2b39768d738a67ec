package org.porin.component;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.porin.address.Jid;
import org.porin.profile.ContactDirectory;

/** A directory without subscriptions behind it: the contacts of one user, the blocks of all. */
final class InMemoryContacts implements ContactDirectory {
  final List<Contact> contacts = new ArrayList<>();
  private final Map<Jid, TreeSet<Jid>> blocked = new ConcurrentHashMap<>();
  volatile CompletableFuture<Integer> resync = CompletableFuture.completedFuture(2);
  volatile boolean keeps = true;

  @Override
  public CompletionStage<Listing<Contact>> contacts(Jid user) {
    int shown = Math.min(contacts.size(), MAX_LISTED);
    return CompletableFuture.completedStage(
        new Listing<>(contacts.subList(0, shown), contacts.size()));
  }

  @Override
  public CompletionStage<Integer> resync(Jid user) {
    return resync;
  }

  @Override
  public CompletionStage<Change> block(Jid user, Jid address) {
    TreeSet<Jid> blocks = blocksOf(user);
    if (blocks.size() == MAX_LISTED) {
      return CompletableFuture.completedStage(Change.FULL);
    }
    return CompletableFuture.completedStage(changed(blocks.add(address)));
  }

  @Override
  public CompletionStage<Change> unblock(Jid user, Jid address) {
    return CompletableFuture.completedStage(changed(blocksOf(user).remove(address)));
  }

  private Change changed(boolean really) {
    if (!keeps) {
      return Change.FAILED;
    }
    return really ? Change.DONE : Change.UNCHANGED;
  }

  @Override
  public CompletionStage<Listing<Jid>> blocks(Jid user) {
    List<Jid> blocks = List.copyOf(blocksOf(user));
    return CompletableFuture.completedStage(new Listing<>(blocks, blocks.size()));
  }

  private TreeSet<Jid> blocksOf(Jid user) {
    return blocked.computeIfAbsent(
        user, absent -> new TreeSet<>(Comparator.comparing(Jid::toString)));
  }
}
