package org.porin.operate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One page of the {@link OperateServer}: what stands under a path, by one method. Called on a
 * thread of the server, for several requests at a time.
 *
 * @param method GET, which answers HEAD as well, or POST
 * @param content makes the reply; may complete later, on any thread
 */
public record Page(String method, Content content) {
  public Page {
    if (!method.equals("GET") && !method.equals("POST")) {
      throw new IllegalArgumentException("GET or POST");
    }
  }

  /** What is answered to a request. */
  public interface Content {
    CompletionStage<Reply> reply(PageRequest request);
  }

  /** A page to read, made anew for each request. */
  public static Page of(Supplier<Reply> content) {
    return new Page("GET", request -> CompletableFuture.completedFuture(content.get()));
  }
}
