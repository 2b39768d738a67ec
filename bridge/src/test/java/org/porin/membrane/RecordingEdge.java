package org.porin.membrane;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.porin.profile.CommonProfile;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response;

/** An edge that keeps what it was given; the test answers, or lets it answer at once. */
final class RecordingEdge implements CommonProfile {
  final List<MessageOperation> operations = new ArrayList<>();
  final List<CompletableFuture<Response>> answers = new ArrayList<>();
  boolean answersAtOnce;

  @Override
  public synchronized CompletionStage<Response> message(MessageOperation operation) {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    operations.add(operation);
    answers.add(answer);
    if (answersAtOnce) {
      answer.complete(Response.success(operation.transId()));
    }
    return answer;
  }

  /** Answers the n-th operation with success. */
  void succeed(int index) {
    answers.get(index).complete(Response.success(operations.get(index).transId()));
  }

  List<String> texts() {
    return operations.stream().map(Operations::textOf).toList();
  }
}
