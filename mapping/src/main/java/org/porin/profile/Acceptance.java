package org.porin.profile;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What became of an operation that was handed on: first it is recorded, later it has its outcome.
 *
 * @param recorded ends when the operation is safe with who took it, or has its outcome; whoever
 *     handed it on answers for it until then. Empty where the call itself has taken it.
 * @param outcome as {@link CommonProfile#message}
 */
public record Acceptance(
    Optional<CompletionStage<Void>> recorded, CompletionStage<Response> outcome) {
  /** An operation that was taken by the call itself. */
  public static Acceptance atOnce(CompletionStage<Response> outcome) {
    return new Acceptance(Optional.empty(), outcome);
  }
}
