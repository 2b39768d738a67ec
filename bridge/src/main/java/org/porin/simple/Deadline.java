package org.porin.simple;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What happens to a channel if something else does not in time. Used on its event loop only. */
final class Deadline {
  private final Channel channel;
  private @Nullable ScheduledFuture<?> task;

  Deadline(Channel channel) {
    this.channel = channel;
  }

  /** Starts, unless it runs already. */
  void begin(Duration limit, Runnable missed) {
    if (task == null) {
      task = channel.eventLoop().schedule(missed, limit.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** It was met, or does not matter any more. */
  void met() {
    if (task != null) {
      task.cancel(false);
      task = null;
    }
  }
}
