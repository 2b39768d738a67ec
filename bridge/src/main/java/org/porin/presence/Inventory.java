package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.porin.address.PresUri;
import org.porin.mapping.UnmappableException;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a former process has left, as state machines. Each gets its turn in the pace of all
 * resynchronising: first those that would run out soon, the others in no order, so that what began
 * together does not stay together.
 */
final class Inventory implements PresenceStore.Rows {
  private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);
  private static final Duration SOON = Duration.ofMinutes(5);
  private static final int MOST_NAMED = 10;

  private final Map<PresUri, PresUri> addresses = new HashMap<>();
  private final Map<String, String> domains = new HashMap<>();
  private final List<WatchRow> watches = new ArrayList<>();
  private final Map<Pair, GrantRow> grants = new HashMap<>();
  private final Map<Pair, List<AudienceRow>> audiences = new HashMap<>();
  private final List<BlockRow> blocks = new ArrayList<>();
  private final List<Left> left = new ArrayList<>();
  private int unreadable;

  private record Left(Instant runsOut, Held<?> held) {}

  @Override
  public void watch(WatchRow row) {
    watches.add(
        new WatchRow(
            shared(row.watcher()),
            shared(row.target()),
            row.subscriptId(),
            row.phase(),
            row.approved(),
            row.leg(),
            row.due(),
            row.expires(),
            row.attempts(),
            row.told()));
  }

  @Override
  public void grant(GrantRow row) {
    grants.put(new Pair(shared(row.target()), shared(row.watcher())), row);
  }

  @Override
  public void audience(AudienceRow row) {
    Pair pair = new Pair(shared(row.target()), shared(row.watcher()));
    audiences.computeIfAbsent(pair, first -> new ArrayList<>(1)).add(row);
  }

  @Override
  public void block(BlockRow row) {
    blocks.add(row);
  }

  /** One object for each address, of which many subscriptions have the same. */
  private PresUri shared(PresUri address) {
    PresUri known = addresses.get(address);
    if (known == null) {
      String domain = domains.computeIfAbsent(address.domain(), same -> same);
      known = new PresUri(address.localPart(), domain);
      addresses.put(known, known);
    }
    return known;
  }

  void blocksTo(Blocks all) {
    blocks.forEach(row -> all.add(row.user(), row.blocked()));
  }

  void watchesTo(Course<Watch> course, WatchRules rules, Instant now) {
    for (WatchRow row : watches) {
      try {
        Watch watch = Watch.restarted(row, rules, now, Duration.ZERO);
        Pair pair = new Pair(row.watcher(), row.target());
        left.add(new Left(row.expires(), course.restore(pair, watch)));
      } catch (MalformedException | UnmappableException e) {
        unreadable(row.watcher(), row.target(), e.getMessage());
      }
    }
  }

  void audiencesTo(Course<Audience> course, AudienceRules rules, Instant now) {
    List<Pair> pairs = new ArrayList<>(audiences.keySet());
    grants.keySet().stream().filter(pair -> !audiences.containsKey(pair)).forEach(pairs::add);
    for (Pair pair : pairs) {
      List<AudienceRow> rows = audiences.getOrDefault(pair, List.of());
      try {
        rules.presence().toJid(pair.user());
        rules.presence().toJid(pair.contact());
        Audience audience =
            Audience.restored(
                pair.contact(),
                pair.user(),
                Optional.ofNullable(grants.get(pair)),
                rows,
                rules,
                now);
        Instant runsOut =
            rows.stream().map(AudienceRow::expires).min(Instant::compareTo).orElse(Instant.MAX);
        left.add(new Left(runsOut, course.restore(pair, audience)));
      } catch (UnmappableException e) {
        unreadable(pair.contact(), pair.user(), e.text());
      }
    }
  }

  /** Gives each its turn. */
  void queue(Surroundings around, long seed) {
    Instant soon = around.now().plus(SOON);
    Collections.shuffle(left, new Random(seed));
    left.sort(Comparator.comparing(each -> each.runsOut().isAfter(soon) ? soon : each.runsOut()));
    left.forEach(each -> around.lost(each.held()));
    LOG.info(
        "presence: {} subscriptions of own users, {} to them, {} blocks taken up, {} unreadable",
        watches.size(),
        audiences.size(),
        blocks.size(),
        unreadable);
  }

  /** It stays in the store, for whoever knows more of it. */
  private void unreadable(PresUri watcher, PresUri target, @Nullable String why) {
    unreadable++;
    if (unreadable <= MOST_NAMED) {
      LOG.warn(
          "presence: the subscription from {} to {} that the store has is not taken up: {}",
          watcher.domain(),
          target.domain(),
          why);
    }
  }
}
